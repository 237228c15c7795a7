"""How many unknown keys an address may try, at any door, without keeping others out who call from the same address.

Guessing is slow for an address as a whole; a key that was accepted before is always looked at, so that one broken program behind
a shared address does not lock out the others. The keys themselves are not kept, only digests.
"""

import hashlib
import math
import re
import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from contextvars import ContextVar

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.sales_os.algorithms.api.neighbourhood import neighbourhood
from odoo.addons.sales_os.algorithms.api.token_bucket import take_token

FAILED_PARAMETER = "sales_os.api_failed_keys_per_minute"
DEFAULT_FAILED = 30
MOST = 10_000
# as _auth_method_bearer of Odoo reads it
_BEARER = re.compile(r"bearer\s+(.+)", re.IGNORECASE)


class KeyAttempts:
    """What one process remembers; both memories forget the oldest beyond a limit."""

    def __init__(self):
        self._buckets, self._accepted = OrderedDict(), OrderedDict()

    def seconds_to_wait(self, *, key, address, now, per_minute):
        """0 when the key may be looked at."""
        if self._digest(key) in self._accepted:
            return 0.0
        return take_token(bucket=self._buckets.get(neighbourhood(address=address)), now=now, per_minute=per_minute)[1]

    def failed(self, *, key, address, now, per_minute):
        """Count a key that opened nothing; it is no longer a known one, if it was."""
        self._accepted.pop(self._digest(key), None)
        place = neighbourhood(address=address)
        self._buckets[place] = take_token(bucket=self._buckets.pop(place, None), now=now, per_minute=per_minute)[0]
        self._shorten(self._buckets)

    def accepted(self, *, key):
        digest = self._digest(key)
        self._accepted.pop(digest, None)
        self._accepted[digest] = True
        self._shorten(self._accepted)

    @staticmethod
    def _digest(key):
        return hashlib.sha256(key.encode()).digest()

    @staticmethod
    def _shorten(memory):
        if len(memory) > MOST:
            memory.popitem(last=False)


# of this process, as the count of requests
_attempts = KeyAttempts()
_attempts_lock = threading.Lock()
# XML-RPC and JSON-RPC: Odoo hides the request from what they call
_rpc_address = ContextVar("sales_os_rpc_address", default="")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_bearer(cls):
        """/json/2: an address that tried too many unknown keys has to wait, as at REST."""
        bearer = _BEARER.fullmatch(request.httprequest.headers.get("Authorization", ""))
        if not bearer:
            return super()._auth_method_bearer()
        with cls._sales_os_guessing(request.env, bearer[1], request.httprequest.remote_addr):
            return super()._auth_method_bearer()

    @classmethod
    def _sales_os_owner_of(cls, key):
        """REST: the id of the key's owner; an address that tried too many unknown keys has to wait."""
        with cls._sales_os_guessing(request.env, key, request.httprequest.remote_addr):
            uid = request.env["res.users.apikeys"]._sales_os_owner(key, reads_only=request.httprequest.method in ("GET", "HEAD"))
            if not uid:
                raise Unauthorized(
                    "The API key is wrong, expired, or not meant for this request.",
                    www_authenticate=WWWAuthenticate("bearer", {"realm": "Sales OS", "error": "invalid_token"}),
                )
        return uid

    @classmethod
    @contextmanager
    def _sales_os_guessing(cls, env, key, address):
        """Let a key be tried inside: it counts as a guess when it is refused there.

        :raise TooManyRequests: when the address tried too many already, and this key is not known
        """
        # sudo: a technical setting
        value = env["ir.config_parameter"].sudo().get_param(FAILED_PARAMETER, "")
        facts = {
            "key": key, "address": address or "", "per_minute": int(value) if value.isdigit() and int(value) > 0 else DEFAULT_FAILED}
        with _attempts_lock:
            seconds = _attempts.seconds_to_wait(now=time.monotonic(), **facts)
        if seconds:
            raise TooManyRequests("Too many unknown API keys came from your address.", retry_after=math.ceil(seconds))
        try:
            yield
        except (Unauthorized, AccessDenied):
            with _attempts_lock:
                _attempts.failed(now=time.monotonic(), **facts)
            raise
        with _attempts_lock:
            _attempts.accepted(key=key)

    @classmethod
    @contextmanager
    def _sales_os_rpc_from(cls, address):
        """What is called inside comes from this address by XML-RPC or JSON-RPC."""
        token = _rpc_address.set(address or "")
        try:
            yield
        finally:
            _rpc_address.reset(token)

    @classmethod
    @contextmanager
    def _sales_os_rpc_guessing(cls, env, user, secret):
        """As above for a user's key or password at XML-RPC. Nobody waits where the server does not know the database before it reads the
        call: then the address is not noted, for no addon is asked."""
        address = _rpc_address.get()
        if not address or not isinstance(secret, str):
            yield
            return
        try:
            # a secret that is known for one user is none for another
            with cls._sales_os_guessing(env, f"{user}\n{secret}", address):
                yield
        except TooManyRequests as error:
            raise AccessDenied(error.description) from error

"""How many unknown keys an address may try, without keeping others out who call from the same address.

Guessing is slow for an address as a whole; a key that was accepted before is always looked at, so that one broken program behind
a shared address does not lock out the others. The keys themselves are not kept, only digests.
"""

import hashlib
import math
import threading
import time
from collections import OrderedDict

from werkzeug.exceptions import TooManyRequests

from odoo import models
from odoo.http import request

from odoo.addons.sales_os.algorithms.api.neighbourhood import neighbourhood
from odoo.addons.sales_os.algorithms.api.token_bucket import take_token

FAILED_PARAMETER = "sales_os.api_failed_keys_per_minute"
DEFAULT_FAILED = 30
MOST = 10_000


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


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _sales_os_owner_of(cls, key):
        """The id of the key's owner, or None; an address that tried too many unknown keys has to wait."""
        # sudo: a technical setting
        value = request.env["ir.config_parameter"].sudo().get_param(FAILED_PARAMETER, "")
        facts = {
            "address": request.httprequest.remote_addr or "",
            "per_minute": int(value) if value.isdigit() and int(value) > 0 else DEFAULT_FAILED,
        }
        with _attempts_lock:
            seconds = _attempts.seconds_to_wait(key=key, now=time.monotonic(), **facts)
        if seconds:
            raise TooManyRequests("Too many unknown API keys came from your address.", retry_after=math.ceil(seconds))
        uid = request.env["res.users.apikeys"]._sales_os_owner(key, reads_only=request.httprequest.method in ("GET", "HEAD"))
        with _attempts_lock:
            if uid:
                _attempts.accepted(key=key)
            else:
                _attempts.failed(key=key, now=time.monotonic(), **facts)
        return uid

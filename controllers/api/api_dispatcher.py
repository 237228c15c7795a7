"""What surrounds every call of the API: limits, idempotency, request ids, and errors as problem+json."""

import hashlib
import json
import logging
import threading
import time
import uuid
from collections import OrderedDict
from contextlib import contextmanager

from psycopg2.errors import ReadOnlySqlTransaction
from werkzeug.exceptions import UnprocessableEntity

from odoo.addons.fastapi.context import odoo_env_ctx
from odoo.addons.fastapi.fastapi_dispatcher import FastApiDispatcher
from odoo.addons.sales_os.algorithms.api.request_identity import accepted_request_id, is_idempotency_key, request_digest
from odoo.addons.sales_os.algorithms.api.token_bucket import take_token

from .app import sales_os_app
from .asgi_call import call_app
from .problem import MEDIA_TYPE, Conflict, TooManyRequests, problem_of

_logger = logging.getLogger(__name__)

RATE_PARAMETER = "sales_os.api_requests_per_minute"
DEFAULT_RATE = 600
KNOWN_CALLERS = 10_000

# Buckets of this process: a request for reading then needs no write, so that a replica can serve it. With n workers a key
# may make up to n times as many requests.
_buckets = OrderedDict()
_buckets_lock = threading.Lock()


class SalesOsApiDispatcher(FastApiDispatcher):
    routing_type = "sales_os_api"

    def __init__(self, request):
        super().__init__(request)
        self.started = time.monotonic()
        self.request_id = accepted_request_id(request.httprequest.headers.get("X-Request-Id")) or str(uuid.uuid4())
        self.is_counted = False

    def pre_dispatch(self, rule, args):
        result = super().pre_dispatch(rule, args)
        self._count()
        if self.request.env.cr.readonly and self.request.httprequest.args.get("format", "json") != "json":
            # a file leaves an entry in the audit trail, so it is not for a replica: Odoo serves the request anew from the primary
            raise ReadOnlySqlTransaction("an export is noted in the audit trail")
        return result

    def dispatch(self, endpoint, args):
        self.request.params = {}
        http = self.request.httprequest
        environ = self._get_environ()
        body = environ["wsgi.input"].read()
        key = http.headers.get("Idempotency-Key")
        if http.method != "POST" or key is None:
            return self._call_app(endpoint, environ, body)
        if not is_idempotency_key(key):
            raise UnprocessableEntity("An Idempotency-Key is 1 to 128 visible characters of ASCII.")
        return self._call_once(key, endpoint, environ, body)

    def post_dispatch(self, response):
        result = super().post_dispatch(response)
        self._finish(response)
        return result

    def handle_error(self, exc):
        problem = problem_of(exc)
        if problem.status == 500:
            _logger.error("%s failed: %s", self.request_id, type(exc).__name__)  # the traceback follows in the log of odoo.http
        else:
            exc.loglevel = logging.DEBUG  # a client's fault is no fault of the server: one line of ours tells it
        response = self.request.make_response(
            json.dumps(problem.body(self.request_id)),
            headers=[("Content-Type", MEDIA_TYPE), ("X-Content-Type-Options", "nosniff"), *problem.headers.items()],
            status=problem.status,
        )
        self._finish(response)
        return response

    def _finish(self, response):
        response.headers["X-Request-Id"] = self.request_id
        response.headers.setdefault("Cache-Control", "no-store")
        http = self.request.httprequest
        _logger.info(
            "%s %s %s: %s in %d ms for user %s",
            self.request_id, http.method, http.path, response.status_code, (time.monotonic() - self.started) * 1000,
            self.request.env.uid if self.request.env else None,
        )  # fmt: skip

    # the app

    def _call_app(self, endpoint, environ, body):
        with self._manage_odoo_env():
            answer = call_app(sales_os_app(), environ, root_path=endpoint.routing["root_path"], body=body)
        return self.request.make_response(answer.body, headers=answer.headers, status=answer.status)

    @contextmanager
    def _manage_odoo_env(self, uid=None):
        """The routers work as the key's owner, in the owner's language; what they did is computed to the end as the same user."""
        env = self.request.env
        token = odoo_env_ctx.set(env)
        try:
            yield
            env.flush_all()
        finally:
            odoo_env_ctx.reset(token)

    # idempotency

    def _call_once(self, key, endpoint, environ, body):
        http = self.request.httprequest
        digest = request_digest(method=http.method, path=http.path, query=http.query_string, body=body)
        answered = self.request.env["sales_os.api.idempotency"]._claim(key, digest, http.path)
        if answered.digest != digest:
            raise Conflict("This Idempotency-Key was used for another request: use a new one.", "idempotency-key-reused")
        if answered.status:
            headers = [("Content-Type", "application/json"), ("Idempotent-Replayed", "true")]
            if answered.location:
                headers.append(("Location", answered.location))
            return self.request.make_response(answered.answer, headers=headers, status=answered.status)
        response = self._call_app(endpoint, environ, body)
        answered._keep(response.status_code, response.get_data(as_text=True), response.headers.get("Location", ""))
        return response

    # limits

    def _count(self):
        """Take one request from the key's bucket, once for all tries of the same request."""
        if self.is_counted:
            return
        self.is_counted = True
        secret = self.request.httprequest.headers.get("Authorization") or self.request.httprequest.remote_addr or ""
        caller = hashlib.sha256(secret.encode()).digest()[:16]
        rate = self._requests_per_minute()
        with _buckets_lock:
            bucket, seconds = take_token(bucket=_buckets.pop(caller, None), now=time.monotonic(), per_minute=rate)
            _buckets[caller] = bucket
            if len(_buckets) > KNOWN_CALLERS:
                _buckets.popitem(last=False)
        if seconds:
            raise TooManyRequests(seconds)

    def _requests_per_minute(self):
        # sudo: a technical setting
        value = self.request.env["ir.config_parameter"].sudo().get_param(RATE_PARAMETER, "")
        return int(value) if value.isdigit() and int(value) > 0 else DEFAULT_RATE

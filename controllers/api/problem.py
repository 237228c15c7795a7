"""Every error as one JSON object of RFC 9457 (application/problem+json): never HTML, never a traceback."""

from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from psycopg2 import OperationalError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as StarletteHTTPException
from werkzeug.exceptions import HTTPException

from odoo.exceptions import AccessDenied, AccessError, ConcurrencyError, LockError, MissingError, UserError

from .caller import UnknownId
from .pages import BadCursor

MEDIA_TYPE = "application/problem+json"
PAGE = "/api/v1/docs"

# what a client can tell apart by `type`; the page of the documents explains each under its name
KINDS = {
    "malformed": "The request cannot be read",
    "unauthorized": "No valid API key",
    "forbidden": "The key's owner lacks the right",
    "not-found": "There is no such record or path",
    "method-not-allowed": "The path does not know this method",
    "start-anew": "The cursor cannot be continued",
    "conflict": "The record's state does not allow this",
    "approval-required": "The quote must be approved first",
    "idempotency-key-reused": "The idempotency key was used for another request",
    "too-large": "The body is larger than 1 MiB",
    "unsupported-media-type": "The body must be JSON",
    "invalid": "The input is not valid",
    "too-many-requests": "Too many requests with this key",
    "internal": "The server failed",
    "busy": "The record is being changed by others",
}
KIND_OF_STATUS = {
    400: "malformed",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    410: "start-anew",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "too-many-requests",
    503: "busy",
}


class Conflict(Exception):
    """The record is not in a state for this; `extra` goes into the answer as it is."""

    def __init__(self, detail, kind="conflict", **extra):
        super().__init__(detail)
        self.detail, self.kind, self.extra = detail, kind, extra


class StartAnew(Exception):
    """A cursor of the sync door that cannot be continued."""


class TooManyRequests(Exception):
    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Problem:
    status: int
    kind: str
    detail: str
    errors: list = field(default_factory=list)
    headers: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)

    def body(self, request_id):
        return {
            "type": f"{PAGE}#{self.kind}",
            "title": KINDS[self.kind],
            "status": self.status,
            "detail": self.detail,
            "errors": self.errors,
            "request_id": request_id,
            **self.extra,
        }


def problem_of(exception):
    """The problem that an exception is told as; what is not foreseen is told without any detail."""
    match exception:
        case Conflict():
            return Problem(409, exception.kind, exception.detail, extra=exception.extra)
        case StartAnew():
            return Problem(410, "start-anew", "Forget what you have, and begin without a cursor.")
        case TooManyRequests():
            seconds = max(1, round(exception.seconds + 0.5))
            return Problem(429, "too-many-requests", f"Wait {seconds} s, then go on.", headers={"Retry-After": str(seconds)})
        case UnknownId():
            detail = f"{exception.name}: there is no record {exception.record_id} that you may use."
            return Problem(422, "invalid", detail, errors=[{"loc": exception.name.split("."), "msg": detail}])
        case BadCursor():
            detail = f"The cursor cannot be used: {exception}."
            return Problem(422, "invalid", detail, errors=[{"loc": ["query", "cursor"], "msg": detail}])
        case RequestValidationError():
            return _problem_of_validation(exception)
        case HTTPException() if exception.code:
            return _problem_of_status(exception.code, exception.description, dict(exception.get_headers()))
        case StarletteHTTPException(status_code=400):
            return Problem(422, "invalid", "The body is not JSON.")
        case StarletteHTTPException():
            return _problem_of_status(exception.status_code, exception.detail, dict(exception.headers or {}))
        case AccessDenied():
            return Problem(401, "unauthorized", "The API key is wrong, expired, or not meant for this request.")
        case AccessError():
            return Problem(403, "forbidden", str(exception.args[0]))
        case MissingError():
            return Problem(404, "not-found", "There is no such record.")
        case ConcurrencyError() | LockError() | OperationalError():
            return Problem(503, "busy", "Others are changing the same record. Try again.", headers={"Retry-After": "2"})
        case UserError():
            return Problem(422, "invalid", str(exception.args[0]))
    return Problem(500, "internal", "The server failed. Its log tells why under the request id.")


def _problem_of_status(status, detail, headers):
    kept = {name: value for name, value in headers.items() if name.lower() in ("allow", "www-authenticate", "retry-after")}
    kind = KIND_OF_STATUS.get(status, "malformed" if status < 500 else "internal")
    if status >= 500 or not detail or not isinstance(detail, str):
        detail = KINDS[kind] + "."
    if status == 404 and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = "There is no such path."
    return Problem(status, kind, detail, headers=kept)


def _problem_of_validation(exception):
    errors = [{"loc": [str(part) for part in error["loc"]], "msg": error["msg"]} for error in exception.errors()]
    if any(error["type"] == "json_invalid" for error in exception.errors()):
        return Problem(422, "invalid", "The body is not JSON.", errors=errors)
    fields = ", ".join(dict.fromkeys(".".join(error["loc"][1:]) or error["loc"][0] for error in errors))
    return Problem(422, "invalid", f"Mend: {fields}."[:500], errors=errors)


class ProblemError(BaseModel):
    loc: list[str] = Field(description="Where the fault is: `body`, `query` or `path`, then the names that lead to it.")
    msg: str


class ProblemOut(BaseModel):
    """An error as RFC 9457 tells it. `type` names the kind and leads to its explanation."""

    type: str = Field(examples=[f"{PAGE}#invalid"])
    title: str = Field(examples=[KINDS["invalid"]])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["Mend: quantity."])
    errors: list[ProblemError]
    request_id: str


def problem_responses():
    """What each operation may answer besides success, for the OpenAPI document."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    told = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
    return {status: {"description": KINDS[KIND_OF_STATUS.get(status, "internal")], "content": content} for status in told}

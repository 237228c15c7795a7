"""What names a request: its id in answers and logs, and the digest that tells a repeat from another request."""

import hashlib
import re

_GIVEN_ID = re.compile(r"[A-Za-z0-9._:-]{8,64}")
_GIVEN_KEY = re.compile(r"[\x21-\x7e]{1,128}")


def accepted_request_id(given):
    """The client's own id when it can go into a header and a log line as it is, else None."""
    return given if given and _GIVEN_ID.fullmatch(given) else None


def is_idempotency_key(given):
    """Visible ASCII, 1 to 128 characters: a UUID, a ULID, an order number…"""
    return bool(_GIVEN_KEY.fullmatch(given))


def request_digest(*, method, path, query, body):
    """A digest of everything that decides what a request does; parts are told apart by their lengths."""
    digest = hashlib.sha256()
    for part in (method.encode(), path.encode(), query, body):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()

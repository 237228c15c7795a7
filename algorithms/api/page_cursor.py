"""The opaque word that says where the next page of a list begins.

It holds the last key that was shown and a digest of the filters, so that a cursor never continues another list.
"""

import base64
import binascii
import hashlib
import json

DIGEST_LENGTH = 10
MAX_CURSOR_LENGTH = 200
LARGEST_KEY = 2**31 - 1


class CursorError(ValueError):
    """The cursor is none of ours, or belongs to another list."""


def filters_digest(filters):
    """A short digest of the filters of a list; the order of their names does not matter."""
    text = json.dumps(filters, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def write_cursor(*, last_key, filters):
    text = f"{last_key}.{filters_digest(filters)}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(*, cursor, filters):
    """Return the last key that was shown.

    :raise CursorError: with the reason in words
    """
    if len(cursor) > MAX_CURSOR_LENGTH:
        raise CursorError("it is longer than any cursor this server gives")
    try:
        text = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        key, digest = text.split(".")
        last_key = int(key)
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise CursorError("it was not given by this server") from error
    if not key.isdigit() or not 0 < last_key <= LARGEST_KEY:
        raise CursorError("it was not given by this server")
    if digest != filters_digest(filters):
        raise CursorError("it belongs to a list with other filters: start again without a cursor")
    return last_key

"""The opaque word that says how far a client is: what it has seen of the database, and where in the present round of pages it stands.

``since`` and ``until`` are transaction numbers of PostgreSQL: whatever was written by ``since`` or a later transaction may be new to the
client; when the round is over, ``until`` becomes the next ``since``. ``old`` and ``new`` are the sights before and after the round.
"""

import base64
import binascii
import json
from dataclasses import dataclass

MAX_LENGTH = 300
LARGEST = 2**63 - 1
# row versions bear 32 bits of the number: older than this, they cannot be told from the future
OLDEST_DISTANCE = 2**30


class CursorError(ValueError):
    """The cursor is none of ours."""


class CursorExpired(ValueError):
    """The cursor was ours, and cannot be continued: the client starts anew."""


@dataclass(frozen=True)
class SyncCursor:
    owner: str
    since: int = 0
    until: int = 0
    old: int = 0
    new: int = 0
    kind: int = 0
    last_id: int = 0

    @property
    def is_within_round(self):
        return bool(self.new)

    def finished(self):
        """Where the next round begins."""
        return SyncCursor(owner=self.owner, since=self.until, old=self.new)


def write_cursor(cursor: SyncCursor) -> str:
    values = [cursor.owner, cursor.since, cursor.until, cursor.old, cursor.new, cursor.kind, cursor.last_id]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(text: str) -> SyncCursor:
    """
    :raise CursorError: when it was not given by a server like this
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        raise CursorError("it was not given by this server")
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        owner, *numbers = json.loads(raw)
    except (binascii.Error, UnicodeError, ValueError, TypeError, RecursionError) as error:
        raise CursorError("it was not given by this server") from error
    whole = all(type(number) is int and 0 <= number <= LARGEST for number in numbers)
    if not isinstance(owner, str) or len(numbers) != 6 or not whole:
        raise CursorError("it was not given by this server")
    return SyncCursor(owner, *numbers)


def check_continues(cursor: SyncCursor, *, owner: str, newest: int) -> None:
    """Whether the database of today continues the one the cursor was given for.

    :param newest: the next transaction's number
    :raise CursorExpired: when it is another user's or database's, lies in the future (a restored copy), or too far back
    """
    if cursor.owner != owner or max(cursor.since, cursor.until) > newest or (cursor.since and newest - cursor.since > OLDEST_DISTANCE):
        raise CursorExpired("it is too old, or of another user or database")

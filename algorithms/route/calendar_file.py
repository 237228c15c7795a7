"""Write visits as an iCalendar file (RFC 5545).

Only what calendars really read: one VEVENT a visit, times in UTC, text escaped (3.3.11), lines folded at 75 octets without
cutting a UTF-8 character (3.1), CRLF at every line end. No alarm, no attendee, no METHOD that asks for an answer: the file tells
the rep where to be, and invites nobody.
"""

from dataclasses import dataclass
from datetime import datetime, timezone

LINE_OCTETS = 75


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One visit. `start` and `stop` are aware, or naive and then taken as UTC; `uid` stays the same for the same visit."""

    uid: str
    start: datetime
    stop: datetime
    summary: str
    location: str = ""
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None


def calendar_file(*, events, stamp, name, product="-//Sales OS//Route plan//EN"):
    """Return the whole file as text. `stamp` is the moment of writing (the clock is the caller's)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_text(product)}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event_lines(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _event_lines(event, stamp):
    if event.stop < event.start:
        raise ValueError(f"event {event.uid} ends before it starts")
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(stamp)}"
    yield f"DTSTART:{_moment(event.start)}"
    yield f"DTEND:{_moment(event.stop)}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.latitude is not None and event.longitude is not None:
        yield f"GEO:{event.latitude:.6f};{event.longitude:.6f}"
    yield "END:VEVENT"


def _moment(when):
    if when.tzinfo is not None:
        when = when.astimezone(timezone.utc)
    return when.strftime("%Y%m%dT%H%M%SZ")


def _text(value):
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(char for char in value if char in "\n\t" or (ord(char) >= 32 and ord(char) != 127))
    for char in ("\\", ";", ","):
        value = value.replace(char, "\\" + char)
    return value.replace("\n", "\\n")


def _folded(line):
    """Split at 75 octets; a continuation line starts with one space, which counts."""
    pieces, piece, room = [], bytearray(), LINE_OCTETS
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece.decode())
            piece, room = bytearray(), LINE_OCTETS - 1
        piece += octets
    pieces.append(piece.decode())
    return "\r\n ".join(pieces)

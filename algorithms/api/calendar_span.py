"""A span of days cut at the ends of days, weeks (Monday to Sunday) or months."""

from datetime import date, timedelta


def cut_span(*, first, last, period):
    """Return ``[(first day, last day)]`` of each part, oldest first; the first and last part may be shorter."""
    parts, begin = [], first
    while begin <= last:
        end = min(last, _end_of(begin, period))
        parts.append((begin, end))
        begin = end + timedelta(days=1)
    return parts


def _end_of(day, period):
    if period == "day":
        return day
    if period == "week":
        return day + timedelta(days=6 - day.weekday())
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)

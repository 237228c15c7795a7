"""Draw a day's route as a small SVG, without map tiles and without network.

The sketch keeps directions and proportions (longitudes are shrunk by the cosine of the latitude), numbers the stops in the order
they are visited and marks the start. It is meant for paper: black lines on white, stops that lie on each other are pushed apart
just enough for both numbers to be read.
"""

import math
from dataclasses import dataclass

RADIUS = 9
MARGIN = 14


@dataclass(frozen=True, kw_only=True)
class SketchPoint:
    latitude: float
    longitude: float
    label: str = ""
    is_home: bool = False


def route_sketch(*, points, width=520, height=230):
    """Return the SVG text for `points` in visiting order (home first and last where there is one); "" without any point."""
    if not points:
        return ""
    places = _apart(_projected(points, width, height), points)
    path = " ".join(f"{'M' if index == 0 else 'L'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(places))
    marks, seen_home = [], False
    for (x, y), point in zip(places, points, strict=False):
        if point.is_home and seen_home:
            continue
        seen_home = seen_home or point.is_home
        marks.append(_mark(x, y, point))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" fill="#fbfbfb" stroke="#cccccc"/>'
        f'<path d="{path}" fill="none" stroke="#5a6b7b" stroke-width="1.5" stroke-linejoin="round"/>'
        f"{''.join(marks)}</svg>"
    )


def _mark(x, y, point):
    if point.is_home:
        half = RADIUS - 2
        return f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half}" height="{2 * half}" fill="#333333"/>'
    text = "".join(char for char in point.label if char.isalnum())[:3]
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="#ffffff" stroke="#21618c" stroke-width="1.5"/>'
        f'<text x="{x:.1f}" y="{y + 3.4:.1f}" font-size="10" font-family="DejaVu Sans, sans-serif" text-anchor="middle">{text}</text>'
    )


def _projected(points, width, height):
    middle = math.radians(sum(point.latitude for point in points) / len(points))
    shrink = max(math.cos(middle), 0.01)
    east = _unrolled([point.longitude for point in points])
    xs = [value * shrink for value in east]
    ys = [point.latitude for point in points]
    span_x, span_y = max(xs) - min(xs), max(ys) - min(ys)
    room_x, room_y = width - 2 * (MARGIN + RADIUS), height - 2 * (MARGIN + RADIUS)
    scales = [room / span for room, span in ((room_x, span_x), (room_y, span_y)) if span > 1e-9]
    scale = min(scales) if scales else 0.0
    left, top = (width - span_x * scale) / 2, (height - span_y * scale) / 2
    return [(left + (x - min(xs)) * scale, top + (max(ys) - y) * scale) for x, y in zip(xs, ys, strict=False)]


def _unrolled(longitudes):
    """Across the 180th meridian the shorter way round is drawn."""
    first = longitudes[0]
    return [first + (value - first + 180.0) % 360.0 - 180.0 for value in longitudes]


def _apart(places, points):
    """Push a stop that would cover an earlier one aside, along a small fixed spiral."""
    kept, home = [], None
    for place, point in zip(places, points, strict=False):
        if point.is_home and home is not None:
            kept.append(home)
            continue
        kept.append(_free_place(place, kept))
        if point.is_home:
            home = kept[-1]
    return kept


def _free_place(place, taken):
    for step in range(40):
        angle, reach = step * 2.4, RADIUS * 0.55 * math.sqrt(step)
        x, y = place[0] + reach * math.cos(angle), place[1] + reach * math.sin(angle)
        if all((x - other[0]) ** 2 + (y - other[1]) ** 2 >= (1.8 * RADIUS) ** 2 for other in taken):
            return x, y
    return place

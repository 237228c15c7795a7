"""Was the person at the customer's? What a position proves, and what it does not.

A browser gives a position with an accuracy: the radius of the circle the person is in. Three answers are possible:

- ``far``: even the nearest point of the circle lies outside the allowed radius around the customer;
- ``on_site``: the circle reaches into the radius and is small enough to prove something;
- ``unknown``: no position, no customer position, or a circle too wide to tell (an address guessed from the network
  is kilometres off, and neither accuses nor excuses anyone).
"""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

#: digits kept of a blurred coordinate: two are about 1.1 km north to south
BLUR_DIGITS = 2


class PositionError(ValueError):
    """The coordinates are no place on Earth. ``code`` says which part is wrong."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Position:
    """A point with its accuracy in metres (0: not told)."""

    latitude: float
    longitude: float
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True)
class LocationVerdict:
    """What follows from a check-in.

    state: on_site, far or unknown; distance_m: None when it was not measured; keep_position: whether the position may
    be stored; reason_needed: whether the person has to say why; why: key of the explanation.
    """

    state: str
    distance_m: float | None
    keep_position: bool
    reason_needed: bool
    why: str


def read_position(*, latitude, longitude, accuracy_m):
    """Return the `Position` that a caller sent, or None when none was sent.

    :raise PositionError: for half a position, text, NaN, infinity, or numbers that are no place on Earth
    """
    missing = [value is None or value is False or value == "" for value in (latitude, longitude)]
    if all(missing):
        return None
    if any(missing):
        raise PositionError("half")
    latitude, longitude = _number(latitude, "latitude"), _number(longitude, "longitude")
    if not -90 <= latitude <= 90:
        raise PositionError("latitude")
    if not -180 <= longitude <= 180:
        raise PositionError("longitude")
    accuracy = 0.0 if accuracy_m is None or accuracy_m is False or accuracy_m == "" else _number(accuracy_m, "accuracy")
    if accuracy < 0:
        raise PositionError("accuracy")
    return Position(latitude=latitude, longitude=longitude, accuracy_m=accuracy)


def _number(value, code):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise PositionError(code)
    if not math.isfinite(value):
        raise PositionError(code)
    return float(value)


def judge(*, policy, consent, position, distance_m, radius_m, accuracy_limit_m):
    """Return the `LocationVerdict` of a check-in.

    :param policy: ``off`` (nothing is looked at), ``warn`` (told, never asked), ``required`` (on site, or a reason)
    :param consent: the person agreed that positions are stored; without it nothing is measured or kept
    :param position: `Position` or None
    :param distance_m: from the position to the customer, None when the customer has no position
    :param radius_m: how far from the customer still counts as being there
    :param accuracy_limit_m: a wider circle proves nothing
    """
    must = policy == "required"
    if policy == "off":
        return LocationVerdict("unknown", None, False, False, "off")
    if not consent:
        return LocationVerdict("unknown", None, False, must, "no_consent")
    if position is None:
        return LocationVerdict("unknown", None, False, must, "no_position")
    if distance_m is None:
        # nothing to compare with is not the person's fault
        return LocationVerdict("unknown", None, True, False, "customer_unknown")
    if distance_m - position.accuracy_m > radius_m:
        return LocationVerdict("far", distance_m, True, must, "far")
    if position.accuracy_m > accuracy_limit_m:
        return LocationVerdict("unknown", distance_m, True, must, "inaccurate")
    return LocationVerdict("on_site", distance_m, True, False, "on_site")


def blurred(*, latitude, longitude):
    """Return the coordinates as those may see them who need not know the place: to about a kilometre.

    Always the same answer for the same place, so that nothing is gained by asking often.
    """
    step = Decimal(1).scaleb(-BLUR_DIGITS)
    return tuple(float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_EVEN)) for value in (latitude, longitude))

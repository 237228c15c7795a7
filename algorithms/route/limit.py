"""When to stop. The module knows no clock: whoever wants a time limit passes one."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Stop after `iterations`, or after `seconds` of `clock` (time.monotonic, time.process_time …), or when `should_stop()` says so.

    Under iterations alone the same seed gives the same plan; under a clock nothing of the kind is promised. One iteration is one
    ruin and recreate, or one local search of PyVRP.
    """

    iterations: int | None = None
    seconds: float | None = None
    clock: Callable[[], float] | None = None
    should_stop: Callable[[], bool] | None = None

    def __post_init__(self):
        if self.iterations is None and self.seconds is None:
            raise ValueError("a limit needs iterations or seconds")
        if self.seconds is not None and self.clock is None:
            raise ValueError("a limit in seconds needs a clock")
        for value in (self.iterations, self.seconds):
            if value is not None and not 0 <= value < float("inf"):
                raise ValueError(f"a limit must be a number from 0 on, not {value}")


class Meter:
    """A running limit: counts iterations, tells the share used."""

    def __init__(self, limit):
        self.limit = limit
        self.used = 0
        self.cancelled = False
        self.begin = limit.clock() if limit.seconds is not None else None

    def fraction(self):
        """0 at the start, 1 or more when the limit is reached; cancelled counts as reached."""
        limit = self.limit
        if self.cancelled or (limit.should_stop is not None and limit.should_stop()):
            self.cancelled = True
            return 1.0
        share = 0.0
        if limit.iterations is not None:
            share = self.used / limit.iterations if limit.iterations else 1.0
        if limit.seconds is not None:
            elapsed = limit.clock() - self.begin
            share = max(share, elapsed / limit.seconds if limit.seconds > 0 else 1.0)
        return share

    def count(self):
        self.used += 1

    def part(self, begin, end):
        """A meter for the stretch of this one from share `begin` to share `end`."""
        return _Part(self, begin, end)

    def seconds_left(self, share):
        """Seconds of the clock that make up `share` of the limit; None without a clock."""
        return None if self.limit.seconds is None else self.limit.seconds * share


class _Part:
    def __init__(self, meter, begin, end):
        self.meter = meter
        self.begin = begin
        self.end = end

    def fraction(self):
        whole = self.meter.fraction()
        return 1.0 if whole >= min(1.0, self.end) else max(0.0, (whole - self.begin) / (self.end - self.begin))

    def count(self):
        self.meter.count()

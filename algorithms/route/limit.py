"""When to stop. The module knows no clock: whoever wants a time limit passes one."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Stop after `iterations`, or after `seconds` of `clock` (time.monotonic, time.process_time …), or when `should_stop()` says so.

    Under iterations alone the same seed gives the same plan; under a clock it does not promise that. One iteration is one ruin and recreate (or one local search of PyVRP).
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
    """A running limit, or a share of one: tells the fraction used and whether to stop."""

    def __init__(self, limit, *, share=1.0, start=None, iterations=None):
        self.limit = limit
        self.used = 0
        self.most = limit.iterations if iterations is None else iterations
        if self.most is not None and iterations is None:
            self.most = int(self.most * share)
        self.begin = (limit.clock() if start is None else start) if limit.seconds is not None else None
        self.seconds = limit.seconds * share if limit.seconds is not None else None
        self.cancelled = False

    def fraction(self):
        """0 at the start, 1 or more when the limit is reached; cancelled counts as reached."""
        if self.limit.should_stop is not None and self.limit.should_stop():
            self.cancelled = True
            return 1.0
        share = 0.0
        if self.most is not None:
            share = self.used / self.most if self.most else 1.0
        if self.seconds is not None:
            elapsed = self.limit.clock() - self.begin
            share = max(share, elapsed / self.seconds if self.seconds > 0 else 1.0)
        return share

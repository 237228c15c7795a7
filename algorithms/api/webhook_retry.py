"""When a message that was not accepted is sent again, and when it is given up."""

from datetime import timedelta

DELAYS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12), timedelta(hours=24),
)  # fmt: skip


def next_delay(*, attempts: int) -> timedelta | None:
    """Return how long to wait after ``attempts`` failures, None to give up: seven attempts within 39 hours in all."""
    return DELAYS[max(attempts, 1) - 1] if attempts <= len(DELAYS) else None

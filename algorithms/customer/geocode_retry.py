"""When a look-up that failed is tried again: one policy, waiting twice as long each time."""

from datetime import timedelta

MAX_ATTEMPTS = 5
FIRST_DELAY = timedelta(minutes=15)


def next_delay(*, attempts: int) -> timedelta | None:
    """Return how long to wait after ``attempts`` failures, None to give up: 15 and 30 minutes, 1 and 2 hours."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return FIRST_DELAY * 2 ** max(attempts - 1, 0)

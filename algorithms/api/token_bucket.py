"""How many requests a key may make: a bucket that fills evenly and holds a burst.

The token bucket lets a client be quick for a moment and holds it to the rate over time (Tanenbaum, Computer Networks, 5.4).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bucket:
    tokens: float
    filled_at: float


def take_token(*, bucket, now, per_minute):
    """Return ``(bucket after, seconds to wait)``; 0 seconds: the request may go on.

    :param bucket: None for a key seen for the first time: it starts with a full bucket
    :param now: seconds of a clock that never goes back
    :param per_minute: the rate, which is the bucket's size as well
    """
    if bucket is None:
        bucket = Bucket(tokens=per_minute, filled_at=now)
    passed = max(0.0, now - bucket.filled_at)
    tokens = min(per_minute, bucket.tokens + passed * per_minute / 60)
    if tokens >= 1:
        return Bucket(tokens=tokens - 1, filled_at=now), 0.0
    return Bucket(tokens=tokens, filled_at=now), (1 - tokens) * 60 / per_minute

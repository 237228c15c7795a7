"""How a receiver knows that a message is ours and fresh: an HMAC of the moment and the very bytes of the body.

Signing the moment with the body lets the receiver refuse what is old, so that nobody can send a recorded message again.
"""

import hashlib
import hmac

VERSION = "v1"


def sign(*, secret: str, timestamp: int, body: bytes) -> str:
    """Return ``v1=<hex>``, the hex of HMAC-SHA-256 (RFC 2104) of ``<timestamp>.<body>``."""
    message = f"{timestamp}.".encode() + body
    return f"{VERSION}={hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()}"

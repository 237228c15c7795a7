"""The calculation of one entry as it is stored: short codes with their numbers, put into words only when somebody reads them."""

import json
from collections.abc import Sequence

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode_steps(steps: Sequence[Sequence]) -> str:
    """Return the JSON text of ``steps`` (``[code, number, …]``); numbers are texts, so that no cent gets lost in them."""
    return _encode({"steps": steps})

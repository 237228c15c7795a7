"""The calculation of one entry as it is stored: short codes with their numbers, put into words only when somebody reads them."""

import json
from collections.abc import Sequence

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quoted = json.encoder.encode_basestring


def encode_steps(steps: Sequence[Sequence]) -> str:
    """Return the JSON text of ``steps`` (``[code, number, …]``); numbers are texts, so that no cent gets lost in them."""
    # almost all are texts and ids: no encoder of its own for each
    rows = [
        ",".join([_quoted(value) if value.__class__ is str else str(value) if value.__class__ is int else _encode(value) for value in step])
        for step in steps]
    return '{"steps":[[' + "],[".join(rows) + "]]}" if rows else '{"steps":[]}'

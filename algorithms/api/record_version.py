"""A short name of what a record says: equal contents have equal versions, whoever wrote them and when."""

import hashlib
import json


def version_of(values) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def without_none(value):
    """The same, with False for None: XML-RPC has no word for nothing."""
    if isinstance(value, dict):
        return {name: without_none(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_none(inner) for inner in value]
    return False if value is None else value

"""Distances between two lists of places, and the middle of a list: on the sphere, without a map."""

import numpy as np

from .distance import haversine_table


def unit_vectors(positions) -> np.ndarray:
    """(latitude, longitude) in degrees as n × 3 unit vectors."""
    degrees = np.radians(np.asarray(positions, dtype=float).reshape(-1, 2))
    phi, lam = degrees[:, 0], degrees[:, 1]
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def distance_table_km(positions, centres) -> np.ndarray:
    """Great-circle km from each position (rows) to each centre (columns)."""
    return haversine_table(positions, centres) / 1000


def middle(positions, weights=None) -> tuple[float, float] | None:
    """The (weighted) centre of gravity as (latitude, longitude); None for nothing, or places that cancel out."""
    vectors = unit_vectors(positions)
    if not len(vectors):
        return None
    weights = np.ones(len(vectors)) if weights is None or not np.sum(weights) else np.asarray(weights, dtype=float)
    x, y, z = (weights[:, None] * vectors).sum(axis=0) / weights.sum()
    if x * x + y * y + z * z < 1e-12:
        return None
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))

"""How far two places lie apart: great circle times a road factor, without a map and without a network.

Haversine formula on the sphere of mean radius (IUGG: R1 = 6 371 008.8 m). Roads are longer than the great circle by a
factor of about 1.2-1.4 (Ballou, Rahardja, Sakai 2002, "Selected country circuity factors"); 1.3 is the default elsewhere.
"""

import math

import numpy as np

EARTH_RADIUS_M = 6371008.8


def is_position(latitude, longitude):
    """Whether the pair names a place on earth. Exactly (0, 0) is how an unset position is stored, not a place."""
    for value in (latitude, longitude):
        if value is None or isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return False
    return abs(latitude) <= 90 and abs(longitude) <= 180 and not (latitude == 0 and longitude == 0)


def haversine_metres(latitude_a, longitude_a, latitude_b, longitude_b):
    """Great-circle distance of two places in metres."""
    phi_a, phi_b = math.radians(latitude_a), math.radians(latitude_b)
    half_phi = (phi_b - phi_a) / 2
    half_lambda = math.radians(longitude_b - longitude_a) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def haversine_table(positions, others):
    """Great-circle distances in metres from each of `positions` ((latitude, longitude), …; rows) to each of `others` (columns)."""
    (phi_a, lam_a), (phi_b, lam_b) = (np.radians(np.asarray(places, dtype=float).reshape(-1, 2)).T for places in (positions, others))
    half_phi = (phi_b[None, :] - phi_a[:, None]) / 2
    half_lam = (lam_b[None, :] - lam_a[:, None]) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi_a)[:, None] * np.cos(phi_b)[None, :] * np.sin(half_lam) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))


def haversine_matrix(positions):
    """Great-circle distances in metres between all `positions` as a float array n × n, exactly zero from a place to itself."""
    metres = haversine_table(positions, positions)
    np.fill_diagonal(metres, 0.0)
    return metres


def road_metres(metres, *, road_factor):
    """Great-circle metres (float or array) as metres by road."""
    return metres * road_factor


def driving_seconds(metres, *, speed_kmh):
    """Seconds to drive `metres` (float or array) at an average speed."""
    return metres / (speed_kmh / 3.6)

"""Ask a distance server for a table in parts, and read what it answers.

An OSRM server refuses more than 100 places in one question, so a large table is cut into blocks; blocks whose pairs are all known
are left out. Nothing here goes out to the network: it says what to ask, and reads the answer with suspicion, because it comes from
outside.
"""

import math

from ..geo.distance import driving_seconds, haversine_matrix, road_metres
from .problem import Travel

BLOCK = 50
#: nobody drives further between two visits; a larger number is an error of the server
LARGEST = 10_000_000


def blocks(*, keys, known, size=BLOCK):
    """Return [(origin indexes, destination indexes), …]: the blocks that hold at least one pair not in `known`."""
    ranges = [range(start, min(start + size, len(keys))) for start in range(0, len(keys), size)]
    wanted = []
    for origins in ranges:
        for destinations in ranges:
            if any(keys[row] != keys[column] and (keys[row], keys[column]) not in known for row in origins for column in destinations):
                wanted.append((list(origins), list(destinations)))
    return wanted


def table_path(*, places, origins, destinations):
    """Return path and query of the question for one block, as OSRM's table service wants it (longitude first)."""
    if origins == destinations:
        used, sources, targets = list(origins), "all", "all"
    else:
        used = list(origins) + list(destinations)
        sources = ";".join(str(index) for index in range(len(origins)))
        targets = ";".join(str(index) for index in range(len(origins), len(used)))
    coordinates = ";".join(f"{places[index][1]:.5f},{places[index][0]:.5f}" for index in used)
    query = "annotations=duration,distance"
    if sources != "all":
        query += f"&sources={sources}&destinations={targets}"
    return f"/table/v1/driving/{coordinates}?{query}"


def read_table(*, answer, keys, origins, destinations):
    """Return {(origin key, destination key): (metres, seconds)}; pairs without a road are missing.

    :raise ValueError: when the answer is not a table of the size asked for
    """
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        raise ValueError("the server did not answer Ok")
    distances, durations = answer.get("distances"), answer.get("durations")
    for table in (distances, durations):
        if not isinstance(table, list) or len(table) != len(origins):
            raise ValueError("the table has another number of rows")
        if any(not isinstance(row, list) or len(row) != len(destinations) for row in table):
            raise ValueError("the table has another number of columns")
    found = {}
    for row, origin in enumerate(origins):
        for column, destination in enumerate(destinations):
            metres, seconds = distances[row][column], durations[row][column]
            if keys[origin] != keys[destination] and _sound(metres) and _sound(seconds):
                found[keys[origin], keys[destination]] = (round(metres), round(seconds))
    return found


def _sound(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= LARGEST


def road_travel(*, places, keys, roads, road_factor, speed_kmh):
    """Return whole tables (seconds, metres): the server's figures where it gave them, the great circle for the rest.

    `roads` is {(key, key): (metres, seconds)}; `keys` name the places in the same order.
    """
    straight = road_metres(haversine_matrix(places), road_factor=road_factor)
    guessed = driving_seconds(straight, speed_kmh=speed_kmh)
    metres, seconds = [], []
    for row, origin in enumerate(keys):
        pairs = [roads.get((origin, destination)) for destination in keys]
        metres.append(tuple(pair[0] if pair else round(float(straight[row, column])) for column, pair in enumerate(pairs)))
        seconds.append(tuple(pair[1] if pair else round(float(guessed[row, column])) for column, pair in enumerate(pairs)))
    return Travel(seconds=tuple(seconds), metres=tuple(metres))

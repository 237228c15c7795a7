"""Which seconds and metres lie between two places: as given, or by great circle, road factor and speed."""

from ..geo.distance import driving_seconds, haversine_matrix, is_position, road_metres


def has_position(problem, place):
    """Whether the place can be reached at all: a row of the given matrix, or coordinates on earth."""
    if place is None:
        return False
    if problem.travel is not None:
        return 0 <= place < len(problem.travel.seconds)
    where = problem.places[place] if 0 <= place < len(problem.places) else None
    return where is not None and len(where) == 2 and is_position(where[0], where[1])


def _rows(matrix, places):
    return [[int(matrix[i][j]) for j in places] for i in places]


def travel_rows(problem, places):
    """(metres, seconds by speed) between the given place indexes, plus one last node that is at no distance from all.

    Rows are lists of plain integers: solvers read single cells far more often than whole rows. `seconds by speed` maps each speed of
    the problem's working days to its rows.
    """
    speeds = {day.speed_kmh or problem.speed_kmh for day in problem.days}
    if problem.travel is not None:
        metres = _rows(problem.travel.metres, places)
        seconds = _rows(problem.travel.seconds, places)
        by_speed = dict.fromkeys(speeds, seconds)
    else:
        road = road_metres(haversine_matrix([problem.places[i] for i in places]), road_factor=problem.road_factor)
        metres = road.round().astype(int).tolist()
        by_speed = {speed: driving_seconds(road, speed_kmh=speed).round().astype(int).tolist() for speed in speeds}
    for rows in {id(rows): rows for rows in (metres, *by_speed.values())}.values():
        for row in rows:
            row.append(0)
        rows.append([0] * (len(places) + 1))
    return metres, by_speed

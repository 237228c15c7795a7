"""Made-up field days, for runs without instance files: a day of 25 stops, a rep's four weeks, eight reps with 300 customers.

Towns are points around a made-up centre; customers cluster in towns. Nothing here is a real person or place. The seed decides all.
"""

import dataclasses
from random import Random

from odoo.addons.sales_os.algorithms.route.patterns import every_weeks
from odoo.addons.sales_os.algorithms.route.problem import Fixed, GivenRoute, Lunch, RouteProblem, Visit, WorkingDay

_MINUTE = 60
_LUNCH = Lunch(earliest=11 * 60 * _MINUTE + 1800, latest=13 * 60 * _MINUTE, seconds=45 * _MINUTE)


def _places(random, towns, count, spread):
    centres = [(48.5 + random.gauss(0, spread), 9.0 + random.gauss(0, 1.5 * spread)) for _ in range(towns)]
    places = []
    for _ in range(count):
        latitude, longitude = random.choice(centres)
        places.append((round(latitude + random.gauss(0, 0.03), 5), round(longitude + random.gauss(0, 0.045), 5)))
    return places


def _windows(random, days):
    kind = random.random()
    if kind < 0.5:
        return None
    opens, closes = (8 + random.randint(0, 2)) * 3600, (15 + random.randint(0, 3)) * 3600
    if kind < 0.6:  # closed over noon
        return dict.fromkeys(days, ((opens, 12 * 3600), (13 * 3600 + 1800, closes)))
    closed = random.choice(days) if len(days) > 4 else None
    return {day: ((opens, closes),) for day in days if day != closed}


def day_of_25(seed):
    """One rep, one day, 25 short stops, lunch, one appointment; given in the order they were entered."""
    random = Random(seed)
    places = _places(random, 6, 26, 0.12)
    days = (WorkingDay(rep=1, day=0, shift_start=8 * 3600, shift_end=18 * 3600, start_place=0, end_place=0, lunch=_LUNCH),)
    visits = [Visit(key=n, place=n, service=10 * _MINUTE, windows=_windows(random, [0])) for n in range(1, 26)]
    visits[7] = dataclasses.replace(visits[7], windows=None, fixed=Fixed(day=0, start=14 * 3600))
    baseline = (GivenRoute(rep=1, day=0, visits=tuple(range(1, 26))),)
    return RouteProblem(days=days, visits=tuple(visits), places=tuple(places), speed_kmh=55.0, baseline=baseline)


def four_weeks(seed):
    """One rep, 20 days, 110 customers visited weekly, every second week or once; keys of days are 0–19."""
    from datetime import date, timedelta

    random = Random(seed)
    places = _places(random, 14, 111, 0.2)
    dates = [date(2026, 3, 2) + timedelta(weeks=week, days=day) for week in range(4) for day in range(5)]
    days = tuple(
        WorkingDay(
            rep=1, day=day, shift_start=8 * 3600, shift_end=17 * 3600 + 1800, start_place=0, end_place=0, lunch=_LUNCH, max_visits=14
        )
        for day in dates
    )
    visits = []
    for n in range(1, 111):
        weeks = random.choices((1, 2, 4), (20, 35, 45))[0]
        visits.append(
            Visit(
                key=n,
                place=n,
                service=random.choice((15, 25, 40)) * _MINUTE,
                windows=_windows(random, dates),
                patterns=every_weeks(dates, weeks=weeks),
                optional=True,
                value=round(random.uniform(1800, 9000)) * weeks,
            )
        )
    return RouteProblem(days=days, visits=tuple(visits), places=tuple(places), speed_kmh=55.0)


def eight_reps(seed):
    """Eight reps, one week, 300 customers of whom a fifth may be seen by anyone."""
    random = Random(seed)
    places = _places(random, 30, 308, 0.3)
    reps = range(8)
    days = tuple(
        WorkingDay(rep=rep, day=day, shift_start=8 * 3600, shift_end=17 * 3600, start_place=rep, end_place=rep, lunch=_LUNCH, max_visits=12)
        for rep in reps
        for day in range(5)
    )
    visits = []
    for n in range(8, 308):
        near = min(reps, key=lambda rep: (places[rep][0] - places[n][0]) ** 2 + (places[rep][1] - places[n][1]) ** 2)
        visits.append(
            Visit(
                key=n,
                place=n,
                service=random.choice((20, 30, 45, 60)) * _MINUTE,
                windows=_windows(random, list(range(5))),
                reps=None if random.random() < 0.2 else (near,),
            )
        )
    return RouteProblem(days=days, visits=tuple(visits), places=tuple(places), speed_kmh=55.0)

"""What happened in the demonstration region: decided here without Odoo, from facts, a day and a seed alone."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import cos, hypot, radians
from random import Random

HISTORY_DAYS = 91
AHEAD_DAYS = 11
# how many more a day takes, near the most overdue one
NEAR_BY = 2
# of the visits to come, so many are planned already; the rest waits for a route plan
PLANNED_AHEAD = 0.4
# local minutes since midnight at which visits begin: mornings and afternoons around lunch
SLOTS = (555, 625, 690, 825, 900, 970)
MINUTES = {"A": 60, "B": 45, "C": 30}

OUTCOMES = (("order", 56), ("informed", 14), ("interested", 15), ("not_interested", 5), ("not_met", 7), ("rescheduled", 3))
CANCELLED = ("Customer asked for another week.", "Shop closed for renovation.", "Representative ill.", "Road closed after a landslide.")
NOTES = {
    "order": (
        ("stock", "Two bags of espresso left on the shelf; weekly order agreed."),
        ("general", "Order for the coming fortnight taken at the counter."),
        ("need", "Wants deliveries before eight in the morning."),
        ("price", "Accepts the new price list; asks for cups at the old price once more."),
    ),
    "informed": (
        ("general", "Showed the season's assortment; nothing open."),
        ("stock", "Stock is full until the end of the month."),
        ("competitor", "Tea comes from another supplier; contract ends in spring."),
    ),
    "interested": (
        ("need", "The grinder is eleven years old; would like an offer with maintenance."),
        ("need", "Second shop planned; needs a two-group machine."),
        ("competitor", "Has an offer from another roaster, wants a tasting first."),
    ),
    "not_interested": (
        ("objection", "Head office decides on suppliers this year."),
        ("price", "Finds the price of filter coffee too high."),
    ),
    "not_met": (("general", "Owner was out; card left with the cashier."),),
    "rescheduled": (("general", "Too many guests; asked to come back next week."),),
}
PURPOSES = {
    "sales_call": ("Check stock, take the order", "Season's assortment", "Price list and terms", "Talk about the machine"),
    "follow_up": ("Follow up on the offer", "Ask how the new blend sells"),
    "demonstration": ("Tasting of the new blend", "Show the two-group machine"),
    "service": ("Calibrate the grinder", "Descale the machine"),
}
KIND_MINUTES = {"follow_up": 30, "demonstration": 60, "service": 60}

# what a kind of customer orders: (product key, usual quantity)
BASKETS = {
    "coffee_house": (("espresso", 12), ("filter", 6), ("oat", 8), ("cups", 2), ("syrup", 2)),
    "bakery": (("espresso", 6), ("tea", 3), ("cups", 2), ("chocolate", 4)),
    "hotel": (("filter", 18), ("tea", 8), ("espresso", 10), ("decaf", 4)),
    "restaurant": (("turkish", 8), ("tea", 6), ("espresso", 5)),
    "retail": (("turkish", 20), ("tea", 12), ("filter", 10)),
    "office": (("espresso", 15), ("cups", 5), ("decaf", 3), ("tea", 5)),
}


@dataclass(frozen=True)
class Customer:
    """A customer as the story sees it; ``tag`` is a key of :data:`BASKETS`, ``interval`` the days between visits."""

    key: int
    rep: int
    latitude: float
    longitude: float
    interval: float
    cadence: str
    tag: str


@dataclass(frozen=True)
class VisitFact:
    customer: Customer
    rep: int
    day: date
    start: int
    minutes: int
    state: str
    kind: str = "sales_call"
    subject: str = ""
    outcome: str = ""
    reason: str = ""
    late: int = 0
    stay: int = 0
    metres: int = 0
    note: tuple[str, str] | None = None
    basket: tuple[tuple[str, int], ...] = field(default=())


def is_workday(day):
    return day.weekday() < 5


def visits(*, today, customers, busy_today, seed=34):
    """Return the visits of three months and of the days ahead, oldest first.

    A customer is visited when its cadence asks for it; the representative takes those near each other on one day.

    :param busy_today: representatives who have visits today even if today is a Saturday or Sunday
    """
    random, facts = Random(seed), []
    start = today - timedelta(days=HISTORY_DAYS)
    by_rep = defaultdict(list)
    for customer in customers:
        by_rep[customer.rep].append(customer)
    for rep, own in by_rep.items():
        due = {customer: start + timedelta(days=int(customer.interval * place / len(own))) for place, customer in enumerate(own)}
        for offset in range(HISTORY_DAYS + AHEAD_DAYS + 1):
            day = start + timedelta(days=offset)
            if is_workday(day) or (day == today and rep in busy_today):
                least = 4 if day == today and rep in busy_today else 0
                for slot, customer in zip(SLOTS, _round(day, due, least), strict=False):
                    # people come later than the cadence asks, so that there is always somebody due
                    due[customer] = day + timedelta(days=round(customer.interval * random.uniform(1.0, 1.5)))
                    fact = _visit(random, today, day, slot, customer)
                    if day <= today or random.random() < PLANNED_AHEAD:
                        facts.append(fact)
    return sorted(facts, key=lambda fact: (fact.day, fact.start, fact.rep, fact.customer.key))


def _round(day, due, least):
    """The customers of one day: the most overdue one and those near it that are due within three days."""
    waiting = sorted(due, key=lambda customer: (due[customer], customer.key))
    if due[waiting[0]] > day and not least:
        return []
    anchor = waiting[0]
    near = [customer for customer in waiting[1:] if due[customer] <= day + timedelta(days=3)]
    near = sorted(near, key=lambda customer: (_distance(anchor, customer), customer.key))[:NEAR_BY]
    if len(near) + 1 < least:
        near += [customer for customer in waiting[1:] if customer not in near][: least - 1 - len(near)]
    chosen, here = [anchor], anchor
    while near:
        here = min(near, key=lambda customer: (_distance(here, customer), customer.key))
        near.remove(here)
        chosen.append(here)
    return chosen


def _distance(one, other):
    return hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * cos(radians(one.latitude)))


def _visit(random, today, day, slot, customer):
    kind = random.choices(tuple(PURPOSES), (80, 10, 5, 5))[0]
    plan = {
        "customer": customer,
        "rep": customer.rep,
        "day": day,
        "start": slot,
        "kind": kind,
        "subject": random.choice(PURPOSES[kind]),
        "minutes": KIND_MINUTES.get(kind, MINUTES[customer.cadence]),
    }
    # drawn for each visit, so that one customer more does not change what the others do
    chance, late, stay, metres = (
        random.random(),
        random.randint(-6, 14),
        random.randint(-12, 18),
        random.choice((12, 25, 40, 60, 90, 140, 900)),
    )
    outcome = random.choices([name for name, _weight in OUTCOMES], [weight for _name, weight in OUTCOMES])[0]
    note, basket, reason = random.choice(NOTES[outcome]), _basket(random, customer), random.choice(CANCELLED)
    if day >= today:
        return VisitFact(**plan, state="planned")
    if chance < 0.05:
        return VisitFact(**plan, state="cancelled", reason=reason)
    if chance < 0.09:
        return VisitFact(**plan, state="missed")
    return VisitFact(
        **plan,
        state="done",
        outcome=outcome,
        late=late,
        stay=max(10, plan["minutes"] + stay),
        metres=metres,
        note=note,
        basket=basket if outcome == "order" else (),
    )


def _basket(random, customer):
    usual = BASKETS[customer.tag]
    size = {"A": 1.6, "B": 1.0, "C": 0.6}[customer.cadence]
    lines = random.sample(usual, random.randint(2, len(usual)))
    return tuple((product, max(1, round(quantity * size * random.uniform(0.6, 1.4)))) for product, quantity in lines)

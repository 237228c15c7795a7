"""What one plan owes for the sales of one period: to whom, by which rule, and why a sale earns nothing."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .book import PlanBook
from .credited import SoldLine, credited
from .earning import RepTerms, earn
from .money import HUNDRED, rounded
from .rule import Rule, matching_rules

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Sale:
    """A sold line with its day, who is credited (``((rep, percent), …)``), and the key of its facts for the rules."""

    sold: SoldLine
    day: date
    facts: Hashable
    credits: tuple


class Owed(NamedTuple):
    """One amount owed: ``kind`` earned or override; ``below``: the rep whose sale a manager is paid for."""

    rep: Hashable
    rule: Hashable
    kind: str
    sale: Sale
    base: Decimal
    rate: Decimal
    amount: Decimal
    percent: Decimal
    steps: tuple
    below: Hashable = None


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Why a sale earns nothing: ``no_credit``, ``no_plan`` (rep), ``no_rule``, ``closed`` or ``early``."""

    sale: Sale
    code: str
    rep: Hashable = None


class Matcher:
    """Finds the rules of a sale, once per distinct set of facts."""

    def __init__(
        self, *, book: PlanBook, facts: Mapping[Hashable, Mapping[str, frozenset]], frozen: Mapping[Hashable, frozenset] | None = None,
    ):
        self._book, self._facts, self._frozen = book, facts, frozen or {}
        self._by_day: dict = {}
        self._by_facts: dict = {}

    def rules(self, sale: Sale) -> tuple:
        in_force = self._by_day.get(sale.day)
        if in_force is None:
            in_force = self._by_day[sale.day] = self._book.rules_on(sale.day)
        known = self._frozen.get(sale.sold.source)
        if known:
            # what a sale was paid by stays, even if its product or customer has been filed elsewhere since
            kept = tuple(rule for rule in in_force if rule.key in known)
            if kept:
                return kept
        key = (id(in_force), sale.facts)
        found = self._by_facts.get(key)
        if found is None:
            found = self._by_facts[key] = matching_rules(rules=in_force, facts=self._facts[sale.facts])[0]
        return found


def work_out(
    *, sales: Iterable[Sale], book: PlanBook, matcher: Matcher, reps: frozenset | None = None,
    carried: Mapping[Hashable, Mapping[tuple, Decimal]] | None = None,
) -> tuple[list[Owed], list[Unpaid]]:
    """Return what is owed for ``sales``, all of one period, and what is not, with the reason.

    :param reps: only these; None: all who are assigned
    :param carried: ``{rep: {(rule, order): base}}`` counted in earlier periods, for rules by order
    """
    events: dict[Hashable, list] = {}
    used: dict[Hashable, dict] = {}
    last_day: dict[Hashable, date] = {}
    by_source, unpaid, shares_cache = {}, [], {}
    # what a quota measures, it measures over all sales of a representative together
    apart = not any(rule.attainment for _start, rules in book.versions for rule in rules)
    plain: dict[Hashable, list[Owed]] = {}
    for sale in sales:
        # by identity, because comparing the same shares again and again takes longer than the rest; kept, so that it stays the same one
        cache_key = (id(sale.credits), sale.day)
        _credits, shares_of = shares_cache.get(cache_key, (None, None))
        if shares_of is None:
            found = ((rep, book.assignment_on(rep, sale.day)) for rep, _percent in sale.credits if reps is None or rep in reps)
            shares_of = {rep: row.share for rep, row in found if row and row.share}
            shares_cache[cache_key] = (sale.credits, shares_of)
        if not shares_of:
            unpaid.append(_why_nobody(sale, book))
            continue
        rules = matcher.rules(sale)
        if not rules:
            unpaid.append(Unpaid(sale, "no_rule" if book.rules_on(sale.day) else _why_closed(sale, book)))
            continue
        if apart and len(rules) == 1 and (row := plain_owed(sale, rules[0], shares_of, book.digits)):
            plain.setdefault(row.rep, []).append(row)
            continue
        by_source[sale.sold.source] = sale
        for rule in rules:
            for rep, event in credited(line=sale.sold, rule=rule, credits=sale.credits, digits=book.digits, shares_of=shares_of):
                events.setdefault(rep, []).append(event)
                used.setdefault(rep, {})[rule.key] = rule
                if last_day.get(rep, sale.day) <= sale.day:
                    last_day[rep] = sale.day
    owed: list[Owed] = []
    for rep in {**plain, **events}:
        owed += plain.get(rep, ())
        mine = events.get(rep)
        if not mine:
            continue
        terms = RepTerms(quota=book.assignment_on(rep, last_day[rep]).quota)
        for earning in earn(events=mine, rules=used[rep], terms=terms, digits=book.digits, carried=(carried or {}).get(rep)):
            event = earning.event
            owed.append(Owed(
                rep=rep, rule=event.rule, kind="earned", sale=by_source[event.source], base=event.base, rate=earning.rate,
                amount=earning.amount, percent=event.percent, steps=earning.steps))
    if book.has_overrides:
        owed += _overrides(owed, book)
    return owed, unpaid


def plain_owed(sale: Sale, rule: Rule, shares_of: Mapping[Hashable, Decimal], digits: int) -> Owed | None:
    """Return what a whole line pays its only representative by a percentage of the revenue, as most sales do; None for any other sale.

    It is what :func:`credited` and :func:`earn` give; see the tests.
    """
    sold = sale.sold
    if not rule.is_plain_percentage or len(sale.credits) != 1 or sold.start or sold.stop != ONE:
        return None
    (rep, percent), = sale.credits
    if percent != HUNDRED or shares_of.get(rep) != HUNDRED:
        return None
    base = rounded(sold.revenue * sold.fx, digits=digits)
    amount = rounded(base * rule.rate / HUNDRED, digits=digits)
    return Owed(
        rep=rep, rule=rule.key, kind="earned", sale=sale, base=base, rate=rule.rate, amount=amount, percent=percent,
        steps=(("rate", base, rule.rate),))


def _overrides(owed, book):
    chains, result = {}, []
    for row in owed:
        key = (row.rep, row.sale.day)
        if key not in chains:
            chains[key] = book.overriders(*key)
        for manager, terms in chains[key]:
            counted = row.amount if terms.override_on == "commission" else row.base
            amount = rounded(counted * terms.override_percent / HUNDRED, digits=book.digits)
            result.append(Owed(
                rep=manager, rule=row.rule, kind="override", sale=row.sale, base=counted, rate=terms.override_percent, amount=amount,
                percent=row.percent, steps=((f"override_{terms.override_on}", counted, terms.override_percent, amount),), below=row.rep))
    return result


def _why_nobody(sale, book):
    if not sale.credits:
        return Unpaid(sale, "no_credit")
    if not book.rules_on(sale.day):
        return Unpaid(sale, _why_closed(sale, book))
    return Unpaid(sale, "no_plan", sale.credits[0][0])


def _why_closed(sale, book):
    return "closed" if book.closed and sale.day >= book.closed else "early"

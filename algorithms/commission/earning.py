"""What the credited sales of one rep earn in one period.

Within a unit (a line, an order, the period) the running base decides: an event earns the difference of the rounded earnings after
and before it, so that cents neither appear nor get lost however a sale is cut into payments. Events count in the order of their
positions, whatever the order in which they became known.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .credited import Event
from .money import HUNDRED, ZERO, rounded
from .multiplier import attained_percent, factor_at, factor_over
from .rule import Rule
from .tier import marginal, tier_pieces, whole_rate

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Earning:
    """``amount`` for ``event``; ``rate`` as paid on its base; ``steps`` tell how, as ``(code, number, …)``."""

    event: Event
    rate: Decimal
    amount: Decimal
    steps: tuple


@dataclass(frozen=True, slots=True)
class RepTerms:
    """``quota``: None or 0 = no attainment to measure."""

    quota: Decimal | None = None


def earn(
    *, events: Iterable[Event], rules: Mapping[Hashable, Rule], terms: RepTerms, digits: int,
    carried: Mapping[tuple, Decimal] | None = None,
) -> list[Earning]:
    """Return one :class:`Earning` per event.

    :param carried: ``{(rule, unit): base}`` that earlier periods have counted, for rules by order
    """
    ordered = sorted(events, key=lambda event: event.position)
    measured = any(rule.attainment for rule in rules.values())
    factors = _attainment_factors(ordered, rules, terms) if measured else {}
    units: dict[tuple, list[Event]] = {}
    for event in ordered:
        units.setdefault((event.rule, event.unit), []).append(event)
    result = []
    for (rule_key, unit), members in units.items():
        rule = rules[rule_key]
        before = members[0].before if rule.scope == "line" else (carried or {}).get((rule_key, unit), ZERO)
        result += _earn_unit(members, rule, before, factors, digits)
    return result


def _attainment_factors(ordered, rules, terms):
    """``{(rule, source): factor}``; each sale counts once, however many rules pay for it."""
    factors, reached, position_of = {}, ZERO, {}
    for event in ordered:
        if event.source not in position_of:
            position_of[event.source] = (reached, reached + event.revenue)
            reached += event.revenue
    if not terms.quota:
        return factors
    total = attained_percent(revenue=reached, quota=terms.quota)
    for event in ordered:
        rule = rules[event.rule]
        if not rule.attainment:
            continue
        if rule.tier_mode == "whole":
            factors[event.rule, event.source] = factor_at(steps=rule.attainment, percent=total)
        else:
            start, stop = (attained_percent(revenue=value, quota=terms.quota) for value in position_of[event.source])
            factors[event.rule, event.source] = factor_over(steps=rule.attainment, start=start, stop=stop)
    return factors


def _bounded(value, base, rule):
    """What a unit with ``base`` pays of ``value``: at most the cap, at least the floor once something was sold."""
    if rule.floor is not None and base > 0:
        value = max(value, rule.floor)
    return value if rule.cap is None else min(value, rule.cap)


def _is_plain(rule: Rule) -> bool:
    return rule.cap is None and rule.floor is None and not rule.attainment and not rule.realisation


def _earn_unit(members: Sequence[Event], rule: Rule, before: Decimal, factors, digits) -> list[Earning]:
    total = before + sum((event.base for event in members), ZERO)
    by_total = rule.method == "tier" and rule.tier_mode == "whole"
    flat = whole_rate(tiers=rule.tiers, base=total) if by_total else rule.rate
    lump = rule.method == "fixed" and not rule.counts_units
    by_part = rule.method == "tier" and rule.tier_mode == "marginal"
    divisor = rule.divisor

    def value_at(base):
        if lump:
            return rule.rate if base > 0 else ZERO
        if by_part:
            return marginal(tiers=rule.tiers, base=base, unit=divisor)
        return base * flat / divisor

    if len(members) == 1 and not before and not by_total and not by_part and not lump and _is_plain(rule):
        # most sales by far: one line, one percentage
        event, = members
        factor = event.share / HUNDRED
        amount = rounded(event.base * flat * factor / divisor, digits=digits)
        steps = (("rate", event.base, flat),) if factor == ONE else (("rate", event.base, flat), ("share", event.share))
        return [Earning(event, flat if factor == ONE else _paid_rate(amount, event.base, divisor, flat, True), amount, steps)]

    reached, result = before, []
    running = paid = None
    for event in members:
        after = reached + event.base
        factor = factors.get((event.rule, event.source), ONE) * event.share / HUNDRED
        if rule.realisation and event.realisation is not None:
            factor *= factor_at(steps=rule.realisation, percent=event.realisation)
        start_value = value_at(reached)
        if running is None:
            # a whole-amount tier may have paid the earlier part at the rate that it then reached: the difference is due now
            known = before * whole_rate(tiers=rule.tiers, base=before) / divisor if by_total else start_value
            running = known * factor
            paid = rounded(_bounded(running, reached, rule), digits=digits)
            start_value = known
        exact = (value_at(after) - start_value) * factor
        running += exact
        bounded = rounded(_bounded(running, after, rule), digits=digits)
        amount, paid = bounded - paid, bounded
        result.append(Earning(
            event=event, amount=amount, rate=_paid_rate(amount, event.base, divisor, flat, by_part or lump or factor != ONE),
            steps=_steps(event, rule, reached, after, flat, factors, exact, amount, by_part, digits),
        ))
        reached = after
    return result


def _paid_rate(amount, base, divisor, flat, derived):
    if not derived:
        return flat
    return rounded(amount * divisor / base, digits=6) if base else ZERO


def _steps(event, rule, reached, after, flat, factors, exact, amount, by_part, digits):
    """The calculation as numbers: what a person needs to check it with a pocket calculator."""
    if by_part:
        steps = [("tier", part, rate, part * rate / rule.divisor)
                 for part, rate in tier_pieces(tiers=rule.tiers, start=reached, stop=after)]
        steps.insert(0, ("reached", reached, after))
    elif rule.method == "tier":
        steps = [("whole", after, flat)]
    else:
        steps = [("rate", event.base, flat)]
    if factors.get((event.rule, event.source), ONE) != ONE:
        steps.append(("attainment", factors[event.rule, event.source]))
    if rule.realisation and event.realisation is not None:
        steps.append(("realisation", event.realisation, factor_at(steps=rule.realisation, percent=event.realisation)))
    if event.share != HUNDRED:
        steps.append(("share", event.share))
    if (rule.cap is not None or rule.floor is not None) and rounded(exact, digits=digits) != amount:
        steps.append(("bounded", rounded(exact, digits=digits), amount))
    return tuple(steps)

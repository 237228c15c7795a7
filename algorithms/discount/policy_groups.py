"""Which policy governs which line, and what each policy is to test."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from odoo.addons.sales_os.algorithms.core.match_row import MatchRow, decide
from odoo.addons.sales_os.algorithms.discount.effective import LineTerms, discount_percent, line_given, margin_percent
from odoo.addons.sales_os.algorithms.discount.facts import Measured

# the criterion that a line meets, all others are met by the order
CATEGORY = "category"
CENT = Decimal("0.01")


def governing(
    *, rows: Sequence[MatchRow], facts: Mapping[str, frozenset], categories: Iterable[frozenset],
) -> dict[frozenset, Hashable | None]:
    """Return the first matching row for each of ``categories`` (a line's product category with those above it).

    The empty set stands for what belongs to no category: a row with that criterion never governs it.
    """
    categories = set(categories) | {frozenset()}
    if not any(row.criteria.get(CATEGORY) for row in rows):
        winner = decide(rows=rows, facts=facts).winner
        return dict.fromkeys(categories, winner)
    return {category: decide(rows=rows, facts={**facts, CATEGORY: category}).winner for category in categories}


def is_order_wide(line: LineTerms) -> bool:
    """A discount line: an amount below zero that is no product sold below nothing."""
    return line.list_amount <= 0 and line.net_amount < 0


def group_of_lines(
    lines: Iterable[LineTerms], *, policy_of: Mapping[Hashable, Hashable | None], default: Hashable | None, rate: Decimal = Decimal(1),
) -> dict[Hashable, Measured]:
    """Return what each policy tests. Discount lines belong to the whole order and are spread over the policies by list amount.

    :param policy_of: line key -> policy; lines of policy None are under no policy and are tested by nobody
    :param default: the policy of an order in which nothing has a list amount
    :param rate: units of the order's currency for one of the company's, in which amounts are tested
    """
    lines = list(lines)
    wide = sum((-line.net_amount for line in lines if is_order_wide(line)), Decimal(0))
    groups: dict[Hashable | None, list[LineTerms]] = {}
    for line in lines:
        if not is_order_wide(line):
            groups.setdefault(policy_of.get(line.key, default), []).append(line)
    if wide and not any(line.list_amount > 0 for line in lines):
        groups.setdefault(default, [])
    total = sum((line.list_amount for group in groups.values() for line in group), Decimal(0))
    result = {}
    for policy, group in groups.items():
        if policy is None:
            continue
        own = sum((line.list_amount for line in group), Decimal(0))
        share = own / total if total else Decimal(int(policy == default))
        result[policy] = _tested(group, wide=wide * share, rate=rate)
    return result


def _tested(group: Sequence[LineTerms], *, wide: Decimal, rate: Decimal) -> Measured:
    list_amount = sum((line.list_amount for line in group), Decimal(0))
    given = sum((line_given(list_amount=line.list_amount, net_amount=line.net_amount) for line in group), wide)
    net = sum((line.net_amount for line in group), -wide)
    cost = sum((line.cost_amount for line in group), Decimal(0))
    discount, margin = discount_percent(list_amount=list_amount, given_amount=given), margin_percent(net_amount=net, cost_amount=cost)
    standing = [line for line in group if line.standing]
    margins = [value for value in (margin, *(line.margin_percent for line in standing)) if value is not None]
    return Measured(
        discount_percent=max([discount, *(line.percent for line in standing)]),
        margin_percent=min(margins) if margins else None,
        amount=(net / rate).quantize(CENT, ROUND_HALF_UP),
        weighted_discount_percent=discount, weighted_margin_percent=margin,
        list_amount=list_amount.quantize(CENT, ROUND_HALF_UP), given_amount=given.quantize(CENT, ROUND_HALF_UP),
    )

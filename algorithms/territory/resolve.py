"""Which territory each customer belongs to, and why: many rules, one winner.

Higher priority wins; ties go to the deeper territory, then the narrower pattern (a named account, one postal code,
a range by its size, a prefix by its length, none), then the lower rule key.
Rules are filed under their most selective criterion, so that a customer is compared with a few of thousands.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..geo.polygon import inside
from .rule import Customer, Decision, Rule, criteria, same_city
from .zip_pattern import EXACT, PREFIX, ZipPattern, forms

ACCOUNT_WIDTH, ANY_WIDTH = (0, 0), (4, 0)
SMALL_RANGE, SPAN = 2_000, 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One way in which a rule can match: by one of its patterns, or as a whole."""

    rank: tuple
    rule: Rule
    pattern: ZipPattern | None
    place: int  # position of the rule, for the outline's answers
    plain: bool  # nothing to compare beyond what it is filed under


class _Files:
    """Candidates by the criterion that narrows most."""

    def __init__(self, rules: Sequence[Rule]):
        self.by = {name: defaultdict(list) for name in ("account", "exact", "prefix", "span", "outline", "city", "state", "country")}
        self.ranges, self.rest = [], []
        for place, rule in enumerate(rules):
            self._file(rule, place)
        for files in self.by.values():
            for candidates in files.values():
                candidates.sort(key=lambda candidate: candidate.rank)
        self.prefix_lengths = sorted({len(prefix) for prefix in self.by["prefix"]})

    def _file(self, rule, place):
        asked = criteria(rule)
        if rule.accounts:
            self._add("account", rule.accounts, rule, place, ACCOUNT_WIDTH, None, asked == ("account",))
        elif rule.zips:
            for pattern in rule.zips:
                self._file_pattern(rule, place, pattern, asked == ("zip",))
        elif rule.shape:
            self._add("outline", [place], rule, place, ANY_WIDTH, None, asked == ("outline",))
        elif rule.city:
            self._add("city", [same_city(rule.city)], rule, place, ANY_WIDTH, None, asked == ("city",))
        elif rule.states:
            self._add("state", rule.states, rule, place, ANY_WIDTH, None, asked == ("state",))
        elif rule.countries:
            self._add("country", rule.countries, rule, place, ANY_WIDTH, None, asked == ("country",))
        else:
            self.rest.append(self._candidate(rule, place, ANY_WIDTH, None, not asked))

    def _file_pattern(self, rule, place, pattern, plain):
        if pattern.kind == EXACT:
            self._add("exact", [pattern.low], rule, place, pattern.width, pattern, plain)
        elif pattern.kind == PREFIX:
            self._add("prefix", [pattern.low], rule, place, pattern.width, pattern, plain)
        elif pattern.low.isdigit() and int(pattern.high) - int(pattern.low) < SMALL_RANGE:
            size = len(pattern.low)
            codes = [f"{number:0{size}d}" for number in range(int(pattern.low), int(pattern.high) + 1)]
            self._add("exact", codes, rule, place, pattern.width, pattern, plain)
        elif pattern.low.isdigit() and SPAN < len(pattern.low) <= SPAN + 4:
            # a wide range under each thousand that it touches
            size = len(pattern.low) - SPAN
            thousands = [f"{number:0{size}d}" for number in range(int(pattern.low[:size]), int(pattern.high[:size]) + 1)]
            self._add("span", [(len(pattern.low), thousand) for thousand in thousands], rule, place, pattern.width, pattern, plain)
        else:
            self.ranges.append(self._candidate(rule, place, pattern.width, pattern, plain))

    def _add(self, name, keys, rule, place, width, pattern, plain):
        candidate = self._candidate(rule, place, width, pattern, plain)
        for key in keys:
            self.by[name][key].append(candidate)

    @staticmethod
    def _candidate(rule, place, width, pattern, plain):
        return _Candidate((-rule.priority, -rule.depth, width, rule.key), rule, pattern, place, plain)

    def of(self, customer: Customer, outlines: Sequence[int]):
        """Yield the candidates that can match ``customer``; ``outlines`` are the rules around its position."""
        by = self.by
        for account in customer.accounts:
            yield from by["account"].get(account, ())
        if customer.zip:
            for code in forms(customer.zip):
                yield from by["exact"].get(code, ())
                for length in self.prefix_lengths:
                    if length <= len(code):
                        yield from by["prefix"].get(code[:length], ())
                wide = by["span"].get((len(code), code[:-SPAN]), ())
                yield from (candidate for candidate in (*wide, *self.ranges) if candidate.pattern.matches(code))
        for place in outlines:
            yield from by["outline"].get(place, ())
        if by["city"] and customer.city:
            yield from by["city"].get(same_city(customer.city), ())
        if customer.state is not None:
            yield from by["state"].get(customer.state, ())
        if customer.country is not None:
            yield from by["country"].get(customer.country, ())
        yield from self.rest


def resolve(*, customers: Iterable[Customer], rules: Iterable[Rule]) -> dict[Hashable, Decision]:
    """Return a decision per customer key. Neither the order of customers nor that of rules matters."""
    customers, rules = list(customers), sorted(rules, key=lambda rule: rule.key)
    files = _Files(rules)
    outlines = _outlines(customers, rules)
    return {
        customer.key: _decide(customer, files.of(customer, outlines.get(place, ())), outlines.get(place, ()))
        for place, customer in enumerate(customers)
    }


def _outlines(customers, rules):
    """Return position of the customer -> positions of the rules whose outline holds it."""
    placed = [place for place, customer in enumerate(customers) if customer.latitude is not None and customer.longitude is not None]
    if not placed or not any(rule.shape for rule in rules):
        return {}
    lats = np.array([customers[place].latitude for place in placed], dtype=float)
    lngs = np.array([customers[place].longitude for place in placed], dtype=float)
    found, by_shape = defaultdict(list), {}
    for number, rule in enumerate(rules):
        if rule.shape:
            hits = by_shape.get(id(rule.shape))
            if hits is None:
                hits = by_shape[id(rule.shape)] = np.flatnonzero(inside(rule.shape, latitudes=lats, longitudes=lngs)).tolist()
            for hit in hits:
                found[placed[hit]].append(number)
    return found


def _decide(customer, candidates, outlines):
    best = {}
    for candidate in candidates:
        known = best.get(candidate.rule.key)
        if known is not None and known.rank <= candidate.rank:
            continue
        if candidate.plain or meets(candidate.rule, customer, candidate.place in outlines):
            best[candidate.rule.key] = candidate
    if not best:
        return Decision()
    winner, *losers = sorted(best.values(), key=lambda candidate: candidate.rank) if len(best) > 1 else best.values()
    return Decision(
        winner=winner.rule.key, territory=winner.rule.territory, matched=criteria(winner.rule), pattern=winner.pattern,
        losers=tuple((loser.rule.key, _why(winner.rank, loser.rank)) for loser in losers),
    )


def _why(winner, loser):
    for part, name in enumerate(("priority", "depth", "pattern")):
        if winner[part] != loser[part]:
            return name
    return "age"


def meets(rule: Rule, customer: Customer, in_outline: bool) -> bool:
    """Say whether ``customer`` meets every criterion of ``rule``."""
    return (
        (not rule.accounts or not rule.accounts.isdisjoint(customer.accounts))
        and (not rule.countries or customer.country in rule.countries)
        and (not rule.states or customer.state in rule.states)
        and (not rule.zips or _meets_zip(rule, customer))
        and (not rule.city or same_city(rule.city) == same_city(customer.city))
        and (rule.shape is None or in_outline)
        and (not rule.categories or not rule.categories.isdisjoint(customer.categories))
        and (not rule.industries or customer.industry in rule.industries)
        and (not rule.segments or customer.segment in rule.segments)
        and (not rule.revenue_min or customer.revenue >= rule.revenue_min)
        and (not rule.revenue_max or customer.revenue <= rule.revenue_max)
        and (rule.domain_keys is None or customer.key in rule.domain_keys)
    )


def _meets_zip(rule, customer):
    codes = forms(customer.zip) if customer.zip else ()
    return any(pattern.matches(code) for code in codes for pattern in rule.zips)

"""Tiers and multipliers: the anchors of the peers' table, and what must hold for any numbers."""

import unittest
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.commission.money import portion, rounded, shares
from odoo.addons.sales_os.algorithms.commission.multiplier import Step, factor_at, factor_over
from odoo.addons.sales_os.algorithms.commission.tier import Tier, marginal, tier_fault, tier_pieces, whole_rate

TWO = (Tier(D(0), D(5)), Tier(D(1000), D(10)))
money = st.decimals(min_value=-100000, max_value=100000, places=2)
positive = st.decimals(min_value=0, max_value=100000, places=2)


@st.composite
def tier_tables(draw):
    bounds = sorted(draw(st.sets(st.integers(1, 50000), max_size=5)))
    rates = draw(st.lists(st.decimals(0, 50, places=2), min_size=len(bounds) + 1, max_size=len(bounds) + 1))
    return tuple(Tier(D(bound), rate) for bound, rate in zip([0, *bounds], rates, strict=True))


class TestTiers(unittest.TestCase):
    def test_marginal_tiers_have_no_gap_and_no_end(self):
        self.assertEqual(rounded(marginal(tiers=TWO, base=D("1000.50"), unit=D(100)), digits=2), D("50.05"))
        self.assertEqual(marginal(tiers=TWO, base=D(6000), unit=D(100)), D(550))

    def test_whole_amount_tiers_pay_the_rate_reached_on_everything(self):
        self.assertEqual(rounded(D("1000.50") * whole_rate(tiers=TWO, base=D("1000.50")) / 100, digits=2), D("100.05"))
        self.assertEqual(D(6000) * whole_rate(tiers=TWO, base=D(6000)) / 100, D(600))

    def test_below_the_first_tier_nothing_is_paid(self):
        later = (Tier(D(100), D(5)),)
        self.assertEqual(marginal(tiers=later, base=D(99), unit=D(100)), 0)
        self.assertEqual(whole_rate(tiers=later, base=D(99)), 0)
        self.assertEqual(marginal(tiers=later, base=D(-50), unit=D(100)), 0)

    def test_more_refunds_than_sales_cost_the_first_rate(self):
        self.assertEqual(marginal(tiers=TWO, base=D(-100), unit=D(100)), D(-5))
        self.assertEqual(whole_rate(tiers=TWO, base=D(-100)), D(5))

    def test_faults_are_named(self):
        self.assertIsNone(tier_fault(TWO))
        self.assertEqual(tier_fault(()), "empty")
        self.assertEqual(tier_fault((TWO[1], TWO[0])), "order")
        self.assertEqual(tier_fault((TWO[0], TWO[0])), "order")
        self.assertEqual(tier_fault((Tier(D(0), D(-1)),)), "negative")
        self.assertEqual(tier_fault((Tier(D(-1), D(1)),)), "negative")

    @given(tier_tables(), money, positive)
    def test_marginal_is_monotone_and_continuous(self, tiers, base, more):
        low, high = (marginal(tiers=tiers, base=value, unit=D(100)) for value in (base, base + more))
        self.assertLessEqual(low, high)
        steepest = max(tier.rate for tier in tiers)
        self.assertLessEqual(high - low, more * steepest / 100, "no jump: a small step earns little")

    @given(tier_tables(), money, money, money)
    def test_pieces_of_a_way_sum_to_the_way(self, tiers, a, b, c):
        def value(start, stop):
            return sum(part * rate for part, rate in tier_pieces(tiers=tiers, start=start, stop=stop))
        self.assertEqual(value(a, b) + value(b, c), value(a, c))
        self.assertEqual(sum(part for part, _rate in tier_pieces(tiers=tiers, start=a, stop=b)), b - a)


class TestMultipliers(unittest.TestCase):
    steps = (Step(D(0), D("0.8")), Step(D(80), D(1)), Step(D(100), D("1.5")))

    def test_only_the_part_above_quota_is_accelerated(self):
        self.assertEqual(factor_over(steps=self.steps, start=D(90), stop=D(110)), D("1.25"))
        self.assertEqual(factor_over(steps=self.steps, start=D(0), stop=D(80)), D("0.8"))
        self.assertEqual(factor_over(steps=self.steps, start=D(100), stop=D(100)), D("1.5"))
        self.assertEqual(factor_at(steps=self.steps[1:], percent=D(10)), 1, "below the first step nothing changes")

    @given(positive, positive, positive)
    def test_one_large_order_and_two_small_ones_earn_the_same(self, start, first, second):
        middle, stop = start + first, start + first + second
        both = first * factor_over(steps=self.steps, start=start, stop=middle) \
            + second * factor_over(steps=self.steps, start=middle, stop=stop)
        one = (first + second) * factor_over(steps=self.steps, start=start, stop=stop)
        self.assertAlmostEqual(both, one, 9)


class TestShares(unittest.TestCase):
    def test_halves_round_away_from_zero(self):
        self.assertEqual([rounded(D(text), digits=2) for text in ("0.005", "-0.005", "1.0049")], [D("0.01"), D("-0.01"), D("1.00")])

    @given(money, st.lists(st.integers(1, 60), min_size=1, max_size=6))
    def test_splits_sum_to_the_whole(self, amount, parts):
        percents = [D(part) * 100 / sum(parts) for part in parts]
        percents[-1] = 100 - sum(percents[:-1])
        self.assertEqual(sum(shares(amount=amount, percents=percents, digits=2)), amount)

    @given(money, st.lists(st.fractions(0, 1), max_size=5))
    def test_portions_of_payments_sum_to_the_whole(self, amount, cuts):
        bounds = [D(0), *sorted(D(cut.numerator) / D(cut.denominator) for cut in cuts), D(1)]
        pieces = [portion(amount=amount, start=start, stop=stop, digits=2) for start, stop in zip(bounds, bounds[1:], strict=False)]
        self.assertEqual(sum(piece for _before, piece in pieces), amount)

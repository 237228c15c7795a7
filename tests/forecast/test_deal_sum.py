"""The weighted pipeline against sums over all outcomes and against simulation. No database."""

import itertools
import random
import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.deal_sum import OpenDeal, distribution, weigh

DEALS = st.lists(
    st.builds(
        OpenDeal, key=st.integers(), amount=st.decimals(0, 100000, places=2),
        probability_percent=st.floats(0, 100).map(lambda percent: round(percent, 2))),
    max_size=40)


def deal(amount, percent, key=0):
    return OpenDeal(key, Decimal(amount), percent)


def many(count, seed=1):
    chance = random.Random(seed)
    return [OpenDeal(number, Decimal(chance.randint(1, 50) * 1000), chance.choice((10, 25, 50, 70, 90))) for number in range(count)]


class TestWorkedExamples(unittest.TestCase):
    def test_expected_is_the_weighted_sum(self):
        answer = weigh(deals=[deal("1000", 50), deal("250.55", 10), deal("80", 100), deal("999", 0)])
        self.assertEqual(answer.expected, Decimal("605.06"))  # 500 + 25.055 + 80, half up
        self.assertEqual((answer.count, answer.total), (4, Decimal("2329.55")))

    def test_one_deal_is_all_or_nothing(self):
        answer = weigh(deals=[deal("100000", 50)])
        self.assertEqual((answer.low, answer.high, answer.deviation), (Decimal("0.00"), Decimal("100000.00"), Decimal("50000.00")))

    def test_what_is_expected_of_one_deal_lies_between_its_two_outcomes(self):
        for percent, expected in ((95, "95000.00"), (5, "5000.00"), (10, "10000.00"), (90, "90000.00")):
            with self.subTest(percent=percent):
                answer = weigh(deals=[deal("100000", percent)])
                self.assertEqual((answer.low, answer.expected, answer.high), (Decimal("0.00"), Decimal(expected), Decimal("100000.00")))
        for percent, outcome in ((100, "100000.00"), (0, "0.00")):
            with self.subTest(percent=percent):
                answer = weigh(deals=[deal("100000", percent)])
                self.assertEqual((answer.low, answer.expected, answer.high), (Decimal(outcome),) * 3)

    def test_one_large_deal_among_small_ones_widens_the_interval_to_its_outcome(self):
        answer = weigh(deals=[deal("1000000", 5), *(deal("100", 50, key) for key in range(1, 5))])
        self.assertEqual((answer.expected, answer.low, answer.high), (Decimal("50200.00"), Decimal("100.00"), Decimal("1000000.00")))

    def test_nothing_open_is_worth_nothing(self):
        answer = weigh(deals=[])
        self.assertEqual((answer.expected, answer.low, answer.high), (Decimal("0.00"),) * 3)

    def test_two_deals(self):
        sums = distribution(deals=[deal("10", 50), deal("10", 20)])
        self.assertEqual(sums.amounts.tolist(), [0, 10, 20])
        for got, wanted in zip(sums.chances, (0.4, 0.5, 0.1), strict=True):
            self.assertAlmostEqual(got, wanted)

    def test_senseless_deals_are_refused_by_name(self):
        for message, values in {
            "deal 7: an amount of -1": ("-1", 10), "deal 7: a probability of 101": ("1", 101), "deal 7: an amount of NaN": ("NaN", 1),
        }.items():
            with self.subTest(message=message), self.assertRaisesRegex(ValueError, message):
                deal(*values, key=7)
        with self.assertRaisesRegex(ValueError, "between 0 and 100"):
            weigh(deals=[], level_percent=0)
        with self.assertRaisesRegex(ValueError, "zero or more"):
            distribution(deals=[], rate_spread=-1)


class TestDistribution(unittest.TestCase):
    @given(DEALS, st.sampled_from([0.0, 0.2]))
    def test_chances_sum_to_one_and_their_mean_is_expected(self, deals, spread):
        sums = distribution(deals=deals, rate_spread=spread)
        self.assertAlmostEqual(float(sums.chances.sum()), 1, places=6)
        if not spread:
            mean, expected = float(sums.amounts @ sums.chances), float(sum(d.amount * Decimal(d.probability_percent) / 100 for d in deals))
            self.assertAlmostEqual(mean, expected, delta=1e-6 * max(1, expected))

    @given(DEALS, st.sampled_from([0.0, 0.2]), st.sampled_from([50.0, 80.0, 95.0]))
    def test_the_interval_holds_what_is_expected_and_what_it_promises(self, deals, spread, level):
        answer, sums = weigh(deals=deals, rate_spread=spread, level_percent=level), distribution(deals=deals, rate_spread=spread)
        self.assertLessEqual(answer.low, answer.expected)
        self.assertLessEqual(answer.expected, answer.high)
        inside = (sums.amounts >= float(answer.low) - 0.01) & (sums.amounts <= float(answer.high) + 0.01)
        self.assertGreaterEqual(float(sums.chances[inside].sum()), level / 100 - 1e-6)

    @given(DEALS)
    def test_the_interval_lies_between_nothing_and_everything(self, deals):
        answer = weigh(deals=deals)
        self.assertLessEqual(0, answer.low)
        self.assertLessEqual(answer.low, answer.high)
        self.assertLessEqual(float(answer.high), float(answer.total) * 1.001 + 0.01)

    def test_the_grid_agrees_with_every_combination(self):
        deals = many(15)
        by_hand = {}
        for outcome in itertools.product((0, 1), repeat=15):
            chance, total = 1.0, 0
            for won, one in zip(outcome, deals, strict=True):
                chance *= one.probability_percent / 100 if won else 1 - one.probability_percent / 100
                total += won * int(one.amount)
            by_hand[total] = by_hand.get(total, 0) + chance
        sums = distribution(deals=deals)
        for amount in range(0, 300000, 25500):
            self.assertAlmostEqual(sums.at_least(amount), sum(chance for total, chance in by_hand.items() if total >= amount), places=9)

    def test_a_thousand_deals_keep_mean_and_deviation(self):
        deals = many(1000)
        answer = weigh(deals=deals)
        variance = sum(float(d.amount) ** 2 * d.probability_percent * (100 - d.probability_percent) / 1e4 for d in deals)
        self.assertAlmostEqual(float(answer.deviation) / variance**0.5, 1, delta=0.01)
        half = 1.2816 * variance**0.5
        self.assertAlmostEqual(float(answer.high - answer.expected) / half, 1, delta=0.03)
        self.assertAlmostEqual(float(answer.expected - answer.low) / half, 1, delta=0.03)

    def test_intervals_hold_what_they_promise(self):
        deals, chance, held = many(20), random.Random(2), 0
        answer = weigh(deals=deals)
        for _trial in range(2000):
            total = sum(d.amount for d in deals if chance.random() * 100 < d.probability_percent)
            held += answer.low <= total <= answer.high
        self.assertAlmostEqual(held / 2000, 0.8, delta=0.04)

    def test_good_and_bad_periods_widen_the_interval(self):
        calm, moody = (weigh(deals=many(60), rate_spread=spread) for spread in (0.0, 0.3))
        self.assertEqual(calm.expected, moody.expected)
        self.assertGreater(moody.high - moody.low, (calm.high - calm.low) * Decimal("1.2"))

    def test_what_is_sure_stays_sure_in_a_bad_period(self):
        self.assertEqual(weigh(deals=[deal("70", 100), deal("10", 50)], rate_spread=0.5).low, Decimal("70.00"))

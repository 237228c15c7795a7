import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.insight.competition import (
    Deal,
    PriceObservation,
    price_gaps,
    records,
    shares,
    typical_gap,
    win_rate,
)

TODAY = date(2026, 6, 1)


def seen(competitor, product, days_ago, price):
    return PriceObservation(competitor, product, TODAY - timedelta(days=days_ago), Decimal(price), "price list")


class TestPriceGap(unittest.TestCase):
    def test_latest_observation_counts_and_the_one_before_is_told(self):
        (gap,) = price_gaps(
            observations=[seen("acme", "p", 5, 80), seen("acme", "p", 50, 100)], our_prices={"p": Decimal(90)}, today=TODAY)
        self.assertEqual((gap.gap_percent, gap.theirs, gap.previous, gap.age_days), (Decimal("12.5"), 80, 100, 5))

    def test_old_future_free_and_foreign_ones_are_left_out(self):
        observations = [seen("a", "p", 181, 80), seen("b", "p", -1, 80), seen("c", "p", 1, 0), seen("d", "other", 1, 80)]
        self.assertEqual(price_gaps(observations=observations, our_prices={"p": Decimal(90)}, today=TODAY), [])
        self.assertIsNone(typical_gap([]))

    def test_order_and_median(self):
        gaps = price_gaps(
            observations=[seen("a", "p", 1, 100), seen("b", "p", 1, 80), seen("c", "p", 1, 50)], our_prices={"p": Decimal(90)}, today=TODAY)
        self.assertEqual([gap.competitor for gap in gaps], ["c", "b", "a"])
        self.assertEqual(typical_gap(gaps), Decimal("12.5"))


class TestWinLoss(unittest.TestCase):
    def test_records(self):
        deals = [
            Deal(True, Decimal(100), frozenset(["acme", "bolt"])), Deal(False, Decimal(50), frozenset(["acme"]), "acme"),
            Deal(False, Decimal(30), frozenset(["acme", "bolt"]), "bolt"), Deal(False, Decimal(7), frozenset(), "acme"),
        ]
        acme, bolt = records(deals=deals)
        self.assertEqual((acme.competitor, acme.won, acme.lost, acme.lost_to), ("acme", 1, 3, 2))
        self.assertEqual((acme.rate, acme.won_amount, acme.lost_amount), (0.25, 100, 87))
        self.assertEqual((bolt.won, bolt.lost, bolt.lost_to), (1, 1, 1))

    def test_published_interval(self):
        # 15 of 20, Wilson: 0.531 to 0.888 (Newcombe 1998 gives such figures)
        rate, low, high = win_rate(won=15, lost=5)
        self.assertEqual((rate, round(low, 3), round(high, 3)), (0.75, 0.531, 0.888))

    def test_no_deals_no_rate(self):
        self.assertEqual(win_rate(won=0, lost=0), (None, None, None))
        self.assertEqual((records(deals=[]), shares(deals=[])), ([], []))

    @given(st.integers(0, 200), st.integers(0, 200))
    def test_the_rate_lies_in_its_interval(self, won, lost):
        rate, low, high = win_rate(won=won, lost=lost)
        if rate is not None:
            self.assertTrue(0 <= low <= rate + 1e-12 and rate <= high + 1e-12 <= 1 + 1e-9)


class TestShare(unittest.TestCase):
    def test_share_by_group(self):
        deals = [
            Deal(True, Decimal(60), group="north"), Deal(False, Decimal(30), lost_to="acme", group="north"),
            Deal(False, Decimal(10), lost_to="bolt", group="north"), Deal(False, Decimal(99), group="north"),
            Deal(False, Decimal(5), group="south"),
        ]
        north, south = shares(deals=deals)
        self.assertEqual((north.ours, north.percent, north.competitors), (60, Decimal("60.0"), (("acme", 30), ("bolt", 10))))
        self.assertEqual((south.ours, south.percent), (0, None))

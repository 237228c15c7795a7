"""The chart of a waterfall: each bar begins where the one before ended. No database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.waterfall_bars import bars


class TestWaterfallBars(unittest.TestCase):
    def test_worked_example(self):
        found = bars(begin=Decimal(100), steps=[("new", Decimal(100)), ("up", Decimal(0)), ("lost", Decimal(-150))])
        self.assertEqual([(bar.kind, bar.amount, bar.start_percent, bar.width_percent) for bar in found], [
            ("begin", 100, 0, 50), ("new", 100, 50, 50), ("lost", -150, 25, 75), ("end", 50, 0, 25)])

    def test_nothing_at_all_is_two_hairs(self):
        self.assertEqual([(bar.start_percent, bar.width_percent) for bar in bars(begin=Decimal(), steps=[])], [(0, 0.4), (0, 0.4)])

    @given(st.integers(-1000, 1000), st.lists(st.integers(-1000, 1000), max_size=9))
    def test_every_bar_lies_within_the_chart(self, begin, amounts):
        for bar in bars(begin=Decimal(begin), steps=[("new", Decimal(amount)) for amount in amounts]):
            self.assertGreaterEqual(bar.start_percent, 0)
            self.assertLessEqual(bar.start_percent + bar.width_percent, 100.01)

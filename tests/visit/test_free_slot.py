import unittest
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.visit.free_slot import next_free_start

NINE = datetime(2026, 6, 1, 9)


class TestFreeSlot(unittest.TestCase):
    def test_an_empty_day_begins_at_once_on_the_quarter(self):
        self.assertEqual(next_free_start(earliest=NINE, minutes=45, taken=[]), NINE)
        self.assertEqual(next_free_start(earliest=NINE + timedelta(minutes=1), minutes=45, taken=[]), NINE + timedelta(minutes=15))

    def test_a_gap_that_is_wide_enough_is_used(self):
        taken = [(NINE, NINE + timedelta(hours=1)), (NINE + timedelta(hours=3), NINE + timedelta(hours=4))]
        self.assertEqual(next_free_start(earliest=NINE, minutes=60, taken=taken), NINE + timedelta(minutes=75))
        self.assertEqual(next_free_start(earliest=NINE, minutes=120, taken=taken), NINE + timedelta(hours=4, minutes=15))

    @given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), max_size=12), st.integers(5, 240))
    def test_the_slot_never_touches_another_visit(self, quarters, minutes):
        taken = [(NINE + timedelta(minutes=15 * at), NINE + timedelta(minutes=15 * (at + length))) for at, length in quarters]
        start = next_free_start(earliest=NINE, minutes=minutes, taken=taken, gap_minutes=15)
        self.assertGreaterEqual(start, NINE)
        for begin, end in taken:
            self.assertTrue(start >= end + timedelta(minutes=15) or start + timedelta(minutes=minutes) <= begin - timedelta(minutes=15))

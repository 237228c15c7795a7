"""What becomes of dated assignments. No database."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.territory.handover import PAST, SPLIT, WHOLE, overlap, share_of

DAY = date(2026, 6, 1)
days = st.integers(-50, 50).map(lambda number: DAY + timedelta(days=number))
ends = st.none() | days


class TestShare(unittest.TestCase):
    def test_examples(self):
        self.assertEqual(share_of(start=date(2026, 1, 1), end=date(2026, 5, 31), day=DAY), PAST)
        self.assertEqual(share_of(start=date(2026, 1, 1), end=DAY, day=DAY), SPLIT)
        self.assertEqual(share_of(start=date(2026, 1, 1), end=None, day=DAY), SPLIT)
        self.assertEqual(share_of(start=DAY, end=None, day=DAY), WHOLE)

    @given(days, ends, days, ends)
    def test_overlap_is_a_shared_day(self, start, end, other_start, other_end):
        last = DAY + timedelta(days=60)
        one = {start + timedelta(days=number) for number in range(((end or last) - start).days + 1)}
        other = {other_start + timedelta(days=number) for number in range(((other_end or last) - other_start).days + 1)}
        if one and other:
            self.assertEqual(overlap(start=start, end=end, other_start=other_start, other_end=other_end), bool(one & other))

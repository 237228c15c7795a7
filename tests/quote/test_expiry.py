import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.quote.expiry import OpenQuote, is_expired, to_close, to_remind

TODAY = date(2026, 11, 20)
days_around = st.integers(-20, 20).map(lambda days: TODAY + timedelta(days=days))
open_quotes = st.lists(
    st.builds(OpenQuote, key=st.integers(), validity=st.none() | days_around, reminded_for=st.none() | days_around,
              is_signed=st.booleans(), is_being_paid=st.booleans()),
    unique_by=lambda quote: quote.key)


def quote(key, days, **values):
    return OpenQuote(key=key, validity=TODAY + timedelta(days=days), **values)


class TestExpiry(unittest.TestCase):
    def test_the_last_day_still_counts(self):
        self.assertFalse(is_expired(validity=TODAY, today=TODAY))
        self.assertTrue(is_expired(validity=TODAY - timedelta(days=1), today=TODAY))
        self.assertFalse(is_expired(validity=None, today=TODAY))

    def test_a_quote_is_reminded_within_the_days_and_once_for_each_expiry(self):
        quotes = [quote(1, 3), quote(2, 4), quote(3, -1), quote(4, 0), quote(5, 2, reminded_for=TODAY + timedelta(days=2)),
                  quote(6, 2, reminded_for=TODAY - timedelta(days=9))]
        self.assertEqual(to_remind(quotes, today=TODAY, days=3), [1, 4, 6])
        self.assertEqual(to_remind(quotes, today=TODAY, days=0), [])

    def test_what_is_signed_or_being_paid_is_left_alone(self):
        accepted = [quote(1, -5, is_signed=True), quote(2, -5, is_being_paid=True), quote(3, 1, is_signed=True)]
        self.assertEqual((to_close(accepted, today=TODAY), to_remind(accepted, today=TODAY, days=9)), ([], []))

    @given(open_quotes, st.integers(0, 10))
    def test_nothing_is_reminded_and_closed_the_same_day(self, quotes, days):
        self.assertFalse(set(to_remind(quotes, today=TODAY, days=days)) & set(to_close(quotes, today=TODAY)))

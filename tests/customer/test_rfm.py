import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.customer.rfm import CustomerOrders, RfmScore, fifths, score_rfm

TODAY = date(2026, 6, 1)


def buyer(key, days_ago, count, amount):
    return CustomerOrders(key, TODAY - timedelta(days=days_ago), count, Decimal(amount))


class TestRfm(unittest.TestCase):
    def test_ten_different_customers_fill_the_fifths_evenly(self):
        self.assertEqual(fifths(range(10)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])

    def test_the_freshest_most_frequent_and_biggest_is_555(self):
        customers = [buyer(number, 50 - number, number + 1, 100 * number) for number in range(10)]
        scores = score_rfm(customers=customers, today=TODAY)
        self.assertEqual((scores[0].code, scores[-1].code), ("111", "555"))
        self.assertEqual(scores[-1].silent_days, 41)

    def test_one_customer_and_all_alike_are_in_the_middle(self):
        self.assertEqual(score_rfm(customers=[buyer(1, 3, 2, 50)], today=TODAY)[0].code, "333")
        self.assertEqual(fifths([7] * 12), [3] * 12)

    def test_who_never_ordered_has_no_score_and_moves_nobody(self):
        buyers = [buyer(number, number, number, number) for number in range(1, 6)]
        alone = score_rfm(customers=buyers, today=TODAY)
        mixed = score_rfm(customers=[CustomerOrders("new", None, 0, Decimal(0)), *buyers], today=TODAY)
        self.assertEqual(mixed, [RfmScore("new"), *alone])
        self.assertEqual(mixed[0].code, "")

    def test_nobody(self):
        self.assertEqual(score_rfm(customers=[], today=TODAY), [])

    @given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
    def test_equal_values_get_equal_scores_and_bigger_ones_never_smaller(self, values):
        pairs = sorted(zip(values, fifths(values), strict=True))
        self.assertEqual(len({value for value, _score in pairs}), len(set(pairs)))
        self.assertEqual([score for _value, score in pairs], sorted(score for _value, score in pairs))
        self.assertTrue(all(1 <= score <= 5 for _value, score in pairs))

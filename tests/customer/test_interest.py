"""What a customer prefers, as its quotes and orders show it, without a database."""

from datetime import date
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.customer.interest import Chosen, learn_interests, lower_bound

DAY = date(2026, 3, 1)


def chosen(value, times, of, topic="material", customer=1, last=DAY):
    return Chosen(customer, topic, value, times, of, last)


class TestInterest(TestCase):
    def test_what_was_chosen_twice_and_half_of_the_time_is_an_interest(self):
        found = learn_interests(chosen=[chosen("oak", 2, 4), chosen("pine", 1, 4), chosen("ash", 1, 1), chosen("beech", 2, 5)])
        self.assertEqual([row.value for row in found[1]], ["oak"])

    def test_the_surer_stands_first(self):
        found = learn_interests(chosen=[chosen("two", 2, 2, "a"), chosen("eight", 8, 10, "b"), chosen("twenty", 20, 20, "c")])
        self.assertEqual([row.value for row in found[1]], ["twenty", "eight", "two"])

    def test_wilsons_lower_bound(self):
        self.assertAlmostEqual(lower_bound(times=8, of=10), 0.6016, places=3)
        self.assertAlmostEqual(lower_bound(times=2, of=2), 0.5491, places=3)
        for wrong in ((3, 2), (-1, 2), (0, 0)):
            with self.assertRaises(ValueError):
                lower_bound(times=wrong[0], of=wrong[1])

    def test_nobody_gets_more_than_asked_for(self):
        found = learn_interests(chosen=[chosen(f"v{number}", 3, 3, f"t{number}") for number in range(20)], most=4)
        self.assertEqual(len(found[1]), 4)

    def test_who_has_none_is_left_out(self):
        self.assertEqual(learn_interests(chosen=[chosen("oak", 1, 9)]), {})

    @given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
    def test_the_bound_is_a_share_below_what_was_seen(self, pair):
        times, of = pair
        self.assertTrue(0 <= lower_bound(times=times, of=of) <= times / of + 1e-12)

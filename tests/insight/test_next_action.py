"""Which one thing is suggested for a customer, without a database."""

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.insight.next_action import URGENCY, Option, choose_next

options = st.lists(st.builds(
    Option, st.sampled_from(URGENCY), st.integers(1, 50), st.floats(0, 1e6, allow_nan=False), st.integers(0, 400)), max_size=12)


class TestNextAction(TestCase):
    def test_nothing_to_do_is_said(self):
        self.assertIsNone(choose_next(options=[]))

    def test_money_owed_goes_before_an_offer_however_large(self):
        owed, offer = Option("overdue", 1, weight=10), Option("offer", 2, weight=10_000)
        self.assertEqual(choose_next(options=[offer, owed]), owed)

    def test_the_heavier_then_the_older_then_the_lower_key(self):
        light, heavy = Option("expiring", 1, weight=5), Option("expiring", 2, weight=6)
        self.assertEqual(choose_next(options=[light, heavy]), heavy)
        fresh, old = Option("visit_due", 1, days=1), Option("visit_due", 2, days=9)
        self.assertEqual(choose_next(options=[fresh, old]), old)
        self.assertEqual(choose_next(options=[Option("info", 7), Option("info", 3)]).key, 3)

    def test_an_unknown_kind_is_refused(self):
        with self.assertRaises(ValueError):
            choose_next(options=[Option("whatever", 1)])

    @given(options, st.randoms())
    def test_the_order_in_which_options_come_does_not_matter(self, found, random):
        chosen = choose_next(options=found)
        random.shuffle(found)
        self.assertEqual(choose_next(options=found), chosen)
        if found:
            self.assertLessEqual(URGENCY.index(chosen.kind), min(URGENCY.index(option.kind) for option in found))

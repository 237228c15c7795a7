import unittest
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.lead.priority import OpenLead, rank_leads

PLAIN = OpenLead("plain", 0.5, Decimal(1000))


def rank(*leads):
    return rank_leads(leads=leads, usual_amount=Decimal(400))


class TestLeadPriority(unittest.TestCase):
    def test_expected_value_alone(self):
        (only,) = rank(PLAIN)
        self.assertEqual((only.score, only.expected, only.is_late), (500.0, Decimal("500.00"), False))

    def test_each_factor(self):
        for change, score in (
            ({"silent_hours": 12, "answer_hours": 24}, 750), ({"silent_hours": 99, "answer_hours": 24}, 1000), ({"km": 50}, 250),
            ({"weight": 1.5}, 750), ({"amount": None}, 200), ({"amount": Decimal(0)}, 200), ({"chance": 0}, 0),
        ):
            (only,) = rank(replace(PLAIN, **change))
            self.assertAlmostEqual(only.score, score, msg=change)

    def test_late_and_usual_amount_are_told(self):
        (only,) = rank(OpenLead(1, 0.1, None, 30, 24))
        self.assertTrue(only.is_late and only.is_amount_usual)

    def test_order(self):
        ranked = rank(replace(PLAIN, key="far", km=500), PLAIN, replace(PLAIN, key="late", silent_hours=9, answer_hours=4))
        self.assertEqual([priority.key for priority in ranked], ["late", "plain", "far"])

    def test_an_impossible_chance_is_refused_with_the_lead(self):
        with self.assertRaisesRegex(ValueError, "lead 7"):
            rank(OpenLead(7, 1.2))

    @given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9999), st.floats(0, 99), st.floats(0, 900)), max_size=12))
    def test_the_score_is_the_product_of_what_is_shown(self, rows):
        for priority in rank(*(OpenLead(place, chance, Decimal(amount), hours, 24.0, km)
                               for place, (chance, amount, hours, km) in enumerate(rows))):
            shown = float(priority.expected) * priority.waiting * priority.nearness * priority.weight
            self.assertAlmostEqual(priority.score, shown, delta=0.02)

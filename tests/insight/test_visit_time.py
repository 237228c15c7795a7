import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.insight.visit_time import PRIOR, VisitOutcome, best_visit_times


def visits(customer, weekday, hour, won, lost):
    return [VisitOutcome(customer, weekday, hour, True)] * won + [VisitOutcome(customer, weekday, hour, False)] * lost


class TestVisitTime(unittest.TestCase):
    def test_figures_by_hand(self):
        outcomes = visits("a", 1, 9, 3, 1) + visits("b", 1, 9, 4, 2)
        (slot,) = best_visit_times(outcomes=outcomes, customers=["a"])["a"]
        overall = 8 / 12
        usual = (4 + PRIOR * overall) / (6 + PRIOR)
        self.assertAlmostEqual(slot.usual, usual)
        self.assertAlmostEqual(slot.chance, (3 + PRIOR * usual) / (4 + PRIOR))
        self.assertEqual((slot.weekday, slot.hour, slot.own, slot.own_successes, slot.all), (1, 9, 4, 3, 10))
        self.assertTrue(0 < slot.low < slot.chance < slot.high < 1)

    def test_one_lucky_visit_does_not_outweigh_what_many_say_but_ten_do(self):
        common = visits("others", 1, 9, 80, 20) + visits("others", 4, 15, 20, 80)
        best = best_visit_times(outcomes=common + visits("a", 4, 15, 1, 0), customers=["a"])["a"][0]
        self.assertEqual((best.weekday, best.hour), (1, 9))
        best = best_visit_times(outcomes=common + visits("a", 4, 15, 12, 0), customers=["a"])["a"][0]
        self.assertEqual((best.weekday, best.hour), (4, 15))

    def test_a_new_customer_gets_what_is_usual(self):
        best = best_visit_times(outcomes=visits("b", 2, 10, 5, 0) + visits("b", 3, 8, 0, 5), customers=["new"])["new"]
        self.assertEqual([(slot.weekday, slot.own) for slot in best], [(2, 0), (3, 0)])

    def test_closed_hours_are_left_out(self):
        outcomes = visits("a", 2, 10, 5, 0) + visits("a", 3, 8, 0, 5)
        answer = best_visit_times(outcomes=outcomes, customers=["a", "b"], open_slots={"a": {(3, 8)}, "b": set()})
        self.assertEqual([(slot.weekday, slot.hour) for slot in answer["a"]], [(3, 8)])
        self.assertEqual(answer["b"], [])

    def test_without_visits_nothing_is_claimed(self):
        self.assertEqual(best_visit_times(outcomes=[], customers=["a"]), {"a": []})

    @given(st.lists(st.builds(
        VisitOutcome, st.sampled_from("abc"), st.integers(0, 6), st.integers(8, 10), st.booleans()), min_size=1, max_size=40))
    def test_chances_lie_in_their_interval_and_are_ranked(self, outcomes):
        for slots in best_visit_times(outcomes=outcomes, customers="abcd", count=9).values():
            chances = [slot.chance for slot in slots]
            self.assertEqual(chances, sorted(chances, reverse=True))
            for slot in slots:
                self.assertTrue(0 <= slot.low <= slot.high <= 1 and slot.low < slot.chance < 1)

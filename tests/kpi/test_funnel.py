"""The funnel by entry cohort: skipped stages, ways back, those who wait. No database."""

import unittest
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.funnel import OUTCOMES, Journey, entry_cohort, funnel

STAGES = ("new", "qualified", "proposition")
START = datetime(2025, 1, 1)


def journey(key, stages, outcome="open", day=0):
    return Journey(key, tuple((stage, START + timedelta(days=day + number)) for number, stage in enumerate(stages)), outcome)


JOURNEYS = st.lists(st.builds(
    journey, key=st.integers(), stages=st.lists(st.sampled_from(STAGES), max_size=5), outcome=st.sampled_from(OUTCOMES)), max_size=20)


class TestFunnel(unittest.TestCase):
    def test_worked_example(self):
        flows = funnel(stages=STAGES, journeys=[
            journey(1, ["new", "qualified", "proposition"], "won"), journey(2, ["new", "proposition"], "lost"), journey(3, ["new"], "lost"),
            journey(4, ["new", "qualified"]), journey(5, ["new"])])
        self.assertEqual(
            [(flow.entered, flow.passed, flow.lost, flow.waiting) for flow in flows], [(5, 3, 1, 1), (3, 2, 0, 1), (2, 1, 1, 0)])
        self.assertEqual([flow.conversion_percent for flow in flows], [60, Decimal("66.666667"), 50])
        self.assertEqual([flow.decided_percent for flow in flows], [75, 100, 50])
        self.assertEqual([flow.reached_percent for flow in flows], [100, 60, 40])

    def test_a_skipped_stage_counts_as_passed(self):
        flows = funnel(stages=STAGES, journeys=[journey(1, ["proposition"])])
        self.assertEqual([(flow.entered, flow.passed) for flow in flows], [(1, 1), (1, 1), (1, 0)])

    def test_a_way_back_does_not_undo_what_was_reached(self):
        flows = funnel(stages=STAGES, journeys=[journey(1, ["new", "proposition", "new"], "lost")])
        self.assertEqual([flow.lost for flow in flows], [0, 0, 1])

    def test_won_from_the_first_stage_passed_them_all(self):
        self.assertEqual([flow.conversion_percent for flow in funnel(stages=STAGES, journeys=[journey(1, ["new"], "won")])], [100] * 3)

    def test_an_empty_cohort_has_no_rates(self):
        for flow in funnel(stages=STAGES, journeys=[]):
            self.assertEqual((flow.entered, flow.conversion_percent, flow.decided_percent, flow.reached_percent), (0, None, None, None))

    @given(JOURNEYS)
    def test_flows_add_up(self, journeys):
        flows = funnel(stages=STAGES, journeys=journeys)
        for flow, following in zip(flows, [*flows[1:], None], strict=True):
            self.assertEqual(flow.entered, flow.passed + flow.lost + flow.waiting)
            if following:
                self.assertEqual(flow.passed, following.entered)
        known = [one for one in journeys if one.moves]
        self.assertEqual(flows[0].entered, len(known))
        self.assertEqual(flows[-1].passed, sum(one.outcome == "won" for one in known))

    def test_a_cohort_is_those_who_entered_in_the_period(self):
        journeys = [
            journey(1, ["new"], day=-1), journey(2, ["new"]), journey(3, ["new"], day=30), journey(4, ["new"], day=31), journey(5, [])]
        cohort = entry_cohort(journeys=journeys, begin=START, end=START + timedelta(days=31))
        self.assertEqual([one.key for one in cohort], [2, 3])

    def test_what_is_unknown_is_refused_by_name(self):
        with self.assertRaisesRegex(ValueError, "opportunity 9: stage talks is not in the funnel"):
            funnel(stages=STAGES, journeys=[journey(9, ["talks"])])
        with self.assertRaisesRegex(ValueError, "opportunity 9: outcome 'drawn'"):
            journey(9, [], "drawn")
        with self.assertRaisesRegex(ValueError, "listed twice"):
            funnel(stages=("new", "new"), journeys=[])

"""Days in stages, age and size of deals. No database."""

import unittest
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.funnel import Journey
from odoo.addons.sales_os.algorithms.kpi.stage_time import ageing, days_in_stages, deal_sizes, stage_times

START, NOW = datetime(2025, 1, 1), datetime(2025, 3, 1)


def at(*pairs, closed=None, outcome="open", key=0):
    return Journey(
        key, tuple((stage, START + timedelta(days=day)) for stage, day in pairs), outcome,
        None if closed is None else START + timedelta(days=closed))


class TestStageTime(unittest.TestCase):
    def test_each_stage_lasts_until_the_next(self):
        days, present = days_in_stages(journey=at(("new", 0), ("offer", 2.5), ("new", 10), closed=14, outcome="won"), now=NOW)
        self.assertEqual((days, present), ({"new": Decimal("6.5"), "offer": Decimal("7.5")}, None))

    def test_an_open_one_is_still_there(self):
        days, present = days_in_stages(journey=at(("new", 0), ("offer", 50)), now=NOW)
        self.assertEqual((days, present), ({"new": 50, "offer": 9}, "offer"))

    def test_moves_of_tomorrow_have_not_happened(self):
        self.assertEqual(days_in_stages(journey=at(("new", 50), ("offer", 70)), now=NOW), ({"new": 9}, "new"))
        self.assertEqual(days_in_stages(journey=at(("new", 70)), now=NOW), ({}, None))

    def test_moves_in_any_order(self):
        self.assertEqual(days_in_stages(journey=at(("offer", 3), ("new", 0), closed=5, outcome="lost"), now=NOW)[0], {"new": 3, "offer": 2})

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 100)), min_size=1, max_size=8), st.integers(0, 120))
    def test_the_days_of_all_stages_are_the_days_since_the_beginning(self, pairs, closed):
        days, _present = days_in_stages(journey=at(*pairs, closed=closed, outcome="won"), now=START + timedelta(days=200))
        begin = min(day for _stage, day in pairs)
        self.assertEqual(sum(days.values()), max(0, closed - begin))

    def test_medians_are_of_finished_stays(self):
        times = stage_times(stages=("new", "offer"), now=NOW, journeys=[
            at(("new", 0), ("offer", 4), closed=10, outcome="won"), at(("new", 0), ("offer", 10)), at(("new", 58))])
        new, offer = times
        self.assertEqual((new.count, new.median_days, new.mean_days, new.still_there, new.longest_open_days), (2, 7, 7, 1, 1))
        self.assertEqual((offer.count, offer.median_days, offer.still_there, offer.longest_open_days), (1, 6, 1, 49))

    def test_a_stage_nobody_was_in_has_no_figures(self):
        (time,) = stage_times(stages=("new",), journeys=[], now=NOW)
        self.assertEqual((time.count, time.median_days, time.mean_days, time.longest_open_days), (0, None, None, None))


class TestBuckets(unittest.TestCase):
    def test_age(self):
        today = date(2025, 6, 30)
        deals = [(today + timedelta(days=days), Decimal(10)) for days in (5, 0, -29, -30, -200)]
        self.assertEqual([(int(one.least), one.count, one.amount) for one in ageing(deals=deals, today=today)],
                         [(0, 3, 30), (30, 1, 10), (60, 0, 0), (90, 1, 10)])

    @given(st.lists(st.decimals(-1000, 10**6, places=2)))
    def test_every_deal_is_in_one_bucket(self, amounts):
        found = deal_sizes(amounts=amounts, edges=(Decimal(1000), Decimal(10000)))
        self.assertEqual(sum(one.count for one in found), len(amounts))
        self.assertEqual(sum(one.amount for one in found), sum(amounts))

    def test_edges_must_rise(self):
        for edges in ((10, 10), (20, 10), (0, 5)):
            with self.subTest(edges=edges), self.assertRaisesRegex(ValueError, "must be above zero and rise"):
                deal_sizes(amounts=[], edges=edges)

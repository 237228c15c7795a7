"""Between two snapshots: every kind of movement, and the sum that must hold. No database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.waterfall import STATES, SnapshotDeal, waterfall

SNAPSHOT = st.lists(
    st.builds(
        SnapshotDeal, key=st.integers(0, 12), period=st.integers(1, 3), amount=st.decimals(0, 10000, places=2),
        state=st.sampled_from(STATES)),
    unique_by=lambda deal: deal.key)


def deal(key, amount, period=1, state="open"):
    return SnapshotDeal(key, period, Decimal(amount), state)


def totals(before, after):
    answer = waterfall(before=before, after=after, period=1)
    return {kind: amount for kind, amount, count in answer.totals if count}


class TestWaterfall(unittest.TestCase):
    def test_a_quarter_in_one_picture(self):
        before = [
            deal("grew", 100), deal("shrank", 50), deal("slipped", 70), deal("won", 200), deal("lost", 30), deal("gone", 5),
            deal("later", 90, 2), deal("was lost", 11, state="lost"), deal("same", 1)]
        after = [
            deal("grew", 130), deal("shrank", 40), deal("slipped", 75, 2), deal("won", 220, state="won"), deal("lost", 30, state="lost"),
            deal("later", 95), deal("was lost", 12), deal("fresh", 60), deal("same", 1)]
        answer = waterfall(before=before, after=after, period=1)
        self.assertEqual(
            {kind: (int(amount), count) for kind, amount, count in answer.totals},
            {"new": (60, 1), "reopened": (12, 1), "pulled_in": (95, 1), "up": (50, 2), "down": (-10, 1), "slipped": (-70, 1),
             "won": (-220, 1), "lost": (-30, 1), "removed": (-5, 1)})
        self.assertEqual((answer.begin, answer.end, answer.won_before, answer.won_after), (456, 338, 0, 220))

    def test_a_deal_that_came_and_went_shows_both(self):
        self.assertEqual(totals([], [deal("a", 10, state="won")]), {"new": 10, "won": -10})
        self.assertEqual(totals([deal("a", 10, 2)], [deal("a", 12, state="lost")]), {"pulled_in": 12, "lost": -12})

    def test_other_periods_do_not_matter(self):
        self.assertEqual(totals([deal("a", 10, 2), deal("b", 1, 3)], [deal("a", 10, 3)]), {})

    @given(SNAPSHOT, SNAPSHOT)
    def test_beginning_and_movements_make_the_end(self, before, after):
        answer = waterfall(before=before, after=after, period=1)
        self.assertEqual(answer.begin + sum(amount for _kind, amount, _count in answer.totals), answer.end)
        self.assertEqual(answer.end, sum((d.amount for d in after if d.state == "open" and d.period == 1), Decimal()))
        for move in answer.movements:
            self.assertTrue(move.amount >= 0 if move.kind in ("new", "reopened", "pulled_in", "up") else move.amount <= 0)

    @given(SNAPSHOT)
    def test_nothing_moves_between_equal_snapshots(self, snapshot):
        self.assertEqual(waterfall(before=snapshot, after=snapshot, period=1).movements, ())

    def test_a_deal_twice_or_in_an_unknown_state_is_refused(self):
        with self.assertRaisesRegex(ValueError, "deal a is in the snapshot twice"):
            waterfall(before=[deal("a", 1), deal("a", 2)], after=[], period=1)
        with self.assertRaisesRegex(ValueError, "deal a: state 'maybe'"):
            deal("a", 1, state="maybe")

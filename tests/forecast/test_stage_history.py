"""Moves of old opportunities, rebuilt from what was noted. No database."""

import unittest
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.stage_history import OUTCOMES, KnownLead, StageChange, kind_of_move, rebuild

START = datetime(2026, 3, 1, 8)
ORDER = {"new": 0, "qualified": 1, "proposition": 2, "won": 3}


def day(number):
    return START + timedelta(days=number)


def told(lead):
    return [(move.kind, move.old, move.new, move.outcome, move.days) for move in rebuild(lead=lead, order=ORDER)]


class TestStageHistory(unittest.TestCase):
    def test_noted_changes_are_followed(self):
        lead = KnownLead(1, START, "proposition", changes=(
            StageChange(day(5), "qualified", "proposition"), StageChange(day(2), "new", "qualified")))
        self.assertEqual(told(lead), [
            ("created", None, "new", "pending", None), ("forward", "new", "qualified", "pending", 2.0),
            ("forward", "qualified", "proposition", "pending", 3.0)])

    def test_without_notes_it_was_created_where_it_stands(self):
        self.assertEqual(told(KnownLead(1, START, "qualified")), [("created", None, "qualified", "pending", None)])

    def test_lost_where_it_stood(self):
        lead = KnownLead(1, START, "qualified", "lost", day(9), changes=(StageChange(day(4), "new", "qualified"),))
        self.assertEqual(told(lead)[-1], ("lost", "qualified", "qualified", "lost", 5.0))

    def test_entering_the_last_stage_was_winning(self):
        lead = KnownLead(1, START, "won", "won", day(7), changes=(StageChange(day(7), "new", "won"),))
        self.assertEqual(told(lead), [("created", None, "new", "pending", None), ("won", "new", "won", "won", 7.0)])

    def test_won_without_notes_has_a_creation_and_an_end(self):
        self.assertEqual(told(KnownLead(1, START, "won", "won", day(3))), [
            ("created", None, "won", "pending", None), ("won", "won", "won", "won", 3.0)])

    def test_a_stage_that_nobody_noted_is_entered_when_it_was_last_seen_to_change(self):
        lead = KnownLead(1, START, "proposition", stage_since=day(6), changes=(StageChange(day(2), "new", "qualified"),))
        self.assertEqual(told(lead)[-1], ("forward", "qualified", "proposition", "pending", 4.0))

    def test_a_way_back_and_a_second_chance_are_named(self):
        self.assertEqual(kind_of_move(old_outcome="pending", outcome="pending", old_place=2, place=1), "backward")
        self.assertEqual(kind_of_move(old_outcome="lost", outcome="pending", old_place=1, place=1), "reopened")
        self.assertEqual(kind_of_move(old_outcome=None, outcome="won", old_place=-1, place=3), "created")

    def test_an_unknown_outcome_is_refused(self):
        with self.assertRaisesRegex(ValueError, "opportunity 7: outcome 'maybe'"):
            KnownLead(7, START, "new", "maybe")

    @given(st.lists(st.tuples(st.integers(-5, 40), st.sampled_from([*ORDER]), st.sampled_from([*ORDER])), max_size=6),
           st.sampled_from([*ORDER]), st.sampled_from(OUTCOMES), st.one_of(st.none(), st.integers(-5, 60)))
    def test_time_never_runs_backwards_and_it_ends_where_it_stands(self, changes, stage, outcome, closed):
        lead = KnownLead(1, START, stage, outcome, None if closed is None else day(closed), changes=tuple(
            StageChange(day(number), old, new) for number, old, new in changes))
        moves = rebuild(lead=lead, order=ORDER)
        self.assertEqual([move.number for move in moves], list(range(1, len(moves) + 1)))
        self.assertEqual(moves[0].moment, START)
        self.assertTrue(all(move.days is None or move.days >= 0 for move in moves))
        self.assertEqual((moves[-1].new, moves[-1].outcome), (stage, outcome))
        self.assertTrue(all(move.old == before.new for before, move in zip(moves, moves[1:], strict=False)))

"""Declared rules: never backwards, never the closed, the first rule decides; idle is told once a stay. No database."""

import unittest
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.stage_progress import ProgressRule, Waiting, idle, progress

NOW = datetime(2026, 6, 1, 9)
ORDER = {"new": 0, "qualified": 1, "proposition": 2, "won": 3}
QUOTE = ProgressRule("quote", "quote_sent", "proposition")


def moved(leads, *rules, event="quote_sent", teams_of=None):
    decided = progress(event=event, rules=rules or (QUOTE,), leads=leads, order=ORDER, teams_of=teams_of or {})
    return {key: rule.key for key, rule in decided.items()}


class TestStageProgress(unittest.TestCase):
    def test_it_goes_on_and_never_back(self):
        leads = [Waiting(1, "new"), Waiting(2, "proposition"), Waiting(3, "won"), Waiting(4, "qualified")]
        self.assertEqual(moved(leads), {1: "quote", 4: "quote"})

    def test_the_closed_and_the_put_away_stay(self):
        self.assertEqual(moved([Waiting(1, "new", is_open=False)]), {})

    def test_another_event_moves_nothing(self):
        self.assertEqual(moved([Waiting(1, "new")], event="visit_done"), {})

    def test_the_first_rule_that_serves_the_team_decides(self):
        special = ProgressRule("special", "quote_sent", "qualified", teams=frozenset({7}))
        self.assertEqual(moved([Waiting(1, "new", 7), Waiting(2, "new", 8)], special, QUOTE), {1: "special", 2: "quote"})
        self.assertEqual(moved([Waiting(1, "qualified", 7)], special, QUOTE), {}, "the first decided that it stays")

    def test_a_stage_of_another_team_is_not_entered(self):
        teams_of = {"proposition": frozenset({7})}
        self.assertEqual(moved([Waiting(1, "new", 8), Waiting(2, "new", 7), Waiting(3, "new")], teams_of=teams_of), {2: "quote"})

    def test_idle_is_told_once_a_stay(self):
        rule = ProgressRule("idle", "idle", idle_days=14)
        since = NOW - timedelta(days=20)
        leads = [
            Waiting(1, "new", since=since), Waiting(2, "new", since=NOW - timedelta(days=13)), Waiting(3, "new", since=since, told=NOW),
            Waiting(4, "new", since=since, told=since - timedelta(days=1)), Waiting(5, "new", since=since, has_next_step=True),
            Waiting(6, "new", since=since, is_open=False), Waiting(7, "new")]
        self.assertEqual({key: found.key for key, found in idle(rules=[rule], leads=leads, now=NOW).items()}, {1: "idle", 4: "idle"})

    def test_idle_looks_at_its_stages_only(self):
        rule = ProgressRule("idle", "idle", idle_days=1, stages=frozenset({"qualified"}))
        since = NOW - timedelta(days=2)
        self.assertEqual([*idle(rules=[rule], leads=[Waiting(1, "new", since=since), Waiting(2, "qualified", since=since)], now=NOW)], [2])

    def test_an_unknown_event_is_refused(self):
        with self.assertRaisesRegex(ValueError, "rule x: event 'birthday'"):
            ProgressRule("x", "birthday")

    @given(st.lists(st.sampled_from([*ORDER]), max_size=10), st.sampled_from([*ORDER]))
    def test_every_move_leads_forward(self, stages, target):
        leads = [Waiting(number, stage) for number, stage in enumerate(stages)]
        decided = progress(
            event="quote_sent", rules=[ProgressRule(1, "quote_sent", target)], leads=leads, order=ORDER, teams_of={})
        self.assertEqual(set(decided), {lead.key for lead in leads if ORDER[target] > ORDER[lead.stage]})

import unittest
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.insight.attention import Finding, KnownInsight, decide_attention

TODAY = date(2026, 6, 1)
CHURN = Finding("churn", "anna", "warning", TODAY, Decimal(10_000))


def ago(days):
    return TODAY - timedelta(days=days)


def insight(state="new", **values):
    return KnownInsight(values.pop("key", 1), "churn", "anna", state, values.pop("found", ago(2)), values.pop("gravity", 2.5), **values)


def decide(*findings, known=(), **options):
    return decide_attention(findings=findings, known=known, today=TODAY, **options)


class TestAttention(unittest.TestCase):
    def test_a_new_finding_is_shown(self):
        (entry,) = decide(CHURN).shown
        self.assertEqual((entry.known, entry.gravity, entry.score), (None, 2.5, 1.25))

    def test_a_second_finding_updates_and_the_same_twice_is_once(self):
        answer = decide(CHURN, replace(CHURN, severity="info"), known=[insight(key=7)])
        self.assertEqual([(entry.known, entry.finding.severity) for entry in answer.shown], [(7, "warning")])
        self.assertEqual(answer.close, ())

    def test_another_cause_is_another_insight(self):
        self.assertEqual(len(decide(CHURN, replace(CHURN, cause="complaint")).shown), 2)

    def test_dismissed_is_silent_for_a_while_unless_much_graver(self):
        dismissed = insight("dismissed", closed=ago(10))
        self.assertEqual(decide(CHURN, known=[dismissed]).silent, ((CHURN, "dismissed"),))
        self.assertEqual(len(decide(CHURN, known=[replace(dismissed, closed=ago(30))]).shown), 1)
        self.assertEqual(len(decide(CHURN, known=[replace(dismissed, gravity=1.6)]).shown), 1)

    def test_done_comes_back_by_newer_evidence_only(self):
        done = insight("done", closed=ago(3))
        self.assertEqual(decide(replace(CHURN, evidence_day=ago(4)), known=[done]).silent[0][1], "done")
        self.assertEqual(len(decide(replace(CHURN, evidence_day=ago(2)), known=[done]).shown), 1)

    def test_what_is_found_no_more_is_gone_and_the_old_expires(self):
        answer = decide(known=[insight(key=1), replace(insight(key=2, found=ago(31)), record="ben")])
        self.assertEqual(set(answer.close), {(1, "gone"), (2, "expired")})

    def test_old_evidence_is_no_news_and_closes_its_insight(self):
        old = replace(CHURN, evidence_day=ago(31))
        answer = decide(old, known=[insight(found=ago(31))])
        self.assertEqual((answer.shown, answer.silent, answer.close), ((), ((old, "old_evidence"),), ((1, "expired"),)))
        self.assertEqual(len(decide(old, life_days={"churn": 60}).shown), 1)

    def test_what_was_useful_rises_and_what_was_dismissed_sinks(self):
        stalled = Finding("stalled", "deal", "warning", TODAY, Decimal(10_000))
        order = [entry.finding.kind for entry in decide(CHURN, stalled, feedback={"stalled": (9, 1), "churn": (1, 9)}).shown]
        self.assertEqual(order, ["stalled", "churn"])

    def test_fresh_before_stale_certain_before_vague(self):
        fresh, stale, vague = CHURN, replace(CHURN, record="b", evidence_day=ago(15)), replace(CHURN, record="c", certainty=0.4)
        answer = decide(vague, stale, fresh)
        self.assertEqual([entry.finding for entry in answer.shown], [fresh, stale, vague])
        self.assertAlmostEqual(answer.shown[1].score, answer.shown[0].score / 2)

    def test_no_kind_fills_the_list(self):
        answer = decide(*(replace(CHURN, record=number) for number in range(8)), most_of_kind=3)
        self.assertEqual((len(answer.shown), len(answer.held_back)), (3, 5))

    @given(
        st.lists(st.builds(
            Finding, st.sampled_from(["churn", "gap"]), st.integers(0, 3), st.sampled_from(["info", "critical"]),
            st.integers(0, 50).map(ago), st.integers(0, 99_999).map(Decimal), st.floats(0, 1)), max_size=12),
        st.lists(st.tuples(
            st.sampled_from(["churn", "gap"]), st.integers(0, 3), st.sampled_from(["new", "acknowledged", "done", "dismissed"]),
            st.integers(0, 60)), max_size=8, unique_by=lambda row: row[:2]),
    )
    def test_every_finding_and_every_open_insight_has_exactly_one_fate(self, findings, rows):
        known = [
            KnownInsight(place, kind, record, state, ago(days), 2.0, closed=ago(days) if state in ("done", "dismissed") else None)
            for place, (kind, record, state, days) in enumerate(rows)]
        answer = decide(*findings, known=known, most_of_kind=2)
        marks = [entry.finding.mark for entry in answer.shown + answer.held_back] + [finding.mark for finding, _why in answer.silent]
        self.assertEqual(sorted(marks), sorted({finding.mark for finding in findings}))
        updated = [entry.known for entry in answer.shown + answer.held_back if entry.known is not None]
        closed = [key for key, _why in answer.close]
        open_keys = [one.key for one in known if one.state in ("new", "acknowledged")]
        self.assertEqual(sorted(updated + closed), sorted(open_keys))
        self.assertEqual([entry.score for entry in answer.shown], sorted((entry.score for entry in answer.shown), reverse=True))

import unittest
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.visit.due import (
    CustomerFacts,
    DueWeights,
    churn_risk,
    due_date,
    interval_days,
    judge_customer,
    rank_due,
)

TODAY = date(2026, 6, 1)
A = {"interval_days": 15.0, "priority": 1}
SINCE = date(2025, 1, 1)


def customer(key=1, **facts):
    return CustomerFacts(key=key, since=SINCE, **facts)


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


class TestDue(unittest.TestCase):
    def test_interval_and_due_date(self):
        self.assertEqual(interval_days(visits=2, period_days=30), 15.0)
        self.assertIsNone(interval_days(visits=0, period_days=30))
        self.assertEqual(due_date(last_visit=date(2026, 5, 20), since=SINCE, interval=15.0), date(2026, 6, 4))
        self.assertEqual(due_date(last_visit=None, since=SINCE, interval=15.0), SINCE)
        self.assertIsNone(due_date(last_visit=date(2026, 5, 20), since=SINCE, interval=None))

    def test_points_of_the_cadence_as_documented(self):
        for days_ago, points in ((0, 0), (8, 0), (11, 0), (16, 25), (20, 25 + 25 * 0.25), (32, 50), (400, 50)):
            verdict = judge_customer(
                facts=customer(interval_days=16.0, last_visit=TODAY - timedelta(days=days_ago)), today=TODAY, weights=DueWeights(priority=0)
            )
            self.assertAlmostEqual(verdict.score, points, places=1, msg=f"{days_ago} days ago")

    def test_never_visited_is_at_least_due(self):
        verdict = judge_customer(facts=replace(customer(**A), since=TODAY), today=TODAY, weights=DueWeights(priority=0))
        self.assertEqual((codes(verdict), verdict.score), (["never_visited"], 25.0))

    def test_the_words_follow_the_day(self):
        for days_ago, code in ((14, "due_soon"), (15, "due_today"), (20, "overdue")):
            verdict = judge_customer(facts=customer(**A, last_visit=TODAY - timedelta(days=days_ago)), today=TODAY, weights=DueWeights())
            self.assertIn(code, codes(verdict))

    def test_a_planned_visit_takes_the_customer_off_the_list(self):
        self.assertEqual(rank_due(customers=[customer(**A, planned_visit=TODAY)], today=TODAY), [])

    def test_nothing_to_say_is_not_on_the_list(self):
        self.assertEqual(rank_due(customers=[customer(), customer(2, **A, last_visit=TODAY)], today=TODAY), [])

    def test_a_customer_without_cadence_can_be_due_for_a_quote(self):
        [verdict] = rank_due(customers=[customer(open_quotes=1, value=10_000.0)], today=TODAY)
        self.assertEqual(codes(verdict), ["open_quotes", "value"])
        self.assertAlmostEqual(verdict.score, 7.5 + 5.0)

    def test_value_and_priority_alone_are_no_reason_to_go(self):
        self.assertEqual(rank_due(customers=[customer(**A, last_visit=TODAY, value=1e6)], today=TODAY), [])

    def test_silence_counts_only_against_a_known_rhythm(self):
        known = {"first_order": TODAY - timedelta(days=120), "last_order": TODAY - timedelta(days=60), "today": TODAY}
        self.assertAlmostEqual(churn_risk(order_count=3, **known), 0.5)
        self.assertEqual(churn_risk(order_count=2, **known), 0.0)
        self.assertEqual(churn_risk(order_count=3, first_order=TODAY, last_order=TODAY, today=TODAY), 0.0)
        self.assertEqual(
            churn_risk(order_count=4, first_order=TODAY - timedelta(days=900), last_order=TODAY - timedelta(days=890), today=TODAY), 1.0
        )

    def test_ties_go_to_the_earlier_due_date_then_to_the_key(self):
        older, newer = TODAY - timedelta(days=90), TODAY - timedelta(days=80)
        ranked = rank_due(
            customers=[customer(3, **A, last_visit=newer), customer(2, **A, last_visit=newer), customer(9, **A, last_visit=older)],
            today=TODAY,
        )
        self.assertEqual([verdict.key for verdict in ranked], [9, 2, 3])

    def test_limit(self):
        self.assertEqual(len(rank_due(customers=[customer(key, **A) for key in range(9)], today=TODAY, limit=4)), 4)

    @given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 5), st.floats(0, 1e6)), max_size=20), st.randoms(use_true_random=False))
    def test_the_list_does_not_depend_on_the_order_of_the_customers(self, rows, random):
        customers = [
            customer(key, **A, last_visit=TODAY - timedelta(days=days), open_quotes=quotes, value=value)
            for key, (days, quotes, value) in enumerate(rows)
        ]
        shuffled = customers[:]
        random.shuffle(shuffled)
        ranked = rank_due(customers=customers, today=TODAY)
        self.assertEqual(rank_due(customers=shuffled, today=TODAY), ranked)
        self.assertTrue(all(0 < verdict.score <= 100 for verdict in ranked))

    @given(st.integers(0, 400), st.integers(0, 400))
    def test_waiting_longer_is_never_less_urgent(self, one, other):
        near, far = sorted((one, other))
        score = [
            judge_customer(facts=customer(**A, last_visit=TODAY - timedelta(days=days)), today=TODAY, weights=DueWeights()).score
            for days in (near, far)
        ]
        self.assertLessEqual(score[0], score[1])

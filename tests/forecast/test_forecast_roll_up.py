"""Rolling up commit, best case and pipeline through submissions and adjustments. No database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.roll_up import CATEGORIES, roll_up

PARENTS = {"ceo": None, "mia": "ceo", "ann": "mia", "bob": "mia"}


def money(figures):
    return {key: Decimal(value) for key, value in figures.items()}


class TestRollUp(unittest.TestCase):
    def test_deals_add_up_the_tree(self):
        lines = roll_up(parents=PARENTS, deals=money({("ann", "commit"): 10, ("bob", "commit"): 20, ("mia", "commit"): 5})).lines
        self.assertEqual([lines[rep, "commit"].effective for rep in PARENTS], [35, 35, 10, 20])
        self.assertEqual((lines["mia", "commit"].own, lines["mia", "commit"].source), (5, "calculated"))

    def test_the_rep_submits_the_manager_adjusts_the_deals_stay(self):
        answer = roll_up(
            parents=PARENTS, deals=money({("ann", "commit"): 10, ("bob", "commit"): 20}),
            submitted=money({("ann", "commit"): 14, ("bob", "commit"): 30}),
            adjusted=money({("bob", "commit"): 25, ("mia", "best_case"): 9}))
        lines = answer.lines
        ann, bob = lines["ann", "commit"], lines["bob", "commit"]
        self.assertEqual((ann.effective, ann.source), (14, "submitted"))
        self.assertEqual((bob.effective, bob.calculated, bob.submitted), (25, 20, 30))
        self.assertEqual(lines["ceo", "commit"].calculated, 39)
        self.assertEqual(lines["ceo", "best_case"].effective, 9)

    def test_zero_is_an_adjustment_too(self):
        lines = roll_up(parents=PARENTS, deals=money({("ann", "commit"): 10}), adjusted=money({("ann", "commit"): 0})).lines
        self.assertEqual((lines["ceo", "commit"].effective, lines["ann", "commit"].source), (0, "adjusted"))

    def test_cumulative_figures_include_the_surer_ones(self):
        deals = money({("ann", "closed"): 1, ("ann", "commit"): 2, ("ann", "best_case"): 4, ("bob", "pipeline"): 8})
        answer = roll_up(parents=PARENTS, deals=deals, is_cumulative=True)
        self.assertEqual([answer.lines["mia", category].effective for category in CATEGORIES], [1, 3, 7, 15])
        self.assertEqual(answer.doubtful, ())
        doubt = roll_up(parents=PARENTS, deals=deals, adjusted=money({("ann", "best_case"): 2}), is_cumulative=True)
        self.assertEqual(set(doubt.doubtful), {("ann", "best_case"), ("mia", "best_case"), ("ceo", "best_case")})

    @given(
        st.dictionaries(st.tuples(st.sampled_from(sorted(PARENTS)), st.sampled_from(CATEGORIES)), st.decimals(-1000, 1000, places=2)),
        st.booleans())
    def test_the_top_has_the_sum_of_all_deals(self, deals, is_cumulative):
        lines = roll_up(parents=PARENTS, deals=deals, is_cumulative=is_cumulative).lines
        for number, category in enumerate(CATEGORIES):
            included = CATEGORIES[:number + 1] if is_cumulative else (category,)
            wanted = sum((amount for (_rep, name), amount in deals.items() if name in included), Decimal())
            self.assertEqual(lines["ceo", category].effective, wanted)

    def test_omitted_deals_count_nowhere(self):
        lines = roll_up(parents={"ann": None}, deals=money({("ann", "omitted"): 10})).lines
        self.assertEqual(sum(line.effective for line in lines.values()), 0)

    def test_a_circle_and_a_stranger_are_refused(self):
        with self.assertRaisesRegex(ValueError, "lies below itself"):
            roll_up(parents={"a": "b", "b": "a"}, deals={})
        with self.assertRaisesRegex(ValueError, "deals: zoe is not among the reps"):
            roll_up(parents=PARENTS, deals=money({("zoe", "commit"): 1}))

    def test_a_manager_outside_the_scope_ends_the_tree(self):
        lines = roll_up(parents={"ann": "someone else"}, deals=money({("ann", "commit"): 3})).lines
        self.assertEqual(lines["ann", "commit"].effective, 3)

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.core.match_row import LATER, MatchRow, decide

values = st.frozensets(st.integers(0, 4), max_size=3)
criteria = st.dictionaries(st.sampled_from(["team", "segment"]), values)
rows = st.lists(criteria, max_size=6).map(lambda many: [MatchRow(key=n, criteria=one) for n, one in enumerate(many)])
facts = st.dictionaries(st.sampled_from(["team", "segment"]), values)


class TestMatchRow(unittest.TestCase):
    def test_first_match_wins_and_the_losers_are_named(self):
        decision = decide(
            rows=[MatchRow("b2b", {"segment": frozenset({1})}), MatchRow("team 7", {"team": frozenset({7})}), MatchRow("any")],
            facts={"segment": frozenset({2}), "team": frozenset({7})},
        )
        self.assertEqual(decision.winner, "team 7")
        self.assertEqual(decision.losers, (("b2b", "segment"), ("any", LATER)))

    def test_empty_criterion_means_any(self):
        self.assertEqual(decide(rows=[MatchRow("x", {"team": frozenset()})], facts={}).winner, "x")

    def test_no_row_no_winner(self):
        self.assertIsNone(decide(rows=[], facts={}).winner)

    @given(rows, facts)
    def test_winner_matches_and_nothing_before_it_does(self, table, given_facts):
        decision = decide(rows=table, facts=given_facts)
        matching = [
            row.key for row in table
            if all(not wanted or wanted & given_facts.get(name, frozenset()) for name, wanted in row.criteria.items())
        ]
        self.assertEqual(decision.winner, matching[0] if matching else None)
        self.assertEqual(len(decision.losers), len(table) - (decision.winner is not None))

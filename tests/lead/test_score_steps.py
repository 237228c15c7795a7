"""Steps add up to the chance; places run from 0 to 100."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.lead.score_steps import chance_percent, place_of, places, steps_of

LOG_ODDS = st.floats(-8, 8)


class TestScoreSteps(unittest.TestCase):
    @given(LOG_ODDS, st.lists(LOG_ODDS, max_size=12), st.integers(0, 5))
    def test_start_and_steps_add_up_to_the_chance(self, base, contributions, most):
        steps = steps_of(base=base, reasons=[(f"fact {number}", "x", one) for number, one in enumerate(contributions)], most=most)
        total = chance_percent(base) + sum(step.points for step in steps)
        self.assertAlmostEqual(total, chance_percent(base + sum(contributions)), places=6)
        for earlier, later in zip(steps, steps[1:], strict=False):
            self.assertEqual(earlier.after, later.before)

    def test_a_reason_moves_the_chance_its_own_way(self):
        up, down = steps_of(base=0.0, reasons=[("source", "fair", 1.0), ("country", "", -2.0)])
        self.assertGreater(up.points, 0)
        self.assertLess(down.points, 0)
        self.assertEqual(up.before, 50.0)

    def test_the_rest_is_told_together(self):
        steps = steps_of(base=0.0, reasons=[("a", "", 1.0), ("b", "", 0.5), ("c", "", 0.25)], most=1)
        self.assertEqual([step.name for step in steps], ["a", ""])

    def test_extreme_log_odds_stay_chances(self):
        self.assertEqual((chance_percent(1e9), chance_percent(-1e9) < 1e-100), (100.0, True))

    def test_places(self):
        among = places([number / 1000 for number in range(1000)])
        self.assertEqual((place_of(chance=-1, among=among), place_of(chance=2, among=among)), (0, 100))
        self.assertLessEqual(abs(place_of(chance=0.8, among=among) - 80), 1)

    def test_where_all_are_alike_everybody_is_in_the_middle(self):
        self.assertEqual(place_of(chance=0.3, among=places([0.3] * 50)), 50)
        self.assertEqual(place_of(chance=0.3, among=places([])), 50)

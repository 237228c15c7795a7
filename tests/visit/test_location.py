import math
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.visit.location import Position, PositionError, blurred, judge, read_position


def verdict(**changes):
    facts = {
        "policy": "required",
        "consent": True,
        "position": Position(52.0, 13.0, 10.0),
        "distance_m": 100.0,
        "radius_m": 250,
        "accuracy_limit_m": 500,
    }
    return judge(**{**facts, **changes})


class TestReadPosition(unittest.TestCase):
    def test_nothing_sent_is_no_position(self):
        for nothing in (False, None, ""):
            self.assertIsNone(read_position(latitude=nothing, longitude=nothing, accuracy_m=nothing))

    def test_the_equator_at_greenwich_is_a_position(self):
        self.assertEqual(read_position(latitude=0.0, longitude=0.0, accuracy_m=5), Position(0.0, 0.0, 5.0))

    def test_senseless_positions_are_refused_with_the_part_that_is_wrong(self):
        for latitude, longitude, accuracy, code in (
            (math.nan, 13.0, 1, "latitude"),
            (math.inf, 13.0, 1, "latitude"),
            (91, 13.0, 1, "latitude"),
            ("52", 13.0, 1, "latitude"),
            (True, 13.0, 1, "latitude"),
            (52.0, 180.1, 1, "longitude"),
            (52.0, math.nan, 1, "longitude"),
            (52.0, [13], 1, "longitude"),
            (52.0, False, 1, "half"),
            (False, 13.0, 1, "half"),
            (52.0, 13.0, -1, "accuracy"),
            (52.0, 13.0, math.nan, "accuracy"),
        ):
            with self.subTest(latitude=latitude, longitude=longitude, accuracy=accuracy), self.assertRaises(PositionError) as caught:
                read_position(latitude=latitude, longitude=longitude, accuracy_m=accuracy)
            self.assertEqual(caught.exception.code, code)

    def test_an_unknown_accuracy_allows_nothing(self):
        self.assertEqual(read_position(latitude=1.5, longitude=2.5, accuracy_m=False).accuracy_m, 0.0)


class TestJudge(unittest.TestCase):
    def test_inside_the_radius_is_on_site(self):
        self.assertEqual(verdict().state, "on_site")
        self.assertEqual(verdict(distance_m=260.0).state, "on_site", "the circle of 10 m reaches into the radius")

    def test_outside_even_with_the_accuracy_is_far_and_needs_a_reason_where_required(self):
        self.assertEqual((verdict(distance_m=261.0).state, verdict(distance_m=261.0).reason_needed), ("far", True))
        self.assertFalse(verdict(distance_m=261.0, policy="warn").reason_needed)

    def test_a_guessed_position_neither_proves_nor_accuses(self):
        guess = verdict(position=Position(52.0, 13.0, 20_000.0), distance_m=9_000.0)
        self.assertEqual((guess.state, guess.why, guess.reason_needed), ("unknown", "inaccurate", True))
        self.assertEqual(verdict(position=Position(52.0, 13.0, 2_000.0), distance_m=9_000.0).state, "far")
        self.assertEqual(verdict(position=Position(52.0, 13.0, 20_000.0), distance_m=10.0).state, "unknown")

    def test_without_consent_nothing_is_measured_or_kept(self):
        refused = verdict(consent=False)
        self.assertEqual((refused.state, refused.distance_m, refused.keep_position), ("unknown", None, False))

    def test_policy_off_looks_at_nothing(self):
        off = verdict(policy="off", distance_m=99_999.0)
        self.assertEqual((off.state, off.distance_m, off.keep_position, off.reason_needed), ("unknown", None, False, False))

    def test_no_position_needs_a_reason_only_where_required(self):
        self.assertTrue(verdict(position=None, distance_m=None).reason_needed)
        self.assertFalse(verdict(position=None, distance_m=None, policy="warn").reason_needed)

    def test_a_customer_without_position_is_nobodys_fault(self):
        unknown = verdict(distance_m=None)
        self.assertEqual((unknown.state, unknown.reason_needed, unknown.keep_position), ("unknown", False, True))


class TestBlur(unittest.TestCase):
    @given(st.floats(-90, 90), st.floats(-180, 180))
    def test_blurred_is_near_and_says_no_more_when_asked_again(self, latitude, longitude):
        once = blurred(latitude=latitude, longitude=longitude)
        self.assertLessEqual(abs(once[0] - latitude), 0.005 + 1e-9)
        self.assertEqual(blurred(latitude=once[0], longitude=once[1]), once)
        self.assertEqual((round(once[0], 2), round(once[1], 2)), once)

    def test_places_of_one_street_become_one_place(self):
        self.assertEqual(blurred(latitude=52.52031, longitude=13.40412), blurred(latitude=52.52199, longitude=13.40288))

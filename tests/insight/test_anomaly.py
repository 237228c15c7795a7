import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.insight.anomaly import Observation, find_anomalies


def observe(group, *values):
    return [Observation((group, place), group, value) for place, value in enumerate(values)]


class TestAnomaly(unittest.TestCase):
    def test_what_stands_out_among_its_peers(self):
        observations = observe("field", 4, 5, 5, 6, 5, 4, 6, 5, 7, 30) + observe("key account", *range(20, 40, 2))
        (anomaly,) = find_anomalies(observations=observations, least_difference=3)
        self.assertEqual((anomaly.key, anomaly.usual, anomaly.compared, anomaly.is_group), (("field", 9), 5.0, 10, True))
        self.assertGreater(anomaly.robust_z, 3.5)

    def test_a_small_group_is_compared_with_all(self):
        observations = observe("field", *[4, 5, 6] * 5) + observe("new", 5, 25)
        (anomaly,) = find_anomalies(observations=observations, least_difference=3)
        self.assertEqual((anomaly.key, anomaly.is_group, anomaly.compared), (("new", 1), False, 17))

    def test_cents_are_no_anomaly(self):
        self.assertEqual(find_anomalies(observations=observe("field", *[10.0] * 12, 10.4), least_difference=3), [])
        self.assertEqual(len(find_anomalies(observations=observe("field", *[10.0] * 12, 14), least_difference=3)), 1)

    def test_small_values_count_only_when_asked_for(self):
        observations = observe("field", *[20, 21, 22] * 4, 1)
        self.assertEqual(find_anomalies(observations=observations, least_difference=3), [])
        (anomaly,) = find_anomalies(observations=observations, least_difference=3, high_only=False)
        self.assertLess(anomaly.robust_z, -3.5)

    def test_too_few_to_say_what_is_usual(self):
        self.assertEqual(find_anomalies(observations=observe("field", 1, 1, 1, 99), least_difference=3), [])
        self.assertEqual(find_anomalies(observations=[], least_difference=3), [])

    @given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 100)), max_size=40))
    def test_everything_found_is_far_and_sorted_and_the_most_extreme_is_first(self, rows):
        observations = [Observation(place, group, value) for place, (group, value) in enumerate(rows)]
        found = find_anomalies(observations=observations, least_difference=10, high_only=False)
        self.assertTrue(all(abs(anomaly.value - anomaly.usual) >= 10 and abs(anomaly.robust_z) >= 3.5 for anomaly in found))
        scores = [abs(anomaly.robust_z) for anomaly in found]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual(len({anomaly.key for anomaly in found}), len(found))

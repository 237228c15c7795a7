from unittest import TestCase

from odoo.addons.sales_os.algorithms.route.distance_table import blocks, read_table, table_path

KEYS = ["a", "b", "c"]
PLACES = [(45.1, 16.1), (45.2, 16.2), (45.3, 16.3)]


def answer(**vals):
    return {"code": "Ok", "distances": [[0, 10.4], [12, 0]], "durations": [[0, 60], [61.6, 0]]} | vals


class TestDistanceTable(TestCase):
    def test_a_table_that_is_known_is_not_asked_for(self):
        known = {(one, other): (1, 1) for one in KEYS for other in KEYS if one != other}
        self.assertEqual(blocks(keys=KEYS, known=known), [])
        del known["a", "c"]
        self.assertEqual(blocks(keys=KEYS, known=known, size=2), [([0, 1], [2])])

    def test_no_block_is_larger_than_a_server_takes_and_every_pair_is_asked(self):
        keys = [str(index) for index in range(120)]
        asked = set()
        for origins, destinations in blocks(keys=keys, known={}):
            self.assertLessEqual(len(set(origins) | set(destinations)), 100)
            asked |= {(one, other) for one in origins for other in destinations}
        self.assertEqual(len(asked), 120 * 120)

    def test_longitude_comes_first_in_the_question(self):
        self.assertEqual(
            table_path(places=PLACES, origins=[0, 1], destinations=[0, 1]),
            "/table/v1/driving/16.10000,45.10000;16.20000,45.20000?annotations=duration,distance",
        )
        self.assertEqual(
            table_path(places=PLACES, origins=[0, 1], destinations=[2]),
            "/table/v1/driving/16.10000,45.10000;16.20000,45.20000;16.30000,45.30000?annotations=duration,distance&sources=0;1&destinations=2",
        )

    def test_the_answer_is_read_with_whole_metres_and_seconds(self):
        self.assertEqual(
            read_table(answer=answer(), keys=KEYS, origins=[0, 1], destinations=[0, 1]), {("a", "b"): (10, 60), ("b", "a"): (12, 62)}
        )

    def test_a_pair_without_a_road_is_missing_and_not_zero(self):
        broken = answer(durations=[[0, None], [61, 0]])
        self.assertEqual(read_table(answer=broken, keys=KEYS, origins=[0, 1], destinations=[0, 1]), {("b", "a"): (12, 61)})

    def test_numbers_that_no_road_has_are_missing(self):
        for nonsense in (-1, float("nan"), float("inf"), 10**12, "7", True):
            broken = answer(distances=[[0, nonsense], [12, 0]])
            self.assertNotIn(("a", "b"), read_table(answer=broken, keys=KEYS, origins=[0, 1], destinations=[0, 1]))

    def test_an_answer_that_is_no_table_is_refused(self):
        for broken in (
            [],
            None,
            {},
            answer(code="NoTable"),
            answer(distances=[[0, 1]]),
            answer(durations=[[0], [1]]),
            answer(durations="x"),
        ):
            with self.assertRaises(ValueError):
                read_table(answer=broken, keys=KEYS, origins=[0, 1], destinations=[0, 1])

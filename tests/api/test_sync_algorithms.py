"""Sights, cursors and versions of the sync door: without a database."""

import json
import unittest
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.api.record_version import version_of, without_none
from odoo.addons.sales_os.algorithms.api.sight import compare_sights, pack_ids, pack_sight, sight_digest, unpack_ids, unpack_sight
from odoo.addons.sales_os.algorithms.api.sync_cursor import (
    LARGEST,
    OLDEST_DISTANCE,
    CursorError,
    CursorExpired,
    SyncCursor,
    check_continues,
    read_cursor,
    write_cursor,
)

ids = st.sets(st.integers(1, 400), max_size=80)
sights = st.dictionaries(st.sampled_from(["customers", "visits", "quotes"]), ids)
numbers = st.integers(0, LARGEST)


class TestSight(unittest.TestCase):
    def test_neighbours_are_told_as_ranges(self):
        self.assertEqual(pack_ids([10, 1, 2, 3, 4, 7, 9]), "1-4,7,9-10")
        self.assertEqual(pack_ids([]), "")

    @given(sights)
    def test_comes_back_whole(self, sight):
        text = pack_sight(ids_by_kind=sight)
        self.assertEqual(unpack_sight(text), sight)
        self.assertEqual({kind: unpack_ids(pack_ids(keys)) for kind, keys in sight.items()}, sight)
        self.assertEqual(sight_digest(text), sight_digest(pack_sight(ids_by_kind=dict(reversed(sight.items())))))

    @given(sights, sights)
    def test_what_left_and_what_came_lead_from_one_to_the_other(self, old, new):
        gone, entered = compare_sights(old=old, new=new)
        mirror = {(kind, key) for kind, keys in old.items() for key in keys} - set(gone)
        mirror |= {(kind, key) for kind, keys in entered.items() for key in keys}
        self.assertEqual(mirror, {(kind, key) for kind, keys in new.items() for key in keys})


class TestSyncCursor(unittest.TestCase):
    @given(st.text("0123456789abcdef", max_size=12), st.lists(numbers, min_size=6, max_size=6))
    def test_comes_back_whole_and_fits_into_an_address(self, owner, values):
        cursor = SyncCursor(owner, *values)
        text = write_cursor(cursor)
        self.assertEqual(read_cursor(text), cursor)
        self.assertRegex(text, r"^[A-Za-z0-9_-]{1,300}$")

    @given(st.one_of(st.text(max_size=400), st.binary(max_size=50).map(str), st.lists(numbers).map(json.dumps)))
    def test_what_is_none_is_refused(self, text):
        with self.assertRaises(CursorError):
            read_cursor(text)

    def test_a_round_ends_where_the_next_begins(self):
        cursor = SyncCursor("me", since=5, until=9, old=1, new=2, kind=3, last_id=4)
        self.assertTrue(cursor.is_within_round)
        self.assertEqual(cursor.finished(), SyncCursor("me", since=9, old=2))
        self.assertFalse(cursor.finished().is_within_round)

    def test_continues_only_its_own_database_and_not_too_far_back(self):
        cursor = SyncCursor("me", since=1000, until=1010)
        check_continues(cursor, owner="me", newest=1010)
        check_continues(SyncCursor("me"), owner="me", newest=2 * OLDEST_DISTANCE)
        for case, known in {
            "another owner": {"owner": "you", "newest": 1010}, "a restored copy": {"owner": "me", "newest": 1009},
            "too far back": {"owner": "me", "newest": 1001 + OLDEST_DISTANCE},
        }.items():
            with self.subTest(case), self.assertRaises(CursorExpired):
                check_continues(cursor, **known)
        with self.assertRaises(CursorExpired):
            check_continues(replace(cursor, until=2000), owner="me", newest=1500)


class TestVersion(unittest.TestCase):
    def test_names_the_content(self):
        self.assertEqual(version_of({"a": 1, "b": [None, "ü"]}), version_of({"b": [None, "ü"], "a": 1}))
        self.assertNotEqual(version_of({"a": 1}), version_of({"a": 2}))

    def test_nothing_becomes_false_for_xml_rpc(self):
        given = {"a": None, "b": [1, None, {"c": None}], "d": 0}
        self.assertEqual(without_none(given), {"a": False, "b": [1, False, {"c": False}], "d": 0})

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.api.page_cursor import CursorError, read_cursor, write_cursor


class TestPageCursor(unittest.TestCase):
    @given(st.integers(1, 2**31 - 1), st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=3))
    def test_what_was_written_is_read(self, key, filters):
        self.assertEqual(read_cursor(cursor=write_cursor(last_key=key, filters=filters), filters=filters), key)

    def test_a_cursor_of_other_filters_is_refused(self):
        cursor = write_cursor(last_key=5, filters={"state": "done"})
        with self.assertRaisesRegex(CursorError, "other filters"):
            read_cursor(cursor=cursor, filters={"state": "planned"})

    @given(st.text(max_size=300))
    def test_any_text_is_read_or_refused_in_words(self, text):
        try:
            self.assertGreater(read_cursor(cursor=text, filters={}), 0)
        except CursorError as error:
            self.assertTrue(str(error))

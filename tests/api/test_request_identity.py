import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.api.request_identity import accepted_request_id, is_idempotency_key, request_digest

bodies = st.binary(max_size=20)


class TestRequestIdentity(unittest.TestCase):
    def test_an_id_that_could_break_a_header_or_a_log_line_is_not_taken(self):
        self.assertEqual(accepted_request_id("3f2a-77aa-0001"), "3f2a-77aa-0001")
        for given_id in (None, "", "short", "a b c d e f g", "line\nbreak-0001", "x" * 65, "café-2026-0001"):
            with self.subTest(given_id=given_id):
                self.assertIsNone(accepted_request_id(given_id))

    def test_idempotency_keys_are_visible_ascii(self):
        self.assertTrue(is_idempotency_key("order-4711/ä".replace("ä", "a")))
        for key in ("", "a b", "x" * 129, "tab\t", "ä"):
            with self.subTest(key=key):
                self.assertFalse(is_idempotency_key(key))

    @given(st.lists(bodies, min_size=4, max_size=4), st.lists(bodies, min_size=4, max_size=4))
    def test_other_requests_have_other_digests(self, first, second):
        def digest(parts):
            return request_digest(method=parts[0].hex(), path=parts[1].hex(), query=parts[2], body=parts[3])

        self.assertEqual(digest(first) == digest(second), first == second)

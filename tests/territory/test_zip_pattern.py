import unittest

from odoo.addons.sales_os.algorithms.territory.zip_pattern import ZipPatternError, forms, parse_zip_patterns


def matches(patterns, code):
    return any(pattern.matches(form) for form in forms(code) for pattern in parse_zip_patterns(patterns))


class TestZipPattern(unittest.TestCase):
    def test_code_prefix_and_range(self):
        patterns = "75001, 69*, 13001-13020"
        for code in ("75001", "69003", "13001", "13020", " 13010 "):
            self.assertTrue(matches(patterns, code), code)
        for code in ("75002", "13021", "1301", "", "130100"):
            self.assertFalse(matches(patterns, code), code)

    def test_letters_spaces_and_case(self):
        self.assertTrue(matches("sw1a*", "SW1A 1AA"))
        self.assertTrue(matches("K1A 0B1", "k1a0b1"))
        self.assertTrue(matches("AB10-AB25", "AB16"))
        self.assertFalse(matches("AB10-AB25", "AB26"))

    def test_extended_code_falls_under_its_main_part(self):
        self.assertTrue(matches("12345", "12345-6789"))
        self.assertTrue(matches("12300-12399", "12345-6789"))

    def test_star_alone_takes_every_known_code(self):
        self.assertTrue(matches("*", "1"))
        self.assertFalse(matches("*", ""))

    def test_narrower_is_first(self):
        widths = [pattern.width for pattern in parse_zip_patterns("75001, 75001-75002, 75001-75020, 7500*, 75*")]
        self.assertEqual(widths, sorted(widths))

    def test_wrong_patterns_are_named(self):
        for text, code in (("7*5", "star"), ("75001-750", "range-lengths"), ("75020-75001", "range-order"), ("-5", "range-lengths"),
                           ("A1-22", "range-lengths")):
            with self.subTest(text=text), self.assertRaises(ZipPatternError) as caught:
                parse_zip_patterns(text)
            self.assertEqual(caught.exception.code, code)

    def test_nothing_is_no_pattern(self):
        self.assertEqual(parse_zip_patterns(" , ,"), ())

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.quote.ink_colour import CONTRAST, _channels, contrast_with_white, ink, tint

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


class TestInkColour(unittest.TestCase):
    def test_a_dark_colour_stays(self):
        self.assertEqual(ink(colour="#714B67", fallback="#000000"), "#714b67")

    def test_what_is_no_colour_is_replaced(self):
        for colour in (False, "", "red", "#12345", "url(x)"):
            self.assertEqual(ink(colour=colour, fallback="#714B67"), "#714b67")

    @given(colours)
    def test_text_can_be_read(self, colour):
        # a colour is rounded to 256 steps when it is written down
        self.assertGreater(contrast_with_white(_channels(ink(colour=colour, fallback="#000000"))), CONTRAST - 0.1)

    @given(colours)
    def test_a_ground_is_pale(self, colour):
        self.assertLess(contrast_with_white(_channels(tint(colour=colour, fallback="#000000"))), 1.3)

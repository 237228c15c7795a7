"""Which price breaks are told, and what sections add up to."""

import unittest
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.quote.section_total import SectionLine, section_totals
from odoo.addons.sales_os.algorithms.quote.tier import PriceBreak, next_breaks

numbers = st.integers(0, 1000).map(D)
breaks = st.lists(st.builds(PriceBreak, quantity=numbers, price=numbers), max_size=12)


def steps(*pairs):
    return [PriceBreak(quantity=D(quantity), price=D(price)) for quantity, price in pairs]


class TestNextBreaks(unittest.TestCase):
    def told(self, quantity, price, *pairs, **limit):
        return [(int(step.quantity), int(step.price)) for step in next_breaks(
            quantity=D(quantity), price=D(price), breaks=steps(*pairs), **limit)]

    def test_the_next_ones_are_told_nearest_first(self):
        self.assertEqual(self.told(5, 100, (50, 80), (10, 90), (1, 100)), [(10, 90), (50, 80)])

    def test_a_better_agreed_price_silences_the_list(self):
        self.assertEqual(self.told(5, 85, (10, 90), (50, 80)), [(50, 80)])

    def test_a_dearer_step_is_not_told(self):
        self.assertEqual(self.told(1, 100, (10, 90), (20, 95), (30, 85)), [(10, 90), (30, 85)])

    def test_not_more_than_asked(self):
        self.assertEqual(len(self.told(1, 100, *[(n, 100 - n) for n in range(2, 20)], limit=3)), 3)

    @given(numbers, numbers, breaks)
    def test_more_always_costs_less(self, quantity, price, given_breaks):
        told = next_breaks(quantity=quantity, price=price, breaks=given_breaks)
        ladder = [(quantity, price), *((step.quantity, step.price) for step in told)]
        for (less, dear), (more, cheap) in zip(ladder, ladder[1:], strict=False):
            self.assertLess(less, more)
            self.assertLess(cheap, dear)


class TestSectionTotals(unittest.TestCase):
    def test_a_subsection_counts_for_its_section(self):
        lines = [
            SectionLine(key=1, parent=None),
            SectionLine(key=2, parent=1, amount=D(10)),
            SectionLine(key=3, parent=1),
            SectionLine(key=4, parent=3, amount=D("2.50")),
            SectionLine(key=5, parent=None, amount=D(7)),
        ]
        self.assertEqual(section_totals(lines), {1: D("12.50"), 3: D("2.50")})

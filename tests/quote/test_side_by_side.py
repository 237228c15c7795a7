import unittest
from decimal import Decimal

from hypothesis import given

from odoo.addons.sales_os.algorithms.quote.side_by_side import table

from .quotes import content, line, lines_of_quotes


class TestSideBySide(unittest.TestCase):
    def test_a_row_for_each_thing_that_any_offer_holds(self):
        rows = table([content(line(1), line(2)), content(line(1, price=90), line(3)), content(line(1))])
        self.assertEqual([row.title for row in rows], ["Product 1", "Product 2", "Product 3"])
        self.assertEqual([cell.subtotal for cell in rows[0].cells], [Decimal(200), Decimal(180), Decimal(200)])
        self.assertEqual([cell.subtotal for cell in rows[1].cells], [Decimal(200), None, None])
        self.assertTrue(all(row.differs for row in rows))
        self.assertFalse(table([content(line(1)), content(line(1))])[0].differs)

    def test_lines_of_one_product_are_added_up(self):
        row, = table([content(line(1), line(1, quantity=3, is_optional=True))])
        self.assertEqual((row.cells[0].quantity, row.cells[0].subtotal, row.cells[0].is_optional), (5, 500, False))

    @given(lines_of_quotes, lines_of_quotes)
    def test_the_columns_add_up_to_the_offers(self, left, right):
        offers = [content(*left), content(*right)]
        rows = table(offers)
        for column, offer in enumerate(offers):
            self.assertEqual(sum((row.cells[column].subtotal or 0 for row in rows), Decimal(0)), offer.untaxed)

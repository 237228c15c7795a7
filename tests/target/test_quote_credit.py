"""Credits of a quote without a database."""

import unittest
from decimal import Decimal

from odoo.addons.sales_os.algorithms.target.quote_credit import credited_amounts


class TestQuoteCredit(unittest.TestCase):
    def test_a_line_with_credits_of_its_own_leaves_those_of_the_quote(self):
        whole = (("ann", Decimal(60)), ("bob", Decimal(40)))
        lines = [(Decimal(100), ()), (Decimal(50), (("eve", Decimal(100)),))]
        self.assertEqual(credited_amounts(lines=lines, credits=whole), {"ann": Decimal(60), "bob": Decimal(40), "eve": Decimal(50)})

    def test_nobody_credited_gets_nothing(self):
        self.assertEqual(credited_amounts(lines=[(Decimal(100), ())], credits=()), {})

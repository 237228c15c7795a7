"""The effective discount as arithmetic: examples, and what holds for any order."""

import unittest
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.discount.combo_share import combo_share
from odoo.addons.sales_os.algorithms.discount.effective import LineTerms, line_list_amount, line_percent, order_discount

MONEY = st.decimals(min_value=-10_000, max_value=10_000, places=2)
PRICE = st.decimals(min_value=0, max_value=10_000, places=2)


def line(list_amount, net_amount, key=1, **values):
    return LineTerms(key=key, list_amount=D(str(list_amount)), net_amount=D(str(net_amount)), **values)


class TestEffective(unittest.TestCase):
    def test_half_of_the_list_is_fifty_percent(self):
        self.assertEqual(order_discount([line(100, 50)]).percent, D("50.00"))

    def test_a_discount_line_is_given_in_full(self):
        self.assertEqual(order_discount([line(1000, 1000), line(0, -150)]).percent, D("15.00"))

    def test_a_price_above_the_list_pays_for_nothing(self):
        self.assertEqual(order_discount([line(1000, 800), line(1000, 1200)]).percent, D("10.00"))
        self.assertEqual(line_percent(list_amount=D(100), net_amount=D(120)), D("-20.00"))

    def test_only_discount_lines_are_a_full_discount(self):
        self.assertEqual(order_discount([line(0, -1)]).percent, D("100.00"))

    def test_an_empty_order_has_no_discount(self):
        self.assertEqual(order_discount([]).percent, D("0.00"))

    def test_without_a_list_price_a_line_counts_at_its_own(self):
        self.assertEqual(line_list_amount(gross_amount=D(0), net_amount=D(70), has_list_price=True), D(70))
        self.assertEqual(line_list_amount(gross_amount=D(90), net_amount=D(70), has_list_price=False), D(70))
        self.assertEqual(line_list_amount(gross_amount=D(90), net_amount=D(70), has_list_price=True), D(90))

    def test_a_product_given_for_less_than_nothing_still_has_its_list_price(self):
        amount = line_list_amount(gross_amount=D(1000), net_amount=D("-0.01"), has_list_price=True)
        self.assertEqual(order_discount([line(1000, 1000), line(amount, "-0.01")]).percent, D("50.00"))

    def test_a_negative_quantity_is_no_return_ticket(self):
        amount = line_list_amount(gross_amount=D(-300), net_amount=D(-300), has_list_price=True)
        self.assertEqual(order_discount([line(1000, 1000), line(amount, -300)]).percent, D("30.00"))

    def test_a_line_of_quantity_zero_is_judged_on_its_own(self):
        standing = line(0, 0, key=2, percent=D(60), standing=True)
        self.assertEqual(order_discount([line(1000, 950), standing]).percent, D("60.00"))

    def test_combo_prices_are_shared_by_base_price(self):
        self.assertEqual(combo_share(combo_price=D(120), base_prices={1: D(30), 2: D(10)}, chosen=1), D(90))
        self.assertEqual(combo_share(combo_price=D(120), base_prices={1: D(0), 2: D(0)}, chosen=1), D(60))

    @given(st.lists(st.tuples(PRICE, MONEY), max_size=8))
    def test_the_percentage_lies_between_nothing_and_all(self, amounts):
        lines = [line(line_list_amount(gross_amount=gross, net_amount=net, has_list_price=True), net) for gross, net in amounts]
        result = order_discount(lines)
        self.assertTrue(0 <= result.percent <= 100)
        self.assertGreaterEqual(result.given_amount, result.list_amount - result.net_amount)

    @given(st.lists(st.tuples(PRICE, PRICE), min_size=1, max_size=8), st.integers(0, 7), PRICE)
    def test_asking_less_on_any_line_never_lowers_the_discount(self, amounts, position, cut):
        position %= len(amounts)
        cheaper = [(gross, net - cut if index == position else net) for index, (gross, net) in enumerate(amounts)]
        # a line below the list price of 0 is a gift of its own, so products have a list price here
        before, after = (
            order_discount(
                line(line_list_amount(gross_amount=gross + 1, net_amount=net, has_list_price=True), net) for gross, net in rows)
            for rows in (amounts, cheaper))
        self.assertGreaterEqual(after.percent, before.percent)

    @given(st.lists(st.tuples(PRICE, PRICE), min_size=1, max_size=6), PRICE)
    def test_a_line_sold_above_the_list_never_lowers_what_is_given(self, amounts, surcharge):
        rows = [line(gross, net) for gross, net in amounts]
        raised = [*rows, line(1, 1 + surcharge)]
        self.assertEqual(order_discount(raised).given_amount, order_discount(rows).given_amount)

"""Against plan and last year, and the bridge from one revenue to another. No database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.variance import bridge, compare

SALES = st.dictionaries(
    st.sampled_from("abcde"), st.tuples(st.decimals(-5, 1000, places=2), st.decimals(-1000, 100000, places=2)))


def sales(**products):
    return {name: (Decimal(quantity), Decimal(revenue)) for name, (quantity, revenue) in products.items()}


class TestCompare(unittest.TestCase):
    def test_more_revenue_is_good_more_discount_is_not(self):
        up = compare(actual=Decimal(110), reference=Decimal(100))
        down = compare(actual=Decimal(110), reference=Decimal(100), direction="down")
        self.assertEqual((up.amount, up.percent, up.is_favourable, down.is_favourable), (10, 10, True, False))

    def test_without_reference_there_is_no_variance(self):
        self.assertEqual(compare(actual=Decimal(5), reference=None).amount, None)
        zero = compare(actual=Decimal(5), reference=Decimal(0))
        self.assertEqual((zero.amount, zero.percent), (5, None))
        self.assertIsNone(compare(actual=Decimal(5), reference=Decimal(5)).is_favourable)


class TestBridge(unittest.TestCase):
    def test_price_volume_and_mix(self):
        # 10 cheap at 1 and 10 dear at 3, then 10 cheap at 1 and 30 dear at 4
        found = bridge(before=sales(cheap=(10, 10), dear=(10, 30)), after=sales(cheap=(10, 10), dear=(30, 120)))
        self.assertEqual((found.price, found.volume, found.mix), (30, 40, 20))

    def test_new_and_gone_products(self):
        found = bridge(before=sales(old=(1, 7), same=(1, 5)), after=sales(new=(1, 9), same=(1, 5)))
        self.assertEqual((found.new, found.gone, found.price, found.volume, found.mix), (9, -7, 0, 0, 0))

    def test_returns_have_no_price(self):
        found = bridge(before=sales(a=(-1, -10)), after=sales(a=(2, 20)))
        self.assertEqual((found.new, found.gone, found.price), (20, 10, 0))

    @given(SALES, SALES)
    def test_the_bridge_stands_to_the_cent(self, before, after):
        found = bridge(before=before, after=after)
        self.assertEqual(found.before + found.price + found.volume + found.mix + found.new + found.gone, found.after)

"""Cost per sale, cost of winning a customer, shares and coverage, without a database."""

from decimal import Decimal
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.lead.channel_economy import ChannelSums, weigh_channels

amounts = st.decimals(min_value=0, max_value=10**6, places=2)


class TestChannelEconomy(TestCase):
    def test_a_worked_example(self):
        economy = weigh_channels(sums=[
            ChannelSums("fair", leads=40, won=5, orders=6, new_customers=4, revenue=Decimal(30000), cost=Decimal(9000),
                target_share=Decimal(40)),
            ChannelSums("shop", leads=0, orders=50, new_customers=20, revenue=Decimal(70000), cost=Decimal(1000)),
            ChannelSums("phone"),
        ])
        fair, shop, phone = (economy.channels[key] for key in ("fair", "shop", "phone"))
        self.assertEqual((fair.cost_per_lead, fair.cost_per_sale, fair.acquisition_cost), (Decimal("225.00"), Decimal("1500.00"),
            Decimal("2250.00")))
        self.assertEqual((fair.share, fair.share_gap), (Decimal("30.0"), Decimal("-10.0")))
        self.assertEqual((shop.cost_per_lead, shop.cost_per_sale, shop.acquisition_cost), (None, Decimal("20.00"), Decimal("50.00")))
        self.assertIsNone(shop.share_gap, "no aim, nothing to be short of")
        self.assertEqual((phone.cost_per_sale, phone.acquisition_cost, phone.share), (None, None, Decimal("0.0")))
        self.assertEqual((economy.cost_per_sale, economy.acquisition_cost), (Decimal("178.57"), Decimal("416.67")))
        self.assertEqual(economy.coverage, Decimal("66.7"), "two channels of three sold")

    def test_nothing_at_all_has_no_figures(self):
        for sums in ([], [ChannelSums("fair")]):
            economy = weigh_channels(sums=sums)
            self.assertEqual((economy.cost_per_sale, economy.acquisition_cost), (None, None))
            self.assertEqual(economy.coverage, Decimal("0.0") if sums else None)

    def test_a_channel_named_twice_is_refused(self):
        with self.assertRaises(ValueError):
            weigh_channels(sums=[ChannelSums("fair"), ChannelSums("fair")])

    @given(st.lists(st.tuples(amounts, amounts, st.integers(0, 500)), min_size=1, max_size=8))
    def test_shares_sum_to_a_hundred_and_cost_is_kept(self, rows):
        economy = weigh_channels(sums=[
            ChannelSums(key, orders=orders, revenue=revenue, cost=cost) for key, (revenue, cost, orders) in enumerate(rows)])
        shares = [figures.share for figures in economy.channels.values()]
        if economy.revenue:
            self.assertLessEqual(abs(sum(shares) - 100), Decimal("0.05") * len(rows))
        else:
            self.assertEqual(set(shares), {None})
        self.assertEqual(economy.cost, sum(cost for _revenue, cost, _orders in rows))
        self.assertTrue(0 <= economy.coverage <= 100)

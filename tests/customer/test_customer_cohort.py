"""Retention: which share of the customers who first ordered in a month ordered so many months later."""

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestCustomerCohort(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Machine", "taxes_id": False})
        cls.one, cls.two = cls.make_partner("One"), cls.make_partner("Two")
        for partner, days in ((cls.one, ("2026-01-05", "2026-03-20", "2026-06-02")), (cls.two, ("2026-01-20",))):
            for day in days:
                order = cls.env["sale.order"].create({
                    "partner_id": partner.id,
                    "order_line": [Command.create({"product_id": cls.product.id, "price_unit": 100, "tax_ids": []})]})
                order.action_confirm()
                order.date_order = f"{day} 09:00:00"

    def shares(self):
        rows = self.env["sales_os.customer.cohort"]._read_group(
            [("partner_id", "in", (self.one + self.two).ids)], ["month_number"],
            ["retention_percent:avg", "active_count:sum", "amount:sum"])
        return {number: (share, count, amount) for number, share, count, amount in rows}

    def test_a_cell_is_the_share_of_customers_who_came_back(self):
        self.assertEqual(self.shares(), {
            0: (100.0, 2, 200.0), 1: (0.0, 0, 0.0), 2: (50.0, 1, 100.0), 3: (0.0, 0, 0.0), 4: (0.0, 0, 0.0)})

    def test_a_month_that_is_not_over_has_no_cell(self):
        self.assertNotIn(5, self.shares())

    def test_a_cancelled_order_is_none(self):
        self.env["sale.order"].search([("partner_id", "=", self.two.id)]).with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual(self.shares()[2][0], 100.0)

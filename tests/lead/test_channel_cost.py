"""What channels cost and bring: monthly costs, the report, shares against targets, who may see it."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestChannelCost(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # those of the demonstration
        cls.env["sales_os.channel.cost"].search([]).unlink()
        cls.fair = cls.make_channel("Fair", kind="event", target_share_percent=50)
        cls.desk = cls.make_channel("Desk", kind="inside")
        cls.product = cls.env["product.product"].create({"name": "Thing", "taxes_id": []})
        cls.known, cls.new = cls.make_partner("Known"), cls.make_partner("New")
        cls.order(cls.known, 100, cls.desk, "2025-01-10 10:00:00")

    @classmethod
    def order(cls, partner, price, channel, date="2026-06-10 10:00:00"):
        order = cls.env["sale.order"].create({"partner_id": partner.id, "sales_os_channel_id": channel.id, "order_line": [
            Command.create({"product_id": cls.product.id, "price_unit": price, "tax_ids": []})]})
        order.action_confirm()
        order.date_order = date
        return order

    def cost(self, channel, amount, date="2026-06-01", **values):
        return self.env["sales_os.channel.cost"].create({"channel_id": channel.id, "amount": amount, "date": date, **values})

    def figures(self, channel, **span):
        found = self.env["sales_os.channel.performance"].figures(**span)
        return next(row for row in found["channels"] if row["channel_id"] == channel.id)

    def test_a_cost_belongs_to_its_month(self):
        cost = self.cost(self.fair, 100, "2026-06-17")
        self.assertEqual(str(cost.date), "2026-06-01")
        cost.date = "2026-05-31"
        self.assertEqual(str(cost.date), "2026-05-01")

    def test_a_negative_cost_and_a_share_beyond_a_hundred_are_refused(self):
        with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.cost(self.fair, -1)
        self.assertIn("Check", type(caught.exception).__name__)
        with self.assertRaises(ValidationError):
            self.fair.target_share_percent = 101

    def test_a_foreign_cost_counts_at_the_rate_of_its_month(self):
        other = self.env["res.currency"].create({"name": "XTS", "symbol": "X", "rate_ids": [
            Command.create({"name": "2026-06-01", "rate": 4.0, "company_id": self.company.id})]})
        self.assertEqual(self.cost(self.fair, 100, currency_id=other.id).company_amount, 25.0)

    def test_cost_per_sale_cac_and_shares(self):
        self.cost(self.fair, 600)
        self.cost(self.fair, 300, "2026-05-01")
        self.order(self.new, 3000, self.fair)
        self.order(self.known, 1000, self.fair)
        self.order(self.known, 4000, self.desk)
        leads = self.env["crm.lead"].create([{"name": f"L{number}", "sales_os_channel_id": self.fair.id} for number in range(3)])
        leads[0].action_set_won()
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-06-02' WHERE id = ANY(%s)", (leads.ids,))
        fair = self.figures(self.fair, date_from="2026-05-01", date_to="2026-06-30")
        self.assertEqual((fair["orders"], fair["new_customers"], fair["cost"], fair["revenue"]), (2, 1, 900.0, 4000.0))
        self.assertEqual((fair["cost_per_sale"], fair["acquisition_cost"]), (450.0, 900.0))
        self.assertEqual((fair["leads"], fair["won"]), (3, 1))
        june = self.figures(self.fair, date_from="2026-06-01", date_to="2026-06-30")
        self.assertEqual((june["cost_per_sale"], june["acquisition_cost"]), (300.0, 600.0))
        desk = self.figures(self.desk, date_from="2026-06-01", date_to="2026-06-30")
        self.assertEqual((desk["new_customers"], desk["acquisition_cost"], desk["cost_per_sale"]), (0, False, 0.0),
            "who bought before is not new")

    def test_the_list_shows_the_last_twelve_months(self):
        self.cost(self.fair, 600)
        self.cost(self.fair, 999, "2025-05-01")
        self.order(self.new, 3000, self.fair)
        fair = self.fair.with_user(self.user_executive)
        self.assertEqual((fair.year_cost_amount, fair.cost_per_sale_amount, fair.acquisition_cost_amount), (600.0, 600.0, 600.0))
        self.assertEqual(round(fair.share_gap_percent, 1), round(fair.share_percent - 50, 1))

    def test_the_pivot_divides_sums(self):
        self.cost(self.fair, 600)
        self.cost(self.fair, 300)
        self.order(self.new, 3000, self.fair)
        self.order(self.known, 1000, self.fair)
        [(sale, new)] = self.env["sales_os.channel.performance"]._read_group(
            [("channel_id", "=", self.fair.id)], [], ["cost_per_sale:avg", "acquisition_cost:avg"])
        self.assertEqual((sale, new), (450.0, 900.0))

    def test_coverage_counts_channels_with_sales(self):
        # a day on which nobody else can have ordered
        before = self.env["sales_os.channel.performance"].figures("2019-06-15", "2019-06-15")
        self.order(self.new, 10, self.fair, "2019-06-15 10:00:00")
        after = self.env["sales_os.channel.performance"].figures("2019-06-15", "2019-06-15")
        self.assertEqual((before["coverage_percent"], after["coverage_percent"]), (0.0, round(100 / len(after["channels"]), 1)))

    def test_only_executives_and_administrators_see_costs(self):
        self.cost(self.fair, 600)
        for user in (self.user_rep, self.user_manager):
            with self.assertRaises(AccessError):
                self.env["sales_os.channel.performance"].with_user(user).figures()
            with self.assertRaises(AccessError):
                self.fair.with_user(user).cost_ids.read(["amount"])
        self.assertEqual(self.env["sales_os.channel.performance"].with_user(self.user_executive).figures()["cost"], 600.0)
        with self.assertRaises(AccessError):
            self.env["sales_os.channel.cost"].with_user(self.user_executive).create({"channel_id": self.fair.id, "amount": 1})

    def test_another_companys_costs_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.cost(self.fair, 600, company_id=other.id, currency_id=other.currency_id.id)
        self.assertEqual(self.env["sales_os.channel.performance"].figures()["cost"], 0.0)
        self.assertFalse(self.env["sales_os.channel.cost"].with_user(self.user_executive).search([("channel_id", "=", self.fair.id)]))

    def test_a_word_is_no_day(self):
        with self.assertRaises(UserError):
            self.env["sales_os.channel.performance"].figures("soon")

    def test_the_figures_take_the_same_queries_for_any_number(self):
        Performance = self.env["sales_os.channel.performance"]
        Performance.figures()
        with self.collected_queries() as few:
            Performance.figures()
        for number in range(8):
            self.cost(self.make_channel(f"More {number}"), 10)
            self.order(self.new, 10, self.fair)
        with self.collected_queries() as many:
            Performance.figures()
        self.assertNoMoreQueries(few, many)

"""What a report pack finds out: what stands out, what a promotion brought, what customers are worth by when they came."""

from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time

from ..commission.common import CommissionCase

SPAN = (date(2026, 1, 1), date(2026, 1, 31))


@freeze_time("2026-02-20 12:00:00")
class TestReportFindings(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # nobody is asked for a discount here
        cls.env["sales_os.discount.policy"].search([]).action_archive()

    def place(self, user=None):
        return self.env["sales_os.kpi"].with_user(user or self.user_executive)._scope("rep", self.rep.id)

    def kpi(self, user=None):
        # a pack writes down what waits when it asks for its figures, before it looks for what stands out
        self.env.flush_all()
        return self.env["sales_os.kpi"].with_user(user or self.user_executive)

    def test_an_unusual_discount_stands_out_and_says_whose_it_is(self):
        orders = [self.make_order(price, date=f"2026-01-{day:02} 10:00:00") for day, price in enumerate((99, 98, 99, 98, 99, 98, 81), 5)]
        found = self.kpi()._exceptions(self.place(), SPAN, {"points": []})
        self.assertEqual([(row["name"], row["value_text"]) for row in found["rows"]], [(orders[-1].display_name, "19.0 %")])
        self.assertEqual(found["gather"], [{"name": self.user_rep.name, "count": 1, "share": 100.0}])

    def test_a_month_and_a_customer_far_from_usual_stand_out(self):
        for number, amount in enumerate((10, 11, 12, 10, 11, 900)):
            self.make_invoice(amount, partner=self.make_partner(f"Stands {number}"), date="2026-01-10")
        points = [{"date_from": f"2025-{month:02}-01", "value": value} for month, value in enumerate((5, 6, 5, 6, 5, 99), 1)]
        found = self.kpi()._exceptions(self.place(), SPAN, {"points": points})
        self.assertEqual([(row["name"], row["value"]) for row in found["rows"]], [("Stands 5", 900.0), ("2025-06", 99.0)])

    def test_among_few_nothing_stands_out(self):
        self.make_order(81, date="2026-01-10 10:00:00")
        self.assertEqual(self.kpi()._exceptions(self.place(), SPAN, {"points": []}), {"rows": [], "gather": []})

    def test_a_promotion_is_held_against_the_weeks_before(self):
        promoted = self.make_product("Promoted", cost=50)
        pricelist = self.env["product.pricelist"].create({"name": "January sale", "item_ids": [Command.create({
            "applied_on": "1_product", "product_tmpl_id": promoted.product_tmpl_id.id, "compute_price": "percentage", "percent_price": 10,
            "date_start": "2026-01-12 00:00:00", "date_end": "2026-01-18 23:00:00"})]})
        for day, count in (("2025-12-16", 1), ("2025-12-23", 1), ("2025-12-30", 1), ("2026-01-06", 1), ("2026-01-20", 1)):
            for _number in range(count):
                self.make_order(100, product=promoted, date=f"{day} 10:00:00")
        for _number in range(3):
            self.make_order(90, product=promoted, date="2026-01-14 10:00:00")
        self.make_order(100, date="2026-01-14 10:00:00")  # of another product
        row = next(row for row in self.kpi()._promotions(self.place(), SPAN) if "January sale" in row["name"])
        self.assertEqual((row["sold"], row["baseline"], row["uplift"], row["net"]), (270.0, 100.0, 170.0, 170.0))
        # half of 170 more is margin, 30 were given
        self.assertEqual((row["effect"], row["verdict"], row["last_year_uplift"]), (55.0, "More than chance", False))
        mine = next(row for row in self.kpi(self.user_rep)._promotions(self.place(), SPAN) if "January sale" in row["name"])
        self.assertEqual((mine["sold"], mine["effect"]), (270.0, False), "what follows from costs is not told")
        self.assertTrue(pricelist.active)

    def test_customers_by_the_quarter_of_their_first_order(self):
        partners = [self.make_partner(f"Cohort {number}") for number in range(3)]
        for partner, amount, day in zip(partners, (100, 200, 150), ("2025-02-01", "2025-03-01", "2025-11-01"), strict=True):
            self.make_order(100, partner=partner, date=f"{day} 10:00:00").order_line.product_uom_qty = amount / 100
        self.env["sales_os.customer.value"].sudo()._compute_company(self.company)
        rows = {row["name"]: row for row in self.kpi()._cohorts(self.place(), SPAN[1])}
        self.assertEqual({name: (row["customers"], row["ordered"]) for name, row in rows.items()}, {
            "2025, quarter 1": (2, 150.0), "2025, quarter 4": (1, 150.0)})

    def test_sheets_of_the_workbook_and_the_page(self):
        for number, price in enumerate((99, 98, 99, 98, 99, 98, 81)):
            self.make_order(price, date=f"2026-01-{number + 5:02} 10:00:00")
        content = self.kpi()._pack_content(self.kpi()._scope("rep", self.rep.id), SPAN)
        self.assertTrue(content["exceptions"]["rows"])
        html = self.env["ir.actions.report"].with_user(self.user_executive)._render_qweb_html(
            "sales_os.report_kpi_pack", [], data={
                "scope": "rep", "scope_id": self.rep.id, "date_from": "2026-01-01", "date_to": "2026-01-31"})[0].decode()
        self.assertIn("What stands out", html)
        self.assertIn("19.0 %", html)

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestTerritoryPerformance(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.rep2 = cls.make_rep(cls.user_rep2)
        cls.region = cls.make_territory("Region")
        cls.north = cls.make_territory("North", zip_patterns="10*", owner=cls.rep, parent_id=cls.region.id)
        cls.south = cls.make_territory("South", zip_patterns="20*", owner=cls.rep2, parent_id=cls.region.id)
        cls.visited, cls.waiting = cls.make_partner("Visited", zip="10001"), cls.make_partner("Waiting", zip="10002")
        cls.make_partner("Contact person", is_company=False, parent_id=cls.visited.id)
        cls.southern = cls.make_partner("Southern", zip="20001")
        cls.thing = cls.env["product.product"].create({"name": "Thing"})
        cls.Performance = cls.env["sales_os.territory.performance"]

    def order(self, partner, price, currency=None, rate=1):
        values = {
            "partner_id": partner.id,
            "order_line": [Command.create({"product_id": self.thing.id, "price_unit": price, "tax_ids": [Command.clear()]})],
        }
        if currency:
            pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": currency.id})
            values["pricelist_id"] = pricelist.id
        order = self.env["sale.order"].create(values)
        order.action_confirm()
        return order

    def visit(self, partner, day, state="done"):
        return self.env["sales_os.visit"].create(
            {
                "rep_id": self.rep.id,
                "partner_id": partner.id,
                "date_start": f"{day} 09:00:00",
                "date_stop": f"{day} 09:30:00",
                "state": state,
            }
        )

    def figures(self, user=None, **filters):
        rows = self.Performance.with_user(user or self.env.user).formatted_read_group(
            [("top_territory_id", "=", self.region.id), *filters.items()],
            ["territory_id"],
            [
                "customer_count:sum",
                "covered_count:sum",
                "coverage_percent:avg",
                "revenue_amount:sum",
                "order_count:sum",
                "visit_count:sum",
                "missed_count:sum",
            ],
        )
        return {row["territory_id"][1]: row for row in rows}

    def test_customers_revenue_visits_and_coverage(self):
        self.order(self.visited, 100)
        self.order(self.waiting, 50)
        self.visit(self.visited, "2026-06-01")
        self.visit(self.waiting, "2026-01-10")
        self.visit(self.waiting, "2026-06-02", state="missed")
        north = self.figures()["North"]
        self.assertEqual(
            {key: north[key] for key in north if ":" in key},
            {
                "customer_count:sum": 2,
                "covered_count:sum": 1,
                "coverage_percent:avg": 50.0,
                "revenue_amount:sum": 150.0,
                "order_count:sum": 2,
                "visit_count:sum": 2,
                "missed_count:sum": 1,
            },
        )
        self.company.sales_os_coverage_days = 200
        self.assertEqual(self.figures()["North"]["coverage_percent:avg"], 100.0)

    def test_quotations_do_not_count_and_currencies_are_converted(self):
        self.env["sale.order"].create(
            {"partner_id": self.visited.id, "order_line": [Command.create({"product_id": self.thing.id, "price_unit": 999})]}
        )
        foreign = self.env["res.currency"].create(
            {"name": "XFX", "symbol": "x", "rate_ids": [Command.create({"name": "2026-01-01", "rate": 10})]}
        )
        self.order(self.visited, 1000, currency=foreign)
        self.assertAlmostEqual(self.figures()["North"]["revenue_amount:sum"], 100.0)

    def test_orders_belong_to_who_owned_the_territory_that_day(self):
        self.order(self.visited, 100)
        self.north.assignment_ids.date_end = "2026-06-30"
        self.north.assignment_ids = [Command.create({"rep_id": self.rep2.id, "role": "owner", "date_start": "2026-07-01"})]
        with freeze_time("2026-07-05 10:00:00"):
            self.order(self.visited, 30)
            rows = self.Performance._read_group(
                [("territory_id", "=", self.north.id), ("kind", "=", "order")], ["rep_id"], ["revenue_amount:sum"]
            )
        self.assertEqual(dict(rows), {self.rep: 100.0, self.rep2: 30.0})

    def test_managers_see_their_territories_and_reps_none(self):
        self.assertEqual(set(self.figures(self.user_manager)), {"North"})
        self.assertEqual(set(self.figures(self.user_executive)), {"North", "South"})
        self.assertFalse(self.Performance.with_user(self.user_rep).has_access("read"))

    def test_screens(self):
        for view_type in ("pivot", "graph", "list", "search"):
            self.assertTrue(self.Performance.with_user(self.user_manager).get_view(view_type=view_type)["arch"])

    def test_the_sales_analysis_knows_territories(self):
        self.order(self.visited, 100)
        rows = self.env["sale.report"]._read_group(
            [("sales_os_territory_id", "child_of", self.region.id)], ["sales_os_territory_id"], ["price_subtotal:sum"]
        )
        self.assertEqual(rows, [(self.north, 100.0)])
        mine = self.env["sale.report"].with_user(self.user_manager).search_count([("sales_os_territory_id", "=", self.north.id)])
        self.assertEqual(mine, 1)

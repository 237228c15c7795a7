"""Figures of bad input: nothing, one order, days to come, currencies, a territory that changes hands, what is archived, zeros, clocks."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.sales_os.algorithms.kpi.registry import KPIS

from ..commission.common import CommissionCase

JANUARY = {"date_from": "2026-01-01", "date_to": "2026-01-31"}
DIVIDED = ("percent", "points", "ratio", "days", "money_per_hour", "index", "score")


@freeze_time("2026-01-20 12:00:00")
class TestKpiBadInput(CommissionCase):
    @property
    def kpi(self):
        return self.env["sales_os.kpi"].with_user(self.user_executive)

    def figures(self, *codes, **asked):
        return {row["code"]: row for row in self.kpi.figures(list(codes), **{**JANUARY, **asked})["figures"]}

    def of_rep(self, *codes, rep=None, **asked):
        found = self.figures(*codes, scope="rep", scope_id=(rep or self.rep).id, **asked)
        return [found[code]["value"] for code in codes]

    def pack_of(self, scope, scope_id):
        return self.kpi._pack_content(self.kpi._scope(scope, scope_id), tuple(map(fields.Date.to_date, JANUARY.values())))

    # nothing at all
    def test_nothing_to_divide_by_is_never_zero(self):
        newcomer = self.make_rep(name="Newcomer")
        for code, row in self.figures(*KPIS, scope="rep", scope_id=newcomer.id, compare="last_year").items():
            with self.subTest(code=code):
                if KPIS[code].unit in DIVIDED and code != "channel_coverage":  # channels there are
                    self.assertIn(row["state"], ("na", "unavailable"), code)
                    self.assertEqual((row["value"], row["text"], bool(row["why"])), (False, "n/a", True))
                elif row["state"] == "ok":
                    self.assertEqual(row["value"], 0.0)

    def test_a_company_without_anything_has_a_page_a_pack_and_a_series(self):
        empty = self.env["res.company"].create({"name": "Empty"})
        self.user_executive.write({"company_ids": [Command.link(empty.id)]})
        env = self.kpi.with_context(allowed_company_ids=empty.ids).env
        board = env["sales_os.dashboard"].board()
        self.assertEqual((board["scope"]["name"], board["parts"], board["timeline"], board["alerts"]), ("Empty", [], [], []))
        self.assertEqual({point["value"] for point in board["months"]["points"]}, {0.0})
        span = tuple(map(fields.Date.to_date, JANUARY.values()))
        content = env["sales_os.kpi"]._pack_content(env["sales_os.kpi"]._scope(), span)
        self.assertEqual((content["bridge"], content["exceptions"], content["promotions"], content["cohorts"]), (
            [], {"rows": [], "gather": []}, [], []))
        for file in ("xlsx", "pdf"):
            self.assertTrue(env["sales_os.kpi"].pack(file=file, **JANUARY)["data"])

    # one order
    def test_one_order_is_enough_and_no_trend(self):
        self.make_order(90)
        self.make_invoice(90)
        self.assertEqual(
            self.of_rep("revenue", "units", "orders_per_customer", "repeat_rate", "top10_share", "hhi_customer", "price_realisation"),
            [90.0, 1.0, 1.0, 0.0, 100.0, 10000.0, 90.0])
        found = self.figures("growth_pct", "retention", "win_rate", scope="rep", scope_id=self.rep.id)
        self.assertEqual({row["state"] for row in found.values()}, {"na"})
        self.assertEqual(self.kpi.series("revenue", "rep", self.rep.id, "2026-01-31", 1)["trend"], "too_short")
        self.assertEqual([row["share_percent"] for row in self.kpi.breakdown("product", "rep", self.rep.id, **JANUARY)], [100.0])
        content = self.pack_of("rep", self.rep.id)
        self.assertEqual([row for row in content["exceptions"]["rows"] if row["kind"].startswith("Discount")], [], "nothing is usual yet")

    # days to come
    def test_days_to_come_count_on_their_day_and_planned_work_is_not_undone(self):
        self.make_order(100, date="2026-01-30 10:00:00")
        self.make_visit(self.rep, date_start="2026-01-29 09:00:00")
        self.assertEqual(self.of_rep("units", "visits_missed"), [1.0, 0.0])
        self.assertEqual(self.figures("call_compliance", scope="rep", scope_id=self.rep.id)["call_compliance"]["state"], "na")
        self.assertEqual(self.of_rep("units", date_to="2026-01-29"), [0.0])
        later = self.figures("revenue", "pipeline_value", scope="rep", scope_id=self.rep.id, date_from="2031-01-01", date_to="2031-12-31")
        self.assertEqual((later["revenue"]["value"], later["pipeline_value"]["state"]), (0.0, "unavailable"))

    # currencies
    def test_other_currencies_count_in_that_of_the_company(self):
        foreign = self.env["res.currency"].create({"name": "XFX", "symbol": "X", "rounding": 0.01})
        self.env["res.currency.rate"].create({"currency_id": foreign.id, "name": "2026-01-01", "rate": 4, "company_id": self.company.id})
        pricelist = self.env["product.pricelist"].create({"name": "XFX", "currency_id": foreign.id})
        self.make_order(360, pricelist_id=pricelist.id)
        self.make_order(100)
        self.make_invoice(360, currency_id=foreign.id), self.make_invoice(100)
        revenue, realised, margin, units = self.of_rep("revenue", "price_realisation", "margin_pct", "units")
        # 90 and 100 of 200 at list price, at a cost of 60 each
        self.assertEqual((revenue, realised, units), (190.0, 95.0, 2.0))
        self.assertAlmostEqual(margin, 100 * 70 / 190, 4)
        self.assertEqual(sum(row["value"] for row in self.kpi.breakdown("customer", "rep", self.rep.id, **JANUARY)), 190.0)

    # a territory that changes hands
    def test_a_territory_that_changes_hands_within_the_period_counts_for_each_on_the_own_days(self):
        place = self.make_territory("Hands", "10*", owner=self.rep)
        place.assignment_ids.date_end = "2026-01-14"
        self.env["sales_os.territory.assignment"].create({
            "territory_id": place.id, "rep_id": self.rep2.id, "role": "owner", "date_start": "2026-01-15"})
        partner = self.make_partner(zip="10115")
        # sold by somebody who is no representative: the owner's of the day
        self.make_invoice(100, date="2026-01-14", partner=partner, user=self.user_plain)
        self.make_invoice(40, date="2026-01-15", partner=partner, user=self.user_plain)
        self.assertEqual([*self.of_rep("revenue"), *self.of_rep("revenue", rep=self.rep2)], [100.0, 40.0])
        self.assertEqual(self.figures("revenue", scope="territory", scope_id=place.id)["revenue"]["value"], 140.0)
        parts = {row["id"]: row["value"] for row in self.kpi.breakdown("owner", "territory", place.id, **JANUARY)}
        self.assertEqual(parts, {self.rep.id: 100.0, self.rep2.id: 40.0})
        self.make_rep(name="Third")
        self.rep.action_archive()
        self.assertEqual(self.figures("revenue", scope="territory", scope_id=place.id)["revenue"]["value"], 140.0)

    # what is archived
    def test_what_is_archived_later_stays_sold(self):
        kind = self.env["product.category"].create({"name": "Steam"})
        product = self.make_product("Steam Engine", categ_id=kind.id)
        partner, channel = self.make_partner("Closed Railway"), self.make_channel("Fax", code="fax26")
        order = self.make_order(95, product=product, partner=partner, sales_os_channel_id=channel.id)
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-01-11"
        invoice.action_post()
        before = self.of_rep("revenue", "units", "price_realisation", "hhi_channel")
        for record in (product, product.product_tmpl_id, partner, channel):
            record.action_archive()
        self.assertEqual(self.of_rep("revenue", "units", "price_realisation", "hhi_channel"), before)
        for group_by, record in (("product", product), ("customer", partner), ("channel", channel), ("category", kind)):
            with self.subTest(group_by=group_by):
                row, = self.kpi.breakdown(group_by, "rep", self.rep.id, **JANUARY)
                self.assertEqual((row["id"], row["name"], row["value"]), (record.id, record.display_name, 95.0))
        self.assertEqual(self.of_rep("revenue", filters={"customer": partner.id, "channel": channel.id, "category": kind.id}), [95.0])
        lines = self.env["sales_os.sold.line"].search([("product_id", "=", product.id)])
        self.assertEqual(sum(lines.mapped("revenue_amount")), 95.0)

    # clocks
    def test_a_day_whose_midnight_does_not_exist_begins_with_its_first_moment(self):
        # the clocks of Cairo go from 24 April 00:00 to 01:00, those of the Azores from 1:00 back to 0:00, those of Kathmandu never
        for zone, day, first, after in (
                ("Africa/Cairo", "2026-04-24", "2026-04-23 22:00:00", "2026-04-24 21:00:00"),
                ("Atlantic/Azores", "2026-10-25", "2026-10-25 00:00:00", "2026-10-26 01:00:00"),
                ("Asia/Kathmandu", "2026-06-10", "2026-06-09 18:15:00", "2026-06-10 18:15:00")):
            with self.subTest(zone=zone):
                self.company.partner_id.tz = zone
                for moment in map(fields.Datetime.to_datetime, (first, after)):
                    self.make_order(100, date=moment), self.make_order(100, date=fields.Datetime.subtract(moment, seconds=1))
                self.assertEqual(self.of_rep("units", date_from=day, date_to=day), [2.0], zone)
                eve, morrow = (str(fields.Date.add(fields.Date.to_date(day), days=days)) for days in (-1, 1))
                self.assertEqual(self.of_rep("units", date_from=eve, date_to=morrow), [4.0], "no order falls between two days")

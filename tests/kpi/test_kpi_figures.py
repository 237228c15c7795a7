"""Figures from records: they agree with posted invoices, with each other and with what somebody may see."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.sales_os.algorithms.kpi.registry import KPIS

from ..commission.common import CommissionCase

JANUARY = {"date_from": "2026-01-01", "date_to": "2026-01-31"}


@freeze_time("2026-01-20 12:00:00")
class TestKpiFigures(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        (cls.rep | cls.rep2).parent_id = cls.manager
        cls.other_company = cls.env["res.company"].create({"name": "Figures Only"})

    def figures(self, *codes, user=None, **asked):
        answer = self.env["sales_os.kpi"].with_user(user or self.user_executive).figures(list(codes), **{**JANUARY, **asked})
        return {row["code"]: row for row in answer["figures"]}

    def value(self, code, **asked):
        return self.figures(code, **asked)[code]["value"]

    def rep_value(self, code, rep=None, **asked):
        return self.value(code, scope="rep", scope_id=(rep or self.rep).id, **asked)

    def posted(self):
        """What the books say."""
        return sum(self.env["account.move"].search([
            ("state", "=", "posted"), ("move_type", "in", ("out_invoice", "out_refund")), ("company_id", "=", self.company.id),
            ("invoice_date", ">=", "2026-01-01"), ("invoice_date", "<=", "2026-01-31")]).mapped("amount_untaxed_signed"))

    # agreement
    def test_revenue_is_what_the_posted_invoices_say(self):
        before = self.posted()
        invoice = self.make_invoice(100.10, 250.33, 49.07)
        self.make_invoice(77.77, user=self.user_plain)
        self.make_invoice(1000, post=False)
        self.make_invoice(5, date="2026-02-01"), self.make_invoice(6, date="2025-12-31")
        self.refund(invoice, "2026-01-18", amount=20.20)
        self.assertAlmostEqual(self.posted() - before, 457.07, 2)
        self.assertAlmostEqual(self.value("revenue"), self.posted(), 2)
        lines = self.env["sales_os.sold.line"].search([("date", ">=", "2026-01-01"), ("date", "<=", "2026-01-31"),
                                                       ("company_id", "=", self.company.id)])
        self.assertAlmostEqual(sum(lines.mapped("revenue_amount")), self.posted(), 2)
        self.assertAlmostEqual(sum(row["value"] for row in self.env["sales_os.kpi"].with_user(self.user_executive).breakdown(
            "customer", limit=2, **JANUARY)), self.posted(), 2)

    def test_down_payments_are_revenue_and_their_end_is_no_sale_twice(self):
        before = self.posted()
        order = self.make_order(1000)
        self.env["sale.advance.payment.inv"].with_context(active_model="sale.order", active_ids=order.ids).create(
            {"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        order.invoice_ids.invoice_date = "2026-01-10"
        order.invoice_ids.action_post()
        self.assertAlmostEqual(self.posted() - before, 300, 2)
        self.assertAlmostEqual(self.value("revenue"), self.posted(), 2)

    def test_the_shares_of_a_split_sum_to_the_whole(self):
        whole = self.value("revenue")
        order = self.make_order(100, 100.01, confirm=False)
        order.sales_os_credit_ids = [
            Command.create({"rep_id": rep.id, "percent": percent}) for rep, percent in ((self.rep, 33.3333), (self.rep2, 66.6667))]
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-01-12"
        invoice.action_post()
        mine, theirs = self.rep_value("revenue"), self.rep_value("revenue", self.rep2)
        self.assertAlmostEqual(mine, 66.6699, 4)
        self.assertAlmostEqual(mine + theirs, 200.01, 6)
        self.assertAlmostEqual(self.value("revenue", scope="reports", scope_id=self.manager.id), 200.01, 6)
        self.assertAlmostEqual(self.value("revenue") - whole, 200.01, 6)

    def test_orders_of_the_period(self):
        self.make_order(100, 90, date="2026-01-10 10:00:00")
        self.make_order(100, partner=self.make_partner("Other"))
        self.make_order(100, date="2026-02-02 10:00:00")
        self.make_order(100, confirm=False)
        self.make_order(100, date="2026-01-11 10:00:00")
        found = self.figures(
            "units", "margin_pct", "orders_per_customer", "repeat_rate", "price_realisation", "discount_avg", scope="rep",
            scope_id=self.rep.id)
        # 390 of 400 at list price, 240 of cost; three orders of two customers
        self.assertEqual({code: row["value"] for code, row in found.items()}, {
            "units": 4.0, "margin_pct": 38.461538, "orders_per_customer": 1.5, "repeat_rate": 50.0, "price_realisation": 97.5,
            "discount_avg": 2.5})

    def test_opportunities(self):
        make = self.env["crm.lead"].create
        won = make([{"name": f"W{n}", "type": "opportunity", "user_id": self.user_rep.id, "expected_revenue": 1000} for n in (1, 2, 3)])
        lost = make({"name": "L", "type": "opportunity", "user_id": self.user_rep.id})
        opened = make({"name": "O", "type": "opportunity", "user_id": self.user_rep.id, "expected_revenue": 400, "probability": 25})
        won.action_set_won(), lost.action_set_lost()
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = date_closed - interval '10 days' WHERE id = ANY(%s)", [won.ids])
        self.env.cr.execute("UPDATE crm_lead SET create_date = date_closed - interval '4 days' WHERE id = %s", [lost.id])
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-01-15' WHERE id = %s", [opened.id])
        self.env.invalidate_all()
        opened.write({"automated_probability": 25, "probability": 25})
        found = self.figures(
            "deals_won", "win_rate", "avg_deal_size", "sales_cycle_days", "lost_cycle_days", "pipeline_value", "weighted_pipeline",
            "pipeline_velocity", "lead_to_sale", scope="rep", scope_id=self.rep.id)
        self.assertEqual({code: row["value"] for code, row in found.items()}, {
            "deals_won": 3.0, "win_rate": 75.0, "avg_deal_size": 1000.0, "sales_cycle_days": 10.0, "lost_cycle_days": 4.0,
            "pipeline_value": 400.0, "weighted_pipeline": 100.0, "pipeline_velocity": 75.0, "lead_to_sale": 60.0})
        action = found["deals_won"]["action"]
        self.assertEqual(self.env["crm.lead"].with_context(**action["context"]).search(action["domain"]), won)

    def test_what_was_open_on_another_day_is_not_made_up(self):
        row = self.figures("pipeline_value", date_from="2025-12-01", date_to="2025-12-31")["pipeline_value"]
        self.assertEqual((row["state"], row["value"]), ("unavailable", False))
        self.assertIn("daily snapshots", row["why"])

    def test_visits(self):
        outcome = self.env["sales_os.visit.outcome"].search([], limit=1).code
        for hour in (8, 9):
            visit = self.make_visit(self.rep, date_start=f"2026-01-20 {hour:02}:00:00")
            visit.action_check_in(), visit.action_check_out(outcome)
        self.make_visit(self.rep, date_start="2026-01-19 09:00:00").sudo()._transition("missed")
        found = self.figures("visits_done", "visits_missed", "call_compliance", "strike_rate", scope="rep", scope_id=self.rep.id)
        self.assertEqual([found[code]["value"] for code in found], [2.0, 1.0, 66.666667, 0.0])

    def test_targets_and_attainment(self):
        self.make_target(self.rep, 1000, approve=True)
        self.make_target(self.rep2, 1000, approve=True)
        self.make_invoice(870)
        mine = self.figures("revenue", "quota_attainment", scope="rep", scope_id=self.rep.id)
        self.assertEqual((mine["revenue"]["target"], mine["revenue"]["attainment_percent"]), (1000.0, 87.0))
        self.assertEqual(mine["quota_attainment"]["value"], 87.0)
        self.assertEqual(self.value("team_quota", scope="reports", scope_id=self.manager.id), 43.5)

    def test_visits_of_those_without_a_target_do_not_reach_it_for_others(self):
        self.make_target(self.rep, 4, metric="visits", approve=True)
        outcome = self.env["sales_os.visit.outcome"].search([], limit=1).code
        for rep, hours in ((self.rep, (8,)), (self.rep2, (9, 10))):
            for hour in hours:
                visit = self.make_visit(rep, date_start=f"2026-01-20 {hour:02}:00:00")
                visit.action_check_in(), visit.action_check_out(outcome)
        row = self.figures("visits_done", scope="reports", scope_id=self.manager.id)["visits_done"]
        self.assertEqual((row["value"], row["target"], row["attainment_percent"]), (3.0, 4.0, 25.0))
        self.assertIn("1 by those who have a target", row["target_note"])
        mine = self.figures("visits_done", scope="rep", scope_id=self.rep.id)["visits_done"]
        self.assertEqual((mine["attainment_percent"], mine["target_note"]), (25.0, ""))

    def test_commission_cost(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000)
        self.earn(plan)
        self.assertEqual(self.rep_value("commission_cost"), 5.0)

    def test_concentration(self):
        with_new = [self.make_partner(f"C{n}") for n in range(3)]
        for partner, amount in zip(with_new, (50, 30, 20), strict=True):
            self.make_invoice(amount, partner=partner)
        self.assertEqual(self.rep_value("hhi_customer"), 3800.0)
        self.assertEqual(self.rep_value("top10_share"), 100.0)

    def test_forecasts_are_measured_by_their_first_snapshot(self):
        figure = self.env["sales_os.forecast"].sudo().create({
            "date_start": "2025-12-01", "date_end": "2025-12-31", "company_id": self.company.id, "scope_kind": "rep", "rep_id": self.rep.id,
            "scope_key": f"rep:{self.rep.id}", "effective_amount": 500, "actual_amount": 100, "is_over": True})
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO sales_os_forecast_snapshot (company_id, date, taken_on) VALUES (%s, '2025-12-01', now()) RETURNING id",
            [self.company.id])
        snapshot = self.env.cr.fetchone()[0]
        self.env.cr.execute(
            """INSERT INTO sales_os_forecast_snapshot_line (snapshot_id, forecast_id, company_id, week, horizon, effective_amount)
               VALUES (%s, %s, %s, '2025-12-01', 0, 90)""", [snapshot, figure.id, self.company.id])
        found = self.figures(
            "forecast_wape", "forecast_bias", scope="rep", scope_id=self.rep.id, date_from="2025-12-01", date_to="2025-12-31")
        self.assertEqual([row["value"] for row in found.values()], [10.0, -10.0])

    # no meaning, nothing there
    def test_nothing_to_divide_by_is_not_zero(self):
        row = self.figures("win_rate", scope="rep", scope_id=self.rep.id)["win_rate"]
        self.assertEqual((row["state"], row["value"], row["text"]), ("na", False, "n/a"))
        self.assertTrue(row["why"])
        self.assertEqual(self.rep_value("revenue"), 0.0)

    def test_an_empty_company_has_figures(self):
        self.user_executive.write({"company_ids": [Command.link(self.other_company.id)]})
        answer = self.env["sales_os.kpi"].with_user(self.user_executive).with_company(self.other_company).with_context(
            allowed_company_ids=self.other_company.ids).figures(compare="last_year", **JANUARY)
        self.assertTrue(all(row["state"] in ("ok", "na", "unavailable") for row in answer["figures"]))
        self.assertEqual(next(row["value"] for row in answer["figures"] if row["code"] == "revenue"), 0.0)

    def test_every_code_has_an_answer_and_what_is_missing_says_why(self):
        for code, row in self.figures(*KPIS).items():
            with self.subTest(code=code):
                self.assertNotIn(None, row.values())
                self.assertTrue(row["state"] == "ok" or row["why"])

    def test_future_days_are_empty(self):
        self.assertEqual(self.value("revenue", date_from="2031-01-01", date_to="2031-12-31"), 0.0)

    # comparison
    def test_compared_with_last_year(self):
        self.make_invoice(120), self.make_invoice(80, date="2025-01-15")
        found = self.figures("revenue", "growth_pct", compare="last_year", scope="rep", scope_id=self.rep.id)
        row = found["revenue"]
        self.assertEqual((row["before"], row["variance"], row["variance_percent"], row["is_better"]), (80.0, 40.0, 50.0, "yes"))
        self.assertEqual(found["growth_pct"]["state"], "na")

    def test_a_series_has_a_point_a_month(self):
        self.make_invoice(10), self.make_invoice(20, date="2025-12-31"), self.make_invoice(30, date="2025-11-01")
        found = self.env["sales_os.kpi"].with_user(self.user_rep).series("revenue", months=3)
        self.assertEqual([point["value"] for point in found["points"]], [30.0, 20.0, 10.0])

    # days
    def test_a_day_ends_where_the_company_is(self):
        self.company.partner_id.tz = "Europe/Istanbul"
        self.make_order(100, date="2026-01-31 20:59:59"), self.make_order(100, date="2026-01-31 21:00:00")
        self.assertEqual(self.rep_value("units"), 1.0)
        self.assertEqual(self.rep_value("units", date_from="2026-02-01", date_to="2026-02-28"), 1.0)

    def test_the_day_the_clocks_change_has_23_hours(self):
        self.company.partner_id.tz = "Europe/Berlin"
        for moment in ("2026-03-28 22:59:59", "2026-03-28 23:00:00", "2026-03-29 21:59:59", "2026-03-29 22:00:00"):
            self.make_order(100, date=moment)
        self.assertEqual(self.rep_value("units", date_from="2026-03-29", date_to="2026-03-29"), 2.0)

    # rights
    def test_each_sees_the_own_reach(self):
        Kpi = self.env["sales_os.kpi"]
        self.make_invoice(100), self.make_invoice(50, user=self.user_rep2)
        own = Kpi.with_user(self.user_rep).figures(["revenue"], **JANUARY)
        self.assertEqual((own["scope"]["kind"], own["figures"][0]["value"]), ("rep", 100.0))
        below = Kpi.with_user(self.user_manager).figures(["revenue"], **JANUARY)
        self.assertEqual((below["scope"]["kind"], below["figures"][0]["value"]), ("reports", 150.0))
        self.assertEqual(Kpi.with_user(self.user_executive).figures(["revenue"], **JANUARY)["scope"]["kind"], "company")
        stranger = self.make_rep(name="Stranger")
        for user, scope, record in (
                (self.user_rep, "rep", self.rep2), (self.user_rep, "company", None), (self.user_manager, "rep", stranger),
                (self.user_manager, "company", None), (self.user_rep, "territory", self.make_territory("Elsewhere")),
                (self.user_manager, "team", self.env["crm.team"].create({"name": "Not Mine"}))):
            with self.subTest(user=user.login, scope=scope), self.assertRaises(AccessError):
                Kpi.with_user(user).figures(["revenue"], scope=scope, scope_id=record.id if record else False)
        with self.assertRaises(AccessError):
            Kpi.with_user(self.user_plain).figures(["revenue"])

    def test_costs_are_not_told_to_representatives(self):
        self.make_order(100)
        row = self.figures("margin_pct", user=self.user_rep)["margin_pct"]
        self.assertEqual((row["state"], row["value"]), ("unavailable", False))

    def test_a_team_and_a_territory(self):
        team = self.env["crm.team"].create({"name": "Mine", "user_id": self.user_manager.id})
        place = self.make_territory("Here", "10*", owner=self.rep)
        self.make_invoice(40, team_id=team.id, partner=self.make_partner(zip="10115"))
        self.assertEqual(self.value("revenue", user=self.user_manager, scope="team", scope_id=team.id), 40.0)
        self.assertEqual(self.value("revenue", user=self.user_rep, scope="territory", scope_id=place.id), 40.0)
        calls = self.figures("calls", scope="territory", scope_id=place.id)["calls"]
        self.assertEqual(calls["state"], "unavailable")

    def test_nonsense_is_refused_in_words(self):
        Kpi = self.env["sales_os.kpi"].with_user(self.user_executive)
        for asked in ({"codes": ["gold"]}, {"codes": "revenue"}, {"codes": [7]}, {"scope": "planet"}, {"scope": "rep", "scope_id": "1"},
                      {"date_from": "2026-02-01", "date_to": "2026-01-01"}, {"date_from": "soon"}, {"compare": "yesterday"},
                      {"date_from": "0001-01-01", "date_to": "9999-12-31"}):
            with self.subTest(asked=asked), self.assertRaises(UserError):
                Kpi.figures(**asked)
        for asked in (
                {"group_by": ["owner"]}, {"group_by": "gold"}, {"group_by": "owner", "limit": "10"}, {"group_by": "owner", "limit": 0}):
            with self.subTest(asked=asked), self.assertRaises(UserError):
                Kpi.breakdown(**asked)
        with self.assertRaises(UserError):
            Kpi.series("revenue", months="12")
        with self.assertRaises(UserError):
            Kpi.series("pipeline_value")

    # speed
    def test_the_number_of_queries_does_not_grow(self):
        self.make_order(100), self.make_invoice(100)
        counts = []
        for size in (0, 0, 12):
            for number in range(size):
                self.make_order(100 + number, date=f"2026-01-{number + 2:02} 10:00:00")
                self.make_invoice(100, date=f"2026-01-{number + 2:02}", partner=self.make_partner(f"P{number}"))
            self.env.flush_all()
            self.env.invalidate_all()
            # the reader's zone is read once an environment, and whether that is still there is chance
            reader = self.env["sales_os.kpi"].with_user(self.user_executive)
            self.assertTrue(reader.env.tz and reader.sudo().env.tz)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.figures(*KPIS, compare="last_year")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    # the catalogue
    def test_the_catalogue_says_what_there_is(self):
        rows = {row["code"]: row for row in self.env["sales_os.kpi"].with_user(self.user_rep).catalogue()}
        self.assertEqual(list(rows), list(KPIS))
        for code, kpi in KPIS.items():
            with self.subTest(code=code):
                self.assertEqual((rows[code]["name"], rows[code]["formula"]), (kpi.name, kpi.formula))
                self.assertEqual(rows[code]["is_gathered"], not rows[code]["why_not"])

    def test_the_digest_tells_each_reader_the_own_figures(self):
        self.make_invoice(100), self.make_invoice(50, user=self.user_rep2)
        digest = self.env["digest.digest"].create({"name": "D", "sales_os_kpi_revenue": True, "sales_os_kpi_deals_won": True})
        days = {"start_datetime": fields.Datetime.to_datetime("2026-01-01"), "end_datetime": fields.Datetime.to_datetime("2026-02-01")}
        self.assertEqual(digest.with_user(self.user_rep).sudo(False).with_context(**days)._sales_os_figure("revenue"), 100.0)
        self.assertIn("sales_os_kpi_revenue", digest._get_kpi_fields())
        told = digest._compute_kpis(self.company, self.user_executive)
        self.assertIn("sales_os_kpi_revenue", [row["kpi_name"] for row in told])
        with self.assertRaises(AccessError):
            digest.with_user(self.user_plain).with_context(**days)._sales_os_figure("revenue")

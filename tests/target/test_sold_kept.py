"""What is kept of sold lines never says anything else than the invoices themselves, whatever changes by whatever door."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import SQL

from ..commission.common import CommissionCase

SPAN = ("2000-01-01", "2100-01-01")


@freeze_time("2026-03-20 12:00:00")
class TestSoldKept(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Sold = cls.env["sales_os.sold"]
        cls.order = cls.make_order(100, 140.01, confirm=False)
        cls.order.sales_os_credit_ids = [
            Command.create({"rep_id": rep.id, "percent": percent}) for rep, percent in ((cls.rep, 33.3333), (cls.rep2, 66.6667))]
        cls.order.action_confirm()
        cls.invoice = cls.order._create_invoices()
        cls.invoice.invoice_date = "2026-01-12"
        cls.invoice.action_post()
        cls.loose = cls.make_invoice(70, date="2026-01-15")
        cls.refund(cls.loose, "2026-01-18", amount=20.20)
        cls.keep()

    @classmethod
    def keep(cls):
        while cls.env["sales_os.sold.kept"]._keep(10_000):
            pass

    def rows(self, statement):
        columns = ("line_id", "move_id", "day", "company_id", "partner_id", "user_id", "team_id", "territory_id", "is_refund",
                   "channel_id", "segment_id", "category_id", "product_id", "is_downpayment", "rep_id")
        return sorted(map(str, self.env.execute_query(SQL(
            "SELECT %s, revenue::float, ROUND(units::numeric, 6)::float, ROUND(share, 9)::float, ROUND(part, 9)::float FROM (%s) row",
            SQL(", ").join(map(SQL.identifier, columns)), statement))))

    def assertReconciles(self):
        """Both ways say the same, for everybody, for each who is credited, and for some together."""
        self.Sold._flush_sold()
        companies = self.env["res.company"].search([]).ids
        among = SQL("move.company_id = ANY(%s) AND move.invoice_date BETWEEN %s AND %s", companies, *SPAN)
        for credits in ("none", "rows", "of"):
            reps = self.rep.ids
            live = SQL("SELECT * FROM (%s) live %s", self.Sold._lines_sql(among, credits=credits, reps=reps), SQL(
                "WHERE share > 0" if credits == "of" else ""))
            known = SQL("SELECT * FROM (%s) known %s", self.Sold._known_lines_sql(companies, *SPAN, credits=credits, reps=reps), SQL(
                "WHERE share > 0" if credits == "of" else ""))
            self.assertEqual(self.rows(known), self.rows(live), credits)

    def stale(self):
        self.env.flush_all()
        return set(self.env["sales_os.sold.stale"]._moves())

    def test_what_is_kept_is_read(self):
        self.assertEqual(self.stale(), set())
        self.assertReconciles()
        self.env.cr.execute(SQL("UPDATE sales_os_sold_kept SET revenue = 999 WHERE move_id = %s", self.loose.id))
        rows = self.env.execute_query(SQL(
            "SELECT SUM(revenue) FROM (%s) row WHERE move_id = %s", self.Sold._known_lines_sql(self.company.ids, *SPAN), self.loose.id))
        self.assertEqual(float(rows[0][0]), 999, "the invoice itself is not looked up")

    def test_each_change_is_seen_at_once_and_after_it_was_kept(self):
        line, credit = self.invoice.invoice_line_ids[0], self.order.sales_os_credit_ids[0]
        territory = self.make_territory("Kept", zip_patterns="99998")
        channel = self.env["sales_os.channel"].create({"name": "Kept", "code": "kept"})
        changes = {
            "another day": lambda: self.env.cr.execute(SQL(
                "UPDATE account_move SET invoice_date = '2025-12-01' WHERE id = %s", self.loose.id)),
            "back to draft": lambda: self.loose.button_draft(),
            "another price": lambda: self.loose.invoice_line_ids.write({"price_unit": 71}),
            "posted again": lambda: self.loose.action_post(),
            "another salesperson": lambda: self.loose.write({"invoice_user_id": self.user_rep2.id}),
            "another split": lambda: self.order.sales_os_credit_ids.write({"percent": 50}),
            "one credited less": lambda: credit.with_context(sales_os_any=True).unlink(),
            "another territory": lambda: self.order.write({"sales_os_territory_id": territory.id}),
            "another channel": lambda: self.order.write({"sales_os_channel_id": channel.id}),
            "by SQL": lambda: self.env.cr.execute(SQL("UPDATE account_move_line SET quantity = 7 WHERE id = %s", line.id)),
            "the order forgotten": lambda: line.write({"sale_line_ids": [Command.clear()]}),
            "cancelled": lambda: (self.invoice.button_draft(), self.invoice.button_cancel()),
        }
        for words, change in changes.items():
            with self.subTest(words):
                self.keep()
                change()
                if words != "another price":  # of a draft
                    self.assertTrue(self.stale() & set((self.invoice | self.loose).ids), "nobody was told")
                self.assertReconciles()
                self.keep()
                self.assertEqual(self.stale(), set())
                self.assertReconciles()

    def test_what_customers_and_products_are_is_read_as_it_is_now(self):
        territory = self.make_territory("Now", zip_patterns="99997", owner=self.rep2)
        invoice = self.make_invoice(33, user=self.user_plain, date="2026-03-19")
        self.keep()
        self.partner.sales_os_territory_id = territory
        self.partner.sales_os_segment_id = self.env["sales_os.segment"].search([], limit=1)
        self.product.categ_id = self.env["product.category"].create({"name": "Kept"})
        self.env.flush_all()
        self.assertNotIn(invoice.id, self.stale())
        self.assertReconciles()

    def test_an_invoice_that_is_gone_leaves_nothing(self):
        draft = self.make_invoice(12, date="2026-01-16")
        self.keep()
        draft.button_draft()
        draft.with_context(force_delete=True).unlink()
        self.assertReconciles()
        self.keep()
        self.assertReconciles()

    def test_with_too_many_changes_invoices_are_looked_up(self):
        self.env.cr.execute("UPDATE sales_os_sold_kept SET revenue = 999")
        self.loose.invoice_user_id = self.user_rep2
        self.env.flush_all()
        with patch("odoo.addons.sales_os.models.target.sold_stale.MOST_STALE", 0):
            self.assertReconciles()

    def test_the_figure_of_an_old_day_is_right_after_the_invoice_changed(self):
        asked = {"codes": ["revenue"], "date_from": "2026-01-01", "date_to": "2026-01-31"}
        Kpi = self.env["sales_os.kpi"].with_user(self.user_executive)
        before = Kpi.figures(**asked)["figures"][0]["value"]
        self.loose.button_draft()
        self.assertAlmostEqual(Kpi.figures(**asked)["figures"][0]["value"], before - 70, 2)
        self.loose.invoice_line_ids.price_unit = 90
        self.loose.action_post()
        self.assertAlmostEqual(Kpi.figures(**asked)["figures"][0]["value"], before + 20, 2)
        self.keep()
        self.assertAlmostEqual(Kpi.figures(**asked)["figures"][0]["value"], before + 20, 2)

    def test_without_the_addon_nothing_of_it_hangs_on_invoices(self):
        count = "SELECT COUNT(*) FROM pg_trigger WHERE tgname LIKE 'sales\\_os\\_sold%'"
        self.env.cr.execute(count)
        self.assertEqual(self.env.cr.fetchone()[0], 9)
        self.env["sales_os.sold.stale"]._unwatch()
        self.env.cr.execute(count)
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.loose.button_draft()
        self.env.flush_all()

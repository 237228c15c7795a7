"""Once a week figures and deals are kept; nobody changes them; killed and run again it is the same; accuracy comes from them."""

from datetime import date
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import TODAY, ForecastCase

PARTS = ("sales_os.forecast.snapshot", "sales_os.forecast.snapshot.line", "sales_os.forecast.snapshot.deal")


class TestForecastSnapshot(ForecastCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead(amount=1000, chance=90, date_deadline="2026-05-20")

    def run_company(self, days=0):
        with self.at(days):
            self.env["sales_os.forecast"]._run_company(self.company)
        return self.env["sales_os.forecast.snapshot"].search([("company_id", "=", self.company.id)])

    def test_a_week_has_one_snapshot_however_often_it_runs(self):
        first = self.run_company()
        self.assertEqual((first.date, first.line_count, first.deal_count), (date(2026, 5, 11), len(first.line_ids), len(first.deal_ids)))
        self.assertTrue(first.line_count)
        self.assertIn(self.lead, first.deal_ids.lead_id)
        self.assertEqual(self.run_company(2), first)
        self.assertEqual(len(self.run_company(7)), 2)

    def test_killed_in_the_middle_it_leaves_nothing_and_the_next_run_is_the_same(self):
        Snapshot = type(self.env["sales_os.forecast.snapshot"])
        with patch.object(Snapshot, "_copy_deals", side_effect=RuntimeError("killed")), self.assertRaises(RuntimeError), \
                self.env.cr.savepoint():
            self.run_company()
        self.env.invalidate_all()
        self.assertFalse(self.env["sales_os.forecast.snapshot"].search([("company_id", "=", self.company.id)]))
        found = self.run_company()
        self.assertEqual((found.line_count, found.deal_count), (len(found.line_ids), len(found.deal_ids)))

    def test_nobody_changes_a_snapshot(self):
        snapshot = self.run_company()
        for record in (snapshot, snapshot.line_ids[0], snapshot.deal_ids[0]):
            for change in (lambda one=record: one.write({"company_id": 1}), record.unlink, record.copy, lambda one=record: one.create({})):
                with self.assertRaises(UserError):
                    change()
            for query in (f"DELETE FROM {record._table} WHERE id = %s", f"UPDATE {record._table} SET company_id = NULL WHERE id = %s"):
                with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.env.cr.savepoint():
                    self.env.cr.execute(query, [record.id])

    def test_a_deleted_opportunity_stays_in_the_snapshot_by_name(self):
        snapshot = self.run_company()
        row = snapshot.deal_ids.filtered(lambda deal: deal.lead_id == self.lead)
        self.lead.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((row.lead_id.id, row.name, row.amount), (False, "Deal", 1000))

    def test_horizons_are_counted_in_periods(self):
        lines = self.run_company().line_ids.filtered(lambda line: line.rep_id == self.rep and line.category == "commit")
        self.assertEqual({(line.period_kind, line.date_start): line.horizon for line in lines}, {
            ("month", date(2026, 5, 1)): 0, ("month", date(2026, 6, 1)): 1, ("month", date(2026, 7, 1)): 2,
            ("quarter", date(2026, 4, 1)): 0, ("quarter", date(2026, 7, 1)): 1})

    def test_accuracy_compares_with_posted_invoices(self):
        self.run_company()
        self.make_invoice(1000, "2026-05-25")
        self.run_company(40)  # June: May is over
        rows = self.env["sales_os.forecast.accuracy"].search([
            ("rep_id", "=", self.rep.id), ("date_start", "=", "2026-05-01"), ("method", "=", "weighted"), ("week", "=", "2026-05-11"),
            ("period_kind", "=", "month")])
        self.assertEqual((rows.forecast_amount, rows.actual_amount, rows.off_amount, rows.horizon), (900, 1000, -100, 0))
        [(wape, bias, inside)] = self.env["sales_os.forecast.accuracy"]._read_group(
            [("id", "in", rows.ids)], [], ["wape_percent:avg", "bias_percent:avg", "coverage_percent:avg"])
        self.assertAlmostEqual(wape, 10)
        self.assertAlmostEqual(bias, -10)
        self.assertEqual(inside, 100)
        self.make_invoice(200, "2026-05-28", kind="out_refund")
        self.run_company(41)
        self.env.invalidate_all()
        self.assertEqual(rows.actual_amount, 800)

    def test_the_cron_runs_for_every_company_with_people(self):
        with self.at(0), self.enter_registry_test_mode():
            self.env.ref("sales_os.forecast_cron").method_direct_trigger()
        self.assertTrue(self.env["sales_os.forecast.snapshot"].search([("date", "=", "2026-05-11")]))
        self.assertEqual(TODAY.weekday(), 2)

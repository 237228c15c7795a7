"""Daily snapshots: kept once, never changed, resumed where they were stopped."""

from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..commission.common import CommissionCase


@freeze_time("2026-01-20 12:00:00")
class TestKpiSnapshot(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Snapshot = cls.env["sales_os.kpi.snapshot"]
        cls.make_invoice(100, date="2026-01-18"), cls.make_invoice(30, date="2026-01-19")
        cls.env["crm.lead"].create({"name": "O", "type": "opportunity", "user_id": cls.user_rep.id, "expected_revenue": 400})

    def rows(self, **criteria):
        return self.Snapshot.search([("rep_id", "=", self.rep.id), *[(name, "=", value) for name, value in criteria.items()]], order="date")

    def fill(self, first="2026-01-17", last="2026-01-19"):
        return self.Snapshot.with_user(self.user_admin_so).action_fill(first, last)["rows"]

    def test_a_day_is_kept_as_the_figures_say(self):
        self.fill()
        self.assertEqual(self.rows().mapped("revenue_amount"), [0.0, 100.0, 30.0])
        for row in self.rows():
            answer = self.env["sales_os.kpi"].with_user(self.user_rep).figures(["revenue"], date_from=row.date, date_to=row.date)
            self.assertEqual(answer["figures"][0]["value"], row.revenue_amount)

    def test_only_yesterday_knows_what_was_open(self):
        self.fill()
        self.assertEqual(self.rows().mapped("is_open_known"), [False, False, True])
        self.assertEqual(self.rows().mapped("pipeline_amount"), [0.0, 0.0, 400.0])

    def test_a_second_run_adds_nothing(self):
        self.assertTrue(self.fill())
        before = self.rows().read(["date", "revenue_amount", "taken_on"])
        self.make_invoice(999, date="2026-01-18")
        self.assertEqual(self.fill(), 0)
        self.assertEqual(self.rows().read(["date", "revenue_amount", "taken_on"]), before)

    def test_stopped_half_way_and_run_again_gives_the_same_rows(self):
        whole, names = self.env.cr.savepoint(flush=True), ("date", "scope", "rep_id", "team_id", "territory_id", "revenue_amount")
        self.fill()
        domain = [("company_id", "=", self.company.id), ("date", ">=", "2026-01-17")]
        wanted = sorted(str([row[name] for name in names]) for row in self.Snapshot.search(domain))
        whole.rollback()
        self.env.invalidate_all()

        class Killed(Exception):
            pass
        steps = []

        def stop():
            steps.append(1)
            if len(steps) == 2:
                raise Killed
        with self.assertRaises(Killed):
            self.Snapshot._take(self.company, date(2026, 1, 17), date(2026, 1, 19), step=stop)
        self.fill()
        self.assertEqual(sorted(str([row[name] for name in names]) for row in self.Snapshot.search(domain)), wanted)

    def test_the_job_takes_what_is_missing(self):
        self.fill("2026-01-16", "2026-01-17")
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.kpi_snapshot_cron").method_direct_trigger()
        self.assertEqual([str(row.date) for row in self.rows()], ["2026-01-16", "2026-01-17", "2026-01-18", "2026-01-19"])

    def test_a_day_is_over_where_the_company_is(self):
        self.company.partner_id.tz = "Pacific/Auckland"
        with freeze_time("2026-01-20 11:30:00"):
            self.assertEqual(str(self.Snapshot._today(self.company)), "2026-01-21")
        self.company.partner_id.tz = "America/Los_Angeles"
        with freeze_time("2026-01-20 07:30:00"):
            self.assertEqual(str(self.Snapshot._today(self.company)), "2026-01-19")

    def test_no_door_changes_a_snapshot(self):
        self.fill()
        row = self.rows()[0]
        for change in (lambda: row.write({"revenue_amount": 1}), row.unlink, lambda: self.Snapshot.create({}), row.copy):
            with self.assertRaises(UserError):
                change()
        for statement in ("UPDATE sales_os_kpi_snapshot SET revenue_amount = 1", "DELETE FROM sales_os_kpi_snapshot",
                          "TRUNCATE sales_os_kpi_snapshot"):
            with self.subTest(statement=statement), mute_logger("odoo.sql_db"), \
                    self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.cr.savepoint():
                self.cr.execute(statement)

    def test_who_sees_and_who_fills(self):
        self.fill()
        self.assertTrue(self.Snapshot.with_user(self.user_rep).search([]))
        self.assertEqual(self.Snapshot.with_user(self.user_rep).search([]).responsible_id, self.rep)
        self.assertFalse(self.Snapshot.with_user(self.user_rep2).search([("rep_id", "=", self.rep.id)]))
        with self.assertRaises(AccessError):
            self.Snapshot.with_user(self.user_manager).action_fill("2026-01-17")
        with self.assertRaises(UserError):
            self.Snapshot.with_user(self.user_admin_so).action_fill("2026-01-20")
        wizard = self.env["sales_os.kpi.snapshot.fill"].with_user(self.user_admin_so).create(
            {"date_from": "2026-01-10", "date_to": "2026-01-11"})
        wizard.action_apply()
        self.assertEqual(len(self.rows()), 5)

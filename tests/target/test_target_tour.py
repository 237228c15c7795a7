"""Targets and scheduled reports in the browser, as manager."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..commission.common import CommissionCase


@tagged("post_install", "-at_install")
class TestTargetTour(CommissionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep.parent_id = cls.manager
        cls.user_manager.email = "so_manager@example.com"
        cls.make_invoice(3000, date=fields.Date.today())

    def test_a_quarter_is_set_spread_and_approved(self):
        self.start_tour("/odoo/targets", "sales_os_target_quarter", login="so_manager")
        target = self.env["sales_os.target"].search([("rep_id", "=", self.rep.id), ("parent_id", "=", False)])
        self.assertEqual((target.amount, target.state, target.achieved), (12000.0, "approved", 3000.0))
        self.assertEqual(sum(target.child_ids.mapped("amount")), 12000.0)
        self.assertEqual(set(target.child_ids.mapped("state")), {"approved"})

    def test_a_report_is_scheduled_looked_at_and_sent(self):
        self.start_tour("/odoo/scheduled-reports", "sales_os_report_schedule", login="so_manager")
        schedule = self.env["sales_os.report.schedule"].search([("name", "=", "Month of the team")])
        self.assertEqual((schedule.period, schedule.user_ids, schedule.owner_id), ("month", self.user_manager, self.user_manager))
        schedule.date_start = fields.Date.subtract(fields.Date.today(), months=3)
        schedule.with_user(self.user_manager).action_send()
        self.assertEqual(schedule.delivery_ids.mapped("state"), ["sent"])
        self.assertTrue(schedule.with_user(self.user_manager).action_preview()["url"])

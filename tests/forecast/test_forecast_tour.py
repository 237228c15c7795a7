"""Submitting, adjusting, the waterfall and the categories in the browser, each by whoever does it."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ForecastCase


@tagged("post_install", "-at_install")
class TestForecastTour(ForecastCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.env["crm.lead"].search([]).unlink()
        cls.lead = cls.env["crm.lead"].create({
            "name": "Tour Deal", "type": "opportunity", "user_id": cls.user_rep.id, "team_id": cls.team.id, "company_id": cls.company.id,
            "stage_id": cls.new.id, "expected_revenue": 1000.0, "partner_id": cls.customer.id, "date_deadline": cls.today})
        cls.lead.write({"probability": 90, "automated_probability": 89})
        cls.env["sales_os.forecast"]._generate(cls.company, "month", cls.today, ["rep"], ["weighted"])

    def test_submit_adjust_and_approve(self):
        self.start_tour("/odoo/my-forecast", "sales_os_forecast_submit", login="so_rep")
        mine = self.env["sales_os.forecast"].search([("rep_id", "=", self.rep.id), ("category", "=", "commit")])
        self.assertEqual((mine.submitted_amount, mine.note, mine.state), (800, "One customer hesitates", "submitted"))
        self.start_tour(f"/odoo/my-forecast/{mine.id}", "sales_os_forecast_adjust", login="so_manager")
        self.assertEqual((mine.effective_amount, mine.state), (700, "approved"))
        top = self.env["sales_os.forecast"].search([("rep_id", "=", self.manager.id), ("category", "=", "commit")])
        self.assertEqual(top.amount, 700)

    def test_from_a_snapshot_to_the_waterfall(self):
        self.env["sales_os.forecast.snapshot"]._take(self.company)
        self.env.cr.execute("ALTER TABLE sales_os_forecast_snapshot DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE sales_os_forecast_snapshot SET taken_on = taken_on - interval '7 days', date = date - 7 WHERE company_id = %s",
            [self.company.id])
        self.env.cr.execute("ALTER TABLE sales_os_forecast_snapshot ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.env["crm.lead"].create({
            "name": "Later Deal", "type": "opportunity", "user_id": self.user_rep.id, "team_id": self.team.id,
            "company_id": self.company.id, "stage_id": self.new.id, "expected_revenue": 250.0, "date_deadline": self.today})
        self.start_tour("/odoo/forecast-snapshots", "sales_os_forecast_waterfall", login="so_manager")

    def test_a_deal_is_dragged_to_its_category(self):
        self.start_tour("/odoo/deals-by-category", "sales_os_forecast_category", login="so_rep")
        self.assertEqual((self.lead.sales_os_forecast_category, self.lead.sales_os_category_kept), ("best_case", True))

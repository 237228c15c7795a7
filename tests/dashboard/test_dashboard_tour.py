"""The dashboard in the browser: as representative on a phone, as manager and as executive."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..commission.common import CommissionCase


class DashboardTourCase(CommissionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.parent_id = cls.make_rep(cls.user_manager)
        cls.partner.sales_os_segment_id = cls.make_segment("Fleets", code="fleets26")
        order = cls.make_order(1234, date=fields.Datetime.now())
        invoice = order._create_invoices()
        invoice.invoice_date = fields.Date.today()
        invoice.action_post()
        cls.env["crm.lead"].create({"name": "Big deal", "type": "opportunity", "user_id": cls.user_rep.id, "expected_revenue": 5000})


@tagged("post_install", "-at_install")
class TestDashboardTour(DashboardTourCase):
    def test_the_manager_looks_chooses_and_opens(self):
        self.start_tour("/odoo/sales-dashboard", "sales_os_dashboard_manager", login="so_manager")

    def test_the_executive_sees_the_company(self):
        self.start_tour("/odoo/sales-dashboard", "sales_os_dashboard_executive", login="so_executive")

    def test_the_manager_uses_the_keyboard_alone(self):
        # as where there are too many to list
        with patch("odoo.addons.sales_os.models.dashboard.dashboard_narrow.FEW", 0):
            self.start_tour("/odoo/sales-dashboard", "sales_os_dashboard_keyboard", login="so_manager")


@tagged("post_install", "-at_install")
class TestDashboardPhone(DashboardTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_representative_on_a_phone(self):
        self.start_tour("/odoo/sales-dashboard", "sales_os_dashboard_rep", login="so_rep")

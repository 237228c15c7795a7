"""With time off approved where HR is installed, whoever is away is stood in for; without it, a resource's absence does."""

from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import freeze_time

from .quote_case import QuoteCase


@freeze_time("2026-11-25 09:00:00")
class TestTimeOff(QuoteCase):
    def be_away(self, user):
        """Time off of a working day, as HR books it: approved where ``hr_holidays`` is there, else its absence alone."""
        if "hr.leave" in self.env:
            employee = self.env["hr.employee"].create({"name": user.name, "user_id": user.id})
            kind = self.env["hr.leave.type"].create({"name": "Paid", "requires_allocation": False, "leave_validation_type": "hr"})
            leave = self.env["hr.leave"].create({
                "name": "Away", "employee_id": employee.id, "holiday_status_id": kind.id,
                "request_date_from": "2026-11-25", "request_date_to": "2026-11-25"})
            self.assertIn(self.user_manager, self.pending(), "asked for only: still there")
            leave.action_approve()
            self.assertEqual(leave.state, "validate")
            return
        resource = self.env["resource.resource"].create({"name": user.name, "user_id": user.id})
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": resource.id, "calendar_id": resource.calendar_id.id, "time_type": "leave",
            "date_from": Datetime.now().replace(hour=0), "date_to": Datetime.now().replace(hour=0) + timedelta(days=1)})

    def pending(self):
        return self.request(self.make_quote(15.0)).pending_user_ids

    def test_a_manager_on_leave_is_stood_in_for_by_the_delegate(self):
        self.env["sales_os.discount.delegation"].create({
            "user_id": self.user_manager.id, "delegate_id": self.user_admin_so.id, "date_start": "2026-11-20", "date_end": "2026-11-30"})
        self.be_away(self.user_manager)
        approval = self.request(self.make_quote(15.0))
        self.assertEqual(approval.pending_user_ids, self.user_admin_so)
        self.assertIn("So Manager is away.", approval.step_ids.route)

    def test_without_a_delegate_the_next_above_is_asked(self):
        self.be_away(self.user_manager)
        self.assertEqual(self.pending(), self.user_director)


class TestStock(QuoteCase):
    """Where Inventory's sales are installed, the quote's health compares with what is forecast."""

    def test_stock_that_is_short_holds_the_quote_where_the_company_wants_it(self):
        if "virtual_available_at_date" not in self.env["sale.order.line"]._fields:
            self.skipTest("needs sale_stock: WITH_MODULES=sale_stock bin/test")
        self.company.sales_os_health_stock_short = "block"
        self.product.is_storable = True
        order = self.make_quote(5.0, quantity=3)
        self.assertIn("stock_short", [finding.code for finding in order._sales_os_findings()[order.id]])
        stock = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1).lot_stock_id
        self.env["stock.quant"]._update_available_quantity(self.product, stock, 3)
        self.env.invalidate_all()
        self.assertNotIn("stock_short", [finding.code for finding in order._sales_os_findings()[order.id]])

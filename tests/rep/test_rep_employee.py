from odoo.addons.sales_os.tests.common import SalesOsCase


class TestRepEmployee(SalesOsCase):
    def test_the_employee_is_linked_where_the_application_is_installed(self):
        rep, agent = self.make_rep(self.user_rep), self.make_rep(name="Agent")
        self.assertFalse(agent.employee)
        if "hr.employee" not in self.env:
            self.assertFalse(rep.employee)
            self.assertEqual(rep._selection_employee(), [])
            return
        employee = self.env["hr.employee"].create({"name": "Employee", "user_id": self.user_rep.id, "company_id": self.company.id})
        rep.invalidate_recordset(["employee"])
        self.assertEqual(rep.employee, employee)

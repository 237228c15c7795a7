from odoo import api, fields, models


class SalesOsRepEmployee(models.Model):
    """The employee behind a representative, where the HR application is installed.

    Time off that HR approves lands on the employee's resource, which ``_resources`` already reads.
    """

    _inherit = "sales_os.rep"

    employee = fields.Reference(
        selection="_selection_employee", compute="_compute_employee", help="Shown when the Employees application is installed.")

    @api.model
    def _selection_employee(self):
        return [("hr.employee", self.env._("Employee"))] if "hr.employee" in self.env else []

    @api.depends("user_id", "company_id")
    def _compute_employee(self):
        self.employee = False
        if "hr.employee" not in self.env:
            return
        # sudo: ordinary users may not read employees; only the link is shown
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", self.user_id.ids)])
        by_user_company = {(employee.user_id.id, employee.company_id.id): employee for employee in employees}
        for rep in self:
            employee = rep.user_id and by_user_company.get((rep.user_id.id, rep.company_id.id))
            if employee:
                rep.employee = f"hr.employee,{employee.id}"

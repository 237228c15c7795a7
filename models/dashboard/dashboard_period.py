from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.kpi.period_choice import CHOICES, chosen_period


class SalesOsDashboard(models.AbstractModel):
    """Which days the dashboard is of."""

    _inherit = "sales_os.dashboard"

    @api.model
    def _period(self, period, date_from, date_to):
        if period == "custom":
            if not date_from or not date_to:
                raise UserError(self.env._("Say from which day to which day."))
            return self.env["sales_os.kpi"]._span_of(date_from, date_to)
        if period not in CHOICES:
            raise UserError(self.env._("There is no period “%(period)s”: choose one of %(all)s.", period=period, all=", ".join(CHOICES)))
        return chosen_period(choice=period, today=fields.Date.context_today(self))

    @api.model
    def _period_names(self):
        names = {
            "this_month": self.env._("This month"), "last_month": self.env._("Last month"), "this_quarter": self.env._("This quarter"),
            "last_quarter": self.env._("Last quarter"), "this_year": self.env._("This year"), "last_year": self.env._("Last year"),
            "last_30_days": self.env._("Last 30 days"), "last_90_days": self.env._("Last 90 days"), "custom": self.env._("Other days…"),
        }
        return [{"code": code, "name": name} for code, name in names.items()]

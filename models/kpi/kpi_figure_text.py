from odoo import api, models
from odoo.tools.misc import format_amount, formatLang

from odoo.addons.sales_os.algorithms.kpi.definition import DIGITS


class SalesOsKpi(models.Model):
    """Figures as people read them."""

    _inherit = "sales_os.kpi"

    @api.model
    def _value_text(self, unit, value, signed=False):
        number = float(value)
        sign = "+" if signed and number > 0 else ""
        if unit in ("money", "money_per_day", "money_per_hour"):
            text = format_amount(self.env, number, self.env.company.currency_id)
            return sign + {
                "money": text, "money_per_day": self.env._("%s a day", text), "money_per_hour": self.env._("%s an hour", text)}[unit]
        digits = DIGITS[unit]
        text = sign + formatLang(self.env, number, digits=digits)
        words = {
            "percent": "%s %%", "points": self.env._("%s points"), "days": self.env._("%s days"), "hours": self.env._("%s hours")}
        return words[unit] % text if unit in words else text

    @api.model
    def _scope_name(self, place):
        models_of = {"company": "res.company", "rep": "sales_os.rep", "reports": "sales_os.rep", "team": "crm.team",
                     "territory": "sales_os.territory"}
        # sudo: the name of what the caller was found to see
        name = self.env[models_of[place.kind]].sudo().browse(place.id).display_name
        return self.env._("%s and those below", name) if place.kind == "reports" else name

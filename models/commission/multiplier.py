from odoo import api, fields, models


class SalesOsCommissionMultiplier(models.Model):
    """From a percentage of the quota, or of the list price, on: so many times the commission."""

    _name = "sales_os.commission.multiplier"
    _description = "Commission Multiplier"
    _order = "rule_id, kind, percent, id"

    rule_id = fields.Many2one("sales_os.commission.rule", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [("attainment", "Quota attained"), ("realisation", "List price realised")], required=True, default="attainment")
    percent = fields.Float(
        string="From (%)", required=True, aggregator=None,
        help="Lower bound, included. Quota: credited revenue of the period as a percentage of the representative's quota. "
             "List price: amount sold as a percentage of the list price of the day.")
    factor = fields.Float(
        required=True, default=1.0, digits=(6, 4), aggregator=None,
        help="1.5: half as much again. Below 1 it slows down. Below the first row it is 1.")

    _percent_range = models.Constraint("CHECK (percent BETWEEN 0 AND 10000)", "A multiplier starts between 0 and 10000 %.")
    _factor_range = models.Constraint("CHECK (factor BETWEEN 0 AND 10)", "A multiplier lies between 0 and 10.")
    _percent_uniq = models.UniqueIndex("(rule_id, kind, percent)", "Two multipliers of a rule cannot start at the same percentage.")

    @api.depends("kind", "percent", "factor")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("from %(percent)s %%: × %(factor)s", percent=row.percent, factor=row.factor)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.rule_id._check_changeable()
        return rows

    def write(self, vals):
        self.rule_id._check_changeable()
        result = super().write(vals)
        self.rule_id._check_changeable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_changeable(self):
        self.rule_id._check_changeable()

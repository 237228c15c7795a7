from odoo import api, fields, models


class SalesOsCommissionTier(models.Model):
    """From a lower bound on, a rate. Upper bounds do not exist, so there are neither gaps nor overlaps."""

    _name = "sales_os.commission.tier"
    _description = "Commission Tier"
    _order = "rule_id, threshold, id"

    rule_id = fields.Many2one("sales_os.commission.rule", required=True, ondelete="cascade", index=True)
    threshold = fields.Float(string="From", digits=(16, 2), required=True, aggregator=None, help="Lower bound, included: money or units.")
    rate = fields.Float(digits=(16, 4), required=True, aggregator=None, help="Percent of money, or money a unit.")

    _threshold_positive = models.Constraint("CHECK (threshold >= 0)", "A tier starts at 0 or above.")
    _rate_positive = models.Constraint("CHECK (rate >= 0)", "A rate cannot be negative.")
    _threshold_uniq = models.UniqueIndex("(rule_id, threshold)", "Two tiers of a rule cannot start at the same amount.")

    @api.depends("threshold", "rate")
    def _compute_display_name(self):
        for tier in self:
            tier.display_name = self.env._("from %(threshold)s: %(rate)s", threshold=tier.threshold, rate=tier.rate)

    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        tiers.rule_id._check_changeable()
        tiers.rule_id._check_rate()
        return tiers

    def write(self, vals):
        self.rule_id._check_changeable()
        result = super().write(vals)
        self.rule_id._check_changeable()
        self.rule_id._check_rate()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_changeable(self):
        self.rule_id._check_changeable()

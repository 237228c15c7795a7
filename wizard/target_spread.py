from odoo import fields, models


class SalesOsTargetSpread(models.TransientModel):
    """Ask how a target is shared out."""

    _name = "sales_os.target.spread"
    _description = "Spread a Target"

    target_id = fields.Many2one(
        "sales_os.target", required=True, readonly=True, default=lambda self: self.env.context.get("active_id"))
    has_parts = fields.Boolean(compute="_compute_has_parts")
    total = fields.Float(digits=(16, 2), default=lambda self: self.env["sales_os.target"].browse(self.env.context.get("active_id")).amount)
    parts = fields.Selection(
        [("month", "Months"), ("quarter", "Quarters"), ("member", "The people or territories below")], required=True, default="month")
    shape = fields.Selection(
        [("last_year", "As the year before"), ("even", "Evenly")], required=True, default="last_year",
        help="The year before: what the same parts brought in posted invoices, orders or visits. Where there is nothing, evenly.")
    flat_percent = fields.Float(
        string="Even Out (%)", default=0.0, help="0: last year's shape as it was; 50: half way to even; for one odd year.")

    def _compute_has_parts(self):
        for wizard in self:
            wizard.has_parts = bool(wizard.target_id.child_ids)

    def action_apply(self):
        self.ensure_one()
        self.target_id.action_spread(self.parts, self.shape, self.flat_percent, self.total)
        return self.target_id.action_view_parts()

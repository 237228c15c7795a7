from odoo import fields, models


class SalesOsRoutePlanGenerateLine(models.TransientModel):
    """What one representative's plan will be made of, or why there will be none."""

    _name = "sales_os.route.plan.generate.line"
    _description = "Expected Route Plan"
    _rec_name = "rep_id"

    wizard_id = fields.Many2one("sales_os.route.plan.generate", required=True, ondelete="cascade")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", required=True, readonly=True)
    day_count = fields.Integer(string="Worked Days", readonly=True)
    due_count = fields.Integer(string="Due Customers", readonly=True)
    is_plannable = fields.Boolean(string="Can Be Planned", readonly=True)
    reason = fields.Char(readonly=True)

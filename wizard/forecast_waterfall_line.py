from odoo import fields, models

KINDS = [
    ("begin", "Beginning"), ("new", "New"), ("reopened", "Reopened"), ("pulled_in", "Pulled In"), ("up", "Grown"), ("down", "Shrunk"),
    ("slipped", "Pushed Out"), ("won", "Won"), ("lost", "Lost"), ("removed", "No Longer Known"), ("end", "End")]


class SalesOsForecastWaterfallStep(models.TransientModel):
    """One bar of the waterfall."""

    _name = "sales_os.forecast.waterfall.step"
    _description = "Step of a Waterfall"
    _order = "sequence, id"
    _rec_name = "kind"

    waterfall_id = fields.Many2one("sales_os.forecast.waterfall", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="waterfall_id.currency_id")
    sequence = fields.Integer()
    kind = fields.Selection(KINDS, required=True)
    amount = fields.Monetary()
    level_amount = fields.Monetary(string="Then", help="The pipeline after this step.")
    deal_count = fields.Integer(string="Deals")


class SalesOsForecastWaterfallMovement(models.TransientModel):
    """What one deal did."""

    _name = "sales_os.forecast.waterfall.movement"
    _description = "Movement of a Waterfall"
    _order = "sequence, amount, id"

    waterfall_id = fields.Many2one("sales_os.forecast.waterfall", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="waterfall_id.currency_id")
    sequence = fields.Integer()
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char(required=True)
    lead_id = fields.Many2one("crm.lead", string="Opportunity")
    rep_id = fields.Many2one("sales_os.rep", string="Representative")
    amount = fields.Monetary()

from odoo import fields, models


class SalesOsCommissionSimulateLine(models.TransientModel):
    """One representative in one period of a simulation."""

    _name = "sales_os.commission.simulate.line"
    _description = "Simulated Pay"
    _order = "date, rep_id"

    simulation_id = fields.Many2one("sales_os.commission.simulate", required=True, ondelete="cascade", index=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True)
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    date = fields.Date(string="Period", readonly=True)
    before_amount = fields.Monetary(string="Before", readonly=True)
    after_amount = fields.Monetary(string="Then", readonly=True)
    delta_amount = fields.Monetary(string="Difference", readonly=True)

from odoo import api, fields, models


class SalesOsTerritoryBalanceLine(models.TransientModel):
    """One proposed move: whom, from where to where, and why."""

    _name = "sales_os.territory.balance.line"
    _description = "Proposed Move"
    _order = "to_territory_id, from_territory_id, id"

    wizard_id = fields.Many2one("sales_os.territory.balance", required=True, ondelete="cascade", index=True)
    is_included = fields.Boolean(string="Apply", default=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="cascade")
    from_territory_id = fields.Many2one("sales_os.territory", string="From", readonly=True, ondelete="cascade")
    to_territory_id = fields.Many2one("sales_os.territory", string="To", readonly=True, ondelete="cascade")
    load = fields.Float(readonly=True, help="What counts: customers, revenue, minutes or potential.")
    km_before = fields.Float(string="Way Now (km)", readonly=True, digits=(16, 1))
    km_after = fields.Float(string="Way Then (km)", readonly=True, digits=(16, 1))
    reason_codes = fields.Char(readonly=True)
    reason = fields.Char(string="Why", compute="_compute_reason")

    @api.depends("reason_codes", "from_territory_id", "to_territory_id")
    def _compute_reason(self):
        for line in self:
            words = {
                "source_over": self.env._("%s has too much", line.from_territory_id.name),
                "target_under": self.env._("%s has too little", line.to_territory_id.name),
                "nearer": self.env._("shorter way"),
                "exchange": self.env._("makes room for another"),
            }
            line.reason = ", ".join(words[code] for code in (line.reason_codes or "").split(",") if code in words)

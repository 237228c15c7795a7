from odoo import fields, models


class SalesOsKpiSnapshotFill(models.TransientModel):
    """Ask which passed days are filled in."""

    _name = "sales_os.kpi.snapshot.fill"
    _description = "Fill In Snapshots"

    date_from = fields.Date(string="From", required=True, default=lambda self: fields.Date.subtract(fields.Date.today(), months=3))
    date_to = fields.Date(string="Until", required=True, default=lambda self: fields.Date.subtract(fields.Date.today(), days=1))

    def action_apply(self):
        self.ensure_one()
        count = self.env["sales_os.kpi.snapshot"].action_fill(self.date_from, self.date_to)["rows"]
        message = self.env._("%s rows were added.", count) if count else self.env._("All these days are there already.")
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}}}

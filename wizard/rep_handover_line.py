from odoo import fields, models


class SalesOsRepHandoverLine(models.TransientModel):
    """One record of the preview: it would change hands, or it stays and says why."""

    _name = "sales_os.rep.handover.line"
    _description = "Record to Hand Over"
    _order = "id"
    _rec_name = "record_name"

    wizard_id = fields.Many2one("sales_os.rep.handover", required=True, ondelete="cascade", index=True)
    model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="model", readonly=True)
    record_name = fields.Char(string="Record", readonly=True)
    what = fields.Char(readonly=True)
    is_moving = fields.Boolean(string="Changes Hands", readonly=True)
    reason = fields.Char(string="Stays Because", readonly=True)

    def action_open(self):
        """Open the record."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self.model, "res_id": self.res_id, "views": [[False, "form"]]}

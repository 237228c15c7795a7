from odoo import api, fields, models
from odoo.tools import SQL, ormcache


class SalesOsCommissionMark(models.Model):
    """An order or invoice that changed and that the next run looks at. Marking is all that posting and paying cost."""

    _name = "sales_os.commission.mark"
    _description = "Commission Queue"
    _order = "id"
    _log_access = False

    model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="model", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade", index=True)
    date = fields.Date(required=True, readonly=True, help="The day of the change: corrections of what was earned are dated by it.")

    _document_idx = models.Index("(model, res_id)")

    @api.depends("model", "res_id")
    def _compute_display_name(self):
        for mark in self:
            mark.display_name = f"{mark.model} #{mark.res_id or 0}"

    @api.model
    @ormcache("company_id")
    def _is_watched(self, company_id):
        """Whether any plan of the company pays or has paid: without one nothing is marked."""
        return bool(self.env["sales_os.commission.plan"].sudo().search_count(  # sudo: a yes or no for the system
            [("company_id", "=", company_id), ("state", "!=", "draft")], limit=1))

    @api.model
    def _add(self, table, ids, day=None):
        """Mark documents: one INSERT … SELECT, no record made or read."""
        if not ids:
            return
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_commission_mark (model, res_id, company_id, date)
               SELECT %s, document.id, document.company_id, %s FROM %s document
                WHERE document.id = ANY(%s)""",
            table.replace("_", "."), day or fields.Date.context_today(self), SQL.identifier(table), list(ids)))

    def _drop(self):
        """Forget what has been worked out."""
        self.env.cr.execute(SQL("DELETE FROM sales_os_commission_mark WHERE id = ANY(%s)", self.ids))
        self.env["sales_os.commission.mark"].invalidate_model(flush=False)

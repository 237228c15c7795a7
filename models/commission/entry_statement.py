from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsCommissionEntry(models.Model):
    """On which statement an entry stands, and for which reason an adjustment was made."""

    _inherit = "sales_os.commission.entry"

    statement_id = fields.Many2one(
        "sales_os.commission.statement", readonly=True, ondelete="restrict", index="btree_not_null", copy=False,
        help="Empty: it stands on no statement yet.")
    reason_id = fields.Many2one("sales_os.commission.reason", string="Reason Code", readonly=True, ondelete="restrict", copy=False)
    document = fields.Char(compute="_compute_document", help="Number of the order or invoice that earned it.")
    dispute_ids = fields.One2many("sales_os.commission.dispute", "entry_id", string="Disputes")

    # what has no statement yet, found without reading the whole ledger
    _loose_idx = models.Index("(company_id, rep_id, date) WHERE statement_id IS NULL")

    def _compute_document(self):
        # sudo: the number of the document is no secret to whoever is paid for it
        for entry, known in zip(self, self.sudo(), strict=True):
            entry.document = (known.move_id or known.order_id).name or ""

    @api.model
    def _changeable_fields(self):
        return super()._changeable_fields() | {"statement_id", "reason_id"}

    def write(self, vals):
        if "reason_id" in vals and any(entry.reason_id for entry in self):
            raise UserError(self.env._("The reason code of an adjustment stays: make another adjustment instead."))
        return super().write(vals)

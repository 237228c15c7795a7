from odoo import fields, models
from odoo.exceptions import UserError


class SalesOsTransferUndoMixin(models.AbstractModel):
    """A wizard that leaves a transfer when it applies, and takes it back."""

    _name = "sales_os.transfer.undo.mixin"
    _description = "Leaves a Transfer"

    transfer_id = fields.Many2one("sales_os.transfer", readonly=True)

    def action_undo(self):
        """Take back what this wizard has applied.

        :return: ``{"undone", "kept"}``
        """
        self.ensure_one()
        if not self.transfer_id:
            raise UserError(self.env._("Nothing was applied yet."))
        return self.transfer_id.action_undo()

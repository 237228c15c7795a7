"""Records as REST shows them, for whoever tells of them elsewhere: webhooks and the sync door. It stands here, with the shapes."""

from odoo import api, models

from .approvals import ApprovalOut
from .commissions import StatementOut
from .orders import OrderOut
from .visits import VisitOut

SHAPES = {
    "sale.order": OrderOut,
    "sales_os.visit": VisitOut,
    "sales_os.discount.approval": ApprovalOut,
    "sales_os.commission.statement": StatementOut,
}


class SalesOsApiShape(models.AbstractModel):
    _name = "sales_os.api.shape"
    _description = "Shape of Records"

    @api.model
    def _of(self, records):
        """``{record id: plain values}``, with the rights of the records' environment."""
        shape = SHAPES[records._name]
        return {record.id: shape.of(record).model_dump(mode="json") for record in records}

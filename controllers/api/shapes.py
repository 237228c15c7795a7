"""Records as REST shows them, for whoever tells of them elsewhere: webhooks and the sync door. It stands here, with the shapes."""

from datetime import date, datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from .approvals import ApprovalOut
from .commissions import StatementOut
from .orders import OrderOut
from .sync_shapes import ITEMS, KINDS, read_values
from .visits import VisitOut, visit_values

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
        return {record.id: SHAPES[records._name].of(record).model_dump(mode="json") for record in records}

    @api.model
    def _of_kind(self, kind, records):
        """The same, as the sync door tells of ``kind``."""
        return {record.id: KINDS[kind].of(record).model_dump(mode="json") for record in records}

    @api.model
    def _item_kinds(self):
        return list(ITEMS)

    @api.model
    def _read_values(self, kind, uuid, values):
        """The values of an uploaded item as the models take them, checked as the REST door checks them."""
        try:
            body = read_values(kind, uuid, values)
        except ValueError as error:
            raise UserError(self.env._("Mend: %s", error)) from error
        return visit_values(body) if kind == "visit" else _as_text(body.model_dump(exclude_none=True))


def _as_text(value):
    """Days and moments as the models' public methods take them."""
    if isinstance(value, dict):
        return {name: _as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    if isinstance(value, datetime):
        return fields.Datetime.to_string(value)
    return str(value) if isinstance(value, date) else value

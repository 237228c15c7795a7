from base64 import b64encode
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from odoo import api, fields, models
from odoo.fields import Command

from .history import QUIET

# the strokes of a name written by hand
STROKES = (
    ((20, 70), (40, 20), (52, 72), (70, 40), (80, 70), (92, 46), (104, 68)),
    ((104, 68), (118, 30), (124, 72), (140, 50), (150, 66), (170, 44), (230, 60)),
    ((30, 80), (240, 76)),
)


def hand_written():
    """Return a signature as the portal sends it: a PNG, base64."""
    image = Image.new("RGBA", (260, 96), (255, 255, 255, 0))
    for stroke in STROKES:
        ImageDraw.Draw(image).line(stroke, fill=(20, 30, 90, 255), width=3, joint="curve")
    file = BytesIO()
    image.save(file, "PNG")
    return b64encode(file.getvalue())


class SalesOsDemo(models.AbstractModel):
    """Quotations in the middle of their lives: revised, offered as alternatives, signed and changed, about to expire."""

    _inherit = "sales_os.demo"

    @api.model
    def _load_quoting(self):
        """Called once by quoting_demo.xml, after the history."""
        self = self.with_context(**QUIET, lang="en_US")
        user = self._ref("demo_user_ece")
        partners = self._customers().filtered(lambda partner: partner.sales_os_territory_id.owner_id.user_id == user)
        if len(partners) >= 4:
            self._make_revised(user, partners[0])
            self._make_alternatives(user, partners[1])
            self._make_changed_after_signature(user, partners[2])
            self._make_expiring(user, partners[3])
        return True

    def _quote(self, user, partner, basket, **values):
        return self.env["sale.order"].create({
            "partner_id": partner.id,
            "user_id": user.id,
            "team_id": self._ref("demo_team").id,
            "require_signature": True,
            "require_payment": False,
            "note": "<p>Delivery free of charge from 5 000. Machines carry a warranty of 24 months.</p>",
            "order_line": [
                Command.create({"product_id": self._ref(f"demo_product_{name}").id, "product_uom_qty": quantity})
                for name, quantity in basket
            ],
            **values,
        })

    def _revise(self, order):
        return order.browse(order.action_new_revision()["res_id"])

    def _make_revised(self, user, partner):
        first = self._quote(user, partner, [("machine", 1), ("grinder", 1), ("espresso", 12), ("maintenance", 1)])
        first.action_quotation_sent()
        second = self._revise(first)
        machine, grinder = second.order_line[:2]
        machine.discount = 5
        grinder.unlink()
        second.action_quotation_sent()
        third = self._revise(second)
        third.order_line.filtered(lambda line: line.product_id == self._ref("demo_product_espresso")).product_uom_qty = 24
        third.order_line = [Command.create({"product_id": self._ref("demo_product_cups").id, "product_uom_qty": 10})]

    def _make_alternatives(self, user, partner):
        first = self._quote(user, partner, [("machine", 1), ("grinder", 1), ("espresso", 10), ("maintenance", 1)])
        second = first.browse(first.action_new_alternative()["res_id"])
        second.order_line.filtered(lambda line: line.product_id == self._ref("demo_product_grinder")).unlink()
        third = first.browse(first.action_new_alternative()["res_id"])
        third.order_line.filtered(lambda line: line.product_id == self._ref("demo_product_machine")).product_uom_qty = 2
        third.order_line.filtered(lambda line: line.product_id == self._ref("demo_product_maintenance")).product_uom_qty = 2
        group = first.sales_os_alternative_id
        group.name = f"Three ways to better coffee at {partner.name}"
        group.action_mark_sent()

    def _make_changed_after_signature(self, user, partner):
        order = self._quote(user, partner, [("brewer", 2), ("filter", 20)])
        order.action_quotation_sent()
        order.write({"signed_by": partner.name, "signed_on": fields.Datetime.now() - timedelta(days=2), "signature": hand_written()})
        order.order_line[1].product_uom_qty = 24

    def _make_expiring(self, user, partner):
        order = self._quote(user, partner, [("tea", 8), ("oat", 10)])
        order.action_quotation_sent()
        order.validity_date = self._today() + timedelta(days=2)

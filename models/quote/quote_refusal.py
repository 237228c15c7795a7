from odoo import models


class SaleOrder(models.Model):
    """What quotes answer at the gate: findings that block, and siblings that stand in the way of a confirmation."""

    _inherit = "sale.order"

    def _sales_os_gate_refusals(self, gate):
        refusals = {order_id: list(reasons) for order_id, reasons in super()._sales_os_gate_refusals(gate).items()}
        for order_id, found in self._sales_os_findings(gate).items():
            order = self.browse(order_id)
            words = [order._sales_os_finding_words(finding) for finding in found if finding.refuses_at(gate)]
            if words:
                refusals.setdefault(order_id, []).extend(words)
        if gate in ("sign", "confirm"):
            opened = self.filtered(lambda order: order.state in ("draft", "sent"))
            for order, result in opened._sales_os_consequences("confirm", is_final=False).items():
                if result.refusals:
                    refusals.setdefault(order.id, []).extend(order._sales_os_refusal_words(result))
        return refusals

    def _sales_os_is_held(self):
        """The customer's page of a quote that is merely expired says so itself; it is not being checked by anybody."""
        if not super()._sales_os_is_held():
            return False
        reasons = self._sales_os_refusals("sign")[self.id]
        blocking = [finding.code for finding in self._sales_os_findings("sign").get(self.id, ()) if finding.refuses_at("sign")]
        return not (len(reasons) == 1 and blocking == ["expired"])

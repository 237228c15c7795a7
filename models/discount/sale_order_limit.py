from weakref import WeakKeyDictionary

from odoo import fields, models

# under no policy nothing needs an approval
EVERYTHING = 100


class SaleOrder(models.Model):
    """Which discount needed nobody on the day of the sale: kept on the lines, for policies change."""

    _inherit = "sale.order"

    # what the gate found in passing, of each cursor: {order: {line: percent}}; whoever confirms judges once and not twice
    _LIMITS = WeakKeyDictionary()

    def _sales_os_note_limits(self, verdicts):
        """Note, of orders that are about to be confirmed, what their policies let pass without an approval."""
        noted = self._LIMITS.setdefault(self.env.cr, {})
        for order, verdict in verdicts.items():
            # sudo: rules hold for everybody, as in the verdict
            free = {policy.key: policy.free_percent for policy in order.sudo()._sales_os_policies()}
            noted[order.id] = {key: str(free.get(line.policy, EVERYTHING)) for key, line in verdict.facts.lines.items()}

    def _sales_os_take_limits(self):
        """Return ``{line: percent as text}`` of orders that were just confirmed; those that no gate looked at are judged now."""
        noted = self._LIMITS.get(self.env.cr, {})
        unseen = self.filtered(lambda order: order.id not in noted)
        if unseen:
            unseen._sales_os_note_limits(unseen._sales_os_verdicts())
            noted = self._LIMITS[self.env.cr]
        return {line: percent for order_id in self.ids for line, percent in noted.pop(order_id).items()}

    def _sales_os_gate_verdicts(self, gate):
        verdicts = self._sales_os_verdicts()
        if gate == "confirm":
            self._sales_os_note_limits(verdicts)
        return verdicts


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    sales_os_limit_percent = fields.Float(
        string="Free Discount (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None,
        help="What the policy of the day let pass without an approval when the order was confirmed; 100 where none governed.")

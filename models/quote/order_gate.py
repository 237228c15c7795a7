from contextlib import contextmanager
from weakref import WeakKeyDictionary

from odoo import api, models
from odoo.exceptions import UserError

# doors of an order that ask before they open; a company switches each on or off, except "change"
GATES = ("send", "print", "sign", "confirm", "change")

# what makes the terms of an order; a change of anything else opens no question
TERM_FIELDS = frozenset({
    "order_line", "partner_id", "partner_invoice_id", "pricelist_id", "currency_id", "payment_term_id", "fiscal_position_id",
    "company_id", "date_order", "team_id", "user_id", "prepayment_percent", "require_payment", "sales_os_territory_id",
})
# a state that stands behind a door
DOOR_OF_STATE = {"sent": "send", "sale": "confirm"}


class _Watch:
    """Orders whose change is being watched: what was remembered of each before, and what the lines noted."""

    __slots__ = ("ids", "remembered", "notes")

    def __init__(self, ids, remembered):
        self.ids = frozenset(ids)
        self.remembered = remembered
        self.notes = {}


class SaleOrder(models.Model):
    """One gate for all doors: whoever has a reason to refuse extends ``_sales_os_gate_refusals``, every door asks it."""

    _inherit = "sale.order"

    # objects of this process: no caller from outside can put one into a context
    _BY_PAYMENT = object()
    _BY_CONFIRM = object()
    # the changes under way, the outermost first, of each cursor. Not in the context: no caller reaches it, and a context of its own for
    # each change would leave the transaction an environment more every time
    _WATCHES = WeakKeyDictionary()

    def _sales_os_gate_refusals(self, gate):
        """Return ``{order id: [reasons in words]}`` of the orders that may not pass ``gate``; extend by ``super()``.

        The orders are those whose company has the gate switched on. It may be asked for many orders at once and often: a constant
        number of queries. For ``"change"`` (a confirmed order was changed) ``_sales_os_remembered(order)`` tells what was before.
        """
        return {}

    def _sales_os_remember(self):
        """Return ``{order id: {key: value}}``: what must be compared once the change is made; extend by ``super()``."""
        return {order_id: {} for order_id in self.ids}

    def _sales_os_remembered(self):
        """What ``_sales_os_remember`` kept of this order before it was changed."""
        watches = self._WATCHES.get(self.env.cr, ())
        return next((watch.remembered[self.id] for watch in watches if self.id in watch.ids), {})

    def _sales_os_notes(self):
        """What the lines noted before they were changed (``_sales_os_before_change``)."""
        watches = self._WATCHES.get(self.env.cr)
        return watches[-1].notes if watches else {}

    def _sales_os_terms_changed(self):
        """The terms of these orders may have changed, by whatever door; called once, when the outermost change is made.

        Extend by ``super()``. A confirmed order must pass the gate "change".
        """
        self.filtered(lambda order: order.state == "sale")._sales_os_check_gate("change")

    def _sales_os_refusals(self, gate):
        """Return ``{order id: [reasons]}`` as ``_sales_os_gate_refusals``, of those whose company has switched the gate on."""
        gated = self
        if gate != "change":
            # sudo: a customer on the portal may not read settings; only a yes or no is taken from them
            gated = self.filtered(lambda order: order.company_id.sudo()[f"sales_os_gate_{gate}"])
        refusals = gated._sales_os_gate_refusals(gate) if gated else {}
        return {order_id: reasons for order_id, reasons in refusals.items() if reasons}

    def _sales_os_check_gate(self, gate):
        """Raise in words when one of the orders may not pass."""
        refusals = self._sales_os_refusals(gate) if self else {}
        if refusals:
            raise UserError("\n".join(
                self.browse(order_id)._sales_os_refusal_text(gate, reasons) for order_id, reasons in refusals.items()))

    def _sales_os_refusal_text(self, gate, reasons):
        name, because = self.display_name, " ".join(reasons)
        if gate == "send":
            return self.env._("%(order)s cannot be sent: %(because)s", order=name, because=because)
        if gate == "print":
            return self.env._("%(order)s cannot be printed: %(because)s", order=name, because=because)
        if gate == "sign":
            return self.env._("%(order)s cannot be signed or paid: %(because)s", order=name, because=because)
        if gate == "confirm":
            return self.env._("%(order)s cannot be confirmed: %(because)s", order=name, because=because)
        return self.env._(
            "%(order)s is confirmed and cannot be changed like this: %(because)s Make a new revision instead.",
            order=name, because=because)

    # the doors of the order itself

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sales_os_check_line_numbers(vals)
        orders = super().create(vals_list)
        for state, gate in DOOR_OF_STATE.items():
            orders.browse([order.id for order in orders if order.state == state])._sales_os_check_gate(gate)
        return orders

    def write(self, vals):
        self._sales_os_check_line_numbers(vals)
        gate = DOOR_OF_STATE.get(vals.get("state"))
        passing = self.filtered(lambda order: order.state != vals["state"]) if gate else self.browse()
        if vals.get("signature"):
            self.filtered(lambda order: order.state in ("draft", "sent"))._sales_os_check_gate("sign")
        # a confirmation sets the day of the order, which changes no price
        touches_terms = not TERM_FIELDS.isdisjoint(vals) and not (gate == "confirm" and vals.keys() <= {"state", "date_order"})
        if not touches_terms:
            passing._sales_os_check_gate(gate)
            return super().write(vals)
        with self._sales_os_watched():
            result = super().write(vals)
            # the terms came with the state: only now can they be judged
            passing._sales_os_check_gate(gate)
        return result

    def _sales_os_check_line_numbers(self, vals):
        for command in vals.get("order_line") or ():
            if isinstance(command, list | tuple) and len(command) > 2 and isinstance(command[2], dict):
                self.order_line._sales_os_check_numbers(command[2])

    @contextmanager
    def _sales_os_watched(self):
        """Watch these orders while they are changed; those that an outer change watches already are left to it."""
        watches = self._WATCHES.setdefault(self.env.cr, [])
        new = self.browse([order_id for order_id in self.ids if not any(order_id in watch.ids for watch in watches)])
        if not new:
            yield
            return
        watch = _Watch(new.ids, new._sales_os_remember())
        watches.append(watch)
        try:
            yield
            new._sales_os_terms_changed()
        finally:
            watches.remove(watch)

    def _recompute_prices(self):
        # many lines are written one by one: looked at once, at the end
        with self._sales_os_watched():
            return super()._recompute_prices()

    def action_quotation_sent(self):
        """Mark as sent; in the middle of a payment nothing is raised: what may not be sent stays a draft and says why."""
        if self.env.context.get("sales_os_gate") is self._BY_PAYMENT:
            held = self._sales_os_hold("send")
            if held == self:
                return None
            return super(SaleOrder, self - held).action_quotation_sent()
        return super().action_quotation_sent()

    def action_confirm(self):
        # the door is the new state: there all orders are asked at once, and not one by one before
        return super(SaleOrder, self.with_context(sales_os_gate=self._BY_CONFIRM)).action_confirm()

    def _confirmation_error_message(self):
        message = super()._confirmation_error_message()
        if message or self.env.context.get("sales_os_gate") is self._BY_CONFIRM:
            return message
        reasons = self._sales_os_refusals("confirm").get(self.id)
        return self._sales_os_refusal_text("confirm", reasons) if reasons else False

    def _validate_order(self):
        """Confirm what the customer accepted; what may not be confirmed yet stays open, and the representative is told."""
        accepted = self - self._sales_os_hold("confirm")
        return super(SaleOrder, accepted)._validate_order() if accepted else None

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._sales_os_refusals("sign")

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._sales_os_refusals("sign")

    def _sales_os_is_held(self):
        """Whether the customer's page must wait: an open quote that may not be signed or paid now."""
        self.ensure_one()
        return self.state in ("draft", "sent") and bool(self._sales_os_refusals("sign"))

    def _sales_os_hold(self, gate):
        """Return those that may not pass, after telling their representatives; for doors behind which nothing may be raised."""
        refusals = self._sales_os_refusals(gate)
        held = self.browse(refusals)
        if not held:
            return held
        self.flush_recordset()
        held._message_log_batch(bodies={
            order.id: order._sales_os_refusal_text(gate, refusals[order.id]) for order in held})
        for order in held:
            known = order.activity_search(["sales_os.activity_type_held_order"])
            if not known:
                order.activity_schedule(
                    "sales_os.activity_type_held_order", user_id=order.user_id.id or self.env.user.id,
                    note=order._sales_os_refusal_text(gate, refusals[order.id]))
        return held

from odoo import api, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.quote.revision import Sibling, consequences

EVENTS = {"sent": "send", "sale": "confirm"}


class SaleOrder(models.Model):
    """What sending, choosing and confirming one quote does to its other revisions and alternatives."""

    _inherit = "sale.order"

    def write(self, vals):
        event = EVENTS.get(vals.get("state"))
        if not event:
            return super().write(vals)
        moving = self.filtered(lambda order: order.state != vals["state"])
        results = moving._sales_os_consequences(event)
        result = super().write(vals)
        moving._sales_os_apply_consequences(results)
        return result

    def action_choose(self):
        """Choose this quote among its revisions and alternatives: all other open ones are cancelled."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("%s is no open quotation: only one that is open can be chosen.", self.name))
        self._sales_os_apply_consequences(self._sales_os_consequences("choose"))
        self.env["sales_os.audit.entry"]._append(self, "chosen")
        return True

    @api.depends("sales_os_lineage_id", "sales_os_alternative_id")
    def _compute_duplicated_order_ids(self):
        """Revisions and alternatives are meant to resemble each other."""
        result = super()._compute_duplicated_order_ids()
        alike = self.filtered("duplicated_order_ids")
        for order, siblings in alike._sales_os_siblings().items():
            order.duplicated_order_ids -= siblings.sudo(False)
        return result

    def _sales_os_siblings(self):
        """Return ``{order: its other revisions and alternatives}``, in one query; in none for orders that never had any."""
        kindred = self.filtered(
            lambda order: order.sales_os_is_revised or order.sales_os_revision > 1 or order.sales_os_alternative_id)
        if not kindred:
            return dict.fromkeys(self, self.sudo().browse())  # sudo: as those that are found
        domain = Domain("sales_os_lineage_id", "in", kindred.sales_os_lineage_id.ids)
        if kindred.sales_os_alternative_id:
            domain |= Domain("sales_os_alternative_id", "in", kindred.sales_os_alternative_id.ids)
        # sudo: what happens to a sibling follows from its kinship, whoever holds it
        found = self.sudo().search(domain)
        by_lineage, by_group = found.grouped("sales_os_lineage_id"), found.grouped("sales_os_alternative_id")
        nobody = found.browse()
        siblings = {}
        for order in self:
            lineage, group = order.sales_os_lineage_id, order.sales_os_alternative_id
            kin = (by_lineage.get(lineage, nobody) if lineage else nobody) | (by_group.get(group, nobody) if group else nobody)
            siblings[order] = kin - order
        return siblings

    def _sales_os_consequences(self, event, is_final=True):
        """Return ``{order: Consequences}`` of the orders that have siblings.

        :param is_final: lock what will change and raise a refusal; else only look
        """
        siblings = {order: others for order, others in self._sales_os_siblings().items() if others}
        if siblings and is_final:
            self.browse().union(*siblings, *siblings.values())._sales_os_take_turn()
        results = {}
        for order, others in siblings.items():
            results[order] = result = consequences(
                event=event,
                revision=order.sales_os_revision,
                siblings=[other._sales_os_sibling_facts(order, event == "confirm" and other in self) for other in others],
                withdraws_on_send=order.company_id.sales_os_revision_withdraw == "send",
            )
            if result.refusals and is_final:
                raise UserError(order._sales_os_refusal_words(result)[0])
        return results

    def _sales_os_sibling_facts(self, order, is_confirmed_together=False):
        self.ensure_one()
        return Sibling(
            key=self.id,
            state=self.state,
            revision=self.sales_os_revision,
            is_same_lineage=self.sales_os_lineage_id == order.sales_os_lineage_id,
            is_started=self.state == "sale" and self._sales_os_is_started(),
            is_locked=self.locked,
            is_confirmed_together=is_confirmed_together,
        )

    def _sales_os_is_started(self):
        """Whether anything of the order was delivered, invoiced or paid."""
        return bool(
            any(line.qty_delivered or line.qty_invoiced for line in self.order_line)
            or self.invoice_ids.filtered(lambda invoice: invoice.state != "cancel")
            or self.amount_paid)

    def _sales_os_refusal_words(self, result):
        """Say why each sibling keeps this order from being confirmed or chosen."""
        self.ensure_one()
        texts = {
            "started": self.env._("%(other)s is delivered, invoiced or paid, at least in part: %(order)s cannot replace it any more. "
                                  "Sell what changes by a quotation of its own."),
            "locked": self.env._("%(other)s is locked: unlock it, then %(order)s can replace it."),
            "taken": self.env._("The alternative %(other)s is confirmed already. Cancel it before you confirm %(order)s."),
            "confirmed": self.env._("%(other)s is confirmed already: confirm %(order)s, and it takes its place."),
            "together": self.env._("%(order)s and %(other)s belong together as revisions or alternatives: confirm only one of them."),
        }
        # sudo: nothing but the sibling's name is told
        names = {other.id: other.name for other in self.sudo().browse(key for key, _reason in result.refusals)}
        return [texts[reason] % {"order": self.name, "other": names[key]} for key, reason in result.refusals]

    @api.model
    def _sales_os_apply_consequences(self, results):
        for order, result in results.items():
            # sudo: see _sales_os_siblings
            others = self.sudo()
            others.browse([*result.superseded, *result.replaced])._sales_os_close("superseded", order)
            others.browse(result.not_chosen)._sales_os_close("not_chosen", order)

    def _sales_os_close(self, closed_as, by=None):
        """Cancel the orders and remember why; ``by`` is the quote that takes their place."""
        closing = self.filtered(lambda order: order.state != "cancel")
        if not closing:
            return
        old = {order.id: order.state for order in closing}
        closing._action_cancel()
        closing._sales_os_write_kept({"sales_os_closed_as": closed_as, "sales_os_superseded_by_id": by.id if by else False})
        self.env["sales_os.audit.entry"]._append(
            closing, f"closed:{closed_as}", old_by_id=old, new="cancel", reason=by.name if by else "")
        words = {
            "superseded": lambda: self.env._("Superseded by %s.", by._get_html_link()),
            "not_chosen": lambda: self.env._("Not chosen: %s was.", by._get_html_link()),
            "expired": lambda: self.env._("Expired without an answer."),
        }
        for order in closing:
            order.message_post(body=words[closed_as]())

    def _sales_os_take_turn(self):
        """Lock the orders; of two customers or sellers at once one wins, the other starts again and sees the result."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise ConcurrencyError(f"sale.order {self.ids} are being changed") from error

from odoo import models

from odoo.addons.sales_os.algorithms.discount.verdict import levels_asked, what_is_worse


class SaleOrder(models.Model):
    """What follows when terms change, by whatever door: worse than approved is outdated, and a sent quote comes back."""

    _inherit = "sale.order"

    def _sales_os_remember(self):
        remembered = super()._sales_os_remember()
        confirmed = self.filtered(lambda order: order.state == "sale")
        for order, facts in confirmed._sales_os_current_facts({}).items():
            remembered[order.id]["facts"] = facts
        return remembered

    def _sales_os_current_facts(self, held_by_id):
        """Return ``{order: QuoteFacts}`` at the cost that ``held_by_id`` (order id -> QuoteFacts) has frozen."""
        terms, result = {}, {}
        # sudo: rules and cost decide for everybody alike
        for order in self.sudo():
            policies = order._sales_os_policies()
            result[self.browse(order.id)] = order._sales_os_quote_facts(policies, held_by_id.get(order.id), terms)
        return result

    def _sales_os_change_refusals(self):
        """Confirmed orders that were made worse, without a policy or an approval that allows it."""
        before = {order.id: order._sales_os_remembered().get("facts") for order in self}
        refusals = {}
        for order, now in self._sales_os_current_facts(before).items():
            policies = order._sales_os_policies()
            needed = levels_asked(facts=now, policies=policies)
            worse = what_is_worse(held=before[order.id], now=now, policies=policies, asked_of=needed) if before[order.id] else ()
            approval = order.sudo().sales_os_approval_id  # sudo: what was approved counts whoever may see it
            if worse and approval.state == "approved":
                worse = what_is_worse(held=approval._held_facts(), now=now, policies=policies, asked_of=needed)
            if worse:
                refusals[order.id] = order._sales_os_worse_parts(worse) + "."
        return refusals

    def _sales_os_terms_changed(self):
        result = super()._sales_os_terms_changed()
        self._sales_os_log_prices()
        # sudo: an approval becomes outdated whoever changes the terms
        open_quotes = self.sudo().filtered(
            lambda order: order.state == "sent" or (order.state == "draft" and order.sales_os_approval_id))
        if open_quotes:
            open_quotes._sales_os_follow(open_quotes._sales_os_verdicts())
        return result

    def _sales_os_follow(self, verdicts):
        """Outdate approvals that do not cover the terms any more, end requests that are needless, take sent quotes back."""
        outdated, needless, back = {}, self.browse(), self.browse()
        for order, verdict in verdicts.items():
            approval = order.sales_os_approval_id
            if verdict.state == "outdated" and approval.state in ("requested", "approved"):
                outdated[approval] = order._sales_os_worse_words(verdict.worse)
            elif verdict.state == "not_needed" and approval.state == "requested":
                needless += order
            if order.state == "sent" and verdict.state in ("needed", "outdated", "refused") and order.company_id.sales_os_gate_send:
                back += order
        for words, approvals in self._sales_os_by_words(outdated).items():
            approvals._end("outdated", words)
        needless.sales_os_approval_id._end("cancelled", self.env._("No approval is needed any more."))
        if back:
            back.with_context(tracking_disable=False).write({"state": "draft"})
            back._message_log_batch(bodies={order.id: self.env._(
                "Back to a quotation: it was changed after it was sent. %s", order._sales_os_because(verdicts[order])) for order in back})

    def _sales_os_by_words(self, words_by_approval):
        result = {}
        for approval, words in words_by_approval.items():
            result[words] = result.get(words, approval.browse()) | approval
        return result

    def _sales_os_log_prices(self):
        """Prices and discounts that changed, line by line, in one append for the whole change."""
        notes = self._sales_os_notes()
        # sudo: what is logged was written a moment ago by the caller
        lines = self.env["sale.order.line"].sudo().browse(notes).exists()
        now = {line.id: line._sales_os_price_note() for line in lines}
        rows = []
        for line_id, (order_id, company_id, name, old) in notes.items():
            new = now.get(line_id)
            if new is None or new[3] != old:
                rows.append({
                    "model": "sale.order.line", "res_id": line_id, "event": "price" if new else "line_removed", "old_value": old,
                    "new_value": new[3] if new else "", "reason": f"{name} (sale.order {order_id})", "company_id": company_id,
                })
        notes.clear()
        self.env["sales_os.audit.entry"]._append_rows(rows)

    def _action_cancel(self):
        result = super()._action_cancel()
        # sudo: whoever may cancel the quote ends its request
        self.sudo().sales_os_approval_id.filtered(lambda approval: approval.state == "requested")._end(
            "cancelled", self.env._("The quote was cancelled."))
        return result


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sales_os_price_note(self):
        """What the audit trail keeps of a line: (order, company, name, price and discount in words)."""
        return (
            self.order_id.id, self.company_id.id, (self.name or "").split("\n", 1)[0],
            f"{self.product_uom_qty:g} × {self.price_unit:.10g} − {self.discount:.6g} %")

    def _sales_os_before_change(self, notes):
        result = super()._sales_os_before_change(notes)
        for line in self:
            if not line.display_type:
                notes.setdefault(line.id, line._sales_os_price_note())
        return result


class SalesOsDiscountApproval(models.Model):
    _inherit = "sales_os.discount.approval"

    def _end(self, state, words):
        """The approval does not count any more: outdated by a change, or cancelled. Steps not decided stay so for ever."""
        if not self:
            return
        approvals = self._acting()
        approvals.step_ids.filtered(lambda step: step.decision in ("pending", "waiting"))._acting().write({"decision": "void"})
        approvals._transition(state, reason=words, **({"worse": words} if state == "outdated" else {}))
        approvals._told()
        approvals._decision_activities().unlink()
        approvals._decided_activities().unlink()
        approvals.order_id._message_log_batch(bodies={approval.order_id.id: self.env._(
            "The approval is %(state)s. %(words)s", state=approval._state_label(state).lower(), words=words) for approval in approvals})

from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.fields import Command

from odoo.addons.sales_os.algorithms.discount.facts import facts_to_json, fingerprint_of_json
from odoo.addons.sales_os.algorithms.discount.verdict import HEALTH, NEEDED, OUTDATED, REFUSED, REQUESTED
from odoo.addons.sales_os.algorithms.discount.worse import is_concerned

MAY_REQUEST = (NEEDED, REFUSED, OUTDATED)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_request_approval(self, reason):
        """Ask those who must approve these quotes, each step that is not covered by an earlier decision.

        :param reason: why the customer should get these terms; required
        :return: ids of the approvals, in the order of the quotes
        """
        reason = self._sales_os_words(reason)
        if not reason:
            raise UserError(self.env._("Say why the customer should get these terms: whoever approves needs a reason."))
        self.check_access("write")
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            # somebody asks or changes at this very moment: start again and see the result
            raise ConcurrencyError(f"sale.order {self.ids} is being changed") from error
        verdicts = self._sales_os_verdicts()
        self._sales_os_check_may_request(verdicts)
        orders = self.sudo()  # sudo: history is written by nobody else; the right to write the quote is checked above
        books = {company: self.env["sales_os.discount.approval.step"]._directory(company) for company in orders.company_id}
        deadlines, later = {}, self.env["sales_os.discount.approval"]._told_later(len(self))
        vals_list = [
            {**orders.browse(order.id)._sales_os_prepare_approval_vals(verdict, reason, books, deadlines), **later}
            for order, verdict in verdicts.items()]
        # one request of a quote at a time: what ended in this transaction must have ended in the database as well
        orders.sales_os_approval_id.flush_recordset(["state"])
        # the notes on the quote tell of the request: none of its own on the approval
        acting = self.env["sales_os.discount.approval"]._acting()
        approvals = acting.with_context(tracking_disable=True).create(vals_list).with_env(acting.env)
        asked = orders.browse([order.id for order in verdicts])
        # by the verdicts above: what is asked just now is no worse than what is asked
        with asked._sales_os_judged(REQUESTED), self.env.protecting([self._fields["sales_os_approval_id"]], asked):
            for order, approval, verdict in zip(asked, approvals, verdicts.values(), strict=True):
                order.sales_os_approval_id = approval
                if verdict.worse:
                    order.sales_os_approval_reason = order._sales_os_because(replace(verdict, worse=()))
            asked.modified(["sales_os_approval_id", "sales_os_approval_reason"])
        approvals._begin()
        return approvals.ids

    def _sales_os_check_may_request(self, verdicts):
        problems = []
        for order, verdict in verdicts.items():
            if order.state not in ("draft", "sent"):
                problems.append(self.env._("%s is no open quote.", order.display_name))
            elif verdict.state not in MAY_REQUEST:
                problems.append({
                    "not_needed": self.env._("%s needs no approval.", order.display_name),
                    "requested": self.env._(
                        "The approval of %(order)s is already requested and waits for %(users)s.", order=order.display_name,
                        users=order._sales_os_waits_for()),
                    "approved": self.env._("%s is already approved as it is.", order.display_name),
                }[verdict.state])
        if problems:
            raise UserError("\n".join(problems))

    def _sales_os_waits_for(self):
        # sudo: the names of those who decide
        return ", ".join(self.sudo().sales_os_approval_id.pending_user_ids.mapped("name"))

    def _sales_os_prepare_approval_vals(self, verdict, reason, books, deadlines):
        """One approval with its steps: who asks, what is tested, which step is kept and who decides the others.

        :param books: company -> directory of those who may decide
        :param deadlines: memory of this request, see ``_deadline``
        """
        book = books[self.company_id]
        previous = self.sales_os_approval_id
        steps, facts = self._sales_os_prepare_steps(verdict, previous, book), facts_to_json(verdict.facts)
        covered = [values.pop("covers") for values in steps]
        if all(covered):
            self._sales_os_decide_alone(steps, reason)
        self.env["sales_os.discount.approval.step"]._ask_first(steps, self.company_id, deadlines)
        return {
            "order_id": self.id, "order_name": self.name, "company_id": self.company_id.id, "currency_id": self.currency_id.id,
            "partner_id": self.partner_id.id, "salesperson_id": self.user_id.id, "requester_id": self.env.uid,
            "requested_on": fields.Datetime.now(), "reason": reason, "previous_id": previous.id,
            "facts": facts, "fingerprint": fingerprint_of_json(facts),
            "list_amount": self.sales_os_list_amount, "amount_untaxed": self.amount_untaxed,
            "discount_percent": self.sales_os_effective_discount_percent, "margin_percent": self.sales_os_margin_percent,
            "because": self._sales_os_because(verdict), "step_ids": [Command.create(values) for values in steps],
        }

    def _sales_os_prepare_steps(self, verdict, previous, book):
        step_model = self.env["sales_os.discount.approval.step"]
        chain = step_model._chain_of(self, book)
        excluded = frozenset({self.env.uid, *self.user_id.ids})
        done = {
            (step.policy_key, step.level_id.id or (HEALTH if step.policy_key == HEALTH else False)): step
            for step in previous.step_ids if step.decision in ("approved", "kept")}
        result = []
        for policy_key, items in verdict.asked.items():
            asked_before, alone = set(), self._sales_os_alone(policy_key, items, verdict, book)
            for sequence, item in enumerate(items, 1):
                values = self._sales_os_prepare_step_vals(policy_key, sequence, item, verdict)
                rule = self._sales_os_rule(values, item)
                before = done.get((policy_key, item.level.key if item.level else False))
                choice = step_model._choose(
                    rule, discount=verdict.measured(policy_key).discount_percent, book=book, chain=chain, excluded=excluded,
                    asked_before=frozenset(asked_before))
                asked_before.update(choice.users)
                names = step_model._names({*choice.users, *(key for _why, key in choice.way)})
                values.update(
                    approver_ids=[Command.set(choice.users)], approver=", ".join(names[user] for user in choice.users),
                    route=step_model._route_words(choice, names), covers=alone)
                criteria = frozenset(values["criteria"].split(",")) | frozenset((before.criteria or "").split(",") if before else ())
                if before and not is_concerned(policy=policy_key, criteria=criteria, worse=verdict.worse):
                    values.update(self._sales_os_keep(before), covers=True)
                elif not choice.users and not alone:
                    raise UserError(self.env._(
                        "Nobody but you could approve %s: give another person the role Administrator of Sales OS.", self.display_name))
                result.append(values)
        return result

    def _sales_os_alone(self, policy_key, items, verdict, book):
        """Whether the own limit of whoever asks covers the highest level that is asked."""
        last = items[-1]
        if last.level is None:
            return False
        rule = self._sales_os_rule({"level_id": last.level.key}, last)
        return self.env["sales_os.discount.approval.step"]._covers_alone(
            rule, user=self.env.user, discount=verdict.measured(policy_key).discount_percent, book=book)

    def _sales_os_rule(self, values, item):
        if item.level is None:
            return {"kind": "last_resort"}
        level = self.env["sales_os.discount.level"].sudo().browse(item.level.key or ())  # sudo: the rules hold for everybody
        return {
            "kind": item.level.approver, "limit": item.level.max_discount_percent, "group": level.group_id, "user": level.user_id,
        }

    def _sales_os_prepare_step_vals(self, policy_key, sequence, item, verdict):
        """The copies: names, limits, what is tested and why."""
        # sudo: the rules hold for everybody
        level = self.env["sales_os.discount.level"].sudo().browse((item.level and item.level.key) or ())
        policy = self.env["sales_os.discount.policy"].sudo().browse(policy_key or ())  # sudo: as above
        is_health = policy_key == HEALTH
        measured = verdict.measured(policy_key)
        return {
            "company_id": self.company_id.id, "currency_id": self.company_id.currency_id.id, "sequence": sequence,
            "policy_id": policy.id, "policy_key": policy_key,
            "policy": self.env._("Quote health") if is_health else policy.name,
            "level_id": level.id, "level": level.display_name or (self.env._("Manager") if is_health else self.env._("Above all levels")),
            "max_discount_percent": 100.0 if is_health else level.max_discount_percent, "min_margin_percent": level.min_margin_percent,
            "max_amount": level.max_amount, "sla_hours": level.sla_hours if level else policy.level_ids[-1:].sla_hours or 8.0,
            "approver_kind": item.level.approver if item.level else "last_resort", "group_id": level.group_id.id,
            "user_id": level.user_id.id, "tested_discount_percent": float(measured.discount_percent),
            "tested_margin_percent": float(measured.margin_percent or 0),
            "tested_amount": float(measured.amount), "criteria": ",".join(because.criterion for because in item.because),
            "because": self._sales_os_because_words(item.because), "decision": "waiting",
        }

    def _sales_os_keep(self, step):
        """An earlier decision that still covers what is asked: copied, with whom and when it was made."""
        return {
            "decision": "kept", "decided_by_id": step.decided_by_id.id, "decided_by": step.decided_by, "decided_on": step.decided_on,
            "comment": step.comment, "kept_from_id": step.id, "approver": step.approver,
        }

    def _sales_os_decide_alone(self, steps, reason):
        for values in steps:
            if values["decision"] == "waiting":
                values.update(
                    decision="approved", decided_by_id=self.env.uid, decided_by=self.env.user.name, decided_on=fields.Datetime.now(),
                    comment=reason, route=self.env._("Within the own limit of %s.", self.env.user.name),
                    approver=self.env.user.name, approver_ids=[Command.set(self.env.user.ids)])

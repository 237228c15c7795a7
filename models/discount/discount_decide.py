from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.discount.verdict import REQUESTED


class SalesOsDiscountApproval(models.Model):
    """Approving, refusing and delegating, of one or many at once."""

    _inherit = "sales_os.discount.approval"

    def action_approve(self, comment=""):
        """Decide every step that waits for the caller, and those that thereby come to wait for the caller.

        :return: True
        """
        # read together, wherever the records come from
        self = self.browse(self.ids)
        steps = self._take_my_steps()
        asked = self._check_as_requested()
        comment = self._sales_os_words(comment)
        approvals, decided = self._acting(), steps.browse()
        while steps:
            steps._decide("approved", comment)
            decided += steps
            approvals._ask_next()
            steps = approvals._my_steps()
        self._audit_decisions(decided)
        approvals._tell_asked()
        approvals._finish(asked)
        return True

    def action_refuse(self, comment):
        """Refuse: the quote cannot go out on these terms. The comment says why, and is required.

        :return: True
        """
        comment = self._sales_os_words(comment)
        if not comment:
            raise UserError(self.env._("Say why you refuse: whoever asked must know what to change."))
        self = self.browse(self.ids)
        steps = self._take_my_steps()
        steps._decide("refused", comment)
        approvals = self._acting()
        approvals.step_ids.filtered(lambda step: step.decision in ("pending", "waiting"))._acting().write({"decision": "void"})
        self._audit_decisions(steps)
        approvals._transition("refused", reason=comment, decided_on=fields.Datetime.now())
        approvals._tell_decided()
        return True

    def action_delegate(self, user, date_start, date_end):
        """Put ``user`` in the caller's place from a day to a day, for these approvals and all others.

        :param user: id of a user who may approve (or the record)
        :return: id of the delegation
        """
        self.check_access("read")
        self._check_is_manager()
        user_id = user.id if isinstance(user, models.BaseModel) else self._sales_os_id(user)
        # what waits for the caller is asked anew by the delegation itself
        return self.env["sales_os.discount.delegation"].create({
            "user_id": self.env.uid, "delegate_id": user_id, "date_start": self._sales_os_day(date_start),
            "date_end": self._sales_os_day(date_end)}).id

    def _check_is_manager(self):
        if not self.env.user.has_group("sales_os.group_manager"):
            raise AccessError(self.env._("Only managers of Sales OS approve discounts."))

    def _take_my_steps(self):
        """Wait for one's turn and return the steps that the caller may decide; of two at once the second is told."""
        self.check_access("read")
        self._check_is_manager()
        self._take_turn()
        approvals = self._acting()
        for approval in approvals:
            refusal = approval._my_refusal()
            if refusal:
                raise refusal
        return approvals._my_steps()

    def _my_steps(self):
        return self.step_ids.filtered(lambda step: step.decision == "pending" and self.env.user in step.approver_ids)

    def _my_refusal(self):
        """The error in words when the caller cannot decide this approval now; None when it waits for the caller."""
        if self.state != "requested":
            return UserError(self._decided_words())
        if self._my_steps():
            return None
        names = {"order": self.order_name, "users": ", ".join(self.pending_user_ids.mapped("name"))}
        if self.env.user in (self.requester_id | self.salesperson_id):
            return AccessError(self.env._("You asked for the approval of %(order)s, or sell it: %(users)s must decide.", **names))
        return AccessError(self.env._("%(order)s waits for %(users)s, not for you.", **names))

    def _decided_words(self):
        last = self.step_ids.filtered("decided_on").sorted("decided_on")[-1:]
        if self.state == "outdated":
            return self.env._("%(order)s has changed since it was asked for and must be asked for again: %(worse)s",
                              order=self.order_name, worse=self.worse or "")
        return self.env._(
            "The approval of %(order)s is %(state)s already, by %(user)s on %(day)s.", order=self.order_name,
            state=self._state_label(self.state).lower(), user=last.decided_by or self.requester_id.name,
            day=fields.Datetime.context_timestamp(self, last.decided_on or self.write_date).strftime("%Y-%m-%d %H:%M"))

    def _check_as_requested(self):
        """What is approved is what was asked: nothing may have got worse meanwhile, by whatever way.

        :return: the orders that stand as they were asked for, and need the approval
        """
        orders = self.env["sale.order"].sudo().browse(self.sudo().order_id.ids)  # sudo: an approver need not see the whole quote
        verdicts = orders._sales_os_verdicts()
        for approval in self.sudo():  # sudo: as above
            verdict = verdicts.get(approval.order_id)
            if approval.order_id.sales_os_approval_id != approval or verdict.state == "outdated":
                raise UserError(self.env._(
                    "%(order)s is not any more what was asked for: %(worse)s It must be asked for again.",
                    order=approval.order_name, worse=approval.order_id._sales_os_worse_words(verdict.worse)))
        return orders.filtered(lambda order: verdicts[order].state == REQUESTED)

    def _begin(self):
        """Right after the request, which asks the first steps: tell everybody, and end where nobody need be asked."""
        self.env["sales_os.audit.entry"]._append(
            self, "approval_requested", new_by_id={approval.id: f"{approval.discount_percent:g} %" for approval in self},
            reason=self[:1].reason)
        self.filtered(lambda approval: not approval.note_due)._note_requests()
        self._audit_decisions(self.step_ids.filtered(lambda step: step.decision == "approved"))
        self._tell_asked()
        self._finish()

    def _ask_next(self):
        """Of each policy the first undecided step is to be decided now."""
        ready, memory = {}, {}
        for approval in self:
            for _policy, steps in approval.step_ids.grouped("policy_key").items():
                undecided = steps.filtered(lambda step: step.decision in ("waiting", "pending")).sorted("sequence")[:1]
                if undecided.decision == "waiting":
                    deadline = undecided._deadline(approval.company_id, undecided.sla_hours, memory)
                    ready.setdefault(deadline, []).append(undecided.id)
        for deadline, ids in ready.items():
            steps = self.step_ids.browse(ids)
            steps._acting().write(steps._asked_vals(deadline))

    def _finish(self, asked=()):
        """Those of which every step is decided are approved.

        :param asked: orders of which a verdict of this moment says that they stand as they were asked for
        """
        done = self.filtered(lambda approval: all(step.decision in ("approved", "kept") for step in approval.step_ids))
        if done:
            known = done.order_id.filtered(lambda order: order in asked)
            with known._sales_os_judged("approved"):
                done._transition("approved", decided_on=fields.Datetime.now())
            done._tell_decided()

    def _audit_decisions(self, steps):
        self.env["sales_os.audit.entry"]._append_rows([{
            "model": self._name, "res_id": step.approval_id.id, "event": f"decision:{step.decision}", "old_value": "pending",
            "new_value": f"{step.policy} · {step.level}: {step.decided_by}", "reason": step.comment or "",
            "company_id": step.company_id.id,
        } for step in steps.sudo()])  # sudo: the step was decided by its own approver a moment ago


class SalesOsDiscountApprovalStep(models.Model):
    _inherit = "sales_os.discount.approval.step"

    @api.model
    def _ask_first(self, vals_list, company, memory):
        """The same as ``_ask_next``, of the steps of one approval before they are created."""
        open_policies = set()
        for values in vals_list:
            if values["decision"] == "waiting" and values["policy_key"] not in open_policies:
                open_policies.add(values["policy_key"])
                values.update(self._asked_vals(self._deadline(company, values["sla_hours"], memory)))

    def _asked_vals(self, deadline):
        return {"decision": "pending", "asked_on": fields.Datetime.now(), "deadline": deadline}

    def _decide(self, decision, comment):
        self._acting().write({
            "decision": decision, "decided_by_id": self.env.uid, "decided_by": self.env.user.name,
            "decided_on": fields.Datetime.now(), "comment": comment or False,
        })

from odoo import api, fields, models

ESCALATED_AT_ONCE = 100


class SalesOsDiscountApprovalStep(models.Model):
    """When the time to answer is over, the next above is asked as well; whoever was asked before may still decide."""

    _inherit = "sales_os.discount.approval.step"

    @api.model
    def _cron_escalate(self):
        """Ask the next above where time has run out, and anew where nobody who was asked can decide any more. Resumable."""
        cron = self.env["ir.cron"]
        overdue = self.search(self._overdue_domain(), order="deadline, id")
        lonely = self._nobody_left()
        cron._commit_progress(remaining=len(overdue) + len(lonely))
        self._in_parts(lonely, lambda steps: steps._ask_again())
        self._in_parts(overdue, lambda steps: steps._escalate())

    @api.model
    def _in_parts(self, steps, act):
        for start in range(0, len(steps), ESCALATED_AT_ONCE):
            part = steps[start:start + ESCALATED_AT_ONCE]
            act(part)
            if not self.env["ir.cron"]._commit_progress(processed=len(part)):
                break

    @api.model
    def _overdue_domain(self):
        return [
            ("decision", "=", "pending"), ("approval_id.state", "=", "requested"), ("deadline", "<=", fields.Datetime.now())]

    @api.model
    def _nobody_left(self):
        """Steps whose every approver is away, archived or without the right by now."""
        pending = self.search([("decision", "=", "pending"), ("approval_id.state", "=", "requested")])
        found = self.browse()
        for company, steps in pending.grouped("company_id").items():
            people = self._directory(company)[0].people
            found += steps.filtered(lambda step, people=people: not any(
                person.active and person.may_approve and not person.away
                for person in (people.get(user.id) for user in step.approver_ids) if person))
        return found

    def _ask_again(self):
        before = {step: step.approver_ids for step in self}
        self._route()
        self.filtered(lambda step: step.approver_ids != before[step]).approval_id._tell_asked()

    def _escalate(self):
        """Ask the next above beside those who let the time run out; above all stand the administrators."""
        before = {step: step.approver_ids for step in self}
        self._route(also=before)
        memory = {}
        deadlines = {}
        for step in self:
            deadlines.setdefault(
                (self._deadline(step.company_id, step.sla_hours, memory), step.escalation_count + 1), []).append(step.id)
        for (deadline, count), ids in deadlines.items():
            self.browse(ids)._acting().write({"deadline": deadline, "escalation_count": count})
        approvals = self.approval_id
        approvals._tell_asked()
        approvals.order_id._message_log_batch(bodies={step.approval_id.order_id.id: self.env._(
            "Nobody has decided in time: %s is asked as well.",
            ", ".join((step.approver_ids - before[step]).mapped("name")) or step.approver) for step in self})
        self.env["sales_os.audit.entry"]._append(
            approvals, "escalated", old_by_id={step.approval_id.id: ", ".join(before[step].mapped("name")) for step in self},
            new_by_id={step.approval_id.id: step.approver for step in self})

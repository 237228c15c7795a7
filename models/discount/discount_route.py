from pytz import utc

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.discount.exact import exact


class SalesOsDiscountApprovalStep(models.Model):
    """Asks: who decides a step, until when; and asks somebody else where that person cannot decide any more."""

    _inherit = "sales_os.discount.approval.step"

    def _rule(self):
        return {
            "kind": self.approver_kind, "limit": exact(self.max_discount_percent), "group": self.group_id, "user": self.user_id,
        }

    @api.model
    def _deadline(self, company, hours, memory):
        """When ``hours`` of work from now on are over in ``company``; False without a limit."""
        if not hours:
            return False
        key = (company.id, hours)
        if key not in memory:
            end = company.sudo().resource_calendar_id.plan_hours(  # sudo: working hours are counted with, not shown
                hours, utc.localize(fields.Datetime.now()), compute_leaves=True)
            memory[key] = end.astimezone(utc).replace(tzinfo=None) if end else False
        return memory[key]

    def _route(self, also=None):
        """Find anew who decides these undecided steps.

        :param also: step -> users who were asked before and may still decide
        """
        also = also or {}
        found = {}
        for company, steps in self.grouped("company_id").items():
            book = self._directory(company)
            for step in steps.sorted(lambda step: (step.approval_id.id, step.policy_key, step.sequence)):
                found[step] = self._chosen(step, book, also.get(step))
        self._write_choices(found, also)

    def _chosen(self, step, book, also=None):
        approval = step.approval_id
        below = approval.step_ids.filtered(
            lambda other: other.policy_key == step.policy_key and other.sequence < step.sequence)
        asked_before = set((below.decided_by_id | below.approver_ids).ids) | set((also or step.browse().approver_ids).ids)
        return self._choose(
            step._rule(), discount=exact(step.tested_discount_percent), book=book, chain=self._chain_of(approval.order_id, book),
            excluded=frozenset((approval.requester_id | approval.salesperson_id).ids), asked_before=frozenset(asked_before))

    def _write_choices(self, found, also):
        """Write the choices, equal ones in one go."""
        users = self.env["res.users"]
        names = self._names({key for choice in found.values() for key in (*choice.users, *(key for _why, key in choice.way))})
        equal = {}
        for step, choice in found.items():
            keys = tuple(dict.fromkeys((*choice.users, *also.get(step, users).ids)))
            equal.setdefault((keys, self._route_words(choice, names)), []).append(step.id)
        for (keys, words), ids in equal.items():
            self.browse(ids)._acting().write({
                "approver_ids": [fields.Command.set(keys)], "route": words,
                "approver": ", ".join(users.sudo().browse(keys).mapped("name")),  # sudo: names of those who decide
            })

    @api.model
    def _names(self, keys):
        # sudo: names of those who decide, or who would have
        return {user.id: user.name for user in self.env["res.users"].sudo().browse([key for key in keys if key])}

    def _acting(self):
        # sudo: nobody has the right to write history; the actions check first who may do what
        return self.sudo().with_context(sales_os_approval=self.env["sales_os.discount.approval"]._BY_ACTION)

    @api.model
    def _route_again(self, users):
        """Ask anew what waits for one of ``users``, or for whom one of them may stand in."""
        if not self.env.registry.ready or not users:
            return
        # sudo: every open step of the company, whoever it belongs to
        steps = self.sudo().search([
            ("decision", "in", ("pending", "waiting")), ("approval_id.state", "=", "requested"), ("approver_ids", "in", users.ids)])
        if not steps:
            return
        before = {step: step.approver_ids for step in steps}
        steps._route()
        changed = steps.filtered(lambda step: step.approver_ids != before[step])
        changed.filtered(lambda step: step.decision == "pending").approval_id._tell_asked()

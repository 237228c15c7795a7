from odoo import models

from odoo.addons.sales_os.algorithms.route.rhythm import rhythm_of
from odoo.addons.sales_os.algorithms.visit.due import judge_customer

#: more customers than anybody visits in four weeks; the least urgent beyond it wait for the next plan
MOST_CUSTOMERS = 400


class SalesOsRoutePlan(models.Model):
    """Who belongs into a plan: the customers that are due within its days, with the why."""

    _inherit = "sales_os.route.plan"

    def action_add_due_customers(self):
        """Add the customers that are due within the days of these plans, and the visits planned there already."""
        for plan in self:
            plan.check_access("write")
            plan._check_editable()
            plan._adopt_visits()
            plan._add_due_customers()
            plan._mark_stale(is_reordered=True)
        return True

    def _add_due_customers(self, with_opportunities=True):
        """Add a stop for each due customer of the rep; return how many are due, also those beyond the limit."""
        self.ensure_one()
        due = self._due_customers(with_opportunities)
        here = set(self.stop_ids.partner_id.ids) | set(self.unplanned_ids.partner_id.ids)
        weeks = (self.date_end - self.date_start).days // 7 + 1
        self.env["sales_os.route.stop"]._by_plan().create(
            [
                self._prepare_due_vals(index, facts, verdict, weeks)
                for index, (facts, verdict) in enumerate(due[:MOST_CUSTOMERS])
                if facts.key not in here
            ]
        )
        return len(due)

    def _due_customers(self, with_opportunities=True):
        """Return [(facts, verdict)], the most urgent first, in a number of queries that does not grow with the customers."""
        rep = self.rep_id
        partners = self.env["res.partner"].search(rep._customer_domain(self.date_start), order="id")
        # sudo: the weights of the due list are settings of the company
        weights = rep.company_id.sudo()._sales_os_due_weights()
        found = []
        for facts in partners._sales_os_due_facts(self.date_start).values():
            verdict = judge_customer(facts=facts, today=self.date_start, weights=weights)
            is_due = verdict.date_due is not None and verdict.date_due <= self.date_end
            if not facts.planned_visit and (is_due or with_opportunities and verdict.date_due is None and verdict.reasons):
                found.append((facts, verdict))
        # the last day of all dates: a customer without a date comes after those with one
        return sorted(found, key=lambda pair: (-pair[1].score, pair[1].date_due or self.date_end.max, pair[0].key))

    def _prepare_due_vals(self, index, facts, verdict, weeks):
        partner = self.env["res.partner"].browse(facts.key)
        return {
            "plan_id": self.id,
            "partner_id": facts.key,
            "sequence": index + 1,
            "rhythm": rhythm_of(interval_days=facts.interval_days, weeks=weeks),
            # who has no cadence is visited when it pays
            "is_optional": not facts.interval_days,
            "value_amount": facts.value,
            "reason": ", ".join(partner._sales_os_due_words(reason) for reason in verdict.reasons) or self.env._("due within the plan"),
            "date": self.date_start if self.date_start == self.date_end else False,
        }

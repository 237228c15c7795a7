from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.commission.at_discount import facts_at
from odoo.addons.sales_os.algorithms.discount.verdict import judge


class SaleOrder(models.Model):
    """Who would have to approve a quote at discounts that it does not have."""

    _inherit = "sale.order"

    def _sales_os_approvers_at(self, discounts):
        """``{discount: names of those asked first}``; an empty text where nobody has to approve. None: the quote as it is."""
        self.ensure_one()
        result = {None: self.sales_os_approvers or ""}
        company = self.company_id or self.env.company
        policies = self.env["sales_os.discount.policy"]._policy_rows(company.id)
        # sudo: the rules hold for everybody; names of those who decide come out, no cost
        order = self.sudo()
        facts = order._sales_os_quote_facts(policies, None, {})
        book = None
        for discount in discounts:
            if discount is None:
                continue
            verdict = judge(now=facts_at(facts=facts, discount=discount), policies=policies, approval_state=None, held=None)
            if verdict.asked and book is None:
                book = self.env["sales_os.discount.approval.step"]._directory(company)
            result[discount] = order._sales_os_names_asked(verdict, book) if verdict.asked else ""
        return result

    def _sales_os_names_asked(self, verdict, book):
        try:
            steps = self._sales_os_prepare_steps(verdict, self.sales_os_approval_id.browse(), book)
        except UserError as error:
            # nobody could decide: what to do about it is the error's text
            return str(error)
        if all(values["covers"] for values in steps):
            return self.env._("nobody else: within your own limit")
        return ", ".join(dict.fromkeys(values["approver"] for values in steps if values["decision"] == "waiting"))

from odoo import models
from odoo.tools.constants import PREFETCH_MAX

from odoo.addons.sales_os.algorithms.discount.exact import exact
from odoo.addons.sales_os.algorithms.discount.facts import LineFacts, QuoteFacts
from odoo.addons.sales_os.algorithms.discount.policy_groups import governing, group_of_lines
from odoo.addons.sales_os.algorithms.discount.policy_row import average_days
from odoo.addons.sales_os.algorithms.discount.verdict import judge

# a month that ends first: on average half of it
DAYS_BEFORE = {"days_after": 0, "days_after_end_of_month": 15, "days_after_end_of_next_month": 45, "days_end_of_month_on_the": 30}


class SaleOrder(models.Model):
    """Gathers what is tested of many orders at once, for ``algorithms/discount``."""

    _inherit = "sale.order"

    def _sales_os_verdicts(self):
        """Return ``{order: Verdict}``: what must be asked, and whether the last approval covers the order as it is now."""
        terms = {}
        result = {}
        # sudo: rules and cost decide for everybody alike; what a user may see is the fields' matter
        orders = self.sudo()
        lines = orders.order_line
        if len(lines) > PREFETCH_MAX:
            # in one query, not one for each thousand
            lines._fetch_field(lines._fields["price_subtotal"])
        asking = orders.filtered(lambda order: "approve" in order.company_id._sales_os_health_levels(None).values())
        findings = asking._sales_os_findings_to_approve() if asking else {}
        for order in orders:
            policies = order._sales_os_policies()
            approval = order.sales_os_approval_id
            held = approval._held_facts() if approval else None
            found = {finding["code"]: finding["words"] for finding in findings.get(order.id, ())}
            facts = order._sales_os_quote_facts(policies, held, terms, found)
            result[self.browse(order._ids)] = judge(
                now=facts, policies=policies, approval_state=approval.state if approval else None, held=held, findings=found)
        return result

    def _sales_os_policies(self):
        """The policies that are tried for this order; none for what a customer bought alone in a shop."""
        if self._sales_os_is_self_service():
            return ()
        return self.env["sales_os.discount.policy"]._policy_rows(self.company_id.id or self.env.company.id)

    def _sales_os_quote_facts(self, policies, held, terms, findings=()):
        """The order as :class:`QuoteFacts`.

        :param held: facts of an earlier decision: the cost of the same product on the same line stays what it was then
        :param terms: memory of this computation: payment term -> (days, early discount), product -> its categories
        """
        lines, categories, kept = [], {}, {}
        for line in self.order_line:
            key, product, unit = line._sales_os_key(), line.product_id, line.product_uom_id
            was = held.lines.get(key) if held else None
            same = was is not None and (was.product, was.unit) == (product.id, unit.id)
            cost = was.cost_unit if same else line._sales_os_cost_unit_tested()
            lines.append(line._sales_os_line_terms(cost))
            if product not in terms:
                path = product.categ_id.parent_path
                terms[product] = frozenset(int(part) for part in path.split("/")[:-1]) if path else frozenset()
            categories[key] = terms[product]
            if not line.display_type:
                kept[key] = (product.id, unit.id, exact(line.product_uom_qty), cost)
        winners = governing(
            rows=[policy.match for policy in policies], facts=self._sales_os_policy_facts(), categories=categories.values())
        policy_of = {key: winners[category] for key, category in categories.items()}
        days, early = self._sales_os_payment_facts(terms)
        return QuoteFacts(
            customer=self.partner_id.commercial_partner_id.id, company=self.company_id.id, currency=self.currency_id.id,
            payment_term=self.payment_term_id.id, payment_days=days, early_discount_percent=early,
            prepayment_percent=exact(self.prepayment_percent * 100) if self.require_payment else exact(0),
            groups=group_of_lines(
                lines, policy_of=policy_of, default=winners[frozenset()], rate=exact(self.currency_rate) or exact(1)),
            lines={
                line.key: LineFacts(
                    product=kept[line.key][0], unit=kept[line.key][1], quantity=kept[line.key][2], net_amount=line.net_amount,
                    percent=line.percent, margin_percent=line.margin_percent, cost_unit=kept[line.key][3], standing=line.standing,
                    policy=policy_of[line.key])
                for line in lines if line.key in kept},
            findings=tuple(sorted(findings)),
        )

    def _sales_os_policy_facts(self):
        """What policies match of the order as a whole; extend by ``super()``."""
        path = self.sales_os_territory_id.parent_path
        return {
            "team": frozenset(self.team_id.ids),
            "territory": frozenset(int(part) for part in path.split("/")[:-1]) if path else frozenset(),
            "pricelist": frozenset(self.pricelist_id.ids),
            "segment": frozenset(self.partner_id.commercial_partner_id.sales_os_segment_id.ids),
            "customer": frozenset((self.partner_id | self.partner_id.commercial_partner_id).ids),
        }

    def _sales_os_payment_facts(self, terms):
        term = self.payment_term_id
        if term not in terms:
            parts = [
                (exact(line.value_amount), line.nb_days + DAYS_BEFORE.get(line.delay_type, 0))
                for line in term.line_ids if line.value == "percent"]
            early = exact(term.discount_percentage) if term.early_discount else exact(0)
            terms[term] = (average_days(parts), early)
        return terms[term]

    def action_explain_policies(self):
        """Which policies were tried for this quote, which governs, and why each other does not.

        :return: list of ``{"policy_id", "policy", "governs", "why"}`` in the order in which they are tried
        """
        self.ensure_one()
        self.check_access("read")
        policies = self.env["sales_os.discount.policy"].sudo().search(  # sudo: names of the rules, for whoever sees the quote
            [("company_id", "in", (False, self.company_id.id))])
        order = self.sudo()  # sudo: what the rules look at
        facts = order._sales_os_policy_facts()
        paths = [path for path in order.order_line.product_id.categ_id.mapped("parent_path") if path]
        facts["category"] = frozenset(int(part) for path in paths for part in path.split("/")[:-1])
        winner, losers = policies._first_match(facts)
        governing_ids = {line.policy for line in order._sales_os_current_facts({})[self].lines.values()} | set(winner.ids)
        why = {policy.id: words for policy, words in losers}
        return [
            {
                "policy_id": policy.id, "policy": policy.name, "governs": policy.id in governing_ids,
                "why": "" if policy.id in governing_ids else why.get(policy.id, ""),
            }
            for policy in policies.sorted(lambda policy: (policy.sequence, policy.id))
        ]

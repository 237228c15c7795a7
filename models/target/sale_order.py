from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_amount

from odoo.addons.sales_os.algorithms.target.attainment import quote_effect
from odoo.addons.sales_os.algorithms.target.quote_credit import credited_amounts

TEAM = "sales_os.group_rep,sales_os.group_executive"


class SaleOrder(models.Model):
    """What a quote would do to the target of whoever is credited with it."""

    _inherit = "sale.order"

    sales_os_target_text = fields.Char(
        string="Target", compute="_compute_sales_os_target_text", groups=TEAM,
        help="Where this quote takes the approved revenue target of today, once it is invoiced.")

    @api.depends_context("uid")
    @api.depends("order_line.price_subtotal", "user_id", "state", "sales_os_credit_ids.percent", "sales_os_credit_ids.rep_id",
                 "order_line.sales_os_credit_ids.percent", "order_line.sales_os_credit_ids.rep_id", "currency_rate")
    def _compute_sales_os_target_text(self):
        credited = {order: order._sales_os_credited_amounts() for order in self if order.state in ("draft", "sent")}
        targets = self._sales_os_targets_of_today({rep for amounts in credited.values() for rep in amounts})
        for order in self:
            order.sales_os_target_text = " ".join(
                order._sales_os_target_words(targets[rep], amount) for rep, amount in credited.get(order, {}).items()
                if rep in targets and targets[rep].company_id == order.company_id) or False

    def _sales_os_credited_amounts(self):
        """``{rep: amount in the company's currency}`` as the quote stands, of those whom the user may see."""
        rate = Decimal(str(self.currency_rate or 1))
        # sudo: who is credited decides what is shown to whom, below
        lines = [(Decimal(str(line.price_subtotal)) / rate, tuple(
            (credit.rep_id.id, Decimal(str(credit.percent))) for credit in line.sudo().sales_os_credit_ids if credit.rep_id))
            for line in self.order_line if not line.display_type and not line.is_downpayment]
        amounts = credited_amounts(lines=lines, credits=self._sales_os_credited())
        seen = self.env["sales_os.rep"].browse(amounts)._filtered_access("read")
        return {rep_id: amount for rep_id, amount in amounts.items() if rep_id in seen.ids}

    @api.model
    def _sales_os_targets_of_today(self, rep_ids):
        """``{rep: the approved target of the shortest period}``."""
        today = fields.Date.context_today(self)
        if not rep_ids or not self.env["sales_os.target"].has_access("read"):
            return {}
        found = self.env["sales_os.target"].search([
            ("scope", "=", "rep"), ("rep_id", "in", list(rep_ids)), ("metric", "=", "revenue"), ("state", "=", "approved"),
            ("date_start", "<=", today), ("date_end", ">=", today)])
        return {target.rep_id.id: target for target in found.sorted(lambda target: target.date_start)}

    def _sales_os_target_words(self, target, amount):
        effect = quote_effect(
            achieved=Decimal(str(target.achieved)), quote=amount, target=Decimal(str(target.amount)))
        if effect.after_percent is None:
            return ""
        words = {"rep": target.rep_id.name, "period": target._period_label(), "after": f"{effect.after_percent.normalize():f}",
                 "before": f"{effect.before_percent.normalize():f}"}
        if effect.reaches:
            return self.env._("With this quote %(rep)s reaches the target of %(period)s: %(after)s %% (now %(before)s %%).", **words)
        if effect.missing_after:
            words["missing"] = format_amount(self.env, float(effect.missing_after), target.currency_id)
            return self.env._(
                "This quote takes %(rep)s to %(after)s %% of the target of %(period)s (now %(before)s %%); %(missing)s would be missing.",
                **words)
        return self.env._("This quote takes %(rep)s to %(after)s %% of the target of %(period)s (now %(before)s %%).", **words)

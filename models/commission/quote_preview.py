from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sales_os.algorithms.commission.credited import SoldLine
from odoo.addons.sales_os.algorithms.commission.money import HUNDRED, rounded
from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start
from odoo.addons.sales_os.algorithms.commission.work_out import Matcher, Sale, work_out

DISCOUNTS = (5, 10, 15)
ZERO = Decimal(0)


class SaleOrder(models.Model):
    """What a quote would earn whoever is credited with it, now and at other discounts; for them and those above them alone."""

    _inherit = "sale.order"

    sales_os_commission_html = fields.Html(
        string="My Commission", compute="_compute_sales_os_commission_html", sanitize=False,
        groups="sales_os.group_rep,sales_os.group_executive",
        help="What this quote earns if it is sold as it is, or at another discount, and who would have to approve that.")

    @api.depends_context("uid")
    @api.depends(
        "order_line.price_subtotal", "order_line.product_id", "order_line.product_uom_qty", "order_line.sales_os_list_amount", "user_id",
        "partner_id", "currency_id", "sales_os_credit_ids.percent", "sales_os_credit_ids.rep_id", "state")
    def _compute_sales_os_commission_html(self):
        for order in self:
            rows = order._sales_os_commission_rows() if order.state in ("draft", "sent") else []
            order.sales_os_commission_html = rows and self.env["ir.qweb"]._render(
                "sales_os.commission_quote_table", {"rows": rows, "many": len({row["rep_id"] for row in rows}) > 1})

    def action_commission_preview(self):
        """What this quote would earn: for the representatives credited with it whom the caller may see.

        :return: list of ``{"rep_id", "rep", "plan", "currency", "discount_percent", "is_now", "amount", "approvers"}``, amounts as text
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self.env.user.has_groups("sales_os.group_rep,sales_os.group_executive"):
            raise AccessError(self.env._("Only the representatives of a quote and those above them see its commission."))
        return [{**row, "amount": f"{row['amount']:f}", "discount_percent": f"{row['discount_percent']:f}"}
                for row in self._sales_os_commission_rows()]

    def _sales_os_commission_rows(self):
        self.ensure_one()
        reps = self._sales_os_credited()
        # only whom the user sees: the own record, those below, or everybody
        seen = self.env["sales_os.rep"].browse([rep_id for rep_id, _percent in reps])._filtered_access("read")
        if not seen or not self.order_line:
            return []
        rows = []
        steps = [None, *(Decimal(step) for step in DISCOUNTS)]
        today = fields.Date.context_today(self)
        # sudo: the plans that pay those whom the user may see
        for rep in seen.sudo():
            plans = rep.commission_assignment_ids.filtered(
                lambda row: row.plan_id.state == "approved" and row.date_start <= today and (not row.date_end or row.date_end >= today)
            ).plan_id.filtered(lambda plan: plan.company_id == self.company_id)
            for plan in plans:
                amounts = plan._sales_os_worth_of(self.sudo(), rep.id, reps, steps)  # sudo: as above
                rows += [{
                    "rep_id": rep.id, "rep": rep.name, "plan": plan.name, "currency": plan.currency_id.name,
                    "discount_percent": self._sales_os_now_percent() if step is None else step, "is_now": step is None, "amount": amount,
                } for step, amount in zip(steps, amounts, strict=True)]
        approvers = self._sales_os_approvers_at(steps) if rows else {}
        for row in rows:
            row["approvers"] = approvers[None if row["is_now"] else row["discount_percent"]]
        return rows

    def _sales_os_credited(self):
        """``((rep, percent), …)`` as it stands: the credits, else the salesperson's representative."""
        # sudo: who is credited decides what is shown to whom, below
        credits = self.sudo().sales_os_credit_ids
        if credits:
            return tuple((credit.rep_id.id, Decimal(repr(credit.percent))) for credit in credits if credit.rep_id)
        rep = self.user_id.sudo().sales_os_rep_ids.filtered(lambda rep: rep.company_id == self.company_id)[:1]  # sudo: as above
        return ((rep.id, HUNDRED),) if rep else ()

    def _sales_os_now_percent(self):
        return Decimal(f"{self.sales_os_effective_discount_percent:.2f}")

    def _sales_os_sold_lines(self, discount):
        """``[(order line, SoldLine)]`` as the calculation sees them, at another discount where given."""
        today = fields.Date.context_today(self)
        result = []
        for position, line in enumerate(self.order_line):
            if line.display_type or line.is_downpayment or not line.product_id:
                continue
            listed, revenue = Decimal(repr(line.sales_os_list_amount)), Decimal(repr(line.price_subtotal))
            if discount is not None and listed > 0:
                revenue = rounded(listed * (HUNDRED - discount) / HUNDRED, digits=self.currency_id.decimal_places)
            own = line.product_id.uom_id
            quantity = line.product_uom_id._compute_quantity(line.product_uom_qty, own, round=False) if line.product_uom_id else \
                line.product_uom_qty
            result.append((line, SoldLine(
                source=f"quote:{position}", line=("quote", position), order="quote", position=(today, 1, position, 0), revenue=revenue,
                cost=Decimal(repr(line.product_uom_qty * line.purchase_price)), quantity=Decimal(repr(quantity)),
                realisation=HUNDRED * revenue / listed if listed > 0 else None)))
        return result


class SalesOsCommissionPlan(models.Model):
    _inherit = "sales_os.commission.plan"

    def _sales_os_worth_of(self, order, rep_id, credits, discounts):
        """Return what ``order`` adds to the pay of ``rep_id`` in the period of today, one amount a discount.

        What the period has sold already counts first, where tiers or quotas are of the period.
        """
        today = fields.Date.context_today(self)
        book = self._as_book()
        rules = book.rules_on(today)
        if not rules:
            return [ZERO] * len(discounts)
        counts_before = any(rule.scope == "period" or rule.attainment for rule in rules)
        start = period_start(day=today, period=self.period)
        found = self._find_sales(start, period_end(day=today, period=self.period), only={rep_id}) if counts_before else None
        facts = dict(found.facts) if found else {}
        fx = self._exchange_rates({order.currency_id.id})(order.currency_id.id, today)
        lines = order._sales_os_sold_lines(None)
        keys = {sold.source: ("quote", key) for sold, key in self._quote_fact_keys(order, lines)}
        facts.update({("quote", key): value for key, value in self._facts_of({key for _quote, key in keys.values()}).items()})
        known = list(found.sales) if found else []
        base = self._paid_to(rep_id, known, book, facts)
        result = []
        for discount in discounts:
            sales = [
                Sale(
                    # the first line wins the customer, as in an order
                    sold=sold._replace(fx=fx or Decimal(1), wins_customer=not position and keys[sold.source][1][6]), day=today,
                    facts=keys[sold.source], credits=credits)
                for position, (_line, sold) in enumerate(order._sales_os_sold_lines(discount))]
            result.append(self._paid_to(rep_id, known + sales, book, facts) - base if fx else ZERO)
        return result

    def _paid_to(self, rep_id, sales, book, facts):
        owed, _unpaid = work_out(sales=sales, book=book, matcher=Matcher(book=book, facts=facts), reps=None)
        return sum((row.amount for row in owed if row.rep == rep_id), ZERO)

    def _quote_fact_keys(self, order, lines):
        """``[(sold line, key of its facts)]`` in the form of :meth:`_facts_of`."""
        customer = order.partner_id.commercial_partner_id
        is_first = bool(customer) and not self.env["sale.order"].search_count(
            [("partner_id", "child_of", customer._origin.ids), ("state", "=", "sale")], limit=1)
        channel = order.sales_os_channel_id.id or order.sales_os_channel_id._origin.id
        return [
            (sold, (
                line.product_id._origin.id or line.product_id.id, line.product_id.categ_id.id, customer._origin.id or None,
                order.sales_os_territory_id.id or customer.sales_os_territory_id.id or None, customer.sales_os_segment_id.id or None,
                channel or None, is_first))
            for line, sold in lines]

from odoo import api, fields, models
from odoo.tools import format_date, is_html_empty
from odoo.tools.misc import formatLang

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact
from odoo.addons.sales_os.algorithms.quote.health import LINE_CHECKS, LineHealth, QuoteHealth, findings, gravest

ADDRESS_FIELDS = ("street", "city", "country_id")
MAX_TITLES = 3


class SaleOrder(models.Model):
    """What is wrong with an open quotation, shown while it is written and asked at the gates."""

    _inherit = "sale.order"

    sales_os_health_state = fields.Selection(
        [("ok", "Well"), ("warn", "Look at it"), ("approve", "Needs Approval"), ("block", "Blocked")], string="Quote Health",
        compute="_compute_sales_os_health", search="_search_sales_os_health_state",
        help="The gravest of the findings; which checks are made, and how grave they are, is set for the company.")
    sales_os_health_count = fields.Integer(string="Findings", compute="_compute_sales_os_health")
    sales_os_health_html = fields.Html(string="What Was Found", compute="_compute_sales_os_health", sanitize=False)

    @api.depends_context("lang")
    @api.depends(
        "state", "validity_date", "partner_id", "partner_shipping_id", "payment_term_id", "note", "company_id", "currency_id",
        "amount_total",
        "order_line.product_id", "order_line.product_uom_qty", "order_line.price_unit", "order_line.price_subtotal",
        "order_line.purchase_price", "order_line.display_type")
    def _compute_sales_os_health(self):
        found = self._sales_os_findings()
        for order in self:
            of_order = found.get(order.id, ())
            order.sales_os_health_state = gravest(of_order)
            order.sales_os_health_count = len(of_order)
            order.sales_os_health_html = self.env["ir.qweb"]._render("sales_os.quote_health_panel", {
                "found": [(finding, order._sales_os_finding_words(finding)) for finding in of_order],
            }) if of_order else False

    @api.model
    def _search_sales_os_health_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # known only by looking: of what is open, which is a small part of all orders
        opened = self.search([("state", "in", ("draft", "sent"))])
        found = opened._sales_os_findings()
        hits = [order.id for order in opened if gravest(found.get(order.id, ())) in value]
        closed = fields.Domain("state", "not in", ("draft", "sent")) if "ok" in value else fields.Domain.FALSE
        return fields.Domain("id", "in", hits) | closed

    def _sales_os_findings(self, gate=None):
        """Return ``{order id: findings}`` of the open quotations among these, in a constant number of queries.

        :param gate: look only for what is refused at this gate
        """
        today = fields.Date.context_today(self)
        # sudo: costs, credit and settings are looked at for everybody alike; what is told of them are the findings
        opened = self.filtered(lambda order: order.state in ("draft", "sent") and order.company_id).sudo()
        levels = {company: company._sales_os_health_levels(gate) for company in opened.company_id}
        facts = opened._sales_os_health_facts({code for of_company in levels.values() for code in of_company})
        return {order.id: findings(facts[order.id], levels=levels[order.company_id], today=today) for order in opened}

    def _sales_os_findings_to_approve(self):
        """Return ``{order id: [{"code", "words"}]}`` of what a company lets through with an approval."""
        return {
            order_id: [
                {"code": finding.code, "words": self.browse(order_id)._sales_os_finding_words(finding)}
                for finding in found if finding.level == "approve"
            ]
            for order_id, found in self._sales_os_findings().items()
        }

    def _sales_os_health_facts(self, codes):
        """Gather what the checks named by ``codes`` want to know, and no more."""
        looks_at_lines = not LINE_CHECKS.isdisjoint(codes)
        forecasts = self.order_line._sales_os_forecasts() if "stock_short" in codes else {}
        credit = self._sales_os_credit() if "credit_limit" in codes else {}
        return {
            order.id: QuoteHealth(
                validity=order.validity_date or None,
                has_payment_term=bool(order.payment_term_id),
                has_terms="no_terms" not in codes or not is_html_empty(order.note),
                has_address="no_address" not in codes or not order.partner_id
                or all(order.partner_shipping_id[name] for name in ADDRESS_FIELDS),
                has_email="no_email" not in codes or not order.partner_id or bool(order.partner_id.email),
                lines=tuple(order.order_line._sales_os_line_health(forecasts)) if looks_at_lines else (),
                amount=exact(order.amount_total / (order.currency_rate or 1.0)),
                **credit.get(order.id, {}),
            )
            for order in self
        }

    def _sales_os_credit(self):
        """Return what is used and what is the limit of each customer's credit, where the company limits it."""
        limited = self.filtered(lambda order: order.company_id.account_use_credit_limit and order.partner_id)
        result = {}
        for company, orders in limited.grouped("company_id").items():
            # of all customers at once, as the company's accounts tell them
            customers = orders.partner_id.commercial_partner_id.with_company(company)
            known = {customer.id: (customer.credit + customer.credit_to_invoice, customer.credit_limit) for customer in customers}
            for order in orders:
                used, limit = known[order.partner_id.commercial_partner_id.id]
                if limit > 0:
                    result[order.id] = {"credit_used": exact(used), "credit_limit": exact(limit)}
        return result

    def _sales_os_finding_words(self, finding):
        """Say one finding in a sentence."""
        titles = ", ".join(finding.titles[:MAX_TITLES]) + (" …" if len(finding.titles) > MAX_TITLES else "")
        company = self[:1].company_id or self.env.company
        words = {
            "expired": lambda: self.env._(
                "Expired on %s: set a new expiration date or make a new revision.", format_date(self.env, finding.day)),
            "no_lines": lambda: self.env._("Nothing is sold yet."),
            "credit_limit": lambda: self.env._(
                "The customer would be %s over the credit limit.",
                formatLang(self.env, float(finding.amount), currency_obj=company.currency_id)),
            "below_cost": lambda: self.env._("Sold below cost: %s", titles),
            "zero_price": lambda: self.env._("Without a price: %s", titles),
            "archived_product": lambda: self.env._("No longer sold: %s", titles),
            "stock_short": lambda: self.env._("Not enough in stock for the delivery date: %s", titles),
            "no_payment_term": lambda: self.env._("There are no payment terms."),
            "no_terms": lambda: self.env._("There are no terms and conditions."),
            "no_address": lambda: self.env._("The delivery address lacks street, city or country."),
            "no_email": lambda: self.env._("The customer has no e-mail address."),
        }
        return words[finding.code]()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sales_os_line_health(self, forecasts):
        """Yield what is known of the product lines."""
        for line in self:
            if line.display_type or line.is_downpayment:
                continue
            quantity, product = line.product_uom_qty, line.product_id
            yield LineHealth(
                key=line.id,
                title=product.name or line._sales_os_title(),
                quantity=exact(quantity),
                unit_price=None if line._sales_os_is_free_by_nature() else exact(line.price_unit),
                net_unit_price=exact(line.price_subtotal / quantity) if quantity else None,
                unit_cost=exact(line.purchase_price) if product and not line.combo_item_id else None,
                forecast=forecasts.get(line.id),
                is_archived=bool(product) and not product.active,
            )

    def _sales_os_is_free_by_nature(self):
        """Whether a price of zero is meant: a combo is priced by its parts; rewards and deliveries may be free."""
        return self.product_type == "combo" or any(name in self._fields and self[name] for name in ("is_reward_line", "is_delivery"))

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_date

MOST_CONTACTS = 6


class SalesOsCustomerPage(models.AbstractModel):
    """Everything about one customer on one page, as far as the reader may see it; never commissions, never margins."""

    _name = "sales_os.customer.page"
    _description = "Customer 360°"

    @api.model
    @api.readonly
    def page(self, partner_id):
        """Return all that the page shows; the number of queries does not depend on the number of records.

        :param partner_id: a customer, or a contact of one: then the page is its company's, where that may be read
        :return: ``{"customer", "place", "value", "quotes", "orders", "invoices", "deals", "visits", "preferences", "insights", "products",
        "next_action", "timeline",
            "actions"}``
        """
        partner = self._partner(partner_id)
        quotes, invoices, deals = self._quotes(partner), self._invoices(partner), self._deals(partner)
        visits, insights, products = self._visits(partner), self._insights(partner), self._products(partner)
        return {
            "customer": self._customer(partner), "place": self._place(partner), "value": self._value(partner),
            "quotes": quotes, "orders": self._orders(partner), "invoices": invoices, "deals": deals, "visits": visits,
            "preferences": self._preferences(partner),
            "insights": insights, "products": products, "timeline": self._timeline(partner), "actions": self._actions(partner),
            "next_action": self._next_action(partner, quotes, invoices, deals, visits, insights, products),
        }

    @api.model
    def _partner(self, partner_id):
        if not self.env.user.has_groups("sales_os.group_rep,sales_os.group_executive,sales_os.group_admin"):
            raise AccessError(self.env._("The page of a customer is for people of the sales force."))
        if not isinstance(partner_id, int) or isinstance(partner_id, bool):
            raise UserError(self.env._("Say which customer: its number is missing."))
        partner = self.env["res.partner"].with_context(active_test=False).browse(partner_id).exists()
        if not partner:
            raise UserError(self.env._("There is no customer number %s any more.", partner_id))
        partner.check_access("read")
        company = partner.commercial_partner_id
        return (company if company.has_access("read") else partner).with_context(active_test=True)

    @api.model
    def _customer(self, partner):
        contacts = partner.search([("parent_id", "=", partner.id), ("type", "=", "contact")], limit=MOST_CONTACTS)
        return {
            "id": partner.id, "name": partner.display_name, "is_active": partner.active, "phone": partner.phone or "",
            "email": partner.email or "",
            "website": partner.website or "",
            "address": [line for line in (partner._display_address(without_company=True) or "").splitlines() if line.strip()],
            "tags": partner.category_id.mapped("name"), "industry": partner.industry_id.name or "",
            "since": format_date(self.env, partner.create_date), "image": f"/web/image/res.partner/{partner.id}/avatar_128",
            "contacts": [{
                "id": contact.id, "name": contact.name or "", "function": contact.function or "", "phone": contact.phone or "",
                "email": contact.email or ""} for contact in contacts],
        }

    @api.model
    def _place(self, partner):
        """Where the customer belongs, and why."""
        # sudo: names of who looks after a customer are no secret to those who see the customer
        known = partner.sudo()
        return {
            "territory": known.sales_os_territory_id.display_name or "", "territory_why": known.sales_os_territory_reason or "",
            "rep": known.sales_os_rep_id.name or "", "salesperson": known.user_id.name or "",
            "segment": known.sales_os_segment_id.name or "", "segment_why": known.sales_os_segment_reason or "",
            "cadence": known.sales_os_cadence_id.name or "",
        }

    @api.model
    def _value(self, partner):
        """What the night before found the customer to be worth; empty without an order."""
        Value = self.env["sales_os.customer.value"]
        row = Value.search([("partner_id", "=", partner.id), ("company_id", "=", self.env.company.id)], limit=1)
        if not row:
            return {}
        states = dict(Value._fields["churn_state"]._description_selection(self.env))
        is_known = row.verdict != "too_little_history"
        return {
            "id": row.id, "rfm": row.rfm_code or "", "recency": row.recency, "frequency": row.frequency, "monetary": row.monetary,
            "is_known": is_known, "is_uncertain": row.verdict == "uncertain", "clv": self._money(row.clv_amount) if is_known else "",
            "low": self._money(row.clv_low_amount) if is_known else "", "high": self._money(row.clv_high_amount) if is_known else "",
            "year": self._money(row.year_amount), "orders": row.order_count, "churn_state": row.churn_state,
            "churn": states[row.churn_state],
            "churn_percent": row.churn_percent if is_known else 0.0, "churn_why": row.churn_reason or "",
            "value_why": row.value_reason or "",
        }

    @api.model
    def _of_customer(self, partner, path="partner_id"):
        """The domain of what belongs to the customer, its contacts and addresses, in the company one works in."""
        return [(f"{path}.commercial_partner_id", "=", partner.commercial_partner_id.id), ("company_id", "=", self.env.company.id)]

    @api.model
    def _money(self, amount, currency=None):
        return format_amount(self.env, amount or 0.0, currency or self.env.company.currency_id)

    @api.model
    def _day(self, day):
        return format_date(self.env, day) if day else ""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, is_html_empty
from odoo.tools.image import image_data_uri
from odoo.tools.misc import format_amount

from odoo.addons.sales_os.algorithms.quote.ink_colour import ink, tint

FALLBACK_COLOUR = "#714B67"
NOT_RELEASED = ("needed", "requested", "refused", "outdated")


class SalesOsQuotePage(models.AbstractModel):
    """What stands on the printed quote and contract, as texts in the customer's language; the templates only set them."""

    _name = "sales_os.quote.page"
    _description = "Printed Quote"

    @api.model
    def _pages(self, docids, contract=False):
        orders = self.env["sale.order"].browse(docids).exists()
        if not orders:
            raise UserError(self.env._("There is no quote to print."))
        orders.check_access("read")
        pages = []
        for order in orders:
            lang = order.partner_id.lang or self.env.lang or "en_US"
            page = self.with_context(lang=lang)
            # sudo: whoever may read the quote may print it, with the addresses, company data and contact that belong on it
            pages.append(page._page(order.sudo().with_context(lang=lang), contract))
        return pages

    @api.model
    def _page(self, order, contract):
        lang = self.env["res.lang"]._get_data(code=self.env.lang)
        right_to_left = lang.direction == "rtl"
        company = order.company_id
        lines = self._lines(order)
        return {
            "order": order,
            "is_contract": contract,
            "company": company,
            "lang": self.env.lang,
            "html_lang": self.env.lang.replace("_", "-"),
            "direction": "rtl" if right_to_left else "ltr",
            "start": "right" if right_to_left else "left",
            "end": "left" if right_to_left else "right",
            "ink": ink(colour=company.primary_color, fallback=FALLBACK_COLOUR),
            "ground": tint(colour=company.primary_color, fallback=FALLBACK_COLOUR),
            "logo": image_data_uri(company.logo) if company.logo else False,
            "company_lines": self._company_lines(company),
            "title": self.env._("Contract") if contract else self._title(order),
            "label": order.name,
            "revision": order.sales_os_revision if order.sales_os_revision > 1 else False,
            "facts": self._facts(order),
            "addresses": self._addresses(order),
            "contact": self._contact(order),
            "warning": self._warning(order),
            "release": self._release(order),
            **lines,
            "totals": self._totals(order),
            "financing": self._financing(order, chosen_only=contract),
            "changes": [] if contract else self._changes(order),
            "terms": self._terms(order),
            "signature": self._signature(order),
            "void": self._void(order),
            "content_hash": order._sales_os_content_hashes()[order.id],
        }

    @api.model
    def _title(self, order):
        if order.state == "cancel":
            return self.env._("Quotation (cancelled)")
        return self.env._("Order confirmation") if order.state == "sale" else self.env._("Quotation")

    @api.model
    def _company_lines(self, company):
        partner = company.partner_id
        number = f"{company.account_fiscal_country_id.vat_label or self.env._('Tax ID')}: {company.vat}" if company.vat else False
        registry = company.company_registry and f"{self.env._('Company ID')}: {company.company_registry}"
        address = [part.strip() for part in partner._display_address(without_company=True).splitlines() if part.strip()]
        return [text for text in (", ".join(address), " · ".join(filter(None, (
            company.phone, company.email, company.website))), " · ".join(filter(None, (number, registry)))) if text]

    @api.model
    def _facts(self, order):
        quoted = order.state in ("draft", "sent")
        facts = (
            (self.env._("Date"), format_date(self.env, order.date_order)),
            (self.env._("Valid until"), quoted and order.validity_date and format_date(self.env, order.validity_date)),
            (self.env._("Your reference"), order.client_order_ref),
            (self.env._("Delivery"), order.commitment_date and format_date(self.env, order.commitment_date)),
            (self.env._("Payment terms"), order.payment_term_id.name),
            (self.env._("Incoterm"), order.incoterm.code if "incoterm" in order._fields else False),
            (self.env._("Territory"), order.sales_os_territory_id.name),
        )
        return [(label, value) for label, value in facts if value]

    @api.model
    def _addresses(self, order):
        customer, invoice, delivery = order.partner_id, order.partner_invoice_id, order.partner_shipping_id
        found = [(self.env._("For"), customer)]
        if invoice and invoice != customer:
            found.append((self.env._("Invoice to"), invoice))
        if delivery and delivery != customer:
            found.append((self.env._("Deliver to"), delivery))
        return [
            {"label": label, "name": partner.display_name, "lines": self._address_lines(partner),
             "vat": partner == customer and partner.vat}
            for label, partner in found
        ]

    @api.model
    def _address_lines(self, partner):
        return [part for part in partner._display_address(without_company=True).splitlines() if part.strip()]

    @api.model
    def _contact(self, order):
        """The person to call: the quote's salesperson, else who owns the territory."""
        reps = order.user_id.sales_os_rep_ids.filtered(lambda rep: rep.company_id == order.company_id)
        rep = reps[:1] if order.user_id else order.sales_os_rep_id
        person = rep.partner_id or order.user_id.partner_id
        if not person:
            return False
        photo = order.company_id.sales_os_quote_show_photo and person.image_128
        return {
            "name": person.name, "role": person.function or self.env._("Your contact"), "phone": person.phone, "email": person.email,
            "photo": image_data_uri(photo) if photo else False,
        }

    @api.model
    def _warning(self, order):
        """A quote that nobody released cannot be mistaken for an offer."""
        if order.state in ("draft", "sent") and order.sales_os_approval_state in NOT_RELEASED:
            return self.env._("Internal draft, not released: this is not an offer.")
        return False

    @api.model
    def _release(self, order):
        """That it was released is told, by whom and at which discount is nobody's business outside."""
        if order.sales_os_approval_state == "approved":
            return self.env._("Released by %s", order.company_id.name)
        return False

    @api.model
    def _totals(self, order):
        totals = order.tax_totals or {}
        rows = []
        for subtotal in totals.get("subtotals", ()):
            if subtotal["tax_groups"]:
                rows.append((subtotal["name"], self._money(order, subtotal["base_amount_currency"])))
            for group in subtotal["tax_groups"]:
                name = group["group_name"]
                if not totals["same_tax_base"] and group["display_base_amount_currency"] is not False:
                    name = self.env._("%(tax)s on %(amount)s", tax=name, amount=self._money(order, group["display_base_amount_currency"]))
                rows.append((name, self._money(order, group["tax_amount_currency"])))
        if "cash_rounding_base_amount_currency" in totals:
            rows.append((self.env._("Rounding"), self._money(order, totals["cash_rounding_base_amount_currency"])))
        return {"rows": rows, "total": self._money(order, totals.get("total_amount_currency", order.amount_total))}

    @api.model
    def _terms(self, order):
        """Texts that bind: the quote's terms, the payment term's and the fiscal position's remark."""
        return [text for text in (order.note, order.payment_term_id.note, order.fiscal_position_id.note) if not is_html_empty(text)]

    @api.model
    def _signature(self, order):
        if not order.signature:
            return False
        return {
            "image": image_data_uri(order.signature), "name": order.signed_by or "",
            "date": format_date(self.env, order.signed_on) if order.signed_on else "",
        }

    @api.model
    def _void(self, order):
        """That an edit has voided what was signed, so that no one takes the former paper for this one."""
        void = order.sales_os_void_signature_id
        return bool(void) and self.env._(
            "The signature of %(date)s is void, because the content was changed since. Please sign again.",
            date=format_date(self.env, void.signed_on))

    @api.model
    def _money(self, order, amount):
        return format_amount(self.env, float(amount), order.currency_id)


class ReportSalesOsQuote(models.AbstractModel):
    _name = "report.sales_os.report_quote"
    _description = "Quote Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        return {"doc_ids": docids, "doc_model": "sale.order", "pages": self.env["sales_os.quote.page"]._pages(docids)}


class ReportSalesOsContract(models.AbstractModel):
    _name = "report.sales_os.report_contract"
    _description = "Contract Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        orders = self.env["sale.order"].browse(docids)
        drafts = orders.exists().filtered(lambda order: order.state != "sale")
        if drafts:
            raise UserError(self.env._(
                "%s is not confirmed: a contract is printed of a confirmed order only.", ", ".join(drafts.mapped("name"))))
        return {"doc_ids": docids, "doc_model": "sale.order", "pages": self.env["sales_os.quote.page"]._pages(docids, contract=True)}

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class QuotePortal(CustomerPortal):
    @http.route("/my/alternatives/<string:token>", type="http", auth="public", website=True, sitemap=False)
    def portal_quote_alternatives(self, token, **kwargs):
        """The customer's page that compares alternatives; its address is its key."""
        group = request.env["sales_os.quote.alternative"]._by_token(token)
        if not group:
            raise request.not_found()
        group = group.with_context(lang=request.env.lang or group.partner_id.lang)
        return request.render("sales_os.portal_quote_alternatives", {
            **group._page_values(), "page_name": "alternatives", "res_company": group.company_id})

    @http.route()
    def portal_quote_accept(self, order_id, access_token=None, name=None, signature=None):
        """As Odoo's; the file that Odoo renders of the signed quotation is kept at the signature."""
        result = super().portal_quote_accept(order_id, access_token=access_token, name=name, signature=signature)
        if "error" not in result:
            order_sudo = self._document_check_access(
                "sale.order", order_id, access_token=access_token or request.httprequest.args.get("access_token"))
            document = order_sudo.message_ids.attachment_ids.filtered(
                lambda attachment: attachment.name == f"{order_sudo.name}.pdf").sorted("id")[-1:]
            if document:
                order_sudo._sales_os_keep_signed_document(document.raw, document.name)
        return result

    @http.route()
    def portal_quote_decline(self, order_id, access_token=None, decline_message=None, **kwargs):
        """A confirmed order that only waits for a new signature cannot be declined like a quotation."""
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if order_sudo.state not in ("draft", "sent"):
            return request.redirect(order_sudo.get_portal_url(query_string="&message=cant_reject"))
        return super().portal_quote_decline(order_id, access_token=access_token, decline_message=decline_message, **kwargs)

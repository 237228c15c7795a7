import contextlib

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class QuoteFinancing(CustomerPortal):
    @http.route("/my/orders/<int:order_id>/financing", type="http", auth="public", methods=["POST"], website=True)
    def portal_quote_financing(self, order_id, access_token=None, offer_id=None, **_kwargs):
        """The customer chooses a way to pay, with the token of the quote; back to its page."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        # what cannot be chosen today is told by the page itself: it shows what can be, and that nothing was
        with contextlib.suppress(UserError), request.env.cr.savepoint():
            order._sales_os_choose_financing(int(offer_id) if offer_id and offer_id.isdigit() else 0)
        return request.redirect(order.get_portal_url(anchor="sales_os_financing"))

from odoo import http
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal, PaymentPortal


class OrderGatePortal(CustomerPortal):
    @http.route()
    def portal_order_page(self, order_id, report_type=None, access_token=None, message=False, download=False, payment_amount=None,
                          amount_selection=None, **kw):
        """As Odoo's page; of a quote that must wait there is neither a file nor anything to pay."""
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if order_sudo._sales_os_is_held():
            report_type = payment_amount = amount_selection = None
        elif report_type and order_sudo._sales_os_open()._sales_os_refusals("print"):
            report_type = None
        return super().portal_order_page(
            order_id, report_type=report_type, access_token=access_token, message=message, download=download,
            payment_amount=payment_amount, amount_selection=amount_selection, **kw)

    @http.route()
    def portal_my_sale_order_download_edi(self, order_id=None, access_token=None, **kw):
        """The file for the customer's own software holds the prices as well: not of a quote that must wait."""
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if order_sudo._sales_os_is_held() or (order_sudo._sales_os_open() and order_sudo._sales_os_refusals("print")):
            return request.redirect(order_sudo.get_portal_url())
        return super().portal_my_sale_order_download_edi(order_id=order_id, access_token=access_token, **kw)


class OrderGatePayment(PaymentPortal):
    @http.route()
    def portal_order_transaction(self, order_id, access_token, **kwargs):
        """No payment begins for a quote that must wait."""
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token)
        except AccessError as error:
            raise ValidationError(request.env._("The access token is invalid.")) from error
        if order_sudo._sales_os_is_held():
            raise ValidationError(request.env._("This quotation is being checked. We will be in touch shortly; please pay then."))
        return super().portal_order_transaction(order_id, access_token, **kwargs)

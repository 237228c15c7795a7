"""The story of an approval in a browser: representative, manager and customer."""

from unittest.mock import MagicMock, patch

from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .quote_case import QuoteCase


class ApprovalTourCase(QuoteCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.name = "Shop Ltd"
        # the tour signs in writing: no payment is asked for
        cls.company.write({"portal_confirmation_sign": True, "portal_confirmation_pay": False})
        cls.order = cls.make_quote(15.0, require_signature=True, require_payment=False)


@tagged("post_install", "-at_install")
class TestHeldQuoteOnThePortal(ApprovalTourCase):
    def test_the_page_holds_no_price_not_even_in_its_source(self):
        self.product.name = "Rotary Kiln"
        page = self.url_open(self.order.get_portal_url())
        self.assertIn("still working on this quotation", page.text)
        for words in ("850.0", "1,000.0", "1000.0", "Rotary Kiln"):
            self.assertNotIn(words, page.text)

    def test_no_file_of_it_is_handed_out(self):
        builder = MagicMock()
        builder._export_order.return_value = b"<Order>850.00</Order>"
        builder._export_invoice_filename.return_value = "order.xml"
        order = self.order
        with patch.object(self.env.registry["sale.order"], "_get_edi_builders", lambda orders: [builder]):
            for address in ("download_edi?", "?report_type=pdf&download=true&", "?report_type=html&", "?report_type=text&"):
                page = self.url_open(f"/my/orders/{order.id}/{address}access_token={order._portal_ensure_token()}".replace("/?", "?"))
                with self.subTest(address=address):
                    self.assertNotIn("850.0", page.text)
            self.assertFalse(builder._export_order.called)
            self.request(order).with_user(self.user_manager).action_approve()
            self.assertIn("850.00", self.url_open(f"/my/orders/{order.id}/download_edi?access_token={order.access_token}").text)

    def test_signing_and_paying_by_the_token_are_refused(self):
        order = self.order
        order.require_payment = True
        answer = self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", {
            "access_token": order._portal_ensure_token(), "name": "Customer", "signature": "iVBORw0KGgo="})
        self.assertIn("error", answer)
        with self.assertRaisesRegex(JsonRpcException, "ValidationError|being checked"), mute_logger("odoo.http"):
            self.make_jsonrpc_request(f"/my/orders/{order.id}/transaction", {
                "access_token": order.access_token, "provider_id": 1, "payment_method_id": 1, "token_id": None, "amount": 1.0,
                "flow": "direct", "tokenization_requested": False, "landing_route": "/"})
        self.assertEqual((order.state, bool(order.signature)), ("draft", False))


@tagged("post_install", "-at_install")
class TestApprovalTour(ApprovalTourCase):
    def test_request_approve_send_sign(self):
        order = self.order
        self.start_tour(f"/odoo/sales-os-quotes/{order.id}", "sales_os_approval_request", login="so_rep")
        self.assertEqual((order.sales_os_approval_state, order.sales_os_approval_id.reason), ("requested", "A second shop opens in March"))
        self.start_tour(order.get_portal_url(), "sales_os_approval_held", login=None)
        self.start_tour("/odoo/approve", "sales_os_approval_approve", login="so_manager")
        self.assertEqual(
            (order.sales_os_approval_state, order.sales_os_approval_id.step_ids.comment), ("approved", "The volume is worth it"))
        self.start_tour(f"/odoo/sales-os-quotes/{order.id}", "sales_os_approval_send", login="so_rep")
        self.assertEqual(order.state, "sent")
        self.start_tour(order.get_portal_url(), "sales_os_approval_sign", login=None)
        self.assertEqual((order.state, bool(order.signature), order.sales_os_approval_state), ("sale", True, "approved"))

    def test_approve_many_with_one_comment(self):
        approvals = self.request(self.order) + self.request(self.make_quote(12.0)) + self.request(self.make_quote(18.0))
        self.start_tour("/odoo/approve", "sales_os_approval_bulk", login="so_manager")
        self.assertEqual(set(approvals.mapped("state")), {"approved"})
        self.assertEqual(set(approvals.step_ids.mapped("comment")), {"All of them are fine"})

    def test_refuse_with_a_reason(self):
        approval = self.request(self.order)
        self.start_tour(f"/odoo/approve/{approval.id}", "sales_os_approval_refuse", login="so_manager")
        self.assertEqual((approval.state, approval.step_ids.comment), ("refused", "Not for so few machines"))


@tagged("post_install", "-at_install")
class TestApprovalPhone(ApprovalTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_approve_on_a_phone(self):
        approval = self.request(self.order)
        self.start_tour("/odoo/approve", "sales_os_approval_phone", login="so_manager")
        self.assertEqual((approval.state, approval.step_ids.comment), ("approved", "From the road"))

"""The customer's page of a quote that waits for an approval: a friendly word, and neither prices, files nor buttons."""

from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged

from ..common import SalesForce


@tagged("post_install", "-at_install")
class TestPortalGate(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.product = cls.env["product.product"].create({"name": "Machine", "list_price": 98765.0, "taxes_id": [Command.clear()]})
        cls.order = cls.env["sale.order"].create({
            "partner_id": cls.make_partner("Customer", email="customer@example.com").id, "user_id": cls.user_rep.id,
            "require_signature": True, "require_payment": True,
            "order_line": [Command.create({"product_id": cls.product.id})]})
        cls.order._portal_ensure_token()
        cls.order.action_quotation_sent()
        cls.url = f"/my/orders/{cls.order.id}?access_token={cls.order.access_token}"

    def page(self, more=""):
        response = self.url_open(self.url + more)
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_a_quote_that_may_go_shows_prices_and_buttons(self):
        page = self.page()
        self.assertIn("98,765.00", page)
        self.assertIn("modalaccept", page)
        self.assertNotIn("still working on this quotation", page)

    def test_a_quote_that_must_wait_shows_a_friendly_word_only(self):
        self.order.order_line.discount = 40.0
        for more in ("", "&payment_amount=100", "&report_type=pdf&download=true", "&report_type=html"):
            with self.subTest(more=more):
                page = self.page(more)
                self.assertIn("still working on this quotation", page)
                self.assertNotIn("59,259.00", page)
                self.assertNotIn("o_sale_portal_paynow", page)
                self.assertNotIn("Sign &amp; Pay", page)

    def test_neither_a_signature_nor_a_payment_goes_through(self):
        self.order.order_line.discount = 40.0
        answer = self.make_jsonrpc_request(f"/my/orders/{self.order.id}/accept", {
            "access_token": self.order.access_token, "name": "X", "signature": "iVBORw0KGgo="})
        self.assertIn("error", answer)
        self.assertFalse(self.order.signature)
        with self.assertRaisesRegex(JsonRpcException, "ValidationError"):
            self.make_jsonrpc_request(f"/my/orders/{self.order.id}/transaction", {"access_token": self.order.access_token})

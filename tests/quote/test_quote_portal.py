from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import SalesForce
from .quoting import PIXEL, QuoteFactory


@tagged("post_install", "-at_install")
class TestQuotePortal(SalesForce, QuoteFactory, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.set_up_quotes()
        cls.first = cls.make_quote()
        cls.second = cls.first.browse(cls.first.action_new_alternative()["res_id"])
        cls.second.order_line.write({"price_unit": 90})
        cls.second.order_line = [Command.create({"product_id": cls.service.id, "product_uom_qty": 4, "price_unit": 20})]
        cls.group = cls.first.sales_os_alternative_id
        cls.group.action_mark_sent()
        (cls.first | cls.second).sudo().mapped(lambda order: order._portal_ensure_token())

    def accept(self, order, name="A. Ünal"):
        return self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", {
            "access_token": order.sudo().access_token, "name": name, "signature": PIXEL})

    def page(self, order):
        return self.url_open(f"/my/orders/{order.id}?access_token={order.sudo().access_token}").text

    def test_alternatives_are_compared_by_whoever_has_the_address(self):
        answer = self.url_open(f"/my/alternatives/{self.group.access_token}")
        self.assertEqual(answer.status_code, 200)
        for text in ("Gate Motors", "Car", "Winter tyres", "200.00", "260.00", "View and accept", self.first.access_token):
            self.assertIn(text, answer.text)
        for address in (f"/my/alternatives/{self.group.id}", "/my/alternatives/" + "x" * 43):
            self.assertEqual(self.url_open(address).status_code, 404)

    def test_accepting_one_confirms_it_and_cancels_the_other(self):
        self.assertNotIn("error", self.accept(self.second))
        self.assertEqual([self.first.state, self.second.state], ["cancel", "sale"])
        self.assertIn("error", self.accept(self.first), "one wins")
        self.assertEqual(self.first.state, "cancel")
        page = self.url_open(f"/my/alternatives/{self.group.access_token}").text
        self.assertIn("Accepted", page)
        self.assertNotIn("View and accept", page)

    def test_the_signed_file_is_kept_with_its_hash(self):
        self.accept(self.second)
        signature = self.second.sudo().sales_os_signature_id
        self.assertTrue(signature.document_id.raw)
        self.assertEqual((signature.document_id.res_model, signature.document_id.res_id), (signature._name, signature.id))
        self.assertEqual(signature.action_verify(), {"checked": 1, "broken": [], "differs": []})
        self.assertEqual(signature.signed_by, "A. Ünal")

    def test_m20_the_customer_sees_that_the_signature_is_void_and_signs_again(self):
        self.accept(self.first)
        self.first.order_line.price_unit = 999
        page = self.page(self.first)
        for text in ("no longer holds", "999.00", "Please look at it and sign again", "modalaccept"):
            self.assertIn(text, page)
        self.assertNotIn('data-bs-target="#modaldecline"', page, "an order cannot be declined like a quotation")
        self.assertNotIn("error", self.accept(self.first, name="B. Ünal"))
        self.assertEqual((self.first.state, self.first.sales_os_signature_state), ("sale", "valid"))
        self.assertEqual([bool(signature.document_id) for signature in self.first.sudo().sales_os_signature_ids], [True, True])
        self.assertNotIn("no longer holds", self.page(self.first))

    def test_an_order_cannot_be_declined_while_it_waits_for_a_new_signature(self):
        self.accept(self.first)
        self.first.order_line.price_unit = 999
        self.authenticate(None, None)
        self.url_open(f"/my/orders/{self.first.id}/decline?access_token={self.first.sudo().access_token}", data={
            "decline_message": "no", "csrf_token": http.Request.csrf_token(self)})
        self.assertEqual(self.first.state, "sale")

    def test_a_superseded_quote_leads_to_the_newer_one(self):
        self.second.action_cancel()
        revision = self.revise(self.first)
        revision.action_quotation_sent()
        page = self.page(self.first)
        self.assertIn("newer version", page)
        self.assertIn(revision.sudo().access_token, page)
        revision.sudo().partner_id = self.make_partner("Somebody else")
        self.assertNotIn("newer version", self.page(self.first), "another customer's quotation is not theirs to see")

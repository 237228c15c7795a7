import base64
import hashlib
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.sales_os.algorithms.quote.commercial_content import text_hash

from .quoting import PIXEL, QuoteCase


class TestQuoteSignature(QuoteCase):
    def setUp(self):
        super().setUp()
        self.quote = self.make_quote()
        self.quote.action_quotation_sent()
        self.sign(self.quote)
        self.signature = self.quote.sales_os_signature_id

    def assertVoid(self, quote=None):
        quote = quote or self.quote
        self.assertEqual(quote.sales_os_signature_state, "void")
        self.assertFalse(quote.signature or quote.signed_by or quote.signed_on or quote.sales_os_signature_id)

    def test_a_signature_is_bound_to_what_was_signed(self):
        self.assertEqual((self.quote.sales_os_signature_state, self.signature.state), ("valid", "valid"))
        self.assertEqual(self.signature.signed_by, "A. Ünal")
        self.assertEqual(self.signature.content_hash, self.quote._sales_os_content_hashes()[self.quote.id])
        self.assertEqual(self.signature.content_hash, text_hash(self.signature.content))
        self.assertEqual(base64.b64decode(self.signature.signature), base64.b64decode(self.quote.signature))
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "signed"), ("res_id", "=", self.quote.id)])
        self.assertEqual(entry.new_value, self.signature.content_hash)

    def test_m20_an_edit_after_signature_and_confirmation_voids_it_and_keeps_the_evidence(self):
        self.quote.action_confirm()
        self.quote.sudo()._sales_os_keep_signed_document(b"%PDF-1.7 signed", "S.pdf")
        signed_hash, document = self.signature.content_hash, self.signature.document_id
        self.quote.order_line.price_unit = 999
        self.assertVoid()
        self.assertEqual(self.quote.state, "sale", "the order stays; its signature does not")
        self.assertEqual((self.signature.state, self.signature.content_hash, self.signature.document_id), ("void", signed_hash, document))
        self.assertEqual((document.raw, self.signature.document_hash), (b"%PDF-1.7 signed", hashlib.sha256(b"%PDF-1.7 signed").hexdigest()))
        self.assertIn("999", self.signature.void_reason)
        self.assertTrue(self.quote._has_to_be_signed(), "a new one is asked for")
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "signature:void"), ("res_id", "=", self.quote.id)])
        self.assertEqual(entry.old_value, signed_hash)
        self.assertNotEqual(entry.new_value, signed_hash)

    def test_an_order_that_is_signed_again_stays_confirmed(self):
        self.quote.action_confirm()
        self.quote.order_line.price_unit = 90
        confirmed_on = self.quote.date_order
        self.sign(self.quote, by="B. Ünal")
        self.quote.sudo()._validate_order()
        self.assertEqual((self.quote.state, self.quote.sales_os_signature_state, self.quote.date_order), ("sale", "valid", confirmed_on))
        self.assertEqual(self.quote.sales_os_signature_ids.sorted("id").mapped("state"), ["void", "valid"])
        self.assertFalse(self.quote._has_to_be_signed())

    def test_every_door_of_an_edit_voids(self):
        term = self.env.ref("account.account_payment_term_30days").id
        other = self.make_partner("Another", user_id=self.user_rep.id)
        doors = {
            "line price": lambda order: order.order_line.write({"price_unit": 1}),
            "line text": lambda order: order.order_line.write({"name": "Something else"}),
            "line quantity": lambda order: order.order_line.write({"product_uom_qty": 5}),
            "line through the order": lambda order: order.write({"order_line": [Command.update(order.order_line.id, {"discount": 50})]}),
            "a new line": lambda order: order.order_line.create({"order_id": order.id, "product_id": self.service.id}),
            "a line gone": lambda order: order.order_line.unlink(),
            "terms": lambda order: order.write({"note": "<p>You pay all</p>"}),
            "payment terms": lambda order: order.write({"payment_term_id": term}),
            "another customer": lambda order: order.write({"partner_id": other.id}),
            "prepayment": lambda order: order.write({"require_payment": True, "prepayment_percent": 0.5}),
            "import": lambda order: order.load([".id", "order_line/.id", "order_line/price_unit"],
                                               [[str(order.id), str(order.order_line.id), "7"]]),
        }
        for name, edit in doors.items():
            with self.subTest(door=name):
                quote = self.make_quote()
                quote.action_quotation_sent()
                self.sign(quote)
                edit(quote)
                self.assertVoid(quote)
                self.assertEqual(len(quote.sales_os_signature_ids), 1)
                self.assertTrue(quote.sales_os_signature_ids.void_reason)

    def test_another_financing_than_the_signed_one_voids(self):
        option = self.env["sales_os.financing.option"].create({"name": "12 months", "kind": "loan", "months": 12, "annual_rate_percent": 5})
        quote = self.make_quote()
        quote.action_offer_financing()
        quote.action_quotation_sent()
        offer = quote.sudo().sales_os_financing_ids.filtered(lambda offer: offer.option_id == option)
        offer.action_choose()
        self.sign(quote)
        self.assertIn("financing", quote.sales_os_signature_id.content)
        offer.action_unchoose()
        self.assertVoid(quote)

    def test_many_changes_in_one_write_void_once_and_tell_all(self):
        count = len(self.quote.message_ids)
        self.quote.write({"order_line": [
            Command.update(self.quote.order_line.id, {"price_unit": 80, "product_uom_qty": 4}),
            Command.create({"product_id": self.service.id, "product_uom_qty": 1, "price_unit": 20}),
        ]})
        reason = self.quote.sales_os_signature_ids.void_reason
        for text in ("quantity 2", "80.00", "Added: Winter tyres"):
            self.assertIn(text, reason)
        self.assertEqual(len(self.quote.message_ids), count + 1)

    def test_what_the_customer_did_not_sign_may_change(self):
        self.quote.write({"validity_date": "2099-01-01", "client_order_ref": "PO 1", "user_id": self.user_rep.id})
        self.quote.order_line.write({"price_unit": 100, "sequence": 3})
        self.product.write({"name": "Renamed", "list_price": 1000})
        self.quote.action_confirm()
        self.quote.order_line.qty_delivered = 1
        self.assertEqual((self.quote.sales_os_signature_state, self.quote.sales_os_signature_id), ("valid", self.signature))

    def test_a_down_payment_invoice_keeps_the_signature(self):
        self.quote.action_confirm()
        invoicing = self.env["sale.advance.payment.inv"].create({
            "sale_order_ids": self.quote.ids, "advance_payment_method": "percentage", "amount": 50})
        invoicing.create_invoices()
        self.assertTrue(self.quote.order_line.filtered("is_downpayment"))
        self.assertEqual(self.quote.sales_os_signature_state, "valid")

    def test_set_back_to_quotation_the_signature_is_no_longer_valid_and_kept(self):
        self.quote.action_draft()
        self.assertEqual((self.quote.sales_os_signature_state, self.signature.state), ("none", "void"))
        self.assertIn(self.user_rep.name, self.signature.void_reason)

    def test_who_signed_before_sales_os_was_there_is_protected_too(self):
        quote = self.make_quote()
        quote.flush_recordset()
        self.env.cr.execute("UPDATE sale_order SET signed_by = 'Old', signed_on = now() WHERE id = %s", [quote.id])
        quote.invalidate_recordset()
        quote.order_line.price_unit = 5
        self.assertVoid(quote)
        self.assertFalse(quote.sales_os_signature_ids.is_bound)
        self.assertIn('"100"', quote.sales_os_signature_ids.content, "the content before the change")

    def test_evidence_cannot_be_changed_deleted_or_made_by_hand(self):
        signature = self.signature.with_user(self.user_admin_so)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            signature.write({"signed_by": "Somebody"})
        with self.assertRaises(AccessError):
            self.env["sales_os.quote.signature"].with_user(self.user_admin_so).create({
                "order_id": self.quote.id, "signed_on": "2026-01-01", "currency_id": self.quote.currency_id.id, "content": "{}",
                "content_hash": "x"})
        for method in (self.signature.sudo().unlink, self.signature.copy):
            with self.assertRaises(UserError):
                method()
        with self.assertRaisesRegex(UserError, "kept by Sales OS"):
            self.quote.write({"sales_os_signature_state": "valid"})

    def test_the_signed_document_cannot_be_deleted_by_who_may_write_the_quotation(self):
        self.quote.sudo()._sales_os_keep_signed_document(b"%PDF", "S.pdf")
        with self.assertRaises(AccessError):
            self.signature.document_id.with_user(self.user_rep).unlink()
        with self.assertRaises(AccessError):
            self.signature.document_id.with_user(self.user_rep).write({"raw": b"forged"})
        self.assertEqual(self.signature.document_id.with_user(self.user_rep).raw, b"%PDF")

    def test_verify_finds_what_was_altered_behind_odoo(self):
        self.assertEqual(self.signature.action_verify(), {"checked": 1, "broken": [], "differs": []})
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order_line SET price_unit = 1 WHERE order_id = %s", [self.quote.id])
        self.env.invalidate_all()
        self.assertEqual(self.signature.action_verify(), {"checked": 1, "broken": [], "differs": self.signature.ids})
        self.env.cr.execute("UPDATE sales_os_quote_signature SET content = '{}' WHERE id = %s", [self.signature.id])
        self.env.invalidate_all()
        self.assertEqual(self.signature.action_verify()["broken"], self.signature.ids)

    def test_a_gate_that_refuses_hides_the_new_signature_as_well(self):
        self.quote.action_confirm()
        self.quote.order_line.price_unit = 90
        refusals = lambda orders, gate: {order_id: ["No."] for order_id in orders.ids} if gate == "sign" else {}
        with patch.object(self.env.registry["sale.order"], "_sales_os_gate_refusals", refusals):
            self.assertFalse(self.quote._has_to_be_signed())

    def test_an_unsigned_order_costs_no_query_more(self):
        quote = self.make_quote()
        self.env.flush_all()
        quote.order_line.mapped("order_id.signed_on")
        with patch.object(self.env.registry["sale.order"], "_sales_os_commercial_content", side_effect=AssertionError("not needed")):
            quote.order_line.price_unit = 3
            quote.write({"note": "<p>x</p>", "signature": False})

    def test_signing_again_replaces_the_former_signature(self):
        self.quote.sudo().write({"signature": PIXEL, "signed_by": "C. Ünal"})
        self.assertEqual(self.quote.sales_os_signature_ids.sorted("id").mapped("state"), ["void", "valid"])
        self.assertEqual(self.quote.sales_os_signature_id.signed_by, "C. Ünal")

"""Every door of an order asks the one gate: here a reason to refuse is given by hand, and each door is tried."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command

from ..common import SalesOsCase


class TestOrderGate(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.make_partner(email="customer@example.com")
        cls.product = cls.env["product.product"].create({"name": "Machine", "list_price": 100.0, "taxes_id": [Command.clear()]})
        cls.order = cls.make_order()

    @classmethod
    def make_order(cls, **values):
        return cls.env["sale.order"].create({
            "partner_id": cls.partner.id, "require_signature": True,
            "order_line": [Command.create({"product_id": cls.product.id})], **values})

    @contextmanager
    def refused(self, *gates):
        """Inside, these gates refuse every order."""
        def refusals(orders, gate):
            return {order_id: ["Because I say so."] for order_id in orders.ids} if gate in gates else {}
        with patch.object(self.env.registry["sale.order"], "_sales_os_gate_refusals", refusals):
            yield

    def assertRefused(self, method, *args, **kwargs):
        with self.assertRaisesRegex(UserError, "Because I say so"), self.env.cr.savepoint():
            method(*args, **kwargs)

    def test_doors_of_sending(self):
        template = self.env.ref("sale.email_template_edi_sale")
        composer = self.env["mail.compose.message"].with_context(
            default_model="sale.order", default_res_ids=self.order.ids, default_template_id=template.id)
        share = self.env["portal.share"].with_context(active_model="sale.order", active_id=self.order.id).create(
            {"partner_ids": [Command.link(self.partner.id)]})
        with self.refused("send"):
            self.assertRefused(self.order.action_quotation_send)
            self.assertRefused(self.order.action_quotation_sent)
            self.assertRefused(self.order.write, {"state": "sent"})
            self.assertRefused(self.order.with_context(mark_so_as_sent=True).message_post, body="x")
            self.assertRefused(self.make_order, state="sent")
            self.assertRefused(composer.create({}).action_send_mail)
            self.assertRefused(template.send_mail, self.order.id)
            self.assertRefused(self.order.message_post_with_source, template)
            self.assertRefused(share.action_send_mail)
            self.order.message_post(body="a word among colleagues")
        self.assertEqual(self.order.state, "draft")
        self.order.action_quotation_sent()
        self.assertEqual(self.order.state, "sent")

    def test_doors_of_printing(self):
        orders = self.order + self.make_order()
        reports = self.env["ir.actions.report"].search([("model", "=", "sale.order")])
        self.assertTrue(reports)
        with self.refused("print"):
            for report in reports:
                for render in (report._render_qweb_html, report._render_qweb_pdf):
                    with self.subTest(report=report.report_name):
                        self.assertRefused(render, report.report_name, orders.ids)
        for order in orders:
            order.write({"state": "sale"})
        with self.refused("print"):
            self.env["ir.actions.report"]._render_qweb_html("sale.report_saleorder", orders.ids)

    def test_doors_of_signing_and_paying(self):
        self.order.require_payment = True
        self.assertTrue(self.order._has_to_be_signed() and self.order._has_to_be_paid())
        with self.refused("sign"):
            self.assertFalse(self.order._has_to_be_signed() or self.order._has_to_be_paid())
            self.assertTrue(self.order._sales_os_is_held())
            self.assertRefused(self.order.write, {"signature": b"iVBORw0KGgo=", "signed_by": "X"})

    def test_doors_of_confirming(self):
        with self.refused("confirm"):
            self.assertRefused(self.order.action_confirm)
            self.assertRefused(self.order.sudo().action_confirm)
            self.assertRefused(self.order.write, {"state": "sale"})
            self.assertRefused(self.order.write, {"state": "sale", "order_line": [Command.create({"product_id": self.product.id})]})
            self.assertRefused(self.make_order, state="sale")
            result = self.env["sale.order"].load(["partner_id/.id", "state"], [[str(self.partner.id), "Sales Order"]])
            self.assertFalse(result["ids"])
            self.assertIn("Because I say so", str(result["messages"]))

    def test_what_the_customer_accepted_is_held_and_not_raised(self):
        with self.refused("confirm"):
            self.order._validate_order()
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.activity_ids.activity_type_id, self.env.ref("sales_os.activity_type_held_order"))

    def test_doors_of_changing_a_confirmed_order(self):
        self.order.action_confirm()
        line = self.order.order_line
        with self.refused("change"):
            self.assertRefused(line.write, {"discount": 5})
            self.assertRefused(self.order.write, {"order_line": [Command.update(line.id, {"price_unit": 1})]})
            self.assertRefused(self.env["sale.order.line"].create, {"order_id": self.order.id, "product_id": self.product.id})
            self.assertRefused(self.order.write, {"payment_term_id": self.env.ref("account.account_payment_term_30days").id})
            line.name = "Another word"
            self.order.note = "Another note"

    def test_a_change_is_looked_at_once_when_all_of_it_is_made(self):
        seen = []
        changed = self.env.registry["sale.order"]._sales_os_terms_changed
        with patch.object(self.env.registry["sale.order"], "_sales_os_terms_changed",
                          lambda orders: (seen.append(orders.ids), changed(orders))[1]):
            self.order.write({"order_line": [
                Command.update(self.order.order_line.id, {"discount": 5}), Command.create({"product_id": self.product.id})]})
        self.assertEqual(seen, [self.order.ids])

    def test_a_context_from_outside_switches_no_watch_off(self):
        self.order.action_confirm()
        forged = self.order.order_line.with_context(sales_os_watch={"ids": self.order.ids}, sales_os_gate="payment")
        with self.refused("change"):
            self.assertRefused(forged.write, {"discount": 5})

    def test_a_gate_that_is_off_lets_pass(self):
        self.company.write({"sales_os_gate_send": False, "sales_os_gate_confirm": False})
        with self.refused("send", "confirm"):
            self.order.action_quotation_sent()
            self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_a_payment_never_raises(self):
        provider = self.env["payment.provider"].create({"name": "Demo", "code": "none", "state": "test"})
        method = self.env["payment.method"].search([], limit=1) or self.env["payment.method"].create({"name": "M", "code": "m"})
        orders = self.make_order() + self.make_order() + self.make_order()
        states = ("pending", "done", "done")
        transactions = self.env["payment.transaction"].create([{
            "provider_id": provider.id, "payment_method_id": method.id, "amount": order.amount_total, "currency_id": order.currency_id.id,
            "reference": f"T{number}", "partner_id": self.partner.id, "sale_order_ids": [Command.set(order.ids)], "state": state,
        } for number, (order, state) in enumerate(zip(orders, states, strict=True))])
        with self.refused("send", "print", "sign", "confirm"):
            transactions[0]._post_process()
            # a payment done needs a journal to be recorded: only what concerns the order is of interest here
            transactions[1:]._check_amount_and_confirm_order()
        self.assertEqual(orders.mapped("state"), ["draft"] * 3)
        for order in orders:
            self.assertEqual(len(order.activity_ids), 1, "the representative is told once")
        self.assertIn("received your payment", orders[0].message_ids.mapped("body")[0])
        transactions[1:]._check_amount_and_confirm_order()
        self.assertEqual(orders[1:].mapped("state"), ["sale", "sale"])

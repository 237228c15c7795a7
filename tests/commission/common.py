"""A small business for commission tests: products with costs, invoices on days, payments, refunds."""

from odoo import fields
from odoo.fields import Command

from ..common import SalesOsCase


class CommissionData:
    """For any Odoo test class with a sales force."""

    @classmethod
    def set_up_commission_data(cls):
        cls.rep = cls.make_rep(cls.user_rep)
        cls.rep2 = cls.make_rep(cls.user_rep2)
        cls.partner = cls.make_partner("Gate Motors")
        cls.income = cls.env["account.account"].search([("account_type", "=", "income"), ("company_ids", "=", cls.company.id)], limit=1)
        cls.journal = cls.env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", cls.company.id)], limit=1)
        cls.bank = cls.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1)
        cls.product = cls.make_product("Machine", cost=60)

    @classmethod
    def make_product(cls, name, cost=0.0, price=100.0, **values):
        return cls.env["product.product"].create({
            "name": name, "list_price": price, "standard_price": cost, "type": "consu", "invoice_policy": "order",
            "taxes_id": [Command.clear()], **values,
        })

    @classmethod
    def make_order(cls, *amounts, user=None, date="2026-01-10 10:00:00", product=None, confirm=True, partner=None, **values):
        """An order with one line an amount, confirmed on ``date``."""
        order = cls.env["sale.order"].create({
            "partner_id": (partner or cls.partner).id, "user_id": (user or cls.user_rep).id,
            "order_line": [Command.create({
                "product_id": (product or cls.product).id, "product_uom_qty": 1, "price_unit": amount, "tax_ids": [Command.clear()],
            }) if not isinstance(amount, dict) else Command.create({"tax_ids": [Command.clear()], **amount}) for amount in amounts],
            **values,
        })
        if confirm:
            order.action_confirm()
            order.date_order = date
        return order

    @classmethod
    def make_invoice(cls, *amounts, user=None, date="2026-01-10", product=None, post=True, partner=None, **values):
        move = cls.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": (partner or cls.partner).id, "invoice_date": date, "date": date,
            "invoice_user_id": (user or cls.user_rep).id, "journal_id": cls.journal.id,
            "invoice_line_ids": [Command.create({
                "product_id": (product or cls.product).id, "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()],
            }) if not isinstance(amount, dict) else Command.create({"tax_ids": [Command.clear()], **amount}) for amount in amounts],
            **values,
        })
        if post:
            move.action_post()
        return move

    @classmethod
    def pay(cls, move, amount, date):
        return cls.env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids).create({
            "amount": amount, "payment_date": date, "journal_id": cls.bank.id,
        })._create_payments()

    @classmethod
    def refund(cls, move, date, **quantities):
        """A posted credit note of the invoice; ``amount`` reduces it to one line of that amount."""
        wizard = cls.env["account.move.reversal"].with_context(active_model="account.move", active_ids=move.ids).create({
            "date": date, "journal_id": move.journal_id.id,
        })
        refund = cls.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        refund.invoice_date = date
        if quantities.get("amount"):
            refund.invoice_line_ids[1:].unlink()
            refund.invoice_line_ids.write({"quantity": 1, "price_unit": quantities["amount"]})
        refund.action_post()
        return refund

    @classmethod
    def earn(cls, plan, as_of="2026-12-31"):
        cls.env["sales_os.commission.plan"].flush_model()
        return plan.action_earn(as_of)["entries"]

    @classmethod
    def ledger(cls, plan, **criteria):
        domain = [("plan_id", "=", plan.id), *[(name, "=", value) for name, value in criteria.items()]]
        return cls.env["sales_os.commission.entry"].search(domain, order="id")

    @classmethod
    def told(cls, plan, *names, **criteria):
        """The ledger as plain rows, days as text."""
        def plain(value):
            return fields.Date.to_string(value) if hasattr(value, "isoformat") else value
        return [tuple(plain(entry[name]) for name in names) for entry in cls.ledger(plan, **criteria)]


class CommissionCase(CommissionData, SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_commission_data()

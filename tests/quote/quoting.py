"""What the tests of quotations share: a customer, two products, and quotations of the first representative."""

from odoo.fields import Command

from ..common import SalesOsCase

# one black pixel
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class QuoteFactory:
    @classmethod
    def set_up_quotes(cls):
        # any price goes here: what a discount asks for is tested with the approvals
        cls.env.ref("sales_os.discount_policy_default").active = False
        cls.rep = cls.make_rep(cls.user_rep)
        cls.partner = cls.make_partner(
            "Gate Motors", email="gate@example.com", street="Gate 1", city="Berlin", country_id=cls.env.ref("base.de").id,
            user_id=cls.user_rep.id)
        cls.product, cls.service = cls.env["product.product"].create([
            {"name": "Car", "list_price": 100, "standard_price": 60, "taxes_id": False, "type": "consu"},
            {"name": "Winter tyres", "list_price": 20, "standard_price": 10, "taxes_id": False, "type": "consu"},
        ])

    @classmethod
    def make_quote(cls, lines=((None, 2, 100),), **values):
        """A quotation of the first representative; a line is (product, quantity, unit price)."""
        return cls.env["sale.order"].with_user(cls.user_rep).create({
            "partner_id": cls.partner.id, "user_id": cls.user_rep.id, "require_signature": True, "require_payment": False,
            "order_line": [
                Command.create({"product_id": (product or cls.product).id, "product_uom_qty": quantity, "price_unit": price})
                for product, quantity, price in lines
            ],
            **values,
        })

    @classmethod
    def sign(cls, order, by="A. Ünal"):
        """The signature as the portal writes it: with the rights of nobody in particular."""
        order.sudo().write({"signed_by": by, "signed_on": "2026-11-20 10:00:00", "signature": PIXEL})

    @staticmethod
    def revise(order):
        action = order.action_new_revision()
        return order.browse(action["res_id"])


class QuoteCase(QuoteFactory, SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_quotes()

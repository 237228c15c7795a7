"""A quote with everything on it: sections, price breaks, options, financing, terms."""

from odoo.fields import Command

from ..common import SalesOsCase


class QuoteData:
    """For any Odoo test class with a sales force."""

    @classmethod
    def set_up_quote_data(cls):
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["res.lang"]._activate_lang("ar_001")
        cls.rep = cls.make_rep(cls.user_rep)
        cls.user_rep.partner_id.write({"phone": "+49 30 1234567", "function": "Account manager"})
        cls.partner = cls.make_partner("Nordlicht Werkstätten GmbH", street="Hafenstraße 12", zip="20457", city="Hamburg", vat=False)
        cls.pricelist = cls.env["product.pricelist"].create({
            "name": "Tiers", "currency_id": cls.company.currency_id.id,
            "item_ids": [
                Command.create({"compute_price": "percentage", "percent_price": 10.0, "min_quantity": 10, "applied_on": "3_global"}),
                Command.create({"compute_price": "percentage", "percent_price": 20.0, "min_quantity": 50, "applied_on": "3_global"}),
            ],
        })
        cls.product = cls.env["product.product"].create({"name": "Workbench", "list_price": 800.0, "taxes_id": False})
        cls.extra = cls.env["product.product"].create({"name": "Drawer unit", "list_price": 120.0, "taxes_id": False})
        cls.option = cls.env["sales_os.financing.option"].create({
            "name": "36 months at 5.9 %", "kind": "loan", "months": 36, "annual_rate_percent": 5.9, "down_payment_percent": 20.0,
            "note": "Subject to the bank's credit check."})
        cls.lease = cls.env["sales_os.financing.option"].create({
            "name": "Lease 48", "kind": "lease", "months": 48, "annual_rate_percent": 4.2, "residual_percent": 25.0, "timing": "advance",
            "sequence": 20})

    @classmethod
    def make_quote(cls, lines=1, **values):
        commands = [Command.create({"display_type": "line_section", "name": "Workshop"})]
        commands += [
            Command.create({"product_id": cls.product.id, "product_uom_qty": 2, "name": f"Workbench {number}\nOak top, 2000 × 800 mm"})
            for number in range(1, lines + 1)
        ]
        commands += [
            Command.create({"display_type": "line_section", "name": "Extras", "is_optional": True}),
            Command.create({"product_id": cls.extra.id, "product_uom_qty": 0, "name": "Drawer unit on wheels"}),
        ]
        return cls.env["sale.order"].create({
            "partner_id": cls.partner.id, "user_id": cls.user_rep.id, "pricelist_id": cls.pricelist.id, "validity_date": "2099-12-24",
            "note": "<p>Delivery within four weeks.</p>", "order_line": commands, **values,
        })

    @classmethod
    def offer(cls, order, option=None, **values):
        return cls.env["sales_os.financing.offer"].create({"order_id": order.id, "option_id": (option or cls.option).id, **values})


class QuoteDocumentCase(QuoteData, SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_quote_data()

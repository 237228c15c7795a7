import unittest
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.fields import Command

from odoo.addons.sales_os.algorithms.quote.commercial_content import canonical_text, content_hash, exact, text_hash

from ..common import SalesOsCase
from .quotes import content, line, lines_of_quotes


class TestContentHash(unittest.TestCase):
    offer = content(line(1), line(2, price=19.99, taxes=(7, 8)), payment_term=3, terms="Net", validity=date(2026, 12, 31))

    def test_the_same_offer_has_the_same_hash_whatever_the_order_of_its_lines(self):
        self.assertEqual(content_hash(self.offer), content_hash(replace(self.offer, lines=self.offer.lines[::-1])))

    def test_the_hash_can_be_recomputed_from_the_text_that_was_kept(self):
        self.assertEqual(content_hash(self.offer), text_hash(canonical_text(self.offer)))

    def test_whatever_the_customer_agrees_to_changes_the_hash(self):
        first = self.offer.lines[0]
        edited = [
            replace(self.offer, customer=2), replace(self.offer, currency="USD"), replace(self.offer, payment_term=None),
            replace(self.offer, prepayment_percent=Decimal(30)), replace(self.offer, terms="Net 30"),
            replace(self.offer, total=Decimal(1)), replace(self.offer, lines=self.offer.lines[1:]),
            replace(self.offer, extras=(("financing", "36 months"),)),
            *(replace(self.offer, lines=(replace(first, **change), *self.offer.lines[1:])) for change in (
                {"product": 9}, {"description": "Another"}, {"quantity": Decimal(3)}, {"uom": 2}, {"unit_price": Decimal("100.01")},
                {"discount_percent": Decimal(1)}, {"taxes": (7,)}, {"is_optional": True}, {"section": ("Options",)}, {"kind": "note"},
            )),
        ]
        hashes = {content_hash(offer) for offer in [self.offer, *edited]}
        self.assertEqual(len(hashes), len(edited) + 1)

    def test_what_the_customer_does_not_agree_to_keeps_the_hash(self):
        first = self.offer.lines[0]
        for same in (
            replace(self.offer, validity=date(2027, 1, 31)), replace(self.offer, payment_term_name="Renamed"),
            replace(self.offer, customer_name="Renamed"),
            replace(self.offer, lines=(replace(first, lineage=99, key=77, uom_name="Piece", cost_amount=Decimal(5)), self.offer.lines[1])),
        ):
            self.assertEqual(content_hash(same), content_hash(self.offer))

    @given(lines_of_quotes, st.randoms(use_true_random=False))
    def test_any_order_of_any_lines_hashes_alike(self, lines, random):
        shuffled = list(lines)
        random.shuffle(shuffled)
        self.assertEqual(content_hash(content(*lines)), content_hash(content(*shuffled)))

    @given(st.floats(-1e9, 1e9))
    def test_numbers_have_six_places_and_no_negative_zero(self, value):
        self.assertLessEqual(abs(exact(value) - Decimal(str(value))), Decimal("0.0000005"))
        self.assertNotEqual(str(exact(value)), "-0.000000")

    def test_margin_is_unknown_as_soon_as_one_cost_must_not_be_seen(self):
        known = content(line(1, cost_amount=Decimal(50)), line(2, cost_amount=Decimal(20)))
        self.assertEqual(known.margin, Decimal(330))
        self.assertIsNone(content(line(1, cost_amount=Decimal(50)), line(2)).margin)


class TestCommercialContent(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.make_partner("Gate Motors")
        cls.product = cls.env["product.product"].create({"name": "Car", "list_price": 100, "standard_price": 60, "taxes_id": False})

    def make_order(self, lines=3, **values):
        return self.env["sale.order"].create({
            "partner_id": self.partner.id,
            "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 2}) for _number in range(lines)], **values,
        })

    def test_the_content_is_what_stands_on_the_order(self):
        order = self.make_order(1, note="<p>Net <b>30</b></p>", order_line=[
            Command.create({"display_type": "line_section", "name": "Car"}),
            Command.create({"product_id": self.product.id, "product_uom_qty": 2, "discount": 10}),
            Command.create({"display_type": "line_section", "name": "Options", "is_optional": True}),
            Command.create({"product_id": self.product.id, "product_uom_qty": 0, "name": "Winter tyres\n17 inch"}),
            Command.create({"display_type": "line_note", "name": "Fitted by us"}),
        ])
        offer = order._sales_os_commercial_content()[order.id]
        self.assertEqual([part.kind for part in offer.lines], ["section", "product", "section", "product", "note"])
        self.assertEqual([part.section for part in offer.lines], [(), ("Car",), (), ("Options",), ("Options",)])
        self.assertEqual([part.is_optional for part in offer.lines], [False, False, True, True, True])
        self.assertEqual((offer.untaxed, offer.margin), (Decimal(180), Decimal(60)))
        self.assertIn("30", offer.terms)
        self.assertEqual(offer.lines[3].title, "Winter tyres")

    def test_down_payments_and_recharged_expenses_are_no_part_of_the_offer(self):
        order = self.make_order(1)
        before = order._sales_os_content_hashes()
        order.order_line = [
            Command.create({"is_downpayment": True, "name": "Down payment", "product_uom_qty": 0, "price_unit": 50}),
            Command.create({"is_expense": True, "product_id": self.product.id, "product_uom_qty": 0}),
        ]
        self.assertEqual(order._sales_os_content_hashes(), before)

    def test_the_hash_survives_the_database(self):
        order = self.make_order(1, order_line=[Command.create({
            "product_id": self.product.id, "product_uom_qty": 0.1 + 0.2, "price_unit": 19.999, "discount": 12.34})])
        before = order._sales_os_content_hashes()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order._sales_os_content_hashes(), before)

    def test_queries_do_not_grow_with_the_orders(self):
        def queries(count):
            orders = self.env["sale.order"].concat(*(self.make_order() for _number in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._sales_os_commercial_content()
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(4), queries(40))

from odoo import http
from odoo.tests import HttpCase, tagged

from ..common import SalesForce
from .quote_case import QuoteData

PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestFinancingPortal(QuoteData, SalesForce, HttpCase):
    """The customer compares and chooses with the quote's token, and nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.set_up_quote_data()
        cls.order = cls.make_quote(lines=5)
        cls.order.action_quotation_sent()
        cls.loan, cls.lease_offer = cls.offer(cls.order), cls.offer(cls.order, cls.lease)

    def page(self):
        return self.url_open(self.order.get_portal_url()).text

    def choose(self, offer_id, token=None):
        self.authenticate(None, None)
        return self.url_open(
            f"/my/orders/{self.order.id}/financing",
            data={
                "csrf_token": http.Request.csrf_token(self), "offer_id": offer_id,
                "access_token": token or self.order._portal_ensure_token(),
            },
        )

    def test_offers_and_price_breaks_are_compared_on_the_page(self):
        page = self.page()
        for words in ("Ways to pay", "36 months at 5.9 %", "194.41", "Lease 48", "Every payment", "from 10 Units"):
            self.assertIn(words, page)

    def test_the_customer_chooses_and_changes_the_mind(self):
        self.choose(self.loan.id)
        self.assertTrue(self.loan.is_chosen)
        self.choose(self.lease_offer.id)
        self.assertEqual((self.loan.is_chosen, self.lease_offer.is_chosen), (False, True))
        self.assertIn("Lease 48", " ".join(self.order.message_ids.mapped("body")))
        self.choose("")
        self.assertFalse(self.order._sales_os_chosen_financing())

    def test_a_wrong_token_chooses_nothing(self):
        self.choose(self.loan.id, token="wrong")
        self.assertFalse(self.loan.is_chosen)

    def test_an_offer_of_another_quote_is_not_chosen(self):
        other = self.offer(self.make_quote())
        self.choose(other.id)
        self.assertFalse(other.is_chosen)

    def test_a_signed_quote_is_not_changed(self):
        self.loan.action_choose()
        self.order.write({"signature": PIXEL})
        self.choose(self.lease_offer.id)
        self.assertTrue(self.loan.is_chosen)
        self.assertNotIn(">Choose<", self.page())

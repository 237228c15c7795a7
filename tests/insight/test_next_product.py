import unittest
from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.insight.next_product import learn_likeness, next_products

BOUGHT = {
    "a": {"printer", "ink", "paper"}, "b": {"printer", "ink"}, "c": {"printer", "ink"}, "d": {"paper", "pen"}, "e": {"paper", "pen"},
    "f": {"paper"}, "g": {"chair"},
}


class TestNextProduct(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.learned = learn_likeness(bought=BOUGHT)

    def offers(self, history, **options):
        return next_products(learned=self.learned, histories={"x": history}, **options)["x"]

    def test_what_belongs_to_it_comes_first_with_its_evidence(self):
        first = self.offers({"printer"})[0]
        self.assertEqual((first.product, first.method, first.buyers), ("ink", "alike", 3))
        self.assertAlmostEqual(first.score, 3 / sqrt(3 * 3))
        (reason,) = first.reasons
        self.assertEqual((reason.because, reason.both, reason.confidence), ("printer", 3, 1.0))
        self.assertAlmostEqual(reason.lift, 3 * 7 / (3 * 3))
        self.assertAlmostEqual(reason.share, 1.0)

    def test_never_what_he_bought_and_only_what_is_offered(self):
        self.assertNotIn("ink", [offer.product for offer in self.offers({"printer", "ink"})])
        self.assertEqual([offer.product for offer in self.offers({"printer"}, offered={"pen", "printer"})], ["pen"])
        self.assertEqual(self.offers({"printer"}, offered=set()), [])

    def test_one_customer_alone_proves_nothing(self):
        by_product = {offer.product: offer for offer in self.offers({"printer"})}
        self.assertEqual((by_product["paper"].method, by_product["paper"].reasons), ("popular", ()))

    def test_without_history_the_popular_ones(self):
        self.assertEqual([offer.product for offer in self.offers(set(), count=2)], ["paper", "ink"])
        self.assertEqual({offer.method for offer in self.offers({"never seen before"})}, {"popular"})

    def test_recent_purchases_weigh_more(self):
        early = {"printer": 1.0, "paper": 0.1}
        self.assertEqual(self.offers(early)[0].product, "ink")
        self.assertEqual(self.offers({"printer": 0.1, "paper": 1.0})[0].product, "pen")

    def test_a_product_never_sold_is_not_offered(self):
        self.assertNotIn("new", [offer.product for offer in self.offers({"printer"}, offered={"new", "ink"})])

    def test_what_nearly_everybody_has_is_no_reason(self):
        # 8 of 10 have each of tea and sugar, 6 have both: cosine 0.75, but chance alone would make it 6.4 (lift 0.94)
        bought = {n: {"tea", "sugar"} for n in range(6)} | {6: {"tea"}, 7: {"tea"}, 8: {"sugar"}, 9: {"sugar"}}
        self.assertEqual(next_products(learned=learn_likeness(bought=bought), histories={"x": {"tea"}})["x"], [])
        self.assertEqual(
            [(offer.product, offer.method) for offer in next_products(learned=learn_likeness(bought=bought), histories={"x": set()})["x"]],
            [("sugar", "popular"), ("tea", "popular")])

    def test_a_lift_of_one_is_no_connection(self):
        # half have a, half have b, a quarter both: independent, so nothing speaks for b, and nothing against it
        bought = dict(enumerate([{"a", "b"}] * 2 + [{"a"}] * 2 + [{"b"}] * 2 + [{"c"}] * 2))
        (offer,) = next_products(learned=learn_likeness(bought=bought), histories={"x": {"a"}}, offered={"b"})["x"]
        self.assertEqual((offer.product, offer.method, offer.reasons), ("b", "popular", ()))

    def test_one_customer_too_few_speaks_against_nothing(self):
        # chance alone would make 1.5 of 8 have both; nobody has, and that may well be chance
        bought = dict(enumerate([{"a"}] * 3 + [{"b"}] * 4 + [{"c"}]))
        self.assertEqual(
            [offer.product for offer in next_products(learned=learn_likeness(bought=bought), histories={"x": {"a"}})["x"]], ["b", "c"])

    def test_nothing_to_learn_from(self):
        self.assertEqual(next_products(learned=learn_likeness(bought={}), histories={"x": {"ink"}}), {"x": []})

    @given(
        st.dictionaries(st.integers(0, 9), st.frozensets(st.sampled_from("abcdefgh")), max_size=10),
        st.frozensets(st.sampled_from("abcdefghi")),
    )
    def test_offers_are_new_distinct_and_ranked_and_reasons_are_true(self, bought, history):
        offers = next_products(learned=learn_likeness(bought=bought), histories={"x": history}, count=8)["x"]
        products = [offer.product for offer in offers]
        self.assertEqual(len(products), len(set(products)))
        self.assertTrue(history.isdisjoint(products))
        alike = [offer.score for offer in offers if offer.method == "alike"]
        self.assertEqual(alike, sorted(alike, reverse=True))
        self.assertEqual([offer.method for offer in offers], sorted(offer.method for offer in offers))
        for offer in offers:
            self.assertTrue(all(reason.lift > 1 for reason in offer.reasons))
            self.assertEqual(bool(offer.reasons), offer.method == "alike")
            for reason in offer.reasons:
                self.assertEqual(reason.both, sum({offer.product, reason.because} <= set(items) for items in bought.values()))
                self.assertIn(reason.because, history)

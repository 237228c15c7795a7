import xmlrpc.client

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .quoting import QuoteCase


class TestQuoteComparison(QuoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box = cls.env["product.product"].create({"name": "Roof box", "taxes_id": False, "standard_price": 50})

    def setUp(self):
        super().setUp()
        self.quote = self.make_quote([(self.product, 2, 100), (self.service, 1, 20)], note="<p>Net</p>")
        self.quote.action_quotation_sent()
        self.revision = self.revise(self.quote)

    def change(self):
        car, tyres = self.revision.order_line
        car.write({"price_unit": 90, "product_uom_qty": 3, "discount": 10})
        tyres.unlink()
        self.revision.order_line = [Command.create({"product_id": self.box.id, "product_uom_qty": 1, "price_unit": 50})]

    def test_each_kind_of_difference_has_its_key(self):
        self.change()
        result = self.revision.action_compare(self.quote.id)
        self.assertEqual((result["before"], result["after"]), (self.quote.name, self.revision.name))
        self.assertEqual([line["line"] for line in result["added"]], ["Roof box"])
        self.assertEqual([line["line"] for line in result["removed"]], ["Winter tyres"])
        self.assertEqual(result["price"], [{"line": "Car", "before": 100.0, "after": 90.0}])
        self.assertEqual(result["quantity"], [{"line": "Car", "before": 2.0, "after": 3.0}])
        self.assertEqual(result["discount"], [{"line": "Car", "before": 0.0, "after": 10.0}])
        self.assertEqual(result["totals"]["untaxed"], {"before": 220.0, "after": 293.0})
        self.assertEqual(result["margin"], {"before": 90.0, "after": 63.0})

    def test_of_two_revisions_the_earlier_one_is_before_whoever_is_asked(self):
        self.change()
        self.assertEqual(self.quote.action_compare(self.revision.id), self.revision.action_compare(self.quote.id))

    def test_nothing_changed_is_told(self):
        result = self.revision.action_compare(self.quote.id)
        self.assertEqual((result["is_same"], result["words"], result["added"], result["price"]), (True, [], [], []))

    def test_words_say_what_a_reader_needs(self):
        self.change()
        self.revision.write({"payment_term_id": self.env.ref("account.account_payment_term_30days").id, "note": "<p>New</p>"})
        words = self.revision.action_compare(self.quote.id)["words"]
        for text in ("Added: Roof box", "Removed: Winter tyres", "Car: unit price", "Car: quantity 2", "Car: discount 0 % → 10 %",
                     "Payment terms", "terms and conditions changed"):
            self.assertTrue(any(text in sentence for sentence in words), f"{text} in {words}")

    def test_every_kind_of_change_has_a_sentence(self):
        car = self.revision.order_line[0]
        twin = self.env["product.product"].create({"name": "Car", "list_price": 100, "taxes_id": False})
        for changes, text in (
            ({"product_id": twin.id, "price_unit": 100, "name": car.name}, "another product of the same name"),
            ({"name": "Car\nwith a hook"}, "the description changed"), ({"name": "Van"}, "text Car → Van"),
            ({"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "price_unit": 100}, "unit Units → Dozens"),
            ({"tax_ids": [Command.set(self.env["account.tax"].create({"name": "9 %", "amount": 9}).ids)]}, "taxes – → 9 %"),
        ):
            with self.subTest(text=text):
                former = car.copy_data()[0]
                car.write(changes)
                words = self.revision.action_compare(self.quote.id)["words"]
                self.assertTrue(any(text in sentence for sentence in words), words)
                car.write({name: former.get(name, False) for name in changes})
        self.revision.order_line = [Command.create({"display_type": "line_section", "name": "Options", "is_optional": True, "sequence": 1})]
        self.assertIn("Car: now optional", self.revision.action_compare(self.quote.id)["words"])

    def test_the_answer_travels_through_xml_rpc(self):
        self.change()
        xmlrpc.client.dumps((self.revision.action_compare(self.quote.id),))

    def test_nobody_compares_with_what_they_may_not_read(self):
        theirs = self.make_quote()
        theirs.sudo().user_id = self.user_rep2
        with self.assertRaises(AccessError):
            self.quote.action_compare(theirs.id)
        for nothing in (0, 999_999_999, self.quote.id):
            with self.assertRaises(UserError):
                self.quote.action_compare(nothing)

    def test_the_screen_shows_both_sides_and_offers_the_choice(self):
        self.change()
        action = self.revision.action_open_comparison()
        wizard = self.env["sales_os.quote.compare"].with_user(self.user_rep).with_context(**action["context"]).create({})
        self.assertEqual((wizard.before_id, wizard.after_id), (self.quote, self.revision))
        self.assertEqual((wizard.can_choose_before, wizard.can_choose_after), (True, True))
        html = str(wizard.comparison_html)
        for text in ("Winter tyres", "Roof box", "table-success", "table-danger", "table-warning", "Margin", "What changed"):
            self.assertIn(text, html)
        wizard.action_choose_after()
        self.assertEqual((self.quote.state, self.revision.state), ("cancel", "draft"))

    def test_a_quote_without_siblings_says_so(self):
        with self.assertRaisesRegex(UserError, "no other revision"):
            self.make_quote().action_open_comparison()

    def test_only_what_may_be_read_is_offered_for_comparison(self):
        self.quote.sudo().user_id = self.user_rep2
        self.assertFalse(self.revision._sales_os_comparable())

from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError

from .quoting import QuoteCase


class TestQuoteAlternative(QuoteCase):
    def setUp(self):
        super().setUp()
        self.first = self.make_quote()
        self.second = self.alternative_to(self.first)
        self.third = self.alternative_to(self.second)
        self.all = self.first | self.second | self.third
        self.group = self.first.sales_os_alternative_id

    def alternative_to(self, quote):
        return quote.browse(quote.action_new_alternative()["res_id"])

    def send(self):
        self.group.with_user(self.user_rep).action_mark_sent()

    def test_alternatives_get_letters_and_lineages_of_their_own(self):
        self.assertEqual(self.all.mapped("sales_os_alternative_label"), ["A", "B", "C"])
        self.assertEqual(self.all.sales_os_alternative_id, self.group)
        self.assertEqual(len(self.all.sales_os_lineage_id), 3)
        self.assertEqual((self.group.partner_id, self.group.user_id, self.group.state), (self.partner, self.user_rep, "open"))
        self.assertIn("(B)", self.second.display_name)

    def test_confirming_one_cancels_the_others(self):
        self.send()
        self.second.action_confirm()
        self.assertEqual(self.all.mapped("state"), ["cancel", "sale", "cancel"])
        self.assertEqual((self.first.sales_os_closed_as, self.first.sales_os_superseded_by_id), ("not_chosen", self.second))
        self.assertEqual((self.group.state, self.group.accepted_order_id), ("accepted", self.second))

    def test_only_one_is_ever_confirmed(self):
        self.first.action_confirm()
        self.second.action_draft()
        for door in (self.second.action_confirm, lambda: self.second.write({"state": "sale"})):
            with self.assertRaisesRegex(UserError, "confirmed already"), self.env.cr.savepoint():
                door()
        self.second.action_quotation_sent()
        with self.assertRaisesRegex(UserError, "confirmed already"):
            self.sign(self.second)

    def test_two_alternatives_are_not_confirmed_together(self):
        with self.assertRaisesRegex(UserError, "only one"):
            (self.second | self.third).action_confirm()

    def test_two_customers_at_once_take_turns(self):
        self.send()
        with patch.object(self.env.registry["sale.order"], "lock_for_update", side_effect=LockError("taken")):
            with self.assertRaises(ConcurrencyError):
                self.first.action_confirm()
            with self.assertRaises(ConcurrencyError):
                self.sign(self.second)

    def test_a_revision_of_an_alternative_takes_its_letter(self):
        self.send()
        revision = self.revise(self.second)
        self.assertEqual((revision.sales_os_alternative_id, revision.sales_os_alternative_label), (self.group, "B"))
        revision.action_quotation_sent()
        self.assertEqual(self.group._shown_orders().mapped("name"), [self.first.name, revision.name, self.third.name])
        revision.action_confirm()
        self.assertEqual([self.first.state, self.third.state, revision.state], ["cancel", "cancel", "sale"])

    def test_a_copy_is_no_alternative(self):
        self.assertFalse(self.second.copy().sales_os_alternative_id)

    def test_an_existing_quote_joins(self):
        other = self.make_quote()
        other.action_join_alternatives(self.first.id)
        self.assertEqual((other.sales_os_alternative_id, other.sales_os_alternative_label), (self.group, "D"))
        stranger = self.make_quote(partner_id=self.make_partner("Stranger", user_id=self.user_rep.id).id)
        with self.assertRaisesRegex(UserError, "different customers"):
            stranger.action_join_alternatives(self.first.id)
        with self.assertRaisesRegex(UserError, "already"):
            other.action_join_alternatives(self.first.id)

    def test_nobody_joins_what_is_not_theirs(self):
        theirs = self.make_quote()
        theirs.sudo().user_id = self.user_rep2
        with self.assertRaises(AccessError):
            self.make_quote().action_join_alternatives(theirs.id)
        with self.assertRaisesRegex(UserError, "kept by Sales OS"):
            self.make_quote().write({"sales_os_alternative_id": self.group.id})

    def test_only_open_quotes_get_alternatives(self):
        self.first.action_confirm()
        with self.assertRaisesRegex(UserError, "no open quotation"):
            self.first.action_new_alternative()

    def test_sending_the_comparison_sends_its_drafts_through_the_gate(self):
        self.third.order_line.unlink()
        self.company.sales_os_health_no_lines = "block"
        group = self.group.with_user(self.user_rep)
        with self.assertRaisesRegex(UserError, "Nothing is sold"):
            group.action_send()
        self.third.action_cancel()
        action = group.action_send()
        composer = self.env["mail.compose.message"].with_user(self.user_rep).with_context(**action["context"]).create({})
        self.assertIn(self.group.access_url, composer.body)
        composer.action_send_mail()
        self.assertEqual(self.all.mapped("state"), ["sent", "sent", "cancel"])

    def test_the_page_shows_what_was_sent_and_tells_no_cost(self):
        self.second.order_line.price_unit = 95
        (self.first | self.second).action_quotation_sent()
        values = self.group.sudo()._page_values()
        self.assertEqual([offer["label"] for offer in values["offers"]], ["A", "B"])
        self.assertTrue(all(offer["can_accept"] for offer in values["offers"]))
        self.assertEqual([cell["subtotal"] for cell in values["rows"][0]["cells"]], ["$\xa0200.00", "$\xa0190.00"])
        self.assertNotIn("120", str({**values, "group": ""}), "two cars cost 120")

    def test_what_is_being_checked_is_not_on_the_page(self):
        self.send()
        refusals = lambda orders, gate: {order_id: ["No."] for order_id in orders.ids if order_id == self.second.id}
        with patch.object(self.env.registry["sale.order"], "_sales_os_gate_refusals", refusals):
            self.assertEqual([offer["label"] for offer in self.group.sudo()._page_values()["offers"]], ["A", "C"])

    def test_the_token_alone_opens_the_page(self):
        Group = self.env["sales_os.quote.alternative"]
        self.assertEqual(Group._by_token(self.group.access_token), self.group)
        for nothing in (False, None, "", "x" * 43, str(self.group.id), self.group.access_token[:-1], 7, ["a"]):
            self.assertFalse(Group._by_token(nothing))
        self.assertGreaterEqual(len(self.group.access_token), 43)

    def test_all_cancelled_the_group_is_closed(self):
        self.all.action_cancel()
        self.assertEqual(self.group.state, "closed")
        with self.assertRaisesRegex(UserError, "open any more"):
            self.group.action_send()

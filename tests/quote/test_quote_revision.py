from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError
from odoo.fields import Command

from .quoting import QuoteCase


class TestQuoteRevision(QuoteCase):
    def setUp(self):
        super().setUp()
        self.quote = self.make_quote()

    def test_a_quote_begins_a_lineage_of_its_own(self):
        self.assertEqual((self.quote.sales_os_lineage_id, self.quote.sales_os_revision), (self.quote, 1))
        self.assertEqual(self.quote.sales_os_revision_count, 1)
        self.assertTrue(self.quote.sales_os_is_latest_revision)

    def test_m21_a_copy_of_a_revision_is_no_revision(self):
        self.quote.action_quotation_sent()
        old = self.quote
        revision = self.revise(old)
        for copied in (old.copy(), revision.copy()):
            self.assertEqual((copied.sales_os_lineage_id, copied.sales_os_revision), (copied, 1))
            self.assertNotIn(copied, self.env["sale.order"].search([("sales_os_lineage_id", "=", old.id)]))
            self.assertFalse(copied.order_line.filtered("sales_os_lineage_line"))
            self.assertNotIn("-2", copied.name)

    def test_m22_revising_a_draft_supersedes_it_at_once(self):
        revision = self.revise(self.quote)
        self.assertEqual((revision.state, revision.name, revision.sales_os_revision), ("draft", f"{self.quote.name}-2", 2))
        self.assertEqual((self.quote.state, self.quote.sales_os_closed_as), ("cancel", "superseded"))
        self.assertEqual(self.quote.sales_os_superseded_by_id, revision)

    def test_m22_a_sent_quote_stays_open_until_the_revision_is_sent(self):
        self.quote.action_quotation_sent()
        revision = self.revise(self.quote)
        self.assertEqual(self.quote.state, "sent")
        revision.action_quotation_sent()
        self.assertEqual((self.quote.state, self.quote.sales_os_superseded_by_id), ("cancel", revision))

    def test_m22_a_confirmed_order_stays_in_force_until_the_revision_is_confirmed(self):
        self.quote.action_confirm()
        revision = self.revise(self.quote)
        revision.action_quotation_sent()
        self.assertEqual(self.quote.state, "sale", "an offer changes no order")
        revision.action_confirm()
        self.assertEqual((revision.state, self.quote.state, self.quote.sales_os_closed_as), ("sale", "cancel", "superseded"))

    def test_an_order_that_is_delivered_invoiced_or_locked_is_not_replaced(self):
        for what, start in (
            ("delivered", lambda order: order.order_line.write({"qty_delivered": 1})),
            ("invoiced", lambda order: order.sudo()._create_invoices()),
            ("locked", lambda order: order.sudo().action_lock()),
        ):
            with self.subTest(what=what):
                order = self.make_quote()
                order.order_line.product_id.sudo().invoice_policy = "order"
                order.action_confirm()
                start(order)
                revision = self.revise(order)
                with self.assertRaisesRegex(UserError, f"{order.name} is .*{what}"):
                    revision.action_confirm()
                with self.assertRaisesRegex(UserError, order.name), self.env.cr.savepoint():
                    revision.write({"state": "sale"})
                self.assertEqual((order.state, revision.state), ("sale", "draft"))

    def test_a_cancelled_quote_is_revived_by_a_revision(self):
        self.quote.action_cancel()
        revision = self.revise(self.quote)
        self.assertEqual((self.quote.state, revision.state, revision.sales_os_revision), ("cancel", "draft", 2))

    def test_several_revisions_may_stay_open_until_one_is_confirmed(self):
        self.company.sales_os_revision_withdraw = "confirm"
        self.quote.action_quotation_sent()
        second = self.revise(self.quote)
        second.action_quotation_sent()
        third = self.revise(second)
        third.action_quotation_sent()
        self.assertEqual((self.quote | second | third).mapped("state"), ["sent"] * 3)
        second.action_confirm()
        self.assertEqual([order.state for order in (self.quote, second, third)], ["cancel", "sale", "cancel"])
        self.assertEqual(third.sales_os_superseded_by_id, second)

    def test_choosing_one_cancels_the_others(self):
        self.company.sales_os_revision_withdraw = "confirm"
        self.quote.action_quotation_sent()
        revision = self.revise(self.quote)
        self.quote.action_choose()
        self.assertEqual((self.quote.state, revision.state), ("sent", "cancel"))
        with self.assertRaisesRegex(UserError, "no open quotation"):
            revision.action_choose()

    def test_choosing_never_cancels_an_order(self):
        self.quote.action_confirm()
        revision = self.revise(self.quote)
        with self.assertRaisesRegex(UserError, "confirmed already"):
            revision.action_choose()
        self.assertEqual(self.quote.state, "sale")

    def test_two_revisions_are_not_confirmed_together(self):
        self.company.sales_os_revision_withdraw = "confirm"
        self.quote.action_quotation_sent()
        revision = self.revise(self.quote)
        with self.assertRaisesRegex(UserError, "only one"):
            (self.quote | revision).action_confirm()

    def test_set_back_to_quotation_a_revision_is_open_again(self):
        self.revise(self.quote)
        self.quote.action_draft()
        self.assertEqual((self.quote.state, self.quote.sales_os_closed_as), ("draft", False))
        self.assertFalse(self.quote.sales_os_superseded_by_id)

    def test_what_belongs_to_the_deal_goes_along_and_evidence_does_not(self):
        self.quote.client_order_ref = "PO 7"
        self.sign(self.quote)
        attachment = self.env["ir.attachment"].create({"name": "old.pdf", "res_model": "sale.order", "res_id": self.quote.id})
        revision = self.revise(self.quote)
        self.assertEqual(revision.client_order_ref, "PO 7")
        self.assertFalse(revision.signature or revision.sales_os_signature_ids)
        self.assertEqual(attachment.res_id, self.quote.id, "what was sent stays where it was sent from")
        self.assertEqual(revision.validity_date, self.make_quote().validity_date, "a new offer is valid anew")

    def test_a_revision_is_not_told_to_be_a_duplicate(self):
        self.quote.client_order_ref = "PO 7"
        self.quote.action_quotation_sent()
        revision = self.revise(self.quote)
        other = self.make_quote(client_order_ref="PO 7")
        self.assertEqual(revision.duplicated_order_ids, other)

    def test_who_only_sells_with_odoo_is_not_hindered(self):
        seller = self.make_user("so_seller", "sales_team.group_sale_salesman")
        quote = self.env["sale.order"].with_user(seller).create({
            "partner_id": self.partner.id, "user_id": seller.id,
            "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 1})]})
        quote.action_quotation_sent()
        self.sign(quote)
        quote.order_line.price_unit = 7
        quote.web_read({name: {} for name in (
            "display_name", "sales_os_health_html", "sales_os_signature_state", "sales_os_revision_count")})
        quote.action_confirm()
        revision = self.revise(quote)
        revision.action_confirm()
        self.assertEqual((quote.state, revision.state), ("cancel", "sale"))

    def test_negotiated_prices_go_along(self):
        self.quote.order_line.write({"price_unit": 77, "discount": 5})
        line = self.revise(self.quote).order_line
        self.assertEqual((line.price_unit, line.discount, line.sales_os_lineage_line), (77, 5, self.quote.order_line.id))

    def test_lines_keep_their_lineage_over_revisions(self):
        third = self.revise(self.revise(self.quote))
        self.assertEqual(third.order_line.sales_os_lineage_line, self.quote.order_line.id)

    def test_both_histories_name_each_other_and_the_audit_trail_tells(self):
        self.quote.action_quotation_sent()
        revision = self.revise(self.quote)
        self.assertIn(revision.name, str(self.quote.message_ids[0].body))
        self.assertIn(self.quote.name, "".join(str(message.body) for message in revision.message_ids))
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "revision")], limit=1)
        self.assertEqual((entry.res_id, entry.new_value), (revision.id, revision.name))

    def test_numbers_are_never_given_twice(self):
        second = self.revise(self.quote)
        again = self.revise(self.quote)
        self.assertEqual([order.sales_os_revision for order in (second, again)], [2, 3])
        self.assertEqual(again.name, f"{self.quote.name}-3")

    def test_two_sellers_at_once_take_turns(self):
        with (
            patch.object(self.env.registry["sale.order"], "lock_for_update", side_effect=LockError("taken")),
            self.assertRaises(ConcurrencyError),
        ):
            self.revise(self.quote)

    def test_the_lineage_cannot_be_written_by_hand(self):
        other = self.make_quote()
        for vals in ({"sales_os_lineage_id": other.id}, {"sales_os_revision": 9}, {"sales_os_closed_as": "expired"}):
            with self.assertRaisesRegex(UserError, "kept by Sales OS"):
                self.quote.write(vals)
            with self.assertRaisesRegex(UserError, "kept by Sales OS"):
                self.make_quote(**vals)
            with self.assertRaises(UserError):
                self.quote.with_context(sales_os_kept=True).write(vals)

    def test_the_first_revision_cannot_be_deleted_before_the_later_ones(self):
        revision = self.revise(self.quote)
        quote, revision = self.quote.sudo(), revision.sudo()
        with self.assertRaisesRegex(UserError, "first revision"):
            quote.unlink()
        revision.unlink()
        self.assertTrue(quote.sales_os_is_latest_revision)
        quote.unlink()

    def test_latest_revisions_are_found(self):
        revision = self.revise(self.quote)
        orders = self.quote | revision
        search = self.env["sale.order"].search
        self.assertEqual(search([("id", "in", orders.ids), ("sales_os_is_latest_revision", "=", True)]), revision)
        self.assertEqual(search([("id", "in", orders.ids), ("sales_os_is_latest_revision", "=", False)]), self.quote)
        self.assertEqual(orders.filtered("sales_os_is_latest_revision"), revision)

    def test_a_colleague_cannot_revise_what_is_not_theirs(self):
        with self.assertRaises(AccessError):
            self.quote.with_user(self.user_rep2).action_new_revision()
        with self.assertRaises(AccessError):
            self.quote.with_user(self.user_executive).action_choose()

    def test_combo_parts_belong_to_the_copied_combo(self):
        self.quote.order_line = [Command.create({"product_id": self.service.id, "linked_line_id": self.quote.order_line.id})]
        revision = self.revise(self.quote)
        former, latter = revision.order_line.sorted("id")
        self.assertEqual(latter.linked_line_id, former)

    def test_queries_of_confirming_do_not_grow_with_the_orders(self):
        def queries(count):
            orders = self.env["sale.order"].concat(*(self.make_quote() for _number in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._sales_os_consequences("confirm")
            orders._sales_os_gate_refusals("confirm")
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(4), queries(40))

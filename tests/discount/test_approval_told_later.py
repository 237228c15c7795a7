"""Many asked for or decided at once: what the job tells a moment later, once, to whom it concerns."""

from unittest.mock import patch

from odoo.tests import tagged

from .quote_case import QuoteCase

MODULE = "odoo.addons.sales_os.models.discount.discount_tell.TOLD_AT_ONCE"


@tagged("post_install", "-at_install")
class TestApprovalToldLater(QuoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job()

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(MODULE, 1))

    @classmethod
    def job(cls):
        with patch.object(cls.env.registry["ir.cron"], "_commit_progress", lambda cron, *args, **kwargs: 60):
            cls.env["sales_os.discount.approval"]._cron_mail()

    def ask(self, count=3, discount=15.0):
        orders = self.env["sale.order"].union(*(self.make_quote(discount) for _number in range(count)))
        orders.with_user(self.user_rep).action_request_approval("The customer buys a lot")
        return orders.sales_os_approval_id

    def activities(self, records):
        return self.env["mail.activity"].with_context(active_test=False).search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)])

    def notes(self, order, words):
        return order.message_ids.filtered(lambda message: words in (message.body or ""))

    def test_whoever_must_decide_has_one_activity_each_when_the_job_has_run_and_no_second(self):
        approvals = self.ask()
        self.assertEqual(approvals.pending_user_ids, self.user_manager, "what waits is known at once")
        self.assertFalse(self.activities(approvals))
        for _run in range(2):
            self.job()
            for approval in approvals:
                note = self.notes(approval.order_id, "The customer buys a lot")
                self.assertEqual((len(note), note.author_id), (1, self.user_rep.partner_id))
            activities = self.activities(approvals)
            self.assertEqual(sorted(activities.mapped("res_id")), sorted(approvals.ids))
            self.assertEqual(activities.user_id, self.user_manager)
        self.assertFalse(approvals.filtered("tell_due"))

    def test_the_decision_is_noted_by_whoever_decided_and_told_to_whoever_asked(self):
        approvals = self.ask()
        self.job()
        approvals[:2].with_user(self.user_manager).action_approve("Fine")
        approvals[2].with_user(self.user_manager).action_refuse("Too much")
        self.assertFalse(self.notes(approvals[0].order_id, "Approved by"))
        self.job()
        self.job()
        for approval, words in zip(approvals, ("Fine", "Fine", "Too much"), strict=True):
            note = self.notes(approval.order_id, words)
            self.assertEqual(len(note), 1)
            self.assertEqual(note.author_id, self.user_manager.partner_id)
            told = self.activities(approval.order_id)
            self.assertEqual((len(told), told.user_id), (1, self.user_rep))
            self.assertIn(words, told.summary)
        self.assertFalse(approvals.activity_ids, "nobody need decide any more")

    def test_each_of_two_who_decide_signs_only_what_he_decided(self):
        approvals = self.ask(4)
        approvals[2:].with_user(self.user_manager).action_delegate(self.user_director.id, "2020-01-01", "2099-12-31")
        approvals[:2].with_user(self.user_manager).action_approve("Hers")
        approvals[2:].with_user(self.user_director).action_approve("His")
        self.job()
        authors = [
            self.notes(approval.order_id, "Approved by").mapped("author_id") for approval in approvals]
        self.assertEqual(authors, [self.user_manager.partner_id] * 2 + [self.user_director.partner_id] * 2)

    def test_what_is_decided_before_the_job_runs_asks_nobody_any_more(self):
        approvals = self.ask()
        approvals.with_user(self.user_manager).action_approve("Fine")
        self.job()
        self.assertFalse(self.activities(approvals))
        self.assertEqual(self.activities(approvals.order_id).user_id, self.user_rep)
        for order in approvals.order_id:
            self.assertLess(self.notes(order, "The customer buys a lot").id, self.notes(order, "Approved by").id)

    def test_one_decided_alone_meanwhile_is_not_told_again_by_the_job(self):
        approvals = self.ask()
        approvals[0].with_user(self.user_manager).action_approve("Fine")
        self.activities(approvals[0].order_id).action_done()
        notes = self.notes(approvals[0].order_id, "Approved by")
        self.job()
        self.assertEqual(len(self.activities(approvals[0].order_id)), 1)
        self.assertEqual(self.notes(approvals[0].order_id, "Approved by"), notes)

    def test_what_became_worse_meanwhile_is_told_to_nobody(self):
        approvals = self.ask()
        approvals[0].order_id.order_line.discount = 18.0
        self.assertEqual(approvals[0].state, "outdated")
        self.job()
        self.assertFalse(self.activities(approvals[0]) + self.activities(approvals[0].order_id))
        asked, ended = (self.notes(approvals[0].order_id, words) for words in ("The customer buys a lot", "outdated"))
        self.assertTrue(asked.id < ended.id, "what was asked stands before what became of it")

    def test_the_states_of_the_quotes_are_those_that_judging_anew_would_find(self):
        approvals = self.ask(discount=25.0)
        orders = approvals.order_id

        def stand(expected):
            stood = [(order.sales_os_approval_state, order.sales_os_approval_reason) for order in orders]
            self.assertEqual({state for state, _why in stood}, {expected})
            for name in ("sales_os_approval_state", "sales_os_approval_reason"):
                self.env.add_to_compute(orders._fields[name], orders)
            self.assertEqual([(order.sales_os_approval_state, order.sales_os_approval_reason) for order in orders], stood)

        stand("requested")
        approvals.with_user(self.user_manager).action_approve("my part")
        stand("requested")
        approvals.with_user(self.user_admin_so).action_approve("all of it")
        stand("approved")
        # worse than that, then asked for again: what got worse is no reason any more
        orders.order_line.discount = 30.0
        stand("outdated")
        orders.with_user(self.user_rep).action_request_approval("They order twice as much")
        stand("requested")

    def test_what_one_writes_on_an_approval_reaches_all_who_have_to_do_with_it(self):
        approval = self.ask()[0]
        self.assertFalse(approval.message_follower_ids)
        message = approval.with_user(self.user_manager).message_post(
            body="Why so much?", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual(message.notified_partner_ids, self.user_rep.partner_id)
        self.assertEqual(
            approval.message_follower_ids.partner_id, (self.user_rep + self.user_manager + self.user_admin_so).partner_id
            & (approval.requester_id + approval.step_ids.approver_ids).partner_id)

"""Deciding many at once, and the activity of whoever must decide."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .quote_case import QuoteCase


class TestApprovalBulk(QuoteCase):
    def wizard(self, approvals, decision, comment="", user=None):
        form = Form(
            self.env["sales_os.discount.approval.decide"]
            .with_user(user or self.user_manager)
            .with_context(active_ids=approvals.ids, default_decision=decision)
        )
        form.comment = comment
        return form.save()

    def activities(self, approval):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", approval._name), ("res_id", "=", approval.id)])
        )

    def test_many_are_approved_with_one_comment(self):
        approvals = self.env["sales_os.discount.approval"].union(*(self.request(self.make_quote(15.0)) for _number in range(3)))
        action = self.wizard(approvals, "approve", "All fine").action_apply()
        self.assertEqual(set(approvals.mapped("state")), {"approved"})
        self.assertEqual(set(approvals.step_ids.mapped("comment")), {"All fine"})
        self.assertIn("3 approved", action["params"]["message"])

    def test_what_cannot_be_decided_says_why_and_stops_no_other(self):
        fine, refused, above, own = (self.request(self.make_quote(discount)) for discount in (15.0, 15.0, 25.0, 15.0))
        worse = self.request(self.make_quote(15.0))
        refused.with_user(self.user_manager).action_refuse("no")
        above.with_user(self.user_manager).action_approve("my part")
        worse.order_id.order_line.discount = 18.0
        approvals = fine + refused + above + worse
        wizard = self.wizard(approvals, "approve", "ok")
        action = wizard.action_apply()
        self.assertEqual((action["res_model"], action["res_id"], wizard.decided_count), (wizard._name, wizard.id, 1))
        self.assertEqual(fine.state, "approved")
        self.assertEqual(approvals.mapped("state"), ["approved", "refused", "requested", "outdated"])
        problems = dict(line.split(": ", 1) for line in wizard.problems.splitlines())
        self.assertEqual(problems.keys(), {approval.display_name for approval in refused + above + worse})
        self.assertIn("is refused already, by So Manager", problems[refused.display_name])
        self.assertIn("waits for So Admin, not for you", problems[above.display_name])
        self.assertIn("has changed since", problems[worse.display_name])
        self.assertEqual(own.state, "requested")

    def test_one_that_fails_late_is_told_and_the_others_are_decided(self):
        fine, late = self.request(self.make_quote(15.0)), self.request(self.make_quote(15.0))
        # the payment term got longer behind the order's back: seen only by whoever decides
        term = self.env["account.payment.term"].create(
            {"name": "90 days", "line_ids": [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 90})]}
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET payment_term_id = %s WHERE id = %s", [term.id, late.order_id.id])
        self.env.invalidate_all()
        result = (fine + late).with_user(self.user_manager).action_decide_each("approve", "ok")
        self.assertEqual(result["decided"], fine.ids)
        self.assertEqual([problem["id"] for problem in result["problems"]], late.ids)
        self.assertIn("not any more what was asked", result["problems"][0]["problem"])
        self.assertEqual((fine.state, late.state), ("approved", "requested"))

    def test_a_refusal_of_many_needs_a_reason(self):
        approvals = self.request(self.make_quote(15.0)) + self.request(self.make_quote(15.0))
        with self.assertRaisesRegex(UserError, "Say why"):
            approvals.with_user(self.user_manager).action_decide_each("refuse", " ")
        with self.assertRaisesRegex(UserError, "either approve or refuse"):
            approvals.with_user(self.user_manager).action_decide_each("delete", "x")
        self.wizard(approvals, "refuse", "Both too low").action_apply()
        self.assertEqual(set(approvals.mapped("state")), {"refused"})

    def test_representatives_decide_nothing(self):
        approvals = self.request(self.make_quote(15.0)) + self.request(self.make_quote(15.0))
        with self.assertRaises(AccessError):
            approvals.with_user(self.user_rep).action_decide_each("approve", "x")
        with self.assertRaises(AccessError):
            self.wizard(approvals, "approve", user=self.user_rep)

    def test_what_may_not_be_seen_has_no_name(self):
        stranger = self.make_user("so_stranger", "sales_os.group_manager")
        self.make_rep(stranger)
        approval = self.request(self.make_quote(15.0))
        result = approval.with_user(stranger).action_decide_each("approve", "x")
        self.assertEqual((result["decided"], result["problems"][0]["name"]), ([], ""))
        self.assertNotIn(approval.order_name, str(result))

    def test_deciding_many_takes_the_same_queries_for_more(self):
        def queries(number):
            orders = self.env["sale.order"].union(*(self.make_quote(15.0) for _number in range(number)))
            orders.with_user(self.user_rep).action_request_approval("Volume")
            approvals = orders.sales_os_approval_id.with_user(self.user_manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            approvals.action_decide_each("approve", "ok")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(2)
        few, many = queries(5), queries(20)
        self.assertLessEqual(many - few, 5)

    def test_the_activity_of_whoever_decided_is_done_and_tells_the_comment(self):
        approval = self.request(self.make_quote(15.0))
        activity = self.activities(approval)
        self.assertEqual((activity.user_id, activity.active), (self.user_manager, True))
        approval.with_user(self.user_manager).action_approve("Fine by me")
        self.assertEqual((activity.active, activity.feedback), (False, "Fine by me"))
        self.assertTrue(activity.date_done)
        self.assertFalse(approval.activity_ids)

    def test_the_activity_moves_with_the_decision(self):
        approval = self.request(self.make_quote(15.0))
        self.user_manager.active = False
        self.assertEqual(self.activities(approval).user_id, self.user_director)
        self.assertEqual(approval.pending_user_ids, self.user_director)

    def test_who_delegates_and_who_stands_in_both_have_one_until_one_decides(self):
        approval = self.request(self.make_quote(15.0))
        approval.with_user(self.user_manager).action_delegate(self.user_director.id, "2020-01-01", "2099-12-31")
        self.assertEqual(self.activities(approval).user_id, self.user_manager + self.user_director)
        approval.with_user(self.user_director).action_approve("In her place")
        self.assertEqual(self.activities(approval).user_id, self.user_director)
        self.assertFalse(approval.activity_ids)

    def test_each_step_has_its_activity(self):
        approval = self.request(self.make_quote(25.0))
        approval.with_user(self.user_manager).action_approve()
        mine, next_ones = self.activities(approval).sorted("active")
        self.assertEqual((mine.user_id, mine.active), (self.user_manager, False))
        self.assertEqual((next_ones.user_id, next_ones.active), (self.user_admin_so, True))

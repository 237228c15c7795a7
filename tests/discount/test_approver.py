"""Who decides: the chain of managers, groups, persons, delegates, absences, escalation. Never the requester, never nobody."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .quote_case import QuoteCase


class TestApprover(QuoteCase):
    def away(self, rep, days=1):
        """``rep`` has time off for whole days from today on."""
        now = fields.Datetime.now()
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": rep.resource_id.id, "calendar_id": rep.resource_calendar_id.id, "time_type": "leave",
            "date_from": now - timedelta(days=1), "date_to": now + timedelta(days=days + 1)})

    def delegate(self, user, to, **values):
        today = fields.Date.today()
        return self.env["sales_os.discount.delegation"].create(
            {"user_id": user.id, "delegate_id": to.id, "date_start": today, "date_end": today, **values})

    def waits_for(self, discount=15.0):
        return self.request(self.make_quote(discount)).pending_user_ids

    def test_the_nearest_manager_whose_limit_covers_it_is_asked(self):
        self.assertEqual(self.waits_for(), self.user_manager)
        self.rep_manager.discount_limit_percent = 12.0
        self.assertEqual(self.waits_for(12.0), self.user_manager)
        self.assertEqual(self.waits_for(12.5), self.user_director)

    def test_only_administrators_say_how_far_somebody_may_go(self):
        with self.assertRaises(AccessError):
            self.rep_manager.with_user(self.user_manager).discount_limit_percent = 99.0

    def test_two_levels_are_asked_one_after_the_other(self):
        order = self.make_quote(30.0)
        approval = self.request(order)
        self.assertEqual(approval.step_ids.mapped("decision"), ["pending", "waiting"])
        with self.assertRaises(AccessError):
            approval.with_user(self.user_admin_so).action_approve()
        approval.with_user(self.user_manager).action_approve("ok for me")
        self.assertEqual((approval.state, approval.pending_user_ids), ("requested", self.user_admin_so))
        approval.with_user(self.user_admin_so).action_approve()
        self.assertEqual(order.sales_os_approval_state, "approved")

    def test_away_without_a_delegate_goes_to_the_next_in_the_chain(self):
        self.away(self.rep_manager)
        approval = self.request(self.make_quote(15.0))
        self.assertEqual(approval.pending_user_ids, self.user_director)
        self.assertEqual(approval.step_ids.route, "So Manager is away.")

    def test_away_with_a_delegate_goes_to_the_delegate(self):
        other = self.make_user("so_deputy", "sales_os.group_manager")
        self.away(self.rep_manager)
        self.delegate(self.user_manager, other)
        approval = self.request(self.make_quote(15.0))
        self.assertEqual(approval.pending_user_ids, other)
        approval.with_user(other).action_approve()
        self.assertEqual(approval.state, "approved")

    def test_whoever_is_there_may_decide_beside_the_delegate(self):
        other = self.make_user("so_deputy", "sales_os.group_manager")
        self.delegate(self.user_manager, other)
        self.assertEqual(self.waits_for(), self.user_manager + other)

    def test_delegating_moves_what_waits_and_ending_it_moves_it_back(self):
        other = self.make_user("so_deputy", "sales_os.group_manager")
        approval = self.request(self.make_quote(15.0))
        today = fields.Date.today()
        delegation = self.env["sales_os.discount.delegation"].browse(
            approval.with_user(self.user_manager).action_delegate(other.id, str(today), str(today)))
        self.assertEqual(approval.pending_user_ids, self.user_manager + other)
        self.assertIn(other, approval.activity_ids.user_id)
        delegation.active = False
        self.assertEqual(approval.pending_user_ids, self.user_manager)

    def test_a_delegation_of_other_days_moves_nothing(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        self.delegate(self.user_manager, self.user_director, date_start=tomorrow, date_end=tomorrow)
        self.assertEqual(self.waits_for(), self.user_manager)

    def test_bad_delegations_are_refused_in_words(self):
        other = self.make_user("so_deputy", "sales_os.group_manager")
        self.delegate(self.user_manager, other)
        for values, error in (
            ({"user": other, "to": self.user_manager}, "delegated to"), ({"user": self.user_manager, "to": self.user_rep}, "role Manager"),
        ):
            with self.subTest(error=error), self.assertRaisesRegex(ValidationError, error):
                self.delegate(**values)
        with self.assertRaises(AccessError):
            self.env["sales_os.discount.delegation"].with_user(self.user_manager).create({
                "user_id": self.user_director.id, "delegate_id": self.user_manager.id,
                "date_start": "2026-01-01", "date_end": "2026-01-02"})

    def test_without_a_place_in_the_tree_the_leader_of_the_team_is_asked(self):
        stray = self.make_user("so_stray", "sales_os.group_rep")
        team = self.env["crm.team"].create({"name": "Team", "user_id": self.user_director.id})
        order = self.make_quote(15.0, user=stray, team_id=team.id)
        self.assertEqual(self.request(order, user=stray).pending_user_ids, self.user_director)
        order = self.make_quote(15.0, user=stray, team_id=self.env["crm.team"].create({"name": "No leader"}).id)
        approval = self.request(order, user=stray)
        self.assertEqual(approval.pending_user_ids, self.user_admin_so)
        self.assertIn("administrators decide", approval.step_ids.route)

    def test_where_nobody_else_could_decide_the_request_says_so(self):
        self.policy.level_ids[2].unlink()
        for user in (self.user_manager, self.user_director):
            user.active = False
        with self.assertRaisesRegex(UserError, "Nobody but you could approve"):
            self.request(self.make_quote(60.0, user=self.user_admin_so), user=self.user_admin_so)

    def test_when_the_time_is_over_the_next_above_is_asked_as_well(self):
        with freeze_time("2026-11-23 08:00:00"):
            approval = self.request(self.make_quote(15.0))
            # eight hours of work: the rest of this day and an hour of the next
            self.assertEqual(approval.step_ids.deadline.date(), fields.Date.to_date("2026-11-24"))
        step = approval.step_ids
        cron = self.env["sales_os.discount.approval.step"]
        with freeze_time("2026-11-23 12:00:00"):
            cron.search(cron._overdue_domain())._escalate()
            self.assertEqual(step.escalation_count, 0)
        for number, (day, expected) in enumerate((
            ("2026-11-24 12:00:00", self.user_manager + self.user_director),
            ("2026-11-26 08:00:00", self.user_manager + self.user_director + self.user_admin_so),
            ("2026-11-30 08:00:00", self.user_manager + self.user_director + self.user_admin_so),
        ), 1):
            with freeze_time(day), self.subTest(day=day):
                cron.search(cron._overdue_domain())._escalate()
                self.assertEqual((step.approver_ids, step.escalation_count), (expected, number))
        approval.with_user(self.user_director).action_approve()
        self.assertEqual(approval.state, "approved")

    def test_the_job_escalates_and_can_be_interrupted(self):
        with freeze_time("2026-11-23 08:00:00"):
            approval = self.request(self.make_quote(15.0))
        with freeze_time("2026-11-25 08:00:00"), self.enter_registry_test_mode():
            self.env.ref("sales_os.discount_cron_escalate").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(approval.step_ids.escalation_count, 1)

    def test_whoever_fell_ill_after_the_request_is_replaced_by_the_job(self):
        approval = self.request(self.make_quote(15.0))
        self.away(self.rep_manager)
        steps = self.env["sales_os.discount.approval.step"]
        steps._nobody_left()._ask_again()
        self.assertEqual(approval.pending_user_ids, self.user_director)
        self.assertFalse(steps._nobody_left())

    def test_a_group_is_asked_and_the_first_decides(self):
        group = self.env["res.groups"].create({"name": "Pricing desk"})
        desk = [self.make_user(f"so_desk{number}", "sales_os.group_manager") for number in (1, 2)]
        group.user_ids = [Command.set([user.id for user in desk])]
        self.make_policy({"approver": "none", "max_discount_percent": 10}, {"approver": "group", "group_id": group.id})
        order = self.make_quote(15.0)
        approval = self.request(order)
        self.assertEqual(approval.pending_user_ids, desk[0] + desk[1])
        approval.with_user(desk[0]).action_approve("mine")
        with self.assertRaisesRegex(UserError, "approved already, by So Desk1"):
            approval.with_user(desk[1]).action_approve()

    def test_one_click_decides_every_step_that_is_the_callers(self):
        self.make_policy(
            {"approver": "none", "max_discount_percent": 10},
            {"approver": "user", "user_id": self.user_director.id, "max_discount_percent": 20},
            {"approver": "user", "user_id": self.user_director.id})
        approval = self.request(self.make_quote(30.0))
        approval.with_user(self.user_director).action_approve("both")
        self.assertEqual((approval.state, approval.step_ids.mapped("decision")), ("approved", ["approved", "approved"]))

    def test_reasons_are_required(self):
        order = self.make_quote(15.0)
        with self.assertRaisesRegex(UserError, "needs a reason"):
            order.with_user(self.user_rep).action_request_approval("  ")
        approval = self.request(order)
        with self.assertRaisesRegex(UserError, "Say why you refuse"):
            approval.with_user(self.user_manager).action_refuse("")
        approval.with_user(self.user_manager).action_refuse("The list price is low already")
        self.assertEqual((approval.state, order.sales_os_approval_state), ("refused", "refused"))
        with self.assertRaisesRegex(UserError, "was refused"):
            order.with_user(self.user_rep).action_quotation_sent()

    def test_a_rep_cannot_approve_and_a_foreign_manager_neither(self):
        approval = self.request(self.make_quote(15.0))
        other = self.make_user("so_foreign", "sales_os.group_manager")
        for user in (self.user_rep, self.user_rep2, other, self.user_executive):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                approval.with_user(user).action_approve()

    def test_requests_that_make_no_sense_are_refused_in_words(self):
        for order, words in (
            (self.make_quote(5.0), "needs no approval"), (self.approved_quote(), "already approved"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.request(order)
        order = self.make_quote(15.0)
        self.request(order)
        with self.assertRaisesRegex(UserError, "waits for So Manager"):
            self.request(order)

    def test_the_quote_says_who_would_be_asked_and_why(self):
        order = self.make_quote(15.0).with_user(self.user_rep)
        self.assertEqual(order.sales_os_approvers, "So Manager")
        self.assertIn("15 % is above 10 %", order.sales_os_approval_reason)
        own = self.make_quote(15.0, user=self.user_manager).with_user(self.user_manager)
        self.assertIn("within your own limit", own.sales_os_approvers)
        self.request(order)
        self.assertTrue(order.with_user(self.user_manager).sales_os_is_approver)
        self.assertFalse(order.with_user(self.user_rep).sales_os_is_approver)

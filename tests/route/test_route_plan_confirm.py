from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .region import FRIDAY, RouteCase


@tagged("post_install", "-at_install")
class TestRoutePlanConfirm(RouteCase):
    def confirmed(self, **values):
        plan = self.plan(**values)
        plan.action_optimize()
        plan.action_confirm()
        return plan

    def test_every_stop_becomes_a_visit_at_its_time(self):
        plan = self.confirmed(date_end=FRIDAY)
        self.assertEqual(plan.state, "confirmed")
        self.assertEqual(len(plan.stop_ids.visit_id), 6)
        for stop in plan.stop_ids:
            visit = stop.visit_id
            self.assertEqual((visit.rep_id, visit.partner_id, visit.date_start), (self.rep, stop.partner_id, stop.visit_start))
            self.assertEqual(visit.planned_minutes, stop.visit_minutes)
            self.assertEqual((visit.state, visit.route_stop_id, visit.route_sequence), ("planned", stop, stop.position))

    def test_confirming_twice_makes_nothing_twice(self):
        plan = self.confirmed()
        before = self.env["sales_os.visit"].search_count([("rep_id", "=", self.rep.id)])
        self.assertTrue(plan.action_confirm())
        plan.action_reset()
        plan.action_optimize()
        plan.action_confirm()
        self.assertEqual(self.env["sales_os.visit"].search_count([("rep_id", "=", self.rep.id)]), before)

    def test_the_same_stop_names_the_same_visit_even_when_the_link_was_lost(self):
        plan = self.confirmed()
        visits = plan.stop_ids.visit_id
        plan.action_reset()
        plan.stop_ids.sudo()._by_plan().write({"visit_id": False})
        made = plan._make_visits(plan.stop_ids)
        self.assertEqual(made, visits)

    def test_a_visit_planned_before_is_moved_and_keeps_its_day(self):
        visit = (
            self.env["sales_os.visit"]
            .with_user(self.user_rep)
            .create({"rep_id": self.rep.id, "partner_id": self.partners[2].id, "date_start": datetime(2026, 11, 24, 16, 0)})
        )
        plan = self.plan(self.partners[:2], date_end=FRIDAY)
        plan.action_optimize()
        stop = plan.stop_ids.filtered(lambda stop: stop.visit_id == visit)
        self.assertEqual(str(stop.date), "2026-11-24")
        plan.action_confirm()
        self.assertEqual(visit.date_start, stop.visit_start)
        self.assertEqual(visit.route_stop_id, stop)
        self.assertEqual(self.env["sales_os.visit"].search_count([("rep_id", "=", self.rep.id)]), 3)
        entry = (
            self.env["sales_os.audit.entry"]
            .sudo()
            .search([("model", "=", "sales_os.visit"), ("res_id", "=", visit.id), ("event", "=", "rescheduled")])
        )
        self.assertEqual((entry.old_value, entry.new_value), ("2026-11-24 16:00:00", str(visit.date_start)))

    def test_a_visit_whose_time_is_agreed_stays_to_the_minute(self):
        when = datetime(2026, 11, 24, 15, 20)
        visit = (
            self.env["sales_os.visit"]
            .with_user(self.user_rep)
            .create({"rep_id": self.rep.id, "partner_id": self.partners[2].id, "date_start": when, "is_appointment": True})
        )
        plan = self.confirmed(partners=self.partners[:2], date_end=FRIDAY)
        self.assertEqual(visit.date_start, when)
        self.assertEqual(plan.stop_ids.filtered("appointment").visit_id, visit)

    def test_what_the_rep_has_done_meanwhile_is_left_and_reported(self):
        plan = self.confirmed()
        done, cancelled = plan.stop_ids[0].visit_id, plan.stop_ids[1].visit_id
        plan.action_reset()
        plan.action_optimize()
        done.sudo()._transition("in_progress")
        done.sudo()._transition("done")
        cancelled.action_cancel("closed for good")
        before = (done.date_start, cancelled.date_start)
        plan.action_confirm()
        self.assertEqual((done.state, cancelled.state), ("done", "cancelled"))
        self.assertEqual((done.date_start, cancelled.date_start), before)
        self.assertIn("Left as they are", plan.message_ids[0].body)
        self.assertIn(done.partner_id.name, plan.message_ids[0].body)

    def test_a_cancelled_visit_is_no_stop_of_the_next_plan(self):
        plan = self.confirmed()
        cancelled = plan.stop_ids[0].visit_id
        cancelled.action_cancel("closed for good")
        plan.action_reset()
        plan.seed = 2
        plan.action_optimize()
        self.assertNotIn(cancelled, plan.stop_ids.visit_id)
        self.assertEqual(plan.stop_count, 5)

    def test_a_visit_that_the_rep_moved_to_another_week_is_not_called_back(self):
        plan = self.confirmed()
        moved = plan.stop_ids[0].visit_id
        moved.action_reschedule("2026-12-09 10:00:00")
        plan.action_reset()
        plan.seed = 2
        plan.action_optimize()
        plan.action_confirm()
        self.assertEqual(str(moved.date_start), "2026-12-09 10:00:00")
        self.assertEqual(plan.stop_count, 5)

    def test_a_time_agreed_as_it_was_shown_can_be_kept(self):
        plan = self.plan()
        plan.action_optimize()
        for stop in plan.stop_ids:
            shown = stop.visit_start
            stop.appointment = shown
            plan.action_optimize()
            self.assertFalse(plan.unplanned_ids, stop.partner_id.name)
            self.assertEqual(stop.visit_start, shown)
            stop.appointment = False

    def test_two_confirmed_plans_on_one_day_are_refused(self):
        self.confirmed(date_end=FRIDAY)
        other = self.plan(self.make_partners(2, name="Other"), date_start=FRIDAY)
        other.action_optimize()
        with self.assertRaisesRegex(UserError, "confirmed plan on some of these days"):
            other.action_confirm()

    def test_a_plan_that_somebody_else_confirms_at_this_moment_is_told(self):
        plan = self.plan()
        plan.action_optimize()
        Plan, Rep = self.env.registry["sales_os.route.plan"], self.env.registry["sales_os.rep"]
        for model, text in ((Plan, "changed by somebody else"), (Rep, "Another plan of")):
            with (
                patch.object(model, "try_lock_for_update", lambda records, **_kw: records.browse()),
                self.assertRaisesRegex(UserError, text),
            ):
                plan.action_confirm()
        self.assertEqual(plan.state, "optimized")

    def test_a_draft_cannot_be_confirmed(self):
        with self.assertRaisesRegex(UserError, "optimise it"):
            self.plan().action_confirm()

    def test_a_confirmed_plan_is_not_changed(self):
        plan = self.confirmed()
        for change in (
            lambda: plan.stop_ids[0].write({"sequence": 9}),
            lambda: plan.stop_ids[0].unlink(),
            lambda: plan.write({"date_start": "2026-11-20"}),
            lambda: (
                self.env["sales_os.route.stop"].with_user(self.user_rep).create({"plan_id": plan.id, "partner_id": self.partners[0].id})
            ),
            plan.action_optimize,
            plan.unlink,
        ):
            with self.assertRaisesRegex(UserError, "confirmed"):
                change()

    def test_state_changes_by_actions_only_and_leaves_entries(self):
        plan = self.confirmed()
        with self.assertRaises(UserError):
            plan.write({"state": "draft"})
        plan.action_reset()
        events = (
            self.env["sales_os.audit.entry"]
            .sudo()
            .search([("model", "=", "sales_os.route.plan"), ("res_id", "=", plan.id)])
            .mapped("event")
        )
        self.assertEqual(events, ["state:draft", "state:confirmed", "state:optimized"])

    def test_a_plan_whose_days_are_over_is_closed(self):
        plan = self.confirmed()
        with freeze_time("2026-11-24 12:00:00"):
            self.env["sales_os.route.plan"]._cron_close()
        self.assertEqual(plan.state, "confirmed")
        with freeze_time("2026-11-25 12:00:00"):
            self.env["sales_os.route.plan"]._cron_close()
        self.assertEqual(plan.state, "done")


@tagged("post_install", "-at_install")
class TestRoutePlanRights(RouteCase):
    def test_a_rep_sees_and_plans_only_for_oneself(self):
        plan = self.plan()
        others = self.env["sales_os.route.plan"].with_user(self.user_rep2)
        self.assertFalse(others.search([("id", "=", plan.id)]))
        for call in ("action_optimize", "action_confirm", "action_reset", "action_navigate", "action_calendar_file"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(plan.with_user(self.user_rep2), call)()
        with self.assertRaises(AccessError):
            others.create({"rep_id": self.rep.id, "date_start": FRIDAY, "date_end": FRIDAY})

    def test_a_manager_plans_for_those_below(self):
        plan = self.plan(user=self.user_manager)
        plan.action_optimize()
        plan.action_confirm()
        self.assertEqual(plan.state, "confirmed")
        other = self.make_plan(self.rep2, self.partners)
        with self.assertRaises(AccessError):
            other.with_user(self.user_manager).action_optimize()

    def test_an_executive_reads_and_changes_nothing(self):
        plan = self.plan()
        plan.action_optimize()
        seen = plan.with_user(self.user_executive)
        self.assertTrue(seen.map_data["points"])
        for call in ("action_optimize", "action_confirm", "action_reset", "action_recompute_times"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(seen, call)()
        with self.assertRaises(AccessError):
            seen.stop_ids[0].action_toggle_lock()

    def test_rows_of_the_system_are_not_written_by_hand(self):
        plan = self.plan(max_stops=2)
        plan.action_optimize()
        for record in (plan.day_ids[0], plan.unplanned_ids[0]):
            with self.assertRaises(AccessError):
                record.write({"company_id": self.company.id})
        with self.assertRaises(AccessError):
            plan.with_user(self.user_rep2).unplanned_ids[0].action_plan_anyway()

    def test_a_customer_who_changed_hands_does_not_break_the_plan(self):
        plan = self.plan()
        away = self.make_territory("Away", owner=self.rep2)
        self.partners.sudo().write({"sales_os_territory_id": away.id, "sales_os_territory_locked": True, "user_id": self.user_rep2.id})
        self.env.invalidate_all()
        self.assertFalse(self.partners[0].with_user(self.user_rep).has_access("read"))
        plan.action_optimize()
        plan.stop_ids[0].action_toggle_lock()
        plan.action_recompute_times()
        plan.action_confirm()
        self.assertEqual(len(plan.map_data["points"]), 7)
        self.assertIn("Shop", plan._calendar_text())
        self.assertIn(
            b"Shop", self.env["ir.actions.report"].with_user(self.user_rep)._render_qweb_html("sales_os.report_route_sheet", plan.ids)[0]
        )

    def test_planning_does_not_open_customers_one_may_not_see(self):
        plan = self.plan()
        away = self.make_territory("Away", owner=self.rep2)
        hidden = self.make_partner("Hidden", phone="+385 1 555", sales_os_territory_id=away.id, sales_os_territory_locked=True)
        with self.assertRaises(AccessError):
            self.env["sales_os.route.stop"].with_user(self.user_rep).create({"plan_id": plan.id, "partner_id": hidden.id})
        with self.assertRaises(AccessError):
            plan.stop_ids[0].partner_id = hidden

    def test_other_companies_plans_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        plan = self.plan(user=self.user_admin_so)
        self.user_admin_so.write({"company_ids": [(4, other.id)], "company_id": other.id})
        admin = self.env["sales_os.route.plan"].with_user(self.user_admin_so).with_context(allowed_company_ids=[other.id])
        self.assertFalse(admin.search([("id", "=", plan.id)]))


@tagged("post_install", "-at_install")
class TestRoutePlanQueries(RouteCase):
    def count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_stops(self):
        counts = {}
        start = datetime(2026, 11, 23).date()
        # the first round warms what the registry keeps
        for size in (4, 8, 24):
            plan = self.plan(
                self.make_partners(size, spread=0.01),
                date_start=start + timedelta(days=7 * size),
                date_end=start + timedelta(days=7 * size + 4),
            )
            plan.iteration_limit = 10
            counts[size] = [self.count(call) for call in (plan.action_optimize, plan.action_confirm)]
            plan.action_reset()
            plan.write({"seed": 3})
            stop = plan.stop_ids.filtered(lambda stop: stop.position == 1)[0]
            stop.write({"window_start": 15, "window_end": 16.5})
            plan.action_optimize()
            counts[size].append(self.count(plan.action_confirm))
            self.assertEqual(len(plan.stop_ids.visit_id), size)
        for small, large in zip(counts[8], counts[24], strict=True):
            self.assertLessEqual(large, small + 4, counts)  # four: entries that only a visit that moved leaves

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .region import RouteCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 08:00:00")
class TestRouteGenerate(RouteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.weekly = cls.env["sales_os.visit.cadence"].create(
            {"name": "Test weekly", "visits": 1, "period_days": 7, "minutes": 30, "priority": 1}
        )
        cls.monthly = cls.env["sales_os.visit.cadence"].create(
            {"name": "Test monthly", "visits": 1, "period_days": 28, "minutes": 20, "priority": 3}
        )
        cls.territory = cls.make_territory("North", owner=cls.rep)
        cls.south = cls.make_territory("South", owner=cls.rep2)
        cls.partners.write(
            {"sales_os_territory_id": cls.territory.id, "sales_os_territory_locked": True, "sales_os_cadence_id": cls.monthly.id}
        )
        cls.partners[0].sales_os_cadence_id = cls.weekly

    def wizard(self, reps=None, user=None, **values):
        return (
            self.env["sales_os.route.plan.generate"]
            .with_user(user or self.user_rep)
            .create({"rep_ids": [Command.set((reps or self.rep).ids)], "date_start": "2026-11-23", **values})
        )

    def plans(self, rep=None):
        return self.env["sales_os.route.plan"].search([("rep_id", "=", (rep or self.rep).id)])

    def test_due_customers_become_one_plan(self):
        action = self.wizard().action_generate()
        plan = self.plans()
        self.assertEqual(action["res_id"], plan.id)
        self.assertEqual((plan.state, plan.stop_ids.partner_id), ("optimized", self.partners))
        self.assertEqual((plan.date_start, plan.date_end), (date(2026, 11, 23), date(2026, 11, 29)))
        self.assertTrue(all(plan.stop_ids.mapped("reason")))
        self.assertEqual(plan.stop_ids.filtered(lambda stop: stop.partner_id == self.partners[0]).visit_minutes, 30)

    def test_a_weekly_customer_is_visited_in_each_of_four_weeks(self):
        self.wizard(weeks=4).action_generate()
        plan = self.plans()
        self.assertEqual(plan.date_end, date(2026, 12, 20))
        visits = plan.stop_ids.filtered(lambda stop: stop.partner_id == self.partners[0])
        self.assertEqual(len({stop.date.isocalendar().week for stop in visits}), 4)
        self.assertEqual(len(plan.stop_ids), 9)

    def test_only_who_is_due_is_planned(self):
        visited = self.env["sales_os.visit"].create(
            {"rep_id": self.rep.id, "partner_id": self.partners[1].id, "date_start": datetime(2026, 11, 18, 9)}
        )
        visited._transition("in_progress")
        visited._transition("done")
        self.wizard().action_generate()
        self.assertNotIn(self.partners[1], self.plans().stop_ids.partner_id)

    def test_a_visit_that_is_planned_is_part_of_the_plan_and_not_doubled(self):
        visit = self.env["sales_os.visit"].create(
            {"rep_id": self.rep.id, "partner_id": self.partners[1].id, "date_start": datetime(2026, 11, 25, 9)}
        )
        self.wizard().action_generate()
        stop = self.plans().stop_ids.filtered(lambda stop: stop.partner_id == self.partners[1])
        self.assertEqual((stop.visit_id, str(stop.date)), (visit, "2026-11-25"))

    def test_the_preview_counts_and_tells_who_cannot_be_planned(self):
        homeless = self.make_field_rep(name="Homeless", start_latitude=0, start_longitude=0)
        absent = self.make_field_rep(name="Absent")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": absent.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 11, 20),
                "date_to": datetime(2026, 12, 20),
            }
        )
        wizard = self.wizard(self.rep | homeless | absent, user=self.user_admin_so)
        lines = {line.rep_id: line for line in wizard.line_ids}
        self.assertEqual((lines[self.rep].due_count, lines[self.rep].day_count, lines[self.rep].is_plannable), (6, 5, True))
        self.assertIn("no home position", lines[homeless].reason)
        self.assertIn("does not work", lines[absent].reason)
        self.assertFalse(self.plans())

    def test_the_form_shows_the_preview_as_it_is_filled(self):
        with Form(self.env["sales_os.route.plan.generate"].with_user(self.user_rep)) as form:
            self.assertEqual(form.date_start, date(2026, 11, 23))
            self.assertEqual(form.date_end, date(2026, 11, 29))
            form.weeks = 2
            self.assertEqual(form.date_end, date(2026, 12, 6))
            self.assertEqual(len(form.line_ids), 1)

    def test_many_reps_become_a_run_that_is_worked_off_line_by_line(self):
        homeless = self.make_field_rep(name="Homeless", start_latitude=0, start_longitude=0)
        action = self.wizard(self.rep | self.rep2 | homeless, user=self.user_admin_so).action_generate()
        run = self.env["sales_os.route.run"].with_user(self.user_admin_so).browse(action["res_id"])
        self.assertEqual((run.state, run.finished_count, run.line_count), ("running", 0, 3))
        self.assertEqual(run.action_work(), {"state": "running", "finished": 1, "total": 3, "rep": self.rep.display_name})
        self.assertEqual(run.line_ids[0].plan_id, self.plans())
        run.action_stop()
        self.assertEqual(run.action_work()["finished"], 1)
        run.action_resume()
        run.action_work()
        self.assertEqual(run.action_work()["state"], "done")
        self.assertEqual(run.line_ids.mapped("state"), ["done", "skipped", "skipped"])
        self.assertIn("No customer", run.line_ids[1].reason)
        self.assertIn("no home position", run.line_ids[2].reason)
        self.assertEqual(run.progress_percent, 100)

    def test_a_run_that_was_killed_is_taken_up_by_the_scheduled_job(self):
        action = self.wizard(self.rep | self.rep2 | self.manager_rep, user=self.user_admin_so).action_generate()
        run = self.env["sales_os.route.run"].browse(action["res_id"])
        run.with_user(self.user_admin_so).action_work()
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.ir_cron_route_run").method_direct_trigger()
        run.invalidate_recordset()
        self.assertEqual(run.state, "done")
        self.assertEqual(run.line_ids[0].plan_id.create_uid, self.user_admin_so)
        self.assertEqual(len(self.plans()), 1)

    def test_a_second_run_makes_no_second_plan(self):
        self.wizard().action_generate()
        with self.assertRaisesRegex(UserError, "already"):
            self.wizard().action_generate()
        self.assertEqual(len(self.plans()), 1)

    def test_nobody_plans_for_reps_one_may_not_see(self):
        with self.assertRaises(UserError):
            self.wizard(self.rep2).action_generate()
        self.assertFalse(self.plans(self.rep2))

    def test_only_who_started_a_run_works_it(self):
        action = self.wizard(self.rep | self.rep2 | self.manager_rep, user=self.user_admin_so).action_generate()
        run = self.env["sales_os.route.run"].browse(action["res_id"])
        with self.assertRaises(UserError):
            run.with_user(self.user_rep).action_work()
        other_admin = self.make_user("so_admin2", "sales_os.group_admin")
        with self.assertRaisesRegex(UserError, "started by"):
            run.with_user(other_admin).action_work()

    def test_senseless_wishes_are_refused(self):
        for values in ({"weeks": 0}, {"weeks": 5}, {"date_end": "2026-11-01"}, {"date_end": "2026-12-31"}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.wizard(**values).action_generate()

    def test_confirming_at_once_makes_the_visits(self):
        self.wizard(is_confirming=True).action_generate()
        self.assertEqual(self.plans().state, "confirmed")
        self.assertEqual(len(self.plans().stop_ids.visit_id), 6)

    def test_visits_are_spread_over_the_days_unless_something_would_be_left_out(self):
        self.wizard().action_generate()
        plan = self.plans()
        self.assertEqual(sorted(plan.day_ids.filtered("is_worked").mapped("stop_count")), [0, 0, 2, 2, 2])
        plan.unlink()
        self.wizard(is_spread=False).action_generate()
        self.assertEqual(max(self.plans().day_ids.mapped("stop_count")), 6)
        self.plans().unlink()
        # open on one day only: the share gives way before a customer is left out
        for partner in self.partners:
            partner.sales_os_opening_ids = [Command.create({"weekday": "2", "hour_from": 8.0, "hour_to": 17.0})]
        self.wizard().action_generate()
        self.assertEqual(self.plans().unplanned_count, 0)
        self.assertEqual(self.plans().stop_ids.mapped("date"), [date(2026, 11, 25)] * 6)

    def test_locking_a_stop_keeps_what_was_saved_and_a_new_order_begins_anew(self):
        self.wizard().action_generate()
        plan = self.plans().with_user(self.user_rep)
        given = plan.baseline_km
        plan.stop_ids[0].action_toggle_lock()
        plan.action_optimize()
        self.assertEqual(plan.baseline_km, given)
        plan.stop_ids[1].sequence = 1
        self.assertEqual(plan.baseline_km, 0)
        plan.action_optimize()
        self.assertNotEqual(plan.baseline_km, 0)

    def test_due_customers_are_added_to_a_plan_made_by_hand(self):
        plan = self.plan(self.partners[:1])
        self.assertTrue(plan.action_add_due_customers())
        self.assertEqual(sorted(plan.stop_ids.partner_id.ids), self.partners.ids)
        plan.action_add_due_customers()
        self.assertEqual(len(plan.stop_ids), 6)
        self.assertEqual(set(plan.stop_ids.mapped("date")), {plan.date_start})

    def test_nobody_runs_in_the_name_of_another(self):
        Run = self.env["sales_os.route.run"].with_user(self.user_rep)
        run = Run.create({"user_id": self.user_admin_so.id, "date_start": "2026-11-23", "date_end": "2026-11-27"})
        self.assertEqual(run.user_id, self.user_rep)
        for values in ({"user_id": self.user_admin_so.id}, {"line_ids": [Command.create({"rep_id": self.rep2.id})]}):
            with self.assertRaisesRegex(UserError, "not changed"):
                run.write(values)
        line = self.env["sales_os.route.run.line"].with_user(self.user_rep).create({"run_id": run.id, "rep_id": self.rep2.id})
        run.action_work()
        self.assertEqual(line.state, "skipped")
        self.assertFalse(self.plans(self.rep2))

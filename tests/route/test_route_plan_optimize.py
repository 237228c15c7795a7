from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .region import FRIDAY, MONDAY, RouteCase


@tagged("post_install", "-at_install")
class TestRoutePlanOptimize(RouteCase):
    def test_a_day_is_shorter_than_the_order_it_was_given(self):
        plan = self.plan()
        self.assertTrue(plan.action_optimize())
        self.assertEqual(plan.state, "optimized")
        self.assertLess(plan.total_km, plan.baseline_km)
        self.assertAlmostEqual(plan.saved_km, plan.baseline_km - plan.total_km, 1)
        self.assertEqual(len(plan.stop_ids), 6)
        self.assertFalse(plan.unplanned_ids)

    def test_it_is_never_longer_than_a_good_order(self):
        plan = self.plan()
        plan.action_optimize()
        good = plan.stop_ids.sorted("sequence").partner_id
        again = self.plan(good)
        again.action_optimize()
        self.assertLessEqual(again.total_km, plan.total_km + 0.05)
        self.assertLessEqual(again.total_km, again.baseline_km)

    def test_the_same_seed_gives_the_same_plan(self):
        first, second = self.plan(date_end=FRIDAY), self.plan(date_end=FRIDAY)
        first.action_optimize()
        second.action_optimize()
        self.assertEqual(self.order(first), self.order(second))
        self.assertEqual(first.total_km, second.total_km)

    def test_optimising_again_changes_nothing(self):
        plan = self.plan(date_end=FRIDAY)
        plan.action_optimize()
        before, saved, when = self.order(plan), plan.saved_km, plan.stop_ids.mapped("arrival")
        plan.action_optimize()
        self.assertEqual((self.order(plan), plan.saved_km, plan.stop_ids.mapped("arrival")), (before, saved, when))
        plan.action_reset()
        plan.action_optimize()
        self.assertEqual(self.order(plan), before)

    def test_times_follow_each_other_within_the_shift(self):
        plan = self.plan()
        plan.action_optimize()
        stops = plan.stop_ids.sorted("sequence")
        self.assertEqual(stops.mapped("sequence"), [1, 2, 3, 4, 5, 6])
        for earlier, later in zip(stops, stops[1:], strict=False):
            self.assertLessEqual(earlier.departure, later.arrival)
        self.assertGreaterEqual(stops[0].arrival, datetime(2026, 11, 23, 8))
        self.assertLessEqual(stops[-1].departure, datetime(2026, 11, 23, 17))
        day = plan.day_ids
        self.assertEqual((day.stop_count, day.is_worked), (6, True))
        self.assertAlmostEqual(day.travel_km, plan.total_km, 1)
        self.assertAlmostEqual(plan.total_km, sum(stops.mapped("travel_km")) + day.back_km, 0)
        self.assertTrue(12 - 1 <= day.lunch_hour <= 13 or day.back <= datetime(2026, 11, 23, 14))

    def test_opening_hours_are_kept(self):
        self.partners[0].sales_os_opening_ids = [Command.create({"weekday": "0", "hour_from": 15.0, "hour_to": 16.0})]
        plan = self.plan()
        plan.action_optimize()
        stop = plan.stop_ids.filtered(lambda stop: stop.partner_id == self.partners[0])
        self.assertGreaterEqual(stop.visit_start, datetime(2026, 11, 23, 15))
        self.assertLessEqual(stop.departure, datetime(2026, 11, 23, 16))
        self.assertEqual(stop.window_label, "15:00–16:00")

    def test_a_stop_of_own_hours_overrides_the_customers(self):
        self.partners[0].sales_os_opening_ids = [Command.create({"weekday": "0", "hour_from": 15.0, "hour_to": 16.0})]
        plan = self.plan()
        plan.stop_ids.filtered(lambda stop: stop.partner_id == self.partners[0]).write({"window_start": 9.0, "window_end": 10.0})
        plan.action_optimize()
        stop = plan.stop_ids.filtered(lambda stop: stop.partner_id == self.partners[0])
        self.assertLessEqual(stop.departure, datetime(2026, 11, 23, 10))

    def test_an_agreed_time_is_kept_to_the_minute(self):
        plan = self.plan()
        plan.stop_ids[3].appointment = datetime(2026, 11, 23, 11, 10)
        plan.action_optimize()
        self.assertEqual(plan.stop_ids.filtered("appointment").visit_start, datetime(2026, 11, 23, 11, 10))

    def test_a_locked_stop_keeps_day_and_place(self):
        plan = self.plan(date_end=FRIDAY)
        plan.action_optimize()
        stop = plan.stop_ids.sorted(lambda stop: (stop.date, stop.sequence))[-1]
        wanted = (stop.date, stop.position)
        stop.action_toggle_lock()
        self.assertTrue(plan.is_stale)
        plan.seed = 7
        plan.action_optimize()
        self.assertEqual((stop.date, stop.position), wanted)
        first = plan.stop_ids.sorted(lambda stop: (stop.date, stop.sequence))[0]
        first.write({"locked": True, "date": FRIDAY, "sequence": 1})
        plan.action_optimize()
        self.assertEqual((str(first.date), first.position), (FRIDAY, 1))

    def test_leave_is_not_planned_on(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 11, 23, 0),
                "date_to": datetime(2026, 11, 25, 23, 59),
            }
        )
        plan = self.plan(date_end=FRIDAY)
        plan.action_optimize()
        self.assertLessEqual({str(day) for day in plan.stop_ids.mapped("date")}, {"2026-11-26", "2026-11-27"})
        self.assertEqual(len(plan.day_ids), 5)
        self.assertEqual(plan.day_ids.filtered(lambda day: not day.is_worked).mapped("stop_count"), [0, 0, 0])

    def test_what_does_not_fit_is_listed_with_its_reason(self):
        nowhere = self.make_partner("Nowhere")
        far = self.make_partner("Far Away", partner_latitude=55.0, partner_longitude=16.0)
        late = self.make_partner("Night Bar", partner_latitude=45.81, partner_longitude=16.01)
        late.sales_os_opening_ids = [Command.create({"weekday": "0", "hour_from": 20.0, "hour_to": 23.0})]
        closed = self.make_partner("Closed", partner_latitude=45.81, partner_longitude=16.02)
        closed.sales_os_opening_ids = [Command.create({"weekday": "6", "hour_from": 9.0, "hour_to": 12.0})]
        plan = self.plan(self.partners | nowhere | far | late | closed)
        plan.action_optimize()
        why = {row.partner_id: (row.reason_code, row.reason_text) for row in plan.unplanned_ids}
        self.assertEqual(why[nowhere][0], "no_position")
        self.assertIn("no position", why[nowhere][1])
        self.assertEqual(why[far][0], "too_far")
        self.assertEqual(why[late][0], "window_outside_shift")
        self.assertIn("20:00–23:00", why[late][1])
        self.assertEqual(why[closed][0], "closed")
        self.assertEqual(plan.stop_ids.partner_id, self.partners)

    def test_a_full_day_leaves_the_least_important_out(self):
        plan = self.plan(self.make_partners(14))
        plan.stop_ids.write({"visit_minutes": 60, "priority": 3})
        vip = plan.stop_ids[-1]
        vip.priority = 1
        plan.action_optimize()
        self.assertTrue(plan.unplanned_ids)
        self.assertEqual(set(plan.unplanned_ids.mapped("reason_code")), {"day_full"})
        self.assertIn(vip, plan.stop_ids)
        self.assertEqual(plan.stop_count + plan.unplanned_count, 14)

    def test_planning_anyway_brings_the_customer_in(self):
        plan = self.plan(self.make_partners(14))
        plan.stop_ids.write({"visit_minutes": 60, "priority": 3})
        plan.action_optimize()
        row = plan.unplanned_ids[0]
        partner = row.partner_id
        row.action_plan_anyway()
        self.assertTrue(plan.is_stale)
        plan.action_optimize()
        self.assertIn(partner, plan.stop_ids.partner_id)
        self.assertNotIn(partner, plan.unplanned_ids.partner_id)

    def test_an_optional_stop_is_made_only_when_it_pays(self):
        far = self.make_partner("Far", partner_latitude=46.1, partner_longitude=16.0)
        plan = self.plan(self.partners[:3] | far)
        stop = plan.stop_ids.filtered(lambda stop: stop.partner_id == far)
        stop.write({"is_optional": True, "value_amount": 5})
        plan.action_optimize()
        self.assertEqual(plan.unplanned_ids.mapped("reason_code"), ["lower_value"])
        plan.unplanned_ids.sudo().value_amount = 5000
        plan.seed = 2
        plan.action_optimize()
        self.assertFalse(plan.unplanned_ids)

    def test_most_stops_and_load_a_day_are_kept(self):
        plan = self.plan(max_stops=2)
        plan.action_optimize()
        self.assertEqual((plan.stop_count, plan.unplanned_count), (2, 4))
        plan = self.plan(capacity=5)
        plan.stop_ids.write({"load": 2})
        plan.action_optimize()
        self.assertEqual(plan.stop_count, 2)

    def test_a_rhythm_is_kept_on_one_weekday(self):
        plan = self.plan(date_end="2026-12-18")
        plan.stop_ids[0].rhythm = "weekly"
        partner = plan.stop_ids[0].partner_id
        plan.action_optimize()
        visits = plan.stop_ids.filtered(lambda stop: stop.partner_id == partner).sorted("date")
        self.assertEqual(len(visits), 4)
        self.assertEqual(len({stop.date.weekday() for stop in visits}), 1)
        before = self.order(plan)
        plan.action_optimize()
        self.assertEqual(self.order(plan), before)
        visits[1].unlink()
        plan.action_optimize()
        self.assertEqual(len(plan.stop_ids.filtered(lambda stop: stop.partner_id == partner)), 3)

    def test_one_day_is_reordered_and_the_others_stay(self):
        plan = self.plan(date_end="2026-11-24")
        plan.stop_ids[:3].write({"date": MONDAY})
        plan.stop_ids[3:].write({"date": "2026-11-24"})
        plan.stop_ids.write({"keep_day": True})
        plan.action_optimize()
        tuesday = {(stop.id, stop.sequence, stop.arrival) for stop in plan.stop_ids if str(stop.date) == "2026-11-24"}
        monday = plan.stop_ids.filtered(lambda stop: str(stop.date) == MONDAY).sorted("sequence", reverse=True)
        for index, stop in enumerate(monday, 1):
            stop.sequence = index
        plan.day_ids.filtered(lambda day: str(day.date) == MONDAY).action_optimize()
        self.assertEqual({(stop.id, stop.sequence, stop.arrival) for stop in plan.stop_ids if str(stop.date) == "2026-11-24"}, tuesday)
        self.assertEqual({str(stop.date) for stop in monday}, {MONDAY})
        self.assertFalse(plan.is_stale)

    def test_times_of_an_order_made_by_hand(self):
        plan = self.plan()
        plan.action_optimize()
        best = plan.total_km
        wanted = plan.stop_ids.sorted("sequence")[::-1]
        wanted = wanted[1] + wanted[0] + wanted[2:]
        for index, stop in enumerate(wanted, 1):
            stop.sequence = index
        self.assertTrue(plan.is_stale)
        with self.assertRaisesRegex(UserError, "changed"):
            plan.action_confirm()
        plan.action_recompute_times()
        self.assertEqual(plan.stop_ids.sorted("sequence"), wanted)
        self.assertEqual(plan.stop_ids.sorted("arrival"), wanted)
        self.assertGreaterEqual(plan.total_km, best)
        self.assertFalse(plan.is_stale)

    def test_an_order_that_breaks_hours_is_told_and_not_changed(self):
        plan = self.plan()
        plan.action_optimize()
        last = plan.stop_ids.sorted("sequence")[-1]
        last.write({"window_start": 8.0, "window_end": 8.75})
        plan.action_recompute_times()
        self.assertIn(last.partner_id.name, plan.note)
        self.assertEqual(plan.stop_ids.sorted("sequence")[-1], last)


@tagged("post_install", "-at_install")
class TestRoutePlanInput(RouteCase):
    def refuse(self, text, plan):
        with self.assertRaisesRegex(UserError, text):
            plan.action_optimize()

    def test_senseless_plans_are_answered_in_words(self):
        self.refuse("no stops", self.plan(partners=self.env["res.partner"]))
        self.refuse("does not work", self.plan(date_start="2026-11-28", date_end="2026-11-29"))
        with self.assertRaisesRegex(IntegrityError, "dates_in_order"), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.plan(date_end="2026-11-20")
        with self.assertRaisesRegex(ValidationError, "28 days at most"):
            self.plan(date_end="2026-12-31")

    def test_an_archived_rep_drives_nothing(self):
        plan = self.plan(user=self.user_admin_so)
        self.rep.active = False
        self.refuse("archived", plan)

    def test_a_day_of_thirty_hours_and_no_speed_are_refused_where_they_are_entered(self):
        for values in ({"max_day_minutes": 30 * 60}, {"speed_kmh": 0}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.rep.write(values)
                self.rep.flush_recordset()
        # whoever brings it past the constraint still gets words
        plan = self.plan()
        self.env.cr.execute("ALTER TABLE sales_os_rep DROP CONSTRAINT sales_os_rep_speed_positive")
        self.env.cr.execute("UPDATE sales_os_rep SET speed_kmh = 0 WHERE id = %s", [self.rep.id])
        self.rep.invalidate_recordset()
        self.refuse("speed", plan)

    def test_hours_that_end_before_they_start_are_refused(self):
        plan = self.plan()
        with self.assertRaisesRegex(ValidationError, "end before"):
            plan.stop_ids[0].write({"window_start": 15.0, "window_end": 9.0})
        with self.assertRaisesRegex(ValidationError, "24:00"):
            plan.stop_ids[0].write({"window_start": 15.0, "window_end": 30.0})

    def test_a_stop_outside_the_days_is_refused(self):
        plan = self.plan()
        with self.assertRaisesRegex(ValidationError, "outside the days"):
            plan.stop_ids[0].date = "2026-12-24"

    def test_a_rep_without_home_starts_at_the_first_stop_and_is_told(self):
        self.rep.write({"start_latitude": 0, "start_longitude": 0})
        plan = self.plan()
        plan.action_optimize()
        self.assertIn("no home position", plan.note)
        self.assertEqual(plan.stop_ids.sorted("sequence")[0].travel_km, 0)

    def test_an_appointment_that_cannot_be_reached_is_named(self):
        far = self.make_partner("Far", partner_latitude=46.9, partner_longitude=16.0)
        plan = self.plan(self.partners | far)
        plan.stop_ids.filtered(lambda stop: stop.partner_id == far).appointment = datetime(2026, 11, 23, 8, 5)
        plan.action_optimize()
        self.assertEqual(plan.unplanned_ids.mapped("reason_code"), ["appointment_unreachable"])
        self.assertIn("08:05", plan.unplanned_ids.reason_text)
        self.assertEqual(plan.unplanned_ids.appointment, datetime(2026, 11, 23, 8, 5))

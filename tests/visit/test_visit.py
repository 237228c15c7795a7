from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import VisitCase


class TestVisit(VisitCase):
    def test_length_comes_from_type_then_cadence_then_company(self):
        self.assertEqual(self.visit_of().planned_minutes, 45)
        self.partner.sales_os_cadence_id = self.env.ref("sales_os.visit_cadence_a")
        self.assertEqual(self.visit_of().planned_minutes, 60)
        delivery = self.visit_of(type_id=self.env.ref("sales_os.visit_type_demonstration").id)
        self.assertEqual(delivery.planned_minutes, 90)
        self.assertEqual(self.visit_of(planned_minutes=20).planned_minutes, 20)

    def test_end_follows_start_and_length_and_gives_the_length_back(self):
        visit = self.visit_of(date_start="2026-06-01 08:00:00", planned_minutes=30)
        self.assertEqual(visit.date_stop, datetime(2026, 6, 1, 8, 30))
        visit.date_start = "2026-06-01 10:00:00"
        self.assertEqual(visit.date_stop, datetime(2026, 6, 1, 10, 30), "moving keeps the length")
        visit.date_stop = "2026-06-01 12:00:00"
        self.assertEqual(visit.planned_minutes, 120)
        visit.write({"date_start": "2026-06-02 08:00:00", "date_stop": "2026-06-02 09:00:00"})
        self.assertEqual((visit.planned_minutes, visit.date_stop), (60, datetime(2026, 6, 2, 9)))

    def test_moving_by_more_than_its_length_is_no_end_before_the_start(self):
        visit = self.visit_of(date_start="2026-06-01 08:00:00", planned_minutes=30)
        self.env.flush_all()
        visit.with_context(tracking_disable=False).write({"date_start": "2026-06-02 08:00:00"})
        self.assertEqual(self.partner.sales_os_planned_visit_date, date(2026, 6, 2))
        self.env.flush_all()
        self.assertEqual(visit.date_stop, datetime(2026, 6, 2, 8, 30))

    @mute_logger("odoo.sql_db")
    def test_an_end_before_the_start_is_refused(self):
        visit = self.visit_of(date_start="2026-06-01 08:00:00")
        for values in ({"date_stop": "2026-06-01 07:00:00"}, {"date_start": "2026-06-01 08:00:00", "date_stop": "2026-06-01 08:00:00"}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                visit.write(values)
                visit.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_a_visit_of_30_hours_is_refused(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.visit_of(planned_minutes=1800).flush_recordset()

    def test_the_day_is_the_reps_day(self):
        visit = self.visit_of(date_start="2026-06-01 22:30:00")
        self.assertEqual(visit.date_local, date(2026, 6, 2))
        self.rep.tz = "America/New_York"
        self.assertEqual(visit.date_local, date(2026, 6, 1))

    def test_form_saves_a_visit(self):
        with Form(self.env["sales_os.visit"].with_user(self.user_rep)) as form:
            form.partner_id = self.partner
            form.date_start = "2026-06-01 08:00:00"
        self.assertEqual(form.record.rep_id, self.rep)
        self.assertEqual(form.record.state, "planned")

    def test_checklist_comes_from_the_type(self):
        visit = self.visit_of(type_id=self.type_delivery.id)
        self.assertEqual(visit.checklist_ids.mapped("name"), self.type_delivery.check_ids.mapped("name"))
        visit.type_id = self.type_call
        self.assertFalse(visit.checklist_ids)

    def test_ticked_lines_survive_a_change_of_type_and_say_who_and_when(self):
        visit = self.as_rep(self.visit_of(type_id=self.type_delivery.id))
        visit.checklist_ids[0].write({"is_done": True, "done_by_id": self.user_manager.id, "done_on": "2020-01-01"})
        self.assertEqual(visit.checklist_ids[0].done_by_id, self.user_rep, "who and when are never told by the caller")
        self.assertGreater(visit.checklist_ids[0].done_on, datetime(2026, 1, 1))
        visit.type_id = self.type_call
        self.assertEqual(len(visit.checklist_ids), 3)
        visit.checklist_ids[0].is_done = False
        self.assertFalse(visit.checklist_ids[0].done_by_id)

    def test_state_changes_by_no_other_door(self):
        visit = self.as_rep(self.visit_of())
        with self.assertRaises(UserError):
            visit.state = "done"
        with self.assertRaises(UserError):
            self.env["sales_os.visit"].with_user(self.user_rep).create(
                {"rep_id": self.rep.id, "partner_id": self.partner.id, "date_start": "2026-06-01 08:00:00", "state": "done"}
            )

    def test_evidence_is_written_by_no_other_door(self):
        visit = self.as_rep(self.visit_of())
        for name, value in (
            ("checked_in", "2026-06-01 08:00:00"),
            ("checked_out", "2026-06-01 08:00:00"),
            ("location_state", "on_site"),
            ("check_in_distance_m", 1.0),
            ("far_reason", "x"),
            ("actual_minutes", 99),
            ("date_local", "2020-01-01"),
            ("is_positive", True),
            ("territory_id", False),
            ("cancel_reason", "x"),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                visit.write({name: value})
            with self.subTest(name), self.assertRaises(UserError):
                visit.with_context(sales_os_visit_evidence=True).write({name: value})
        with self.assertRaises(UserError):
            self.env["sales_os.visit"].with_user(self.user_rep).create(
                {
                    "rep_id": self.rep.id,
                    "partner_id": self.partner.id,
                    "date_start": "2026-06-01 08:00:00",
                    "checked_in": "2026-06-01 08:00:00",
                }
            )

    def test_the_plan_is_fixed_once_the_visit_has_begun(self):
        visit = self.checked_in()
        for values in (
            {"partner_id": self.make_partner("Other").id},
            {"date_start": "2026-06-01 08:00:00"},
            {"type_id": self.type_delivery.id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                visit.write(values)
        visit.subject = "may be noted at any time"

    def test_what_happened_cannot_be_deleted(self):
        visit = self.checked_in()
        with self.assertRaises(UserError):
            visit.sudo().unlink()
        self.visit_of(rep=self.rep2).unlink()

    def test_an_archived_rep_receives_nothing_new(self):
        self.rep2.active = False
        with self.assertRaises(ValidationError):
            self.visit_of(rep=self.rep2)

    def test_a_visit_is_not_given_away_to_a_rep_of_somebody_else(self):
        visit = self.visit_of()
        with self.assertRaises(AccessError):
            self.as_rep(visit).write({"rep_id": self.rep2.id})
        visit.with_user(self.user_manager).write({"rep_id": self.boss.id})
        self.assertIn("reassigned", self.events(visit))

    def test_the_territory_stays_what_it_was_at_the_visit(self):
        north, south = self.make_territory("North"), self.make_territory("South")
        self.partner.sales_os_territory_id = north
        visit = self.visit_of()
        self.partner.sales_os_territory_id = south
        self.assertEqual(visit.territory_id, north)

    def test_overlap_is_told_never_refused(self):
        first = self.visit_of(date_start="2026-06-01 08:00:00", planned_minutes=60)
        second = self.visit_of(date_start="2026-06-01 08:30:00", partner=self.make_partner("Second"))
        after = self.visit_of(date_start="2026-06-01 09:15:00", partner=self.make_partner("After"))
        colleague = self.visit_of(rep=self.rep2, date_start="2026-06-01 08:00:00")
        self.assertIn("Second", first.overlap_warning)
        self.assertIn("Gate Motors", second.overlap_warning)
        self.assertFalse(after.overlap_warning)
        self.assertFalse(colleague.overlap_warning)

    def test_an_absence_is_told(self):
        visit = self.visit_of(date_start="2026-06-01 08:00:00")
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.rep.resource_id.id,
                "date_from": "2026-06-01 07:00:00",
                "date_to": "2026-06-01 12:00:00",
                "time_type": "leave",
            }
        )
        visit.invalidate_recordset()
        self.assertIn("absent", visit.overlap_warning)
        self.assertFalse(self.visit_of(date_start="2026-06-01 13:00:00").overlap_warning)

    def test_new_quote_is_a_draft_for_the_customer_linked_to_the_visit(self):
        visit = self.as_rep(self.visit_of())
        action = visit.action_new_quote()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertEqual((order.partner_id, order.state, order.user_id), (self.partner, "draft", self.user_rep))
        self.assertEqual(visit.order_ids.ids, order.ids)
        self.assertEqual(order.sales_os_visit_count, 1)

    def test_creating_many_visits_takes_a_constant_number_of_queries(self):
        partners = [self.make_partner(f"Customer {number}") for number in range(12)]

        def create(count):
            with _Counter(self) as counter:
                self.env["sales_os.visit"].create(
                    [
                        {
                            "rep_id": self.rep.id,
                            "partner_id": partner.id,
                            "date_start": "2026-06-01 08:00:00",
                            "type_id": self.type_delivery.id,
                        }
                        for partner in partners[:count]
                    ]
                )
                self.env.flush_all()
            return counter.count

        create(1)
        self.assertEqual(create(2), create(12))


class _Counter:
    """Counts the queries of a block."""

    def __init__(self, case):
        self.cr = case.env.cr

    def __enter__(self):
        self.before = self.cr.sql_log_count
        return self

    def __exit__(self, *_error):
        self.count = self.cr.sql_log_count - self.before

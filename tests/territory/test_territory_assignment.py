from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestTerritoryAssignment(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.rep2 = cls.make_rep(cls.user_rep2)
        cls.territory = cls.make_territory("North")
        cls.Assignment = cls.env["sales_os.territory.assignment"]

    def assign(self, rep, start, stop=False, role="owner", territory=None):
        return self.Assignment.create(
            {"territory_id": (territory or self.territory).id, "rep_id": rep.id, "role": role, "date_start": start, "date_end": stop}
        )

    def test_one_owner_a_day(self):
        self.assign(self.rep, "2026-01-01", "2026-06-30")
        for start, stop in (("2026-06-30", False), ("2025-01-01", "2026-01-01"), ("2026-02-01", "2026-02-02"), ("2025-01-01", False)):
            with (
                self.subTest(start=start, stop=stop),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(ValidationError, "North already has So Rep as Owner from 2026-01-01 until 2026-06-30"),
                self.env.cr.savepoint(),
            ):
                self.assign(self.rep2, start, stop)
        self.assertTrue(self.assign(self.rep2, "2026-07-01"))
        self.assertTrue(self.assign(self.rep2, "2025-01-01", "2025-12-31"))

    @mute_logger("odoo.sql_db")
    def test_moving_the_end_into_the_next_owner_is_refused(self):
        first = self.assign(self.rep, "2026-01-01", "2026-06-30")
        self.assign(self.rep2, "2026-07-01")
        with (
            self.assertRaisesRegex(ValidationError, "North already has So Rep2 as Owner from 2026-07-01 until further notice"),
            self.env.cr.savepoint(),
        ):
            first.date_end = "2026-07-01"
        first.date_end = "2026-05-31"
        self.assertEqual(str(first.date_end), "2026-05-31")

    @mute_logger("odoo.sql_db")
    def test_two_owners_in_one_batch_are_refused(self):
        values = {"territory_id": self.territory.id, "role": "owner", "date_start": "2026-01-01"}
        with self.assertRaises(ValidationError):
            self.Assignment.create([{**values, "rep_id": self.rep.id}, {**values, "rep_id": self.rep2.id}])

    @mute_logger("odoo.sql_db")
    def test_backups_do_not_overlap_and_overlays_may(self):
        self.assign(self.rep, "2026-01-01", role="backup")
        with self.assertRaises(ValidationError):
            self.assign(self.rep2, "2026-03-01", role="backup")
        self.assign(self.rep, "2026-01-01", role="overlay")
        self.assign(self.rep2, "2026-01-01", role="overlay")
        with self.assertRaises(ValidationError):
            self.assign(self.rep2, "2026-03-01", role="overlay")

    @mute_logger("odoo.sql_db")
    def test_an_assignment_cannot_end_before_it_starts(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.assign(self.rep, "2026-01-02", "2026-01-01")

    @mute_logger("odoo.sql_db")
    def test_the_database_holds_the_rule_also_against_sql(self):
        self.assign(self.rep, "2026-01-01")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                """INSERT INTO sales_os_territory_assignment (territory_id, rep_id, company_id, role, date_start)
                   VALUES (%s, %s, %s, 'owner', '2026-08-01')""",
                (self.territory.id, self.rep2.id, self.company.id),
            )

    def test_owner_and_vacancy_follow_the_day(self):
        self.assign(self.rep, "2026-01-01", "2026-06-30")
        other = self.make_territory("Vacant")
        both = self.territory + other
        self.assertEqual(self.territory.owner_id, self.rep)
        self.assertFalse(self.territory.is_vacant)
        Territory = self.env["sales_os.territory"]
        self.assertEqual(Territory.search([("id", "in", both.ids), ("is_vacant", "=", True)]), other)
        self.assertEqual(Territory.search([("id", "in", both.ids), ("is_vacant", "=", False)]), self.territory)
        self.assertEqual(Territory.search([("id", "in", both.ids), ("owner_id", "=", self.rep.id)]), self.territory)
        self.assertEqual(Territory.search([("id", "in", both.ids), ("owner_id", "=", False)]), other)
        later = Territory.with_context(sales_os_date="2026-07-01")
        self.assertEqual(later.search([("id", "in", both.ids), ("is_vacant", "=", True)]), both)
        self.assertTrue(later.browse(self.territory.id).is_vacant)

    def test_who_is_archived_owns_nothing(self):
        self.assign(self.rep, "2026-01-01")
        self.assertEqual(self.territory.owner_id, self.rep)
        self.rep.active = False
        self.assertTrue(self.territory.is_vacant)
        self.assertFalse(self.territory.owner_id)
        vacant = self.env["sales_os.territory"].search([("is_vacant", "=", True), ("id", "=", self.territory.id)])
        self.assertEqual(vacant, self.territory)

    def test_when_an_assignment_holds(self):
        today = fields.Date.today()
        rows = {
            "past": self.assign(self.rep, "2026-01-01", today - timedelta(days=1)),
            "current": self.assign(self.rep2, today, today),
            "future": self.assign(self.rep, today + timedelta(days=1)),
        }
        for state, row in rows.items():
            self.assertEqual(row.state, state)
            self.assertEqual(self.Assignment.search([("territory_id", "=", self.territory.id), ("state", "=", state)]), row)

    def test_a_calendar_shows_who_is_there_until_further_notice(self):
        rep = self.make_rep(name="Calendar agent")
        open_end = self.make_territory("Open end", owner=rep, date_start="2026-01-01").assignment_ids
        ended = self.make_territory("Ended").assignment_ids.create({
            "territory_id": self.make_territory("Over").id, "rep_id": rep.id, "date_start": "2026-01-01", "date_end": "2026-02-28"})
        shown = self.env["sales_os.territory.assignment"].search(
            [("rep_id", "=", rep.id), ("date_start", "<=", "2026-06-30"), ("shown_until", ">=", "2026-06-01")])
        self.assertEqual(shown, open_end)
        self.assertEqual(str(ended.shown_until), "2026-02-28")
        self.assertGreater(open_end.shown_until, open_end.date_start)

    def test_every_change_is_in_the_audit_trail(self):
        row = self.assign(self.rep, "2026-01-01")
        row.date_end = "2026-12-31"
        row_id = row.id
        row.unlink()
        events = self.env["sales_os.audit.entry"].search([("model", "=", row._name), ("res_id", "=", row_id)], order="id").mapped("event")
        self.assertEqual(events, ["territory_assignment:new", "territory_assignment:change", "territory_assignment:delete"])

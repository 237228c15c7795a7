from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ConcurrencyError, UserError

from .common import VisitCase

UUID = "5b0f8f6e-0000-4000-8000-000000000001"


class TestVisitClientUuid(VisitCase):
    def values(self, **changes):
        return {"rep_id": self.rep.id, "partner_id": self.partner.id, "date_start": "2026-06-01 08:00:00", "client_uuid": UUID, **changes}

    def test_recording_twice_makes_one_visit(self):
        Visit = self.env["sales_os.visit"].with_user(self.user_rep)
        first = Visit.record(self.values())
        second = Visit.record(self.values(subject="the retry changes nothing"))
        self.assertEqual((first["id"], first["created"]), (second["id"], True))
        self.assertFalse(second["created"])
        self.assertFalse(Visit.browse(first["id"]).subject)

    def test_creating_twice_makes_one_visit_also_within_one_call(self):
        Visit = self.env["sales_os.visit"].with_user(self.user_rep)
        visits = Visit.create([self.values(), self.values(client_uuid=False), self.values()])
        self.assertEqual((len(visits), len(visits.ids), visits[0]), (3, 3, visits[2]))
        self.assertEqual(Visit.create(self.values()), visits[0])
        self.assertEqual(Visit.search_count([("client_uuid", "=", UUID)]), 1)

    def test_a_reference_of_somebody_else_opens_nothing(self):
        self.env["sales_os.visit"].create(self.values(rep_id=self.rep2.id))
        with self.assertRaises(AccessError):
            self.env["sales_os.visit"].with_user(self.user_rep).record(self.values())

    def test_a_call_that_lost_the_race_starts_again(self):
        self.env["sales_os.visit"].create(self.values())
        with (
            patch.object(type(self.env["sales_os.visit"]), "_by_uuid", lambda self, uuids: {}),
            self.assertRaises(ConcurrencyError),
            self.cr.savepoint(),
        ):
            self.env["sales_os.visit"].create(self.values())

    def test_the_index_itself_allows_one(self):
        one, other = self.visit_of(), self.visit_of()
        one.client_uuid = UUID
        one.flush_recordset()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.cr.execute("UPDATE sales_os_visit SET client_uuid = %s WHERE id = %s", (UUID, other.id))

    def test_senseless_references_are_refused_in_words(self):
        Visit = self.env["sales_os.visit"].with_user(self.user_rep)
        for senseless in (7, "short", "x" * 65, ["a"], True):
            with self.subTest(senseless), self.assertRaises(UserError):
                Visit.record(self.values(client_uuid=senseless))
        with self.assertRaises(UserError):
            Visit.record("no values")

    def test_copies_have_no_reference(self):
        self.assertFalse(self.env["sales_os.visit"].create(self.values()).copy().client_uuid)

    def test_notes_too_are_sent_once(self):
        visit = self.visit_of()
        Note = self.env["sales_os.visit.note"].with_user(self.user_rep)
        one = Note.create({"visit_id": visit.id, "body": "heard", "client_uuid": UUID})
        self.assertEqual(Note.create({"visit_id": visit.id, "body": "heard", "client_uuid": UUID}), one)
        self.assertEqual(len(visit.note_ids), 1)

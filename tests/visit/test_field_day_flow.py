from freezegun import freeze_time

from .common import FAR, VisitCase


class TestFieldDayFlow(VisitCase):
    """The story of doc/flows/field_day.md, step by step."""

    def test_a_day_in_the_field(self):
        cadence = self.env.ref("sales_os.visit_cadence_a")
        with freeze_time("2026-05-01 08:00:00"):
            north = self.make_territory("North", owner=self.rep)
            gate, second, third = (
                self.make_partner(
                    name,
                    sales_os_territory_id=north.id,
                    sales_os_cadence_id=cadence.id,
                    partner_latitude=52.516272 + shift,
                    partner_longitude=13.377722,
                )
                for name, shift in (("Gate Motors", 0), ("Second Cars", 0.02), ("Third Vans", 0.04))
            )
        Visit = self.env["sales_os.visit"].with_user(self.user_rep)
        with freeze_time("2026-06-01 06:00:00"):
            # 1. who is due, and why
            due = Visit.due_list()
            self.assertEqual({row["name"] for row in due}, {"Gate Motors", "Second Cars", "Third Vans"})
            self.assertTrue(all("never visited" in row["why"] for row in due))
            # 2. the day fills with a tap each, at free times
            for row in due:
                Visit.action_plan_visit(row["partner_id"])
            day = Visit.my_day()
            self.assertEqual(day["progress"]["total"], 3)
            self.assertEqual(len({row["start"] for row in day["visits"]}), 3)
            self.assertEqual(day["suggestions"], [])
            self.assertEqual(self.rep.state, "planned")
        first, other, last = Visit.search([("date_local", "=", "2026-06-01")], order="date_start")
        with freeze_time("2026-06-01 07:00:00"):
            # 3. check in, note, signature, quote
            first.action_check_in(first.partner_id.partner_latitude, 13.3779, 15.0)
            first.note_ids = [(0, 0, {"kind": "need", "body": "A second van"}), (0, 0, {"signature": self.pixel(), "signed_by": "A. Ünal"})]
            first.action_new_quote()
            self.assertEqual((first.location_state, self.rep.state), ("on_site", "on_visit"))
        with freeze_time("2026-06-01 07:40:00"):
            # 4. check out; what follows is an activity
            answer = first.action_check_out("interested", "2026-06-08")
            self.assertEqual((answer["actual_minutes"], bool(answer["activity_id"])), (40, True))
        with freeze_time("2026-06-01 09:00:00"):
            # 5. elsewhere: a reason, nobody met, another visit is planned
            other.action_check_in(*FAR, "customer was at the depot")
            follow_up = Visit.browse(other.action_check_out("not_met", "2026-06-04")["follow_up_visit_id"])
            self.assertEqual((other.location_state, follow_up.state), ("far", "planned"))
        with freeze_time("2026-06-02 03:00:00"):
            # 6. the third was not visited
            with self.enter_registry_test_mode():
                self.env.ref("sales_os.visit_cron_mark_missed").method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(last.state, "missed")
            last.action_reschedule("2026-06-03 08:00:00", "ran out of time")
        # 7. the manager sees the day and the trail
        watched = Visit.with_user(self.user_manager).my_day(date="2026-06-01", rep_id=self.rep.id)
        self.assertEqual(watched["progress"]["done"], 2)
        self.assertIn("missed", " ".join(self.events(last)))
        # 8. the positions go, the results stay
        with freeze_time("2026-10-01 03:00:00"):
            self.env["sales_os.visit.position"]._purge_due().unlink()
        first.invalidate_recordset()
        self.assertFalse(first.check_in_latitude)
        self.assertEqual(first.location_state, "on_site")

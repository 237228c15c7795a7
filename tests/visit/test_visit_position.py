import json

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import NEAR_GATE, VisitCase


class TestVisitPosition(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.visit_of()
        with freeze_time("2026-06-01 08:00:00"):
            cls.visit.with_user(cls.user_rep).action_check_in(*NEAR_GATE)
        cls.env.flush_all()

    def seen_by(self, user):
        visit = self.visit.with_user(user)
        visit.invalidate_recordset()
        return visit.check_in_latitude, visit.check_in_longitude

    def test_the_rep_and_the_managers_above_see_the_place(self):
        self.assertEqual(self.seen_by(self.user_rep), NEAR_GATE[:2])
        self.assertEqual(self.seen_by(self.user_manager), NEAR_GATE[:2])

    def test_others_see_it_blurred(self):
        for user in (self.user_executive, self.user_admin_so):
            self.assertEqual(self.seen_by(user), (52.52, 13.38), user.login)

    def test_one_readers_view_does_not_leak_into_anothers(self):
        self.assertEqual(self.seen_by(self.user_rep), NEAR_GATE[:2])
        visit = self.visit.with_user(self.user_executive)
        self.assertEqual(visit.check_in_latitude, 52.52, "same transaction, no invalidation between")

    def test_no_domain_group_or_order_probes_the_place(self):
        Visit = self.env["sales_os.visit"].with_user(self.user_executive)
        for name in ("check_in_latitude", "check_in_longitude", "check_in_accuracy_m"):
            with self.subTest(name), self.assertRaises(ValueError):
                Visit.search([(name, ">", 52.5165)])
            with self.subTest(name), self.assertRaises(ValueError):
                Visit.search([], order=name)
            with self.subTest(name), self.assertRaises(ValueError):
                Visit.formatted_read_group([], [name], ["__count"])
            with self.subTest(name), self.assertRaises(ValueError):
                Visit.formatted_read_group([], [], [f"{name}:max"])

    def test_export_gives_no_more_than_reading(self):
        rows = self.visit.with_user(self.user_executive).export_data(["check_in_latitude", "check_in_longitude"])["datas"]
        self.assertEqual(rows, [[52.52, 13.38]])

    def test_positions_themselves_are_closed_to_others(self):
        Position = self.env["sales_os.visit.position"]
        with self.assertRaises(AccessError):
            Position.with_user(self.user_executive).search([])
        self.assertFalse(Position.with_user(self.user_rep2).search([("visit_id", "=", self.visit.id)]))
        self.assertFalse(Position.with_user(self.user_admin_so).search([("visit_id", "=", self.visit.id)]))
        self.assertTrue(Position.with_user(self.user_manager).search([("visit_id", "=", self.visit.id)]))

    def test_nobody_makes_changes_or_deletes_a_position(self):
        position = self.env["sales_os.visit.position"].search([("visit_id", "=", self.visit.id)])
        for user in (self.user_rep, self.user_manager, self.user_admin_so):
            with self.assertRaises(AccessError):
                position.with_user(user).write({"latitude": 1.0})
            with self.assertRaises(AccessError):
                position.with_user(user).unlink()
            with self.assertRaises(AccessError):
                position.with_user(user).create({"visit_id": self.visit.id, "latitude": 1.0, "longitude": 1.0})

    def test_my_day_carries_no_coordinates_of_the_check_in(self):
        with freeze_time("2026-06-01 09:00:00"):
            day = self.env["sales_os.visit"].with_user(self.user_executive).my_day(rep_id=self.rep.id)
        self.assertNotIn("52.5169", json.dumps(day))

    def test_positions_are_purged_after_the_retention_and_the_result_stays(self):
        with freeze_time("2026-08-30 07:00:00"):
            self.env["sales_os.visit.position"]._purge_due().unlink()
        self.assertEqual(self.seen_by(self.user_rep), NEAR_GATE[:2], "89 days")
        with freeze_time("2026-08-30 09:00:00"):
            self.env["sales_os.visit.position"]._purge_due().unlink()
        self.assertEqual(self.seen_by(self.user_rep), (0.0, 0.0))
        self.assertEqual(self.visit.location_state, "on_site")
        self.assertGreater(self.visit.check_in_distance_m, 50)

    def test_taking_the_consent_back_deletes_the_places(self):
        self.rep.with_user(self.user_rep).action_set_location_consent(False)
        self.assertFalse(self.env["sales_os.visit.position"].search([("rep_id", "=", self.rep.id)]))
        self.assertEqual(self.visit.location_state, "on_site")

    def test_the_cron_purges(self):
        with freeze_time("2026-12-01 09:00:00"), self.enter_registry_test_mode():
            self.env.ref("sales_os.visit_position_cron_purge").method_direct_trigger()
        self.assertFalse(self.env["sales_os.visit.position"].search([("visit_id", "=", self.visit.id)]))

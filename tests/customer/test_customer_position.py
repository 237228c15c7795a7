"""Positions survive a change of address; look-ups wait in a queue and never happen while somebody saves."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestCustomerPosition(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Job = cls.env["sales_os.geocode.job"]
        cls.partner = cls.make_partner(
            "Bakery", street="1 High Street", city="Turin", zip="10121", partner_latitude=45.07, partner_longitude=7.68
        )

    def jobs(self, partners):
        return self.Job.search([("partner_id", "in", partners.ids)])

    def look_up(self, answer):
        """The geocoder answers ``answer``, or raises it."""
        effect = {"side_effect": answer} if isinstance(answer, Exception) else {"return_value": answer}
        return patch.object(type(self.env["res.partner"]), "_geo_localize", **effect)

    def test_a_new_address_keeps_the_last_position_and_queues_one_job(self):
        """peers m26: the peer zeroed latitude and longitude."""
        self.partner.street = "2 High Street"
        self.partner.city = "Milan"
        self.assertEqual((self.partner.partner_latitude, self.partner.partner_longitude), (45.07, 7.68))
        self.assertTrue(self.partner.sales_os_position_stale)
        self.assertEqual(self.jobs(self.partner).mapped("state"), ["pending"])

    def test_writing_the_same_address_changes_nothing(self):
        self.partner.write({"street": "1 High Street", "city": "Turin", "zip": "10121"})
        self.assertEqual(self.partner.partner_latitude, 45.07)
        self.assertFalse(self.partner.sales_os_position_stale)
        self.assertFalse(self.jobs(self.partner))

    def test_a_position_with_the_address_is_fresh(self):
        self.partner.write({"street": "3 High Street", "partner_latitude": 45.1, "partner_longitude": 7.7})
        self.assertFalse(self.partner.sales_os_position_stale)
        self.assertEqual(
            (self.partner.sales_os_position_source, str(self.partner.sales_os_position_date)), ("manual", "2026-06-15 10:00:00")
        )

    def test_setting_a_position_clears_the_mark(self):
        self.partner.street = "2 High Street"
        self.partner.write({"partner_latitude": 45.2, "partner_longitude": 7.7})
        self.assertFalse(self.partner.sales_os_position_stale)

    def test_nothing_calls_out_on_save_and_import(self):
        with patch("requests.get", side_effect=AssertionError("called out")):
            partner = self.make_partner("New", city="Genoa")
            result = self.env["res.partner"].load(["name", "city"], [["Imported", "Savona"]])
            partner.city = "Alba"
        imported = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(self.jobs(partner + imported).mapped("state"), ["pending", "pending"])
        self.Job.search([("partner_id", "=", partner.id)])._locate()
        self.assertEqual(self.jobs(partner).error, "No look-up during tests and imports.")

    def test_located(self):
        partner = self.make_partner("New", city="Genoa")
        with self.look_up((44.4, 8.9)):
            result = partner.with_context(force_geo_localize=True).action_sales_os_locate()
        self.assertEqual(result, {"located": 1, "failed": []})
        self.assertEqual((partner.partner_latitude, partner.partner_longitude, partner.sales_os_position_source), (44.4, 8.9, "geocoder"))
        self.assertEqual(self.jobs(partner).state, "done")

    def test_not_found_fails_at_once_and_a_broken_line_is_tried_again(self):
        partner = self.make_partner("New", city="Nowhere").with_context(force_geo_localize=True)
        with self.look_up(None):
            self.assertEqual(partner.action_sales_os_locate(), {"located": 0, "failed": partner.ids})
        job = self.jobs(partner)
        self.assertEqual((job.state, job.error), ("failed", "The address was not found."))
        job.action_retry()
        job = self.jobs(partner).filtered(lambda job: job.state == "pending").with_context(force_geo_localize=True)
        with self.look_up(UserError("Error with geolocation server")):
            for attempt, minutes in enumerate((15, 30, 60, 120), start=1):
                job._locate()
                self.assertEqual(
                    (job.state, job.attempts, job.next_attempt),
                    ("pending", attempt, datetime(2026, 6, 15, 10) + timedelta(minutes=minutes)),
                )
            job._locate()
        self.assertEqual((job.state, job.attempts), ("failed", 5))
        self.assertIn("geolocation server", job.error)

    def test_cron_works_for_companies_that_want_it(self):
        partner = self.make_partner("New", city="Genoa")
        with patch.object(type(self.Job), "_look_up", return_value=(44.4, 8.9)):
            with self.enter_registry_test_mode():
                self.env.ref("sales_os.geocode_job_cron_locate").method_direct_trigger()
            self.assertEqual(self.jobs(partner).state, "pending")
            self.company.sales_os_geocoding = True
            self.Job.search([("partner_id", "!=", partner.id), ("state", "=", "pending")]).unlink()
            with self.enter_registry_test_mode():
                self.env.ref("sales_os.geocode_job_cron_locate").method_direct_trigger()
        self.jobs(partner).invalidate_recordset()
        self.assertEqual(self.jobs(partner).state, "done")

    def test_what_cannot_be_located_is_said(self):
        with self.assertRaisesRegex(UserError, "neither town nor postal code"):
            self.make_partner("Nowhere").action_sales_os_locate()
        self.assertFalse(self.jobs(self.make_partner("Nowhere")))

    def test_colleagues_and_contact_persons_are_not_queued(self):
        contact = self.make_partner("Buyer", is_company=False, parent_id=self.partner.id)
        self.user_rep.partner_id.city = "Turin"
        self.assertFalse(self.jobs(contact + self.user_rep.partner_id))

    def test_query_counts_do_not_grow(self):
        many = self.env["res.partner"].create(
            [{"name": f"C{number}", "city": "Turin", "partner_latitude": 45 + number / 100, "partner_longitude": 7} for number in range(80)]
        )

        def queries(partners, city):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.write({"city": city})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(many, "Asti")
        few_count, many_count = queries(many[:10], "Bra"), queries(many, "Cuneo")
        self.assertLessEqual(many_count, few_count + 2)
        self.assertEqual(set(many.mapped("sales_os_position_stale")), {True})
        self.assertEqual(len({partner.partner_latitude for partner in many}), 80)

    def test_search_by_position(self):
        other = self.make_partner("Nowhere")
        both = [("id", "in", (self.partner + other).ids)]
        self.assertEqual(self.env["res.partner"].search([*both, ("sales_os_has_position", "=", True)]), self.partner)
        self.assertEqual(self.env["res.partner"].search([*both, ("sales_os_has_position", "=", False)]), other)

    def test_visiting_hours_cannot_overlap(self):
        self.partner.sales_os_opening_ids = [
            Command.create({"weekday": "0", "hour_from": 8, "hour_to": 12}),
            Command.create({"weekday": "0", "hour_from": 14, "hour_to": 18.5}),
            Command.create({"weekday": "1", "hour_from": 8, "hour_to": 18}),
        ]
        self.assertEqual(self.partner.sales_os_opening_ids.mapped("display_name")[1], "Monday 14:00–18:30")
        with self.assertRaisesRegex(ValidationError, "of Bakery overlap"), self.env.cr.savepoint():
            self.partner.sales_os_opening_ids = [Command.create({"weekday": "0", "hour_from": 11, "hour_to": 13})]

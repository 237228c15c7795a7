"""The best time to visit a customer, from outcomes, in the why of the due list; silent where nothing tells."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestBestVisitTime(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep, tz="Europe/Istanbul")
        cls.territory = cls.make_territory("Timed", zip_patterns="66601", owner=cls.rep)
        cls.partner = cls.make_partner("Timed", zip="66601", sales_os_cadence_id=cls.env.ref("sales_os.visit_cadence_a").id)
        cls.good = cls.env.ref("sales_os.visit_outcome_order")
        cls.bad = cls.env.ref("sales_os.visit_outcome_not_met")

    def visit(self, start, outcome):
        return self.env["sales_os.visit"].create({
            "rep_id": self.rep.id, "partner_id": self.partner.id, "date_start": start, "state": "done", "outcome_id": outcome.id,
            "checked_in": start, "checked_out": fields.Datetime.from_string(start) + timedelta(minutes=30)})

    def test_the_hour_in_which_visits_succeeded_is_told_in_the_customers_time(self):
        for day in ("2026-05-05", "2026-05-12", "2026-05-19"):
            self.visit(f"{day} 06:10:00", self.good)
        for day in ("2026-05-07", "2026-05-14"):
            self.visit(f"{day} 12:10:00", self.bad)
        self.assertIn("Tuesday about 9:00 (3 of 3", self.partner.sales_os_best_visit_time)
        row = next(row for row in self.env["sales_os.visit"].with_user(self.user_rep).due_list() if row["partner_id"] == self.partner.id)
        self.assertEqual(row["best_time"], self.partner.sales_os_best_visit_time)
        self.assertIn(row["best_time"], row["why"])

    def test_one_visit_tells_nothing(self):
        self.visit("2026-05-05 06:10:00", self.good)
        self.assertEqual(self.partner.sales_os_best_visit_time, "")
        row = next(row for row in self.env["sales_os.visit"].with_user(self.user_rep).due_list() if row["partner_id"] == self.partner.id)
        self.assertEqual(row["best_time"], "")

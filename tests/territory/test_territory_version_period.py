"""Which version of the rules was in force on which day, and what it would have answered."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestTerritoryVersionPeriod(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Version = cls.env["sales_os.territory.version"]
        cls.Territory = cls.env["sales_os.territory"].with_context(tz="UTC")
        cls.env["sales_os.territory.version.period"].search([]).unlink()
        cls.Version.search([("state", "=", "active")])._transition("archived")
        cls.first = cls.Version.create({"name": "First"})
        cls.paris = cls.make_territory("Paris", zip_patterns="75*", version_id=cls.first.id)
        cls.lyon = cls.make_territory("Lyon", version_id=cls.first.id)
        cls.customer = cls.make_partner("In Paris", zip="75001")
        with freeze_time("2026-03-02 10:00:00"):
            cls.first.action_activate()
            cls.second = cls.Version.browse(cls.Version.action_new_draft("Second"))
            cls.second.rule_ids.territory_id = cls.lyon
        with freeze_time("2026-04-01 10:00:00"):
            cls.second.action_activate()

    def answer(self, day):
        return self.Territory.resolve(self.customer.ids, day)[self.customer.id]

    @freeze_time("2026-06-15 10:00:00")
    def test_each_day_is_answered_by_the_rules_of_that_day(self):
        cases = {
            "2026-03-02": (self.paris, self.first), "2026-03-31": (self.paris, self.first), "2026-04-01": (self.lyon, self.second),
            "2026-06-14": (self.lyon, self.second), False: (self.lyon, self.second), "2026-12-31": (self.lyon, self.second),
        }
        for day, (territory, version) in cases.items():
            with self.subTest(day=day):
                answer = self.answer(day)
                self.assertEqual((answer["territory_id"], answer["version_id"]), (territory.id, version.id))
        old = self.Territory.resolve_address({"zip": "75003"}, "2026-03-10")
        self.assertEqual((old["territory_id"], old["version_id"]), (self.paris.id, self.first.id))

    @freeze_time("2026-06-15 10:00:00")
    def test_before_the_first_version_nothing_was_in_force(self):
        answer = self.answer("2026-03-01")
        self.assertEqual((answer["territory_id"], answer["rule_id"], answer["version_id"]), (False, False, False))
        self.assertIn("No version of the rules was in force on 2026-03-01", answer["reason"])

    def test_a_version_brought_back_has_several_times(self):
        with freeze_time("2026-05-01 10:00:00"):
            self.first.action_activate()
        with freeze_time("2026-06-15 10:00:00"):
            days = ("2026-03-15", "2026-04-15", "2026-05-15")
            self.assertEqual([self.answer(day)["version_id"] for day in days], [self.first.id, self.second.id, self.first.id])
        self.assertEqual(len(self.first.period_ids), 2)
        self.assertEqual([str(period.started.date()) for period in self.first.period_ids], ["2026-05-01", "2026-03-02"])
        self.assertEqual((str(self.second.period_ids.ended), bool(self.first.period_ids[0].ended)), ("2026-05-01 10:00:00", False))

    def test_the_day_ends_by_the_callers_clock(self):
        with freeze_time("2026-05-01 22:30:00"):
            self.first.action_activate()
        with freeze_time("2026-06-15 10:00:00"):
            istanbul = self.Territory.with_context(tz="Europe/Istanbul")
            self.assertEqual(self.answer("2026-05-01")["version_id"], self.first.id)
            self.assertEqual(istanbul.resolve(self.customer.ids, "2026-05-01")[self.customer.id]["version_id"], self.second.id)
            self.assertEqual(istanbul.resolve(self.customer.ids, "2026-05-02")[self.customer.id]["version_id"], self.first.id)

    def test_two_activations_in_one_day_leave_the_last(self):
        with freeze_time("2026-05-01 10:00:00"):
            self.first.action_activate()
            self.second.action_activate()
        with freeze_time("2026-06-15 10:00:00"):
            self.assertEqual(self.answer("2026-05-01")["version_id"], self.second.id)

    def test_never_two_at_a_time(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env["sales_os.territory.version.period"].create({"version_id": self.first.id, "started": "2026-04-05 00:00:00"})

    def test_a_history_loaded_by_the_system_may_begin_in_force(self):
        company = self.env["res.company"].create({"name": "Other"})
        version = self.Version.create(
            {"name": "Theirs", "state": "active", "activated_on": "2025-01-01 08:00:00", "company_id": company.id})
        self.assertEqual(str(version.period_ids.started), "2025-01-01 08:00:00")
        found = self.env["sales_os.territory.version.period"]._version_on(company, date(2025, 6, 1))
        self.assertEqual(found, version)

    def test_versions_from_before_the_times_were_kept_get_theirs_on_update(self):
        company = self.env["res.company"].create({"name": "Old"})
        version = self.Version.create({"name": "Old", "state": "active", "activated_on": "2025-01-01 08:00:00", "company_id": company.id})
        periods = self.env["sales_os.territory.version.period"]
        version.period_ids.unlink()
        before = periods.search_count([])
        periods.init()
        periods.init()
        self.assertEqual(periods.search_count([]), before + 1)
        version.invalidate_recordset()
        self.assertEqual((str(version.period_ids.started), version.period_ids.ended), ("2025-01-01 08:00:00", False))

    @freeze_time("2026-06-15 10:00:00")
    def test_the_screen_asks_for_a_day(self):
        form = Form(self.env["sales_os.territory.lookup"].with_context(tz="UTC"))
        form.partner_id = self.customer
        self.assertEqual((form.territory_id, form.version_id), (self.lyon, self.second))
        form.date = "2026-03-10"
        self.assertEqual((form.territory_id, form.version_id), (self.paris, self.first))

    @freeze_time("2026-06-15 10:00:00")
    def test_queries_do_not_grow_with_customers(self):
        counts = []
        for size in (3, 3, 30):
            partners = self.env["res.partner"].create([{"name": f"C{number}", "zip": "75001"} for number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            # who asks is read once, whenever that happens
            self.env.user.partner_id.mapped("tz")
            before = self.env.cr.sql_log_count
            self.Territory.resolve(partners.ids, "2026-03-10")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

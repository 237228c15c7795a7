"""Customer value: found at night for all at once, explained, seen by who sees the customer."""

import json
import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestCustomerValue(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # companies of its own, so that orders of a demonstration do not count: one with a crowd of customers, one without any
        cls.busy, cls.quiet = cls.env["res.company"].create([{"name": "Busy Ltd"}, {"name": "Quiet Ltd"}])
        cls.user_admin_so.company_ids += cls.busy + cls.quiet
        cls.user_manager.company_ids += cls.busy + cls.quiet
        cls.chance = random.Random(1)
        cls.crowd = cls.customers(45)
        cls.orders(cls.busy, *cls.history_of(cls.crowd))

    @classmethod
    def customers(cls, count, name="Crowd"):
        return cls.env["res.partner"].create([{"name": f"{name} {number}", "is_company": True} for number in range(count)])

    @classmethod
    def history_of(cls, partners):
        """Purchases of customers who buy about every six weeks for a while; some leave."""
        for partner in partners:
            day, leaves = date(2024, 7, 1) + timedelta(days=cls.chance.randrange(90)), cls.chance.betavariate(1, 4)
            each = cls.chance.uniform(100, 900)
            while day < date(2026, 6, 15):
                yield partner, day, round(each * cls.chance.uniform(0.6, 1.4), 2)
                if cls.chance.random() < leaves:
                    break
                day += timedelta(days=1 + int(cls.chance.expovariate(1 / 42)))

    @classmethod
    def orders(cls, company, *rows):
        """Confirmed orders, as the database has them: (customer, day, amount), in one statement."""
        cls.env.flush_all()
        cls.env.execute_query(SQL(
            """INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id, currency_id, currency_rate,
                                       state, date_order, amount_untaxed, amount_total)
               SELECT 'V', partner, partner, partner, %s, %s, 1, 'sale', day, amount, amount
                 FROM jsonb_to_recordset(%s::jsonb) AS row(partner int, day date, amount numeric) RETURNING id""",
            company.id, company.currency_id.id,
            json.dumps([{"partner": partner.id, "day": str(day), "amount": amount} for partner, day, amount in rows])))

    def compute(self, company):
        return self.env["sales_os.customer.value"].with_company(company).action_compute()

    def value(self, partners):
        return self.env["sales_os.customer.value"].search([("partner_id", "in", partners.ids)])

    def test_each_customer_with_orders_has_a_value_with_its_interval_and_reasons(self):
        result = self.compute(self.busy)
        self.assertEqual((result["customers"], result["valued"]), (45, 45))
        values = self.value(self.crowd)
        self.assertEqual(len(values), 45)
        for value in values:
            self.assertLessEqual(value.clv_low_amount, value.clv_high_amount)
            self.assertGreaterEqual(value.clv_amount, 0)
            self.assertIn(value.churn_state, ("slipping", "lost", "steady"))
            self.assertRegex(value.rfm_code, "^[1-5]{3}$")
        loyal = max(values, key=lambda value: value.expected_orders)
        self.assertGreater(loyal.clv_amount, 0)
        self.assertIn("are expected in 52 weeks", loyal.value_reason)
        self.assertIn(f"{loyal.expected_orders:.1f}", loyal.churn_reason)
        self.assertIn("it expected", loyal.run_id.words)

    def test_who_fell_silent_is_slipping_or_lost_and_says_why(self):
        regular, silent = self.make_partner("Regular"), self.make_partner("Silent")
        self.orders(self.busy, *((regular, date(2025, 6, 16) + timedelta(days=30 * turn), 500) for turn in range(13)))
        self.orders(self.busy, *((silent, date(2025, 6, 16) + timedelta(days=30 * turn), 500) for turn in range(6)))
        self.compute(self.busy)
        silent, regular = self.value(silent), self.value(regular)
        self.assertIn(silent.churn_state, ("slipping", "lost"))
        self.assertEqual(regular.churn_state, "steady")
        self.assertGreater(silent.at_stake_amount, 0)
        self.assertGreater(silent.churn_percent, regular.churn_percent)
        self.assertIn("Orders usually come every 30 days", silent.churn_reason)
        self.assertIn(f"{silent.silent_days} days ago", silent.churn_reason)

    def test_contacts_and_branches_count_for_their_company_and_show_its_value(self):
        partner = self.make_partner()
        branch = self.make_partner("Branch", is_company=False, parent_id=partner.id, type="delivery")
        self.orders(self.quiet, (partner, "2026-05-01", 100), (branch, "2026-05-20", 250))
        self.compute(self.quiet)
        value = self.value(partner)
        self.assertEqual((value.order_count, value.total_amount, value.usual_days), (2, 350, 19))
        self.assertEqual(branch.with_company(self.quiet).sales_os_value_id, value)
        self.assertFalse(self.value(branch))

    def test_one_customer_gets_a_score_and_words_instead_of_a_value(self):
        partner = self.make_partner()
        self.orders(self.quiet, (partner, "2026-05-01", 100))
        self.assertEqual(self.compute(self.quiet)["valued"], 0)
        value = self.value(partner)
        self.assertEqual((value.rfm_code, value.verdict, value.churn_state, value.clv_amount), ("333", "too_little_history", "unknown", 0))
        self.assertIn("are too few to expect anything", value.value_reason)
        self.assertIn("could not be checked", value.run_id.words)

    def test_no_orders_at_all_is_no_crash(self):
        result = self.compute(self.quiet)
        self.assertEqual((result["customers"], result["verdict"]), (0, "too_little_history"))
        self.assertFalse(self.make_partner().sales_os_value_id)

    def test_customers_who_are_all_alike_are_marked_as_uncertain(self):
        partners = self.customers(24, "Alike")
        self.orders(self.quiet, *(
            (partner, date(2025, 12, 1) + timedelta(days=60 * turn), 100) for partner in partners for turn in range(3)))
        self.compute(self.quiet)
        values = self.value(partners)
        self.assertEqual(set(values.mapped("verdict")), {"uncertain"})
        self.assertEqual(set(values.mapped("rfm_code")), {"333"})
        self.assertEqual(set(values.mapped("order_value_amount")), {100.0})

    def test_a_second_night_updates_and_forgets_who_has_no_order_any_more(self):
        kept, gone = self.make_partner("Kept"), self.make_partner("Gone")
        self.orders(self.quiet, (kept, "2026-05-01", 100), (gone, "2026-05-02", 100))
        self.compute(self.quiet)
        first = self.value(kept)
        self.orders(self.quiet, (kept, "2026-06-01", 300))
        self.env.cr.execute("UPDATE sale_order SET state = 'cancel' WHERE partner_id = %s", [gone.id])
        self.env.invalidate_all()
        self.compute(self.quiet)
        self.assertEqual((self.value(kept), self.value(kept).order_count), (first, 2))
        self.assertFalse(self.value(gone))

    def test_each_company_has_values_of_its_own(self):
        partner = self.crowd[0]
        self.orders(self.quiet, (partner, "2026-05-01", 100))
        self.compute(self.busy)
        self.compute(self.quiet)
        busy, quiet = partner.with_company(self.busy).sales_os_value_id, partner.with_company(self.quiet).sales_os_value_id
        self.assertEqual((busy.company_id, quiet.company_id), (self.busy, self.quiet))
        self.assertEqual(quiet.total_amount, 100)

    def test_queries_do_not_grow_with_the_customers(self):
        def queries():
            before = self.env.cr.sql_log_count
            self.compute(self.quiet)
            return self.env.cr.sql_log_count - before
        self.orders(self.quiet, *self.history_of(self.crowd[:20]))
        self.compute(self.quiet)
        few = queries()
        self.orders(self.quiet, *self.history_of(self.crowd[20:]))
        self.assertLessEqual(queries(), few)

    def test_only_an_administrator_has_everybody_valued(self):
        Value = self.env["sales_os.customer.value"].with_company(self.quiet)
        self.assertEqual(Value.with_user(self.user_admin_so).action_compute()["customers"], 0)
        with self.assertRaises(AccessError):
            Value.with_user(self.user_manager).action_compute()

    def test_customers_are_found_by_their_churn(self):
        partner = self.make_partner()
        value = self.make_customer_value(partner, churn_state="slipping")
        self.assertIn(partner, self.env["res.partner"].search([("sales_os_churn_state", "=", "slipping")]))
        self.assertEqual(self.env["res.partner"].search([("sales_os_value_id", "=", value.id)]), partner)
        self.assertEqual(partner.sales_os_churn_state, "slipping")

    def test_the_night_values_all_companies(self):
        partner = self.make_partner()
        self.orders(self.quiet, (partner, "2026-05-01", 100))
        # without jobs, also where queue_job is installed: tests/core/test_shared_work.py tells of those
        self.patch(self.registry["ir.cron"], "_sales_os_has_jobs", lambda cron: False)
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.customer_value_cron_compute").method_direct_trigger()
        self.assertTrue(self.value(partner))
        self.assertTrue(self.value(self.crowd[0]))

import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import VisitCase


class TestDueList(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-06-15 08:00:00"))
        cls.territory = cls.make_territory("North", owner=cls.rep)
        cls.cadence = cls.env.ref("sales_os.visit_cadence_b")

    @classmethod
    def customers(cls, count, **values):
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number:03}",
                    "is_company": True,
                    "sales_os_territory_id": cls.territory.id,
                    "sales_os_cadence_id": cls.cadence.id,
                    "city": "Berlin",
                    **values,
                }
                for number in range(count)
            ]
        )

    def visited(self, partner, day):
        return (
            self.env["sales_os.visit"]
            .sudo()
            .create(
                {
                    "rep_id": self.rep.id,
                    "partner_id": partner.id,
                    "date_start": f"{day} 08:00:00",
                    "state": "done",
                    "checked_in": f"{day} 08:00:00",
                    "checked_out": f"{day} 08:30:00",
                }
            )
        )

    def due(self, **arguments):
        return self.env["sales_os.visit"].with_user(self.user_rep).due_list(**arguments)

    def test_the_longest_overdue_comes_first_and_says_why(self):
        one, two, fresh = self.customers(3)
        self.visited(one, "2026-05-10")
        self.visited(two, "2026-04-10")
        self.visited(fresh, "2026-06-14")
        rows = self.due()
        self.assertEqual([row["partner_id"] for row in rows], [two.id, one.id])
        self.assertIn("36 days overdue", rows[0]["why"])
        self.assertEqual((rows[0]["last_visit"], rows[0]["date_due"], rows[0]["overdue_days"]), ("2026-04-10", "2026-05-10", 36))
        json.dumps(rows)

    def test_a_quote_a_silence_and_an_expected_value_are_reasons(self):
        partner, plain = self.customers(2)
        for customer in partner, plain:
            self.visited(customer, "2026-05-10")
        contact = self.make_partner("Contact", is_company=False, parent_id=partner.id)
        Order = self.env["sale.order"]
        line = {
            "name": "Car",
            "product_id": self.env["product.product"].create({"name": "Car"}).id,
            "product_uom_qty": 1,
            "price_unit": 9000,
        }
        Order.create({"partner_id": contact.id, "order_line": [(0, 0, {**line})]})
        for day in ("2026-01-01", "2026-01-15", "2026-01-29"):
            Order.create({"partner_id": partner.id, "order_line": [(0, 0, {**line})]}).write(
                {"state": "sale", "date_order": f"{day} 08:00:00"}
            )
        first = self.due()[0]
        self.assertEqual(first["partner_id"], partner.id)
        self.assertEqual({reason["code"] for reason in first["reasons"]}, {"overdue", "open_quotes", "silent", "value", "priority"})
        for words in ("an open quote", "no order for 137 days", "expected"):
            self.assertIn(words, first["why"])

    def test_a_planned_visit_takes_the_customer_off(self):
        partner = self.customers(1)
        self.assertEqual(len(self.due()), 1)
        self.visit_of(partner=partner, date_start="2026-06-20 08:00:00")
        self.assertEqual(self.due(), [])

    def test_the_list_is_of_the_day_asked_for(self):
        partner = self.customers(1)
        self.visited(partner, "2026-06-14")
        self.assertEqual(self.due(), [])
        self.assertEqual(len(self.due(date="2026-07-20")), 1)

    def test_customers_of_others_are_not_on_it(self):
        self.customers(1, sales_os_territory_id=self.make_territory("South", owner=self.rep2).id)
        self.assertEqual(self.due(), [])
        mine = self.customers(1, sales_os_territory_id=False, user_id=self.user_rep.id)
        self.assertEqual([row["partner_id"] for row in self.due()], mine.ids)

    def test_the_words_are_those_of_the_reader(self):
        partner = self.customers(1)
        partner._sales_os_refresh_due(date(2026, 6, 15))
        self.assertIn("never visited", partner.sales_os_due_why)
        self.assertGreater(partner.sales_os_due_score, 0)

    def test_senseless_questions_are_refused_in_words(self):
        for arguments in ({"date": "15.06."}, {"limit": 0}, {"limit": "ten"}, {"rep_id": "1"}, {"rep_id": True}):
            with self.subTest(arguments), self.assertRaises(UserError):
                self.due(**arguments)

    def test_weights_are_settings(self):
        self.company.write({"sales_os_due_weight_cadence": 0, "sales_os_due_weight_priority": 0})
        self.customers(1)
        self.assertEqual(self.due(), [], "nothing else speaks for the customer")

    def test_queries_do_not_grow_with_the_customers(self):
        def queries(customers):
            self.due(limit=500)  # rules and settings come from the registry's cache, which a long run may have emptied
            with self.collected_queries() as found:
                self.assertEqual(len(self.due(limit=500)), customers)
            return found

        self.customers(3)
        few = queries(3)
        self.customers(60)
        self.assertNoMoreQueries(few, queries(63))

    def test_the_nightly_refresh_goes_on_where_it_stopped_and_does_not_grow(self):
        partners = self.customers(30)
        self.env["res.partner"].search(
            [("sales_os_cadence_id", "!=", False), ("id", "not in", partners.ids)]
        ).sales_os_due_refreshed = "2026-06-15"
        partners[:10]._sales_os_refresh_due(date(2026, 6, 15))
        done = []
        refresh = type(partners)._sales_os_refresh_due
        self.patch(type(partners), "_sales_os_refresh_due", lambda self, day=False: done.extend(self.ids) or refresh(self, day))
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.visit_cron_refresh_due").method_direct_trigger()
        self.assertEqual(set(done) & set(partners.ids), set(partners[10:].ids))
        self.env.invalidate_all()
        self.assertTrue(all(partners.mapped("sales_os_due_score")))

        def count(batch):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch._sales_os_refresh_due(date(2026, 6, 16))
            return self.cr.sql_log_count - before

        count(partners[:1])
        self.assertEqual(count(partners[:2]), count(partners))

    def test_due_dates_of_many_customers_are_recomputed_set_wise(self):
        partners = self.customers(40)
        for partner in partners:
            self.visited(partner, "2026-05-10")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.cadence.period_days = 60
        self.env.flush_all()
        self.assertLess(self.cr.sql_log_count - before, 15)
        self.assertEqual(set(partners.mapped("sales_os_next_visit_date")), {date(2026, 7, 9)})

    def test_a_column_of_cadences_can_be_imported(self):
        result = self.env["res.partner"].load(
            ["name", "is_company", "sales_os_cadence_id"], [["Imported A", "1", "A"], ["Imported none", "1", ""]]
        )
        self.assertFalse(result["messages"])
        first, second = self.env["res.partner"].browse(result["ids"])
        self.assertEqual((first.sales_os_cadence_id.name, second.sales_os_cadence_id.name), ("A", False))
        self.assertEqual(first.sales_os_next_visit_date, first.create_date.date())

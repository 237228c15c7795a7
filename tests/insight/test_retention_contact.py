"""Persons with whom there is no business any more: who they are, who is left alone, what is left of them."""

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestRetentionContact(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sales_os.retention.rule"].with_context(active_test=False).search([]).unlink()
        cls.rule = cls.env["sales_os.retention.rule"].create({
            "model": "res.partner", "action": "anonymise", "months": 24, "company_id": cls.company.id})
        cls.long_ago = fields.Date.subtract(fields.Date.today(), months=30)
        cls.lately = fields.Date.subtract(fields.Date.today(), months=3)
        cls.due_before = cls.rule._count()

    def person(self, name="Ada", ordered=None, **values):
        person = self.make_partner(name, is_company=False, **{"email": f"{name}@example.com", **values})
        if ordered:
            self.order(person, ordered)
        self.age(person)
        return person

    def order(self, partner, day):
        order = self.env["sale.order"].create({"partner_id": partner.id, "order_line": [
            Command.create({"name": "Thing", "display_type": "line_note"})]})
        order.action_confirm()
        order.date_order = day

    def age(self, record, day=None):
        record.flush_recordset()
        self.env.cr.execute("UPDATE %s SET create_date = %%s WHERE id = %%s" % record._table, (day or self.long_ago, record.id))  # noqa: UP031
        record.invalidate_recordset()

    def due(self):
        self.rule.invalidate_recordset()
        return self.env["res.partner"].with_context(active_test=False).search(self.rule._due_domain())

    def test_who_bought_long_ago_and_never_since_is_due(self):
        old, customer, stranger = self.person("Ada", self.long_ago), self.person("Bo", self.lately), self.person("Cy")
        due = self.due()
        self.assertIn(old, due)
        self.assertNotIn(customer, due)
        self.assertNotIn(stranger, due, "nobody knows whose contact that is")
        self.assertEqual(self.rule.due_count, self.due_before + 1)
        self.assertEqual(old.name, "Ada", "counting removes nothing")

    def test_the_business_of_the_company_keeps_its_persons(self):
        firm = self.make_partner("Firm")
        person = self.person("Ada", parent_id=firm.id)
        self.order(firm, self.long_ago)
        self.assertIn(person, self.due())
        self.assertNotIn(firm, self.due(), "a company is no person")
        self.order(firm, self.lately)
        self.assertNotIn(person, self.due())

    def test_whatever_is_open_or_was_heard_lately_keeps_a_person(self):
        def unpaid(person):
            self.env["account.move"].create({
                "move_type": "out_invoice", "partner_id": person.id, "invoice_date": self.long_ago,
                "invoice_line_ids": [Command.create({"name": "Thing", "price_unit": 10.0, "tax_ids": []})]}).action_post()

        kept = {
            "open quote": lambda person: self.age(self.env["sale.order"].create({"partner_id": person.id, "date_order": self.long_ago})),
            "open lead": lambda person: self.age(self.env["crm.lead"].create({"name": "L", "partner_id": person.id})),
            "planned visit": lambda person: self.make_visit(self.make_rep(self.make_user("r", "sales_os.group_rep")), person),
            "unpaid invoice": unpaid,
            "planned activity": lambda person: person.activity_schedule("mail.mail_activity_data_call", user_id=self.env.uid),
            "wrote to us": lambda person: person.message_post(body="Hello", author_id=person.id),
            "said yes": lambda person: person.write({"sales_os_mail_consent": "given"}),
            "has a login": lambda person: self.make_user("ada", "base.group_portal", partner_id=person.id),
            "supplies us": lambda person: person.write({"supplier_rank": 1}),
            "is erased already": lambda person: person.action_sales_os_erase_person("Letter"),
        }
        for number, (why, happen) in enumerate(kept.items()):
            with self.subTest(why):
                person = self.person(f"Ada{number}", self.long_ago)
                self.assertIn(person, self.due())
                happen(person)
                self.assertNotIn(person, self.due())

    def test_the_night_leaves_the_order_without_the_name_and_finds_nothing_the_second_time(self):
        person = self.person("Ada", self.long_ago, phone="+90 555 000 11 22", sales_os_mail_consent="refused")
        person.sales_os_consent_date = self.long_ago
        order = self.env["sale.order"].search([("partner_id", "=", person.id)])
        self.rule.active = True
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.retention_rule_cron_forget").method_direct_trigger()
        self.assertNotIn("Ada", f"{person.name} {person.email} {person.phone}")
        self.assertEqual((person.active, order.partner_id, person.sales_os_erased_on), (False, person, fields.Date.today()))
        self.assertTrue(self.env["mail.blacklist"].search([("email", "=", "ada@example.com")]), "the no is remembered")
        self.assertEqual(self.rule.due_count, 0)
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "retention:anonymise"), ("res_id", "=", self.rule.id)])
        self.assertNotIn("Ada", entry[:1].new_value)

    def test_contacts_are_never_deleted(self):
        with self.assertRaises(ValidationError):
            self.rule.action = "purge"

    def test_counting_asks_as_much_for_many_as_for_few(self):
        def queries():
            self.rule.invalidate_recordset()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.rule._count()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(10):
            self.person(f"More{number}", self.long_ago)
        queries()
        self.assertEqual(queries(), few)

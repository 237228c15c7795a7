"""One person's data: handed out complete, erased but for what must be kept, both in the audit trail."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestPrivacy(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.person = cls.make_partner(
            "Ada Byron", is_company=False, email="ada@example.com", phone="+90 555 000 11 22", street="Somewhere 1", zip="34000")
        cls.lead = cls.env["crm.lead"].create({
            "name": "Ada Byron wants a machine", "partner_id": cls.person.id, "contact_name": "Ada Byron", "company_id": cls.company.id})
        cls.order = cls.env["sale.order"].create({"partner_id": cls.person.id})
        visit = cls.make_visit(cls.rep, cls.person)
        cls.note = cls.env["sales_os.visit.note"].create({"visit_id": visit.id, "kind": "general", "body": "Likes tea"})
        cls.value = cls.make_customer_value(cls.person)

    def entries(self, event):
        return self.env["sales_os.audit.entry"].search([
            ("model", "=", "res.partner"), ("res_id", "=", self.person.id), ("event", "=", event)])

    def test_everything_is_handed_out_and_that_is_kept(self):
        told = self.person.with_user(self.user_admin_so).action_sales_os_export_person()
        self.assertEqual(told["contact"]["email"], "ada@example.com")
        self.assertEqual([row["name"] for row in told["crm.lead"]], ["Ada Byron wants a machine"])
        self.assertEqual([row["body"] for row in told["sales_os.visit.note"]], ["Likes tea"])
        self.assertEqual(len(told["sale.order"]), 1)
        self.assertNotIn(None, [value for rows in told.values() if isinstance(rows, list) for row in rows for value in row.values()])
        self.assertEqual(len(self.entries("personal_data_exported")), 1)
        self.assertEqual(self.person.with_user(self.user_admin_so).action_sales_os_download_person()["type"], "ir.actions.act_url")

    def test_erasing_leaves_no_name_and_says_what_is_kept_and_why(self):
        result = self.person.with_user(self.user_admin_so).action_sales_os_erase_person("Letter of today")
        self.assertFalse(self.person.active or self.person.email or self.person.phone or self.person.street or self.person.zip)
        self.assertNotIn("Ada", f"{self.person.name} {self.lead.name} {self.lead.contact_name} {self.lead.email_from}")
        self.assertFalse(self.note.exists() or self.value.exists())
        self.assertTrue(self.order.exists())
        kept = {row["what"]: row for row in result["kept"]}
        self.assertEqual(kept["sale.order"]["count"], 1)
        self.assertTrue(kept["sale.order"]["why"])
        entry = self.entries("personal_data_erased")
        self.assertEqual(entry.reason, "Letter of today")
        self.assertNotIn("Ada", entry.new_value)

    def test_who_owes_works_here_or_is_a_company_is_not_erased(self):
        with self.assertRaisesRegex(UserError, "is a company"):
            self.make_partner("Firm").action_sales_os_erase_person("x")
        with self.assertRaisesRegex(UserError, "login"):
            self.user_rep.partner_id.action_sales_os_erase_person("x")
        with self.assertRaisesRegex(UserError, "who asked"):
            self.person.action_sales_os_erase_person("  ")
        move = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.person.id, "invoice_date": "2026-01-01",
            "invoice_line_ids": [Command.create({"name": "Thing", "price_unit": 10.0, "tax_ids": []})]})
        move.action_post()
        with self.assertRaisesRegex(UserError, "unpaid invoices"):
            self.person.action_sales_os_erase_person("x")
        self.assertEqual(self.person.name, "Ada Byron")

    def test_only_administrators(self):
        for user in (self.user_rep, self.user_manager, self.user_executive):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.person.with_user(user).action_sales_os_export_person()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.person.with_user(user).action_sales_os_erase_person("x")

    def test_the_wizard_tells_what_was_kept(self):
        wizard = self.env["sales_os.privacy.erase"].with_user(self.user_admin_so).with_context(active_id=self.person.id).create(
            {"reason": "By phone, called back"})
        wizard.action_erase()
        self.assertIn("Kept: sale.order (1)", wizard.result)

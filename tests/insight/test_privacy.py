"""One person's data: handed out complete, erased but for what must be kept, both in the audit trail."""

import json

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

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
        cls.visit = cls.make_visit(cls.rep, cls.person)
        cls.note = cls.env["sales_os.visit.note"].create({"visit_id": cls.visit.id, "kind": "general", "body": "Likes tea"})
        cls.value = cls.make_customer_value(cls.person)

    def entries(self, event):
        return self.env["sales_os.audit.entry"].search([
            ("model", "=", "res.partner"), ("res_id", "=", self.person.id), ("event", "=", event)])

    def deal_in_a_snapshot(self):
        company = self.env["res.company"].create({"name": "Of This Week"})  # whose week has no snapshot yet
        self.lead.write({"type": "opportunity", "expected_revenue": 700.0, "company_id": company.id, "team_id": False, "user_id": False})
        return self.env["sales_os.forecast.snapshot"]._take(company).deal_ids

    def test_everything_is_handed_out_and_that_is_kept(self):
        self.make_partner("Ada at home", is_company=False, parent_id=self.person.id, type="delivery", street="Home 2")
        self.order.message_post(body="When will it come?", author_id=self.person.id)
        self.person.sales_os_mail_consent = "refused"
        told = self.person.with_user(self.user_admin_so).action_sales_os_export_person()
        self.assertEqual((told["contact"]["email"], told["contact"]["sales_os_mail_consent"]), ("ada@example.com", "refused"))
        self.assertEqual([row["street"] for row in told["addresses"]], ["Home 2"])
        self.assertEqual(["When will it come?" in row["body"] for row in told["mail.message"]], [True])
        json.dumps(told)  # plain values, whoever asks
        self.assertEqual([row["name"] for row in told["crm.lead"]], ["Ada Byron wants a machine"])
        self.assertEqual([row["body"] for row in told["sales_os.visit.note"]], ["Likes tea"])
        self.assertEqual(len(told["sale.order"]), 1)
        self.assertNotIn(None, [value for rows in told.values() if isinstance(rows, list) for row in rows for value in row.values()])
        self.assertEqual(len(self.entries("personal_data_exported")), 1)

    def test_the_file_lies_nowhere_after_it_was_fetched(self):
        before = self.env["ir.attachment"].search_count([])
        action = self.person.with_user(self.user_admin_so).action_sales_os_download_person()
        self.assertEqual((action["type"], action["url"]), ("ir.actions.act_url", f"/sales_os/person/{self.person.id}/data.json"))
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)

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

    def test_conversation_files_tasks_and_further_addresses_go_too(self):
        flat = self.make_partner("Ada at home", is_company=False, parent_id=self.person.id, type="delivery", street="Home 2")
        friend = self.make_partner("Bob", is_company=False, parent_id=self.person.id, type="contact")
        for record in (self.person, self.lead, self.visit):
            record.message_post(body="Ada called")
            self.env["ir.attachment"].create({"name": "ada.txt", "raw": b"Ada", "res_model": record._name, "res_id": record.id})
            record.activity_schedule("mail.mail_activity_data_call", summary="Call Ada", user_id=self.env.uid)
        said = self.order.message_post(body="Thank you", author_id=self.person.id, email_from="ada@example.com")
        result = self.person.action_sales_os_erase_person("Letter")
        for record in (self.person, self.lead, self.visit):
            with self.subTest(record._name):
                for model, name in (("mail.message", "model"), ("ir.attachment", "res_model"), ("mail.activity", "res_model")):
                    left = self.env[model].with_context(active_test=False).search([(name, "=", record._name), ("res_id", "=", record.id)])
                    self.assertFalse(left)
        self.assertFalse(said.email_from)
        self.assertEqual((flat.street, flat.active, friend.name), (False, False, "Bob"))
        self.assertEqual(result["erased"]["further addresses"], 1)

    def test_a_lead_with_the_address_alone_is_found_but_not_one_of_somebody_else(self):
        alone = self.env["crm.lead"].create({"name": "Ada again", "email_from": "Ada@Example.com", "partner_id": False})
        shared = self.make_partner("Eve", is_company=False, email="desk@example.com")
        hers = self.env["crm.lead"].create({"name": "Eve asks", "email_from": "desk@example.com", "partner_id": False})
        self.assertIn("Ada again", [
            row["name"] for row in self.person.with_user(self.user_admin_so).action_sales_os_export_person()["crm.lead"]])
        self.person.action_sales_os_erase_person("Letter")
        self.assertNotIn("Ada", f"{alone.name} {alone.email_from}")
        twin = self.make_partner("Adam", is_company=False, email="desk@example.com")
        twin.action_sales_os_erase_person("Letter")
        self.assertEqual((hers.name, shared.email), ("Eve asks", "desk@example.com"))

    def test_a_no_is_remembered_and_said_to_be_kept(self):
        self.person.sales_os_mail_consent = "refused"
        result = self.person.action_sales_os_erase_person("Letter")
        self.assertEqual(self.env["mail.blacklist"].search_count([("email", "=", "ada@example.com")]), 1)
        self.assertEqual([row["count"] for row in result["kept"] if row["what"] == "mail.blacklist"], [1])
        self.assertFalse(self.person.sales_os_mail_consent)

    def test_an_erased_person_in_a_snapshot_is_a_deal_without_a_name_and_the_figures_still_add_up(self):
        deal = self.deal_in_a_snapshot()
        self.assertEqual(deal.name, "Ada Byron wants a machine")
        amount = deal.amount
        self.person.action_sales_os_erase_person("Letter")
        self.env.invalidate_all()
        self.assertEqual((deal.amount, deal.exists()), (amount, deal))
        self.assertNotIn("Ada", f"{deal.display_name} {deal.lead_id.display_name}")
        self.assertEqual(deal.name, f"#{self.lead.id}")
        self.assertNotIn("Ada", str(deal.read()))

    def test_a_title_in_a_snapshot_gives_way_to_its_number_and_to_nothing_else(self):
        deal = self.deal_in_a_snapshot()
        for change in ("name = 'Better'", "name = '#' || lead_number, amount = 1"):
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.env.cr.savepoint():
                self.env.cr.execute(f"UPDATE sales_os_forecast_snapshot_deal SET {change} WHERE id = %s", [deal.id])  # pylint: disable=sql-injection

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

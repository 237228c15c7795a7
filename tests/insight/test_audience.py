"""Audiences of campaigns: which customers, and the mailing list where Email Marketing is installed."""

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestAudience(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tag = cls.env["res.partner.category"].create({"name": "Spring"})
        cls.segment = cls.make_segment("Spring", category_ids=tag.ids)
        cls.customer = cls.make_partner("Harbour Works", email="Post@Harbour.example", category_id=tag.ids)
        cls.second = cls.make_partner("Mill", email="post@mill.example", category_id=tag.ids)
        cls.make_partner("Elsewhere", email="post@elsewhere.example")
        cls.ada = cls.env["res.partner"].create({"name": "Ada", "parent_id": cls.customer.id, "email": "ada@harbour.example"})
        (cls.customer | cls.second)._compute_sales_os_segment()
        cls.audience = cls.env["sales_os.audience"].create({"name": "Spring", "segment_ids": cls.segment.ids})

    def refresh(self):
        return self.audience.with_user(self.user_admin_so).action_refresh()

    def needs_mailing(self):
        if "mailing.list" not in self.env:
            self.skipTest("needs mass_mailing: WITH_MODULES=mass_mailing bin/test")

    @property
    def addresses(self):
        rows = self.env["mailing.subscription"].search([("list_id", "=", self.audience.list_ref), ("opt_out", "=", False)])
        return sorted(rows.contact_id.mapped("email_normalized"))

    def test_it_is_the_customers_of_the_segment_and_the_filter(self):
        self.assertEqual(self.audience.customer_count, 2)
        self.audience.domain = "[('name', '=', 'Mill')]"
        self.assertEqual(self.audience.customer_count, 1)
        action = self.audience.action_view_customers()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.second)

    def test_conditions_that_cannot_be_read_are_refused_in_words(self):
        for wrong in ("nonsense", "[('no_such_field', '=', 1)]", "__import__('os')"):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.audience.domain = wrong

    def test_without_email_marketing_it_says_so_and_its_menu_is_hidden(self):
        menu = self.env.ref("sales_os.audience_menu")
        hidden = menu.id in self.env["ir.ui.menu"]._load_menus_blacklist()
        self.assertEqual(hidden, "mailing.list" not in self.env)
        if hidden:
            with self.assertRaises(UserError):
                self.refresh()

    def test_nobody_else_brings_it_up_to_date(self):
        with self.assertRaises(AccessError):
            self.audience.with_user(self.user_executive).action_refresh()

    def test_the_list_has_the_persons_too_and_twice_changes_nothing(self):
        self.needs_mailing()
        self.assertEqual(self.refresh()["added"], 3)
        self.assertEqual(self.addresses, ["ada@harbour.example", "post@harbour.example", "post@mill.example"])
        self.assertEqual(self.refresh(), {"added": 0, "removed": 0, "kept": 3, "left": {}})

    def test_a_no_is_kept_in_every_form(self):
        self.needs_mailing()
        self.refresh()
        ada = self.env["mailing.contact"].search([("email_normalized", "=", "ada@harbour.example")])
        ada.subscription_ids.opt_out = True
        self.env["mail.blacklist"]._add("post@mill.example")
        self.customer.write({"sales_os_mail_consent": "refused", "sales_os_consent_source": "call"})
        self.assertEqual(self.refresh(), {"added": 0, "removed": 2, "kept": 0, "left": {"opted_out": 1, "blacklisted": 1, "refused": 1}})
        self.assertEqual(self.addresses, [])
        self.assertTrue(ada.subscription_ids.opt_out, "the no stays on record")

    def test_where_consent_is_needed_a_yes_counts_alone(self):
        self.needs_mailing()
        self.company.sales_os_consent_needed = True
        self.ada.sales_os_mail_consent = "given"
        self.refresh()
        self.assertEqual(self.addresses, ["ada@harbour.example"])

    def test_a_known_contact_is_used_again(self):
        self.needs_mailing()
        contact = self.env["mailing.contact"].create({"name": "Mill", "email": "post@mill.example"})
        self.refresh()
        self.assertIn(self.audience.list_ref, contact.list_ids.ids)
        self.assertEqual(self.env["mailing.contact"].search_count([("email_normalized", "=", "post@mill.example")]), 1)

    def test_an_erased_person_is_on_no_list(self):
        self.needs_mailing()
        self.refresh()
        self.ada.with_user(self.user_admin_so).action_sales_os_erase_person("By letter")
        self.assertNotIn("ada@harbour.example", self.addresses)
        self.assertFalse(self.env["mailing.contact"].search([("email_normalized", "=", "ada@harbour.example")]))

    def test_the_refresh_is_in_the_trail(self):
        self.needs_mailing()
        self.refresh()
        self.assertTrue(self.env["sales_os.audit.entry"].search([("event", "=", "audience_refreshed"), ("res_id", "=", self.audience.id)]))


class TestConsent(SalesOsCase):
    def test_a_yes_or_no_is_dated_and_in_the_trail(self):
        person = self.make_partner("Ada", is_company=False)
        self.assertFalse(person.sales_os_consent_date)
        person.write({"sales_os_mail_consent": "refused", "sales_os_consent_source": "by phone"})
        self.assertTrue(person.sales_os_consent_date)
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "message_consent"), ("res_id", "=", person.id)])
        self.assertEqual((entry.old_value, entry.new_value, entry.reason), ("-/-", "refused/-", "by phone"))
        person.sales_os_mail_consent = "refused"
        self.assertEqual(self.env["sales_os.audit.entry"].search_count([("event", "=", "message_consent"), ("res_id", "=", person.id)]), 1)

    def test_a_new_person_may_have_said_so_already(self):
        self.assertTrue(self.make_partner("Ada", sales_os_sms_consent="given").sales_os_consent_date)

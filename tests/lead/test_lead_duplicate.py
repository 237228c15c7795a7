"""Duplicates among leads: found with evidence, merged into the one that stays; circles and closed leads refused."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import Form

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestLeadDuplicate(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.lead("Kahve Evi Ltd", email_from="info@kahve-evi-test.example", phone="+90 212 555 77 01", city="Bursa")
        cls.second = cls.lead("KAHVE EVI", email_from="Info@Kahve-Evi-Test.example", city="Bursa", expected_revenue=500)
        cls.other = cls.lead("Deniz Otel", email_from="deniz@otel-test.example", city="Yalova")

    @classmethod
    def lead(cls, partner_name, **values):
        return cls.env["crm.lead"].create({
            "name": f"Interest of {partner_name}", "type": "lead", "partner_name": partner_name, "user_id": cls.user_rep.id,
            "company_id": cls.company.id, **values})

    def group(self):
        mine = set((self.first + self.second + self.other).ids)
        return [group for group in self.env["crm.lead"].sales_os_duplicates() if mine & {group["stays"], *group["go"]}]

    def test_the_same_company_is_found_and_the_evidence_told(self):
        [group] = self.group()
        self.assertEqual((group["stays"], group["go"]), (self.second.id, [self.first.id]))
        self.assertGreater(group["chance_percent"], 90)
        self.assertIn("agree: e-mail, town, name", group["evidence"])

    def test_two_businesses_of_one_customer_are_no_duplicates(self):
        customer = self.make_partner("Kahve Evi Ltd", email="info@kahve-evi-test.example", phone="+90 212 555 77 01", city="Bursa")
        (self.first + self.second).write({"type": "opportunity", "partner_id": customer.id, "expected_revenue": 500})
        self.first.name, self.second.name = "Kahve Evi: two-group espresso machine", "Kahve Evi: paper cups with own print"
        self.assertEqual(self.group(), [])
        self.second.name = "two-group espresso machine for Kahve Evi"
        [group] = self.group()
        self.assertEqual({group["stays"], *group["go"]}, set((self.first + self.second).ids))

    def test_merging_keeps_all_that_was_known_and_leaves_a_trace(self):
        self.first.message_post(body="Called today")
        self.second.action_sales_os_merge(self.first.ids)
        self.assertEqual((self.second.phone, self.second.expected_revenue), ("+90 212 555 77 01", 500))
        self.assertEqual((self.first.active, self.first.sales_os_merged_into_id), (False, self.second))
        self.assertTrue(any("Called today" in (message.body or "") for message in self.second.message_ids))
        self.assertEqual(self.second.sales_os_merged_count, 1)
        entry = self.env["sales_os.audit.entry"].search([("model", "=", "crm.lead"), ("res_id", "=", self.first.id)])
        self.assertEqual(entry.event, "merged")
        self.assertFalse(self.group())

    def test_a_circle_is_refused(self):
        self.second.action_sales_os_merge(self.first.ids)
        with self.assertRaisesRegex(UserError, "was merged into .* already: merge into that one"):
            self.first.action_sales_os_merge(self.second.ids)
        with self.assertRaisesRegex(UserError, "was merged into"):
            self.other.action_sales_os_merge(self.first.ids)

    def test_itself_nobody_nonsense_and_closed_leads_are_refused(self):
        for lead_ids in (self.first.ids, [], [999_999_999]):
            with self.subTest(lead_ids), self.assertRaisesRegex(UserError, "at least one other lead"):
                self.first.action_sales_os_merge(lead_ids)
        with self.assertRaisesRegex(UserError, "list of their numbers"):
            self.first.action_sales_os_merge(["x"])
        self.other.action_set_lost()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.first.action_sales_os_merge(self.other.ids)
        for percent in (10, 101, "all", True):
            with self.subTest(percent), self.assertRaisesRegex(UserError, "least chance"):
                self.env["crm.lead"].sales_os_duplicates(percent)

    def test_who_may_not_change_a_lead_may_not_merge_it(self):
        with self.assertRaises(AccessError):
            self.second.with_user(self.user_rep2).action_sales_os_merge(self.first.ids)
        theirs = self.lead("Strange", user_id=self.user_rep2.id)
        with self.assertRaises(AccessError):
            self.second.with_user(self.user_rep).action_sales_os_merge(theirs.ids)

    def test_the_wizard_merges_what_is_chosen(self):
        wizard = self.env["sales_os.lead.merge"].with_user(self.user_rep).create({})
        line = wizard.line_ids.filtered(lambda line: line.stays_id == self.second)
        self.assertTrue(line.is_chosen)
        (wizard.line_ids - line).is_chosen = False
        wizard.action_merge()
        self.assertFalse(self.first.active)
        with self.assertRaisesRegex(UserError, "at least one group"):
            self.env["sales_os.lead.merge"].with_user(self.user_rep).create({"line_ids": []}).action_merge()

    def test_the_wizard_opens_on_ones_own_leads_though_others_have_duplicates_too(self):
        theirs = self.env["crm.lead"].create([{
            "name": "Theirs", "type": "lead", "contact_name": "Bo Lind", "partner_name": "Lind AB", "email_from": "bo@lind.example",
            "phone": "+46 8 123 456 78", "user_id": self.user_rep2.id, "company_id": self.company.id} for _number in range(2)])
        self.assertTrue(self.env["crm.lead"].with_user(self.user_rep2).sales_os_duplicates())
        with Form(self.env["sales_os.lead.merge"].with_user(self.user_rep)) as form:
            self.assertGreaterEqual(form.group_count, 1)
        wizard = self.env["sales_os.lead.merge"].with_user(self.user_rep).create({})
        self.assertIn(self.second, wizard.line_ids.stays_id)
        self.assertFalse((wizard.line_ids.stays_id | wizard.line_ids.go_ids) & theirs)

    def test_the_score_learns_nothing_from_duplicates(self):
        self.first.probability = 0
        self.second.action_sales_os_merge(self.first.ids)
        domain = self.env["sales_os.lead.score.model"]._leads_of(self.company) & Domain("id", "=", self.first.id)
        self.assertFalse(self.env["crm.lead"].with_context(active_test=False).search(domain))

"""What is kept how long: the count before, the removal by night, what stays, the trail."""

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestRetentionRule(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.customer = cls.make_partner("Harbour Works")
        cls.Rule = cls.env["sales_os.retention.rule"].with_context(active_test=False)
        cls.Rule.search([]).unlink()

    def rule(self, model, action="purge", months=12, **values):
        return self.Rule.create({"model": model, "action": action, "months": months, **values})

    def ago(self, months):
        return fields.Date.subtract(fields.Date.today(), months=months)

    def feedback(self, months, key, **values):
        return self.env["sales_os.feedback"].create({
            "partner_id": self.customer.id, "company_id": self.company.id, "cause": "visit", "kind": "csat", "token_hash": key, "score": 4,
            "asked_on": f"{self.ago(months)} 10:00:00", "expires_on": f"{self.ago(months)} 10:00:00", "comment": "Ada was kind", **values})

    def lost_lead(self, months=24):
        lead = self.env["crm.lead"].create({
            "name": "Ada's crane", "type": "opportunity", "partner_id": self.customer.id, "contact_name": "Ada",
            "email_from": "ada@example.com",
            "expected_revenue": 500})
        lead.action_set_lost()
        lead.message_post(body="Ada called")
        lead.date_closed = f"{self.ago(months)} 10:00:00"
        return lead

    def forget(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.retention_rule_cron_forget").method_direct_trigger()

    def test_the_count_removes_nothing(self):
        old, fresh = self.feedback(13, "a"), self.feedback(11, "b")
        rule = self.rule("sales_os.feedback")
        self.assertEqual((rule.due_count, rule.action_count()), (1, [{"id": rule.id, "count": 1}]))
        self.assertTrue(old.exists() and fresh.exists())

    def test_a_rule_that_is_off_removes_nothing(self):
        old = self.feedback(13, "a")
        rule = self.rule("sales_os.feedback")
        self.assertFalse(rule.active)
        self.forget()
        self.assertTrue(old.exists())

    def test_the_night_deletes_what_is_due_and_says_so(self):
        old, fresh = self.feedback(13, "a"), self.feedback(11, "b")
        rule = self.rule("sales_os.feedback", active=True)
        self.forget()
        self.assertEqual((old.exists(), fresh.exists()), (old.browse(), fresh))
        self.assertEqual((rule.ran_count, rule.due_count), (1, 0))
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "retention:purge"), ("res_id", "=", rule.id)])
        self.assertIn('"removed": 1', entry.new_value)

    def test_an_answer_keeps_its_score_without_the_words(self):
        old = self.feedback(13, "a")
        rule = self.rule("sales_os.feedback", "anonymise")
        self.assertEqual(rule.with_user(self.user_admin_so).action_run_now(), {"removed": 1})
        self.assertEqual((old.score, old.comment, rule.due_count), (4, False, 0))

    def test_a_lost_lead_keeps_its_amount_without_names(self):
        lead, fresh = self.lost_lead(), self.lost_lead(months=1)
        open_one = self.env["crm.lead"].create({"name": "Open", "contact_name": "Bo"})
        rule = self.rule("crm.lead", "anonymise", active=True)
        self.assertEqual(rule.due_count, 1)
        self.forget()
        self.assertEqual((lead.expected_revenue, lead.won_status), (500, "lost"))
        self.assertFalse(lead.partner_id or lead.email_from or lead.contact_name or lead.message_ids)
        self.assertNotIn("Ada", lead.name)
        self.assertEqual((fresh.contact_name, open_one.contact_name), ("Ada", "Bo"))
        self.assertEqual(rule.due_count, 0, "the second night finds nothing")

    def test_running_sequences_open_insights_and_learnt_preferences_stay(self):
        nurture = self.env["sales_os.nurture"].create({"name": "N", "step_ids": [(0, 0, {"subject": "Hello"})]})
        lead = self.env["crm.lead"].create({"name": "L", "company_id": self.company.id})
        running = self.env["sales_os.nurture.enrolment"].create({"nurture_id": nurture.id, "lead_id": lead.id, "date_start": self.ago(30)})
        self.assertEqual(self.rule("sales_os.nurture.enrolment").due_count, 0)
        running.action_stop()
        self.Rule.invalidate_model(["due_count"])
        self.assertEqual(self.rule("sales_os.insight").due_count, 0)
        self.assertEqual(self.Rule.search([("model", "=", "sales_os.nurture.enrolment")]).due_count, 1)
        said = self.env["sales_os.preference"].create({"partner_id": self.customer.id, "value": "oak", "date": self.ago(30)})
        rule = self.rule("sales_os.preference")
        self.assertEqual(rule.due_count, 1)
        rule.action_run_now()
        self.assertFalse(said.exists())

    def test_the_notes_of_a_visit_go_the_visit_stays(self):
        visit = self.make_visit(self.rep, self.customer)
        note = self.env["sales_os.visit.note"].create({"visit_id": visit.id, "kind": "general", "body": "Ada smokes"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_os_visit_note SET create_date = %s WHERE id = %s", (self.ago(13), note.id))
        note.invalidate_recordset()
        self.rule("sales_os.visit.note").action_run_now()
        self.assertTrue(visit.exists() and not note.exists())

    def test_senseless_rules_are_refused_in_words(self):
        with self.assertRaises(ValidationError) as caught:
            self.rule("crm.lead", "purge")
        self.assertIn("Lost leads", str(caught.exception))
        for wrong in ({"months": 0}, {"months": -3}):
            with self.subTest(wrong), self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.rule("sales_os.feedback", **wrong)
            self.assertIn("Check", type(caught.exception).__name__)
        with self.assertRaises(ValueError):
            self.rule("sale.order")

    def test_every_rule_says_what_stays(self):
        for model in dict(self.Rule._fields["model"].selection):
            action = "anonymise" if model in ("crm.lead", "res.partner") else "purge"
            with self.subTest(model=model):
                self.assertTrue(self.rule(model, action).stays)

    def test_only_administrators_remove(self):
        rule = self.rule("sales_os.feedback")
        with self.assertRaises(AccessError):
            rule.with_user(self.user_executive).action_run_now()
        with self.assertRaises(AccessError):
            rule.with_user(self.user_manager).read(["months"])
        with self.assertRaises(AccessError):
            rule.with_user(self.user_executive).months = 1

    def test_another_companys_answers_are_left_alone(self):
        other = self.env["res.company"].create({"name": "Other"})
        old = self.feedback(13, "a", company_id=other.id)
        self.rule("sales_os.feedback").action_run_now()
        self.assertTrue(old.exists())

    def test_seeded_rules_are_off(self):
        rules = self.env["ir.model.data"].search([("module", "=", "sales_os"), ("model", "=", "sales_os.retention.rule")])
        self.assertFalse(self.Rule.browse(rules.mapped("res_id")).exists().filtered("active"))

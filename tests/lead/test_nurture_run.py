"""Nurturing sequences: steps when they are due, nothing twice, nobody twice a day, an end when the person answers."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 08:00:00")
class TestNurtureRun(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nurture = cls.make_sequence("Fair")
        cls.Enrolment = cls.env["sales_os.nurture.enrolment"]

    @classmethod
    def make_sequence(cls, name):
        return cls.env["sales_os.nurture"].create({"name": name, "step_ids": [
            (0, 0, {"sequence": 1, "wait_days": 0, "channel": "mail", "subject": "Good to meet you, {name}", "body": "Yours {sender}"}),
            (0, 0, {"sequence": 2, "wait_days": 3, "channel": "activity", "subject": "Call {name}"}),
            (0, 0, {"sequence": 3, "wait_days": 4, "channel": "mail", "subject": "Still interested?"})]})

    def lead(self, email="nurtured@example.com", **values):
        return self.env["crm.lead"].create({
            "name": "Interest", "type": "lead", "contact_name": "Ada", "email_from": email, "user_id": self.user_rep.id,
            "company_id": self.company.id, **values})

    def start(self, lead=None, nurture=None):
        lead = lead or self.lead()
        lead.action_sales_os_nurture((nurture or self.nurture).id)
        return lead.sales_os_enrolment_ids[:1]

    def mails(self, lead):
        return self.env["mail.mail"].search([("model", "=", "crm.lead"), ("res_id", "=", lead.id), ("email_to", "=", lead.email_from)])

    def test_steps_come_when_they_are_due_and_only_once(self):
        enrolment = self.start()
        self.Enrolment._cron_send()
        self.Enrolment._cron_send()
        mail = self.mails(enrolment.lead_id)
        self.assertEqual(mail.mapped("subject"), ["Good to meet you, Ada"])
        self.assertIn(self.user_rep.name, mail.body_html)
        with freeze_time("2026-06-18 08:00:00"):
            self.Enrolment._cron_send()
            self.assertEqual(enrolment.lead_id.activity_ids.mapped("summary"), ["Call Ada"])
        with freeze_time("2026-06-22 08:00:00"):
            self.Enrolment._cron_send()
            self.Enrolment._cron_send()
        self.assertEqual(len(self.mails(enrolment.lead_id)), 2)
        self.assertEqual(enrolment.state, "finished")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            enrolment._keep(self.nurture.step_ids[:1].ids, enrolment.date_start)

    def test_who_replies_hears_no_more(self):
        enrolment = self.start()
        self.Enrolment._cron_send()
        enrolment.lead_id.message_post(body="Call me", message_type="email", author_id=self.make_partner("Ada", is_company=False).id)
        with freeze_time("2026-06-18 08:00:00"):
            self.Enrolment._cron_send()
        self.assertEqual((enrolment.state, enrolment.stop_reason), ("stopped", "replied"))
        self.assertFalse(enrolment.lead_id.activity_ids)

    def test_lost_won_unsubscribed_and_meetings_end_it(self):
        lost, won, gone, met = (self.start(self.lead(f"{name}@example.com")) for name in ("lost", "won", "gone", "met"))
        lost.lead_id.action_set_lost()
        won.lead_id.action_set_won()
        self.env["mail.blacklist"].create({"email": "gone@example.com"})
        self.env["calendar.event"].create({
            "name": "Talk", "opportunity_id": met.lead_id.id, "start": "2026-06-20 08:00:00", "stop": "2026-06-20 09:00:00"})
        self.Enrolment._cron_send()
        self.assertEqual((lost + won + gone + met).mapped("stop_reason"), ["lost", "won", "unsubscribed", "meeting_booked"])

    def test_nobody_gets_two_mails_on_one_day(self):
        lead = self.lead()
        self.start(lead)
        self.start(lead, self.make_sequence("Other"))
        self.Enrolment._cron_send()
        self.assertEqual(len(self.mails(lead)), 1)
        with freeze_time("2026-06-16 08:00:00"):
            self.Enrolment._cron_send()
        self.assertEqual(len(self.mails(lead)), 2)

    def test_without_an_address_mails_are_passed_over_and_tasks_are_not(self):
        enrolment = self.start(self.lead(email=False))
        with freeze_time("2026-06-18 08:00:00"):
            self.Enrolment._cron_send()
            self.Enrolment._cron_send()
        self.assertEqual(enrolment.lead_id.activity_ids.mapped("summary"), ["Call Ada"])
        self.assertTrue(enrolment.sent_ids.filtered("is_skipped"))

    def test_starting_twice_is_once_and_closed_leads_and_empty_sequences_are_refused(self):
        lead = self.lead()
        self.start(lead)
        self.assertEqual(lead.action_sales_os_nurture(self.nurture.id), {"started": 0})
        with self.assertRaisesRegex(UserError, "has steps"):
            lead.action_sales_os_nurture(self.env["sales_os.nurture"].create({"name": "Empty"}).id)
        with self.assertRaisesRegex(UserError, "has steps"):
            lead.action_sales_os_nurture("x")
        lead.action_set_lost()
        with self.assertRaisesRegex(UserError, "is closed"):
            lead.action_sales_os_nurture(self.nurture.id)

    def test_a_placeholder_nobody_knows_is_refused_when_it_is_written(self):
        with self.assertRaisesRegex(ValidationError, "in braces"):
            self.nurture.step_ids[0].subject = "Hello {first_name}"
        with self.assertRaisesRegex(ValidationError, "in braces"):
            self.nurture.step_ids[0].body = "{name.__class__"

    def test_rights_follow_the_lead_and_the_way_is_not_written_by_hand(self):
        enrolment = self.start()
        with self.assertRaises(UserError):
            enrolment.with_user(self.user_rep).write({"state": "finished"})
        self.assertFalse(self.Enrolment.with_user(self.user_rep2).search([("id", "=", enrolment.id)]))
        enrolment.with_user(self.user_rep).action_stop()
        self.assertEqual(enrolment.stop_reason, "by_hand")
        with self.assertRaises(AccessError):
            self.nurture.with_user(self.user_rep).name = "Mine"

    def test_the_wizard_starts_what_is_chosen(self):
        leads = self.lead() + self.lead("second@example.com")
        self.env["sales_os.nurture.start"].with_user(self.user_rep).with_context(active_ids=leads.ids).create(
            {"nurture_id": self.nurture.id}).action_start()
        self.assertEqual(leads.sales_os_nurture_id, self.nurture)
        self.assertEqual(self.nurture.running_count, 2)

    def test_a_person_who_said_no_gets_no_mail(self):
        person = self.make_partner("Ada", is_company=False, email="nurtured@example.com", sales_os_mail_consent="refused")
        enrolment = self.start(self.lead(partner_id=person.id))
        self.Enrolment._cron_send()
        self.assertFalse(self.mails(enrolment.lead_id))
        self.assertEqual(enrolment.sent_ids.filtered("is_skipped").step_id, self.nurture.step_ids[:1])

    def sms_sequence(self):
        return self.env["sales_os.nurture"].create({"name": "Texts", "step_ids": [
            (0, 0, {"sequence": 1, "wait_days": 0, "channel": "sms", "subject": "Hello", "body": "Hello {name}"}),
            (0, 0, {"sequence": 2, "wait_days": 1, "channel": "sms", "subject": "Again", "body": "Still there?"})]})

    def test_text_messages_need_the_app(self):
        if "sms.sms" in self.env:
            self.assertTrue(self.sms_sequence())
        else:
            with self.assertRaises(ValidationError):
                self.sms_sequence()

    def test_a_text_message_needs_a_yes_is_sent_once_and_stops_on_a_reply(self):
        if "sms.sms" not in self.env:
            self.skipTest("needs sms: WITH_MODULES=sms bin/test")
        nurture = self.sms_sequence()
        person = self.make_partner("Ada", is_company=False, phone="+49 151 23456789")
        lead = self.lead(email=False, partner_id=person.id, phone="+49 151 23456789")
        enrolment = self.start(lead, nurture)

        def texts():
            return self.env["sms.sms"].search([("number", "=", lead.phone_sanitized)]).mapped("body")

        self.assertNotIn("sms", lead._sales_os_consents(False, True), "never asked")
        person.sales_os_sms_consent = "given"
        self.Enrolment._cron_send()
        self.Enrolment._cron_send()
        self.assertEqual(texts(), ["Hello Ada"])
        lead.message_post(body="Yes", message_type="sms", author_id=person.id)
        with freeze_time("2026-06-17 08:00:00"):
            self.Enrolment._cron_send()
        self.assertEqual((enrolment.state, enrolment.stop_reason, len(texts())), ("stopped", "replied", 1))

"""People are told once, by what they chose: in the app, by e-mail, in the inbox, by text message."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestNotice(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.user_rep.write({"email": "rep@example.com", "notification_type": "inbox"})
        cls.user_rep.partner_id.phone = "+49 151 23456789"
        cls.Notice = cls.env["sales_os.notice"]

    def deliver(self, delivery, key="k"):
        return self.Notice._deliver(self.user_rep, key, delivery, "Two things", ["First.", "Second."], "my-day")

    def mails(self):
        return self.env["mail.mail"].search([("email_to", "ilike", "rep@example.com"), ("subject", "=", "Two things")])

    @property
    def channels(self):
        return sorted(self.Notice.search([("user_id", "=", self.user_rep.id)]).mapped("channel"))

    def test_by_mail_and_in_the_app_and_never_twice(self):
        sent = []
        with patch.object(type(self.user_rep), "_bus_send", lambda user, kind, message, **_more: sent.append((user, message["title"]))):
            self.assertTrue(self.deliver("both"))
            self.assertFalse(self.deliver("both"))
            self.assertFalse(self.deliver("email"), "another choice does not bring it again")
        self.assertEqual(sent, [(self.user_rep, "Two things")])
        self.assertEqual((len(self.mails()), self.channels), (1, ["app", "email"]))
        self.assertIn("Second.", self.mails().body_html)

    def test_in_the_inbox_from_where_odoo_pushes(self):
        pushed = []
        thread = type(self.env["mail.thread"])
        with patch.object(thread, "_notify_thread_by_web_push", lambda thread, message, recipients, **_more: pushed.extend(recipients)):
            self.deliver("push")
        notification = self.env["mail.notification"].search([("res_partner_id", "=", self.user_rep.partner_id.id)], order="id desc",
            limit=1)
        self.assertEqual((notification.notification_type, notification.mail_message_id.subject), ("inbox", "Two things"))
        self.assertEqual([recipient["id"] for recipient in pushed], self.user_rep.partner_id.ids)

    def test_not_at_all(self):
        self.assertFalse(self.deliver("none"))
        self.assertEqual(self.channels, [])

    def test_by_text_message_else_by_mail(self):
        self.deliver("sms")
        if "sms.sms" in self.env:
            message = self.env["sms.sms"].search([("partner_id", "=", self.user_rep.partner_id.id)])
            self.assertIn("Two things: First.", message.body)
            self.assertEqual(self.channels, ["sms"])
            self.user_rep.partner_id.phone = False
            self.deliver("sms", "other")
        self.assertEqual(len(self.mails()), 1)

    def test_without_an_address_nothing_is_lost_in_the_log(self):
        self.user_rep.email = False
        self.assertFalse(self.deliver("email"))
        self.assertEqual(self.channels, [])

    def test_everybody_sees_the_own_notices(self):
        self.deliver("email")
        notice = self.Notice.search([("user_id", "=", self.user_rep.id)])
        self.assertEqual(notice.with_user(self.user_rep).subject, "Two things")
        with self.assertRaises(AccessError):
            notice.with_user(self.user_rep2).read(["subject"])
        self.assertEqual(notice.with_user(self.user_admin_so).subject, "Two things")

    def test_everybody_chooses_for_oneself(self):
        mine = self.user_rep.with_user(self.user_rep)
        mine.write({"sales_os_insight_delivery": "push", "sales_os_reminder_delivery": "email"})
        self.assertEqual(mine.sales_os_reminder_delivery, "email")
        with self.assertRaises(AccessError):
            self.user_rep.with_user(self.user_rep2).write({"sales_os_reminder_delivery": "sms"})


class TestReminder(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.user_rep.write({"email": "rep@example.com", "sales_os_reminder_delivery": "email"})

    def remind(self):
        return self.env["sales_os.notice"]._cron_remind()

    def test_the_day_once(self):
        self.assertEqual(self.remind(), 0, "a day without anything is not told")
        self.make_visit(self.rep)
        self.make_partner("X").activity_schedule("mail.mail_activity_data_todo", user_id=self.user_rep.id,
            date_deadline=fields.Date.today())
        self.assertEqual((self.remind(), self.remind()), (1, 0))
        mail = self.env["mail.mail"].search([("email_to", "ilike", "rep@example.com")], order="id desc", limit=1)
        self.assertIn("One visit today.", mail.body_html)
        self.assertIn("1 activities are due.", mail.body_html)

    def test_who_does_not_want_it_is_left_alone(self):
        self.make_visit(self.rep)
        self.user_rep.sales_os_reminder_delivery = "none"
        self.assertEqual(self.remind(), 0)

from datetime import date, timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .quoting import QuoteCase


class TestQuoteValidity(QuoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].search([("state", "=", "sent")]).write({"validity_date": False})
        cls.today = fields.Date.today()

    def sent(self, days, **values):
        quote = self.make_quote(**values)
        quote.action_quotation_sent()
        quote.sudo().validity_date = self.today + timedelta(days=days)
        return quote

    def night(self, today=None):
        with self.enter_registry_test_mode(), patch.object(fields.Date, "context_today", lambda *args, **kwargs: today or self.today):
            self.env.ref("sales_os.sale_order_cron_validity").method_direct_trigger()

    def reminders(self, quote):
        kind = self.env.ref("sales_os.mail_activity_quote_expiry")
        return quote.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def test_a_quote_is_valid_as_long_as_the_company_says(self):
        self.assertEqual(self.make_quote().validity_date, self.today + timedelta(days=self.company.quotation_validity_days))
        self.assertEqual(self.env["res.company"].default_get(["quotation_validity_days"])["quotation_validity_days"], 30)

    def test_the_salesperson_is_reminded_once(self):
        soon, later = self.sent(2), self.sent(9)
        self.night()
        self.night()
        self.assertEqual((len(self.reminders(soon)), len(self.reminders(later))), (1, 0))
        self.assertEqual((self.reminders(soon).user_id, self.reminders(soon).date_deadline), (self.user_rep, soon.validity_date))
        mails = self.env["mail.mail"].search([("model", "=", "sale.order"), ("res_id", "=", soon.id)])
        self.assertFalse(mails, "the customer is not asked, and the salesperson has the to-do")

    def test_who_is_prolonged_is_reminded_again(self):
        quote = self.sent(2)
        self.night()
        quote.validity_date = self.today + timedelta(days=30)
        self.night(self.today + timedelta(days=28))
        self.assertEqual(len(self.reminders(quote)), 2)

    def test_the_customer_gets_one_mail_where_the_company_wants_it(self):
        self.company.sales_os_expiry_reminder_mail = True
        quote = self.sent(2)
        self.night()
        self.night()
        mail = self.env["mail.mail"].search([("model", "=", "sale.order"), ("res_id", "=", quote.id)])
        self.assertEqual(len(mail), 1)
        self.assertIn(quote.name, mail.subject)

    def test_what_may_not_be_sent_is_not_mailed_and_stops_nobody(self):
        self.company.sales_os_expiry_reminder_mail = True
        held, well = self.sent(2), self.sent(2)

        def refusals(orders, gate):
            return {order_id: ["Not now."] for order_id in orders.ids if order_id == held.id}

        with patch.object(self.env.registry["sale.order"], "_sales_os_gate_refusals", refusals):
            self.night()
        mails = self.env["mail.mail"].search([("model", "=", "sale.order"), ("res_id", "in", (held | well).ids)])
        self.assertEqual(mails.mapped("res_id"), well.ids)

    def test_expired_quotes_are_closed_only_where_the_company_says_so(self):
        quote = self.sent(-1)
        self.night()
        self.assertEqual(quote.state, "sent")
        self.company.sales_os_expiry_cancel = True
        self.night()
        self.assertEqual((quote.state, quote.sales_os_closed_as), ("cancel", "expired"))
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "closed:expired"), ("res_id", "=", quote.id)])
        self.assertEqual((entry.old_value, entry.new_value), ("sent", "cancel"))

    def test_the_last_day_a_signature_and_a_draft_keep_a_quote(self):
        self.company.sales_os_expiry_cancel = True
        last_day, signed, draft = self.sent(0), self.sent(-5), self.make_quote()
        draft.validity_date = self.today - timedelta(days=5)
        self.sign(signed) if not signed.is_expired else signed.sudo().write({"signed_on": "2026-11-20 10:00:00"})
        self.night()
        self.assertEqual((last_day | signed | draft).mapped("state"), ["sent", "sent", "draft"])

    def test_a_stopped_night_goes_on_where_it_stopped(self):
        quotes = self.env["sale.order"].concat(*(self.sent(2) for _number in range(3)))
        with patch("odoo.addons.sales_os.models.quote.validity.BATCH", 1):
            with patch.object(self.env.registry["ir.cron"], "_commit_progress", side_effect=[9.0, 0]):
                self.env["sale.order"]._cron_sales_os_validity()
            self.assertEqual(len(quotes.filtered("sales_os_reminded_for")), 1)
            with patch.object(self.env.registry["ir.cron"], "_commit_progress", return_value=9.0):
                self.env["sale.order"]._cron_sales_os_validity()
        self.assertEqual([len(self.reminders(quote)) for quote in quotes], [1, 1, 1])

    def test_an_expired_quote_passes_no_gate(self):
        quote = self.make_quote()
        quote.validity_date = self.today - timedelta(days=1)
        for method in (quote.action_quotation_sent, quote.action_confirm, quote.action_quotation_send):
            with self.assertRaisesRegex(UserError, "Expired on"):
                method()
        self.assertFalse(quote._has_to_be_signed())
        self.assertFalse(quote._sales_os_is_held(), "its page says itself that it expired")
        with self.assertRaisesRegex(UserError, "Expired on"):
            self.sign(quote)
        quote.validity_date = self.today
        quote.action_confirm()
        self.assertEqual(quote.state, "sale")

    def test_a_company_may_only_warn_of_expired_quotes(self):
        for level in ("off", "warn"):
            self.company.sales_os_health_expired = level
            quote = self.make_quote()
            quote.validity_date = date(2026, 1, 1)
            quote.action_confirm()
            self.assertEqual(quote.state, "sale")

    def test_reminder_days_are_within_a_year(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.company.sales_os_expiry_reminder_days = -1
            self.company.flush_recordset()

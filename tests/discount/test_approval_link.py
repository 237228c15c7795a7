"""Deciding from a mail: what the mail holds, what its link can do, and everything it cannot do."""

import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .quote_case import QuoteCase


class LinkCase(QuoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.user_rep, cls.user_manager, cls.user_director, cls.user_admin_so):
            user.email = f"{user.login}@example.com"
        # what waits already, as in the demonstration, is mailed before
        with patch.object(cls.env.registry["ir.cron"], "_commit_progress", lambda cron, *args, **kwargs: 60):
            cls.env["sales_os.discount.approval"]._cron_mail()

    def mail(self):
        """Let the job run, and return the mails that it put into the queue."""
        queue = self.env["mail.mail"].sudo()
        before = queue.search([])
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda cron, *args, **kwargs: 60):
            self.env["sales_os.discount.approval"]._cron_mail()
        return queue.search([]) - before

    def token_of(self, mail):
        return re.search(r"/sales_os/approval/([\w-]+)", mail.body_html).group(1)

    def link_of(self, mail):
        return self.env["sales_os.discount.approval.link"]._by_token(self.token_of(mail))


@tagged("post_install", "-at_install")
class TestApprovalMail(LinkCase):
    def test_the_approver_gets_what_is_asked_and_why_with_the_numbers(self):
        order = self.make_quote(15.0)
        self.request(order, reason="A second shop opens")
        mail = self.mail()
        self.assertEqual(mail.recipient_ids, self.user_manager.partner_id)
        self.assertEqual(mail.state, "outgoing", "it waits in the queue: nothing leaves here")
        text = mail.body_html
        for words in (order.name, "A second shop opens", "15.00 %", "29.41 %", "above 10 %", "1,000.00", "850.00", "Customer"):
            self.assertIn(words, text)
        self.assertEqual(len(set(re.findall(r"/sales_os/approval/([\w-]+)", text))), 1)
        self.assertIn(f"{self.token_of(mail)}?refuse=1", text)
        self.assertIn(self.user_rep.email, mail.reply_to)
        self.assertFalse(self.mail(), "nobody is asked twice")

    def test_the_token_is_kept_nowhere_but_in_the_mail(self):
        self.request(self.make_quote(15.0))
        mail = self.mail()
        token, link = self.token_of(mail), self.link_of(mail)
        self.assertGreaterEqual(len(token), 43, "256 bits")
        self.assertRegex(link.sudo().token_hash, "^[0-9a-f]{64}$")
        self.assertNotIn(token, str(link.sudo().read()))
        self.assertTrue(mail.auto_delete)
        self.env.flush_all()
        for user in (self.user_rep, self.user_director, self.user_executive, self.user_admin_so):
            found = self.env["mail.message"].with_user(user).search([("body", "ilike", token)])
            self.assertFalse(found, user.login)
            with self.assertRaises(AccessError):
                mail.mail_message_id.with_user(user).read(["body"])
        approval = link.approval_id
        self.assertNotIn(token, str(approval.message_ids.mapped("body")) + str(approval.order_id.message_ids.mapped("body")))

    def test_only_those_who_can_decide_now_are_asked(self):
        approval = self.request(self.make_quote(25.0))
        first = self.mail()
        self.assertEqual(first.recipient_ids, self.user_manager.partner_id)
        approval.with_user(self.user_manager).action_approve("up to me")
        self.assertEqual(self.mail().recipient_ids, self.user_admin_so.partner_id)
        self.assertEqual(self.link_of(first).status, "decided")

    def test_a_link_that_has_run_out_is_followed_by_another(self):
        with freeze_time("2026-11-02 09:00:00"):
            self.request(self.make_quote(15.0))
            first = self.mail()
        with freeze_time("2026-11-09 09:00:01"):
            self.assertEqual(self.link_of(first).status, "expired")
            second = self.mail()
            self.assertNotEqual(self.token_of(first), self.token_of(second))
            self.assertEqual(self.link_of(second).status, "open")

    def test_whoever_asked_is_told_the_decision(self):
        approval = self.request(self.make_quote(15.0))
        self.mail()
        approval.with_user(self.user_manager).action_refuse("Not for so few")
        mail = self.mail()
        self.assertEqual(mail.recipient_ids, self.user_rep.partner_id)
        for words in ("refused", "Not for so few", approval.order_name):
            self.assertIn(words, mail.body_html)
        self.assertNotIn("Margin", mail.body_html)
        self.assertFalse(self.mail())

    def test_within_the_own_limit_nobody_gets_a_mail(self):
        self.request(self.make_quote(15.0, user=self.user_manager), user=self.user_manager)
        self.assertFalse(self.mail())

    def test_without_days_no_link_is_mailed(self):
        self.company.sales_os_approval_link_days = 0
        self.request(self.make_quote(15.0))
        self.assertFalse(self.mail())

    def test_mails_to_many_take_the_same_queries_each(self):
        def queries(number):
            for _number in range(number):
                self.request(self.make_quote(15.0))
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["sales_os.discount.approval"]._to_be_asked()
            count = self.env.cr.sql_log_count - before
            self.mail()
            return count

        queries(1)
        few = queries(3)
        self.assertEqual(queries(12), few)

    def test_links_are_forgotten_some_months_later(self):
        self.request(self.make_quote(15.0))
        link = self.link_of(self.mail())
        link.expires_on = fields.Datetime.now() - timedelta(days=91)
        self.env["sales_os.discount.approval.link"]._gc_links()
        self.assertFalse(link.exists())


@tagged("post_install", "-at_install")
class TestApprovalLinkPage(LinkCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_quote(15.0)
        self.approval = self.request(self.order, reason="A second shop opens")
        mail = self.mail()
        self.token, self.link = self.token_of(mail), self.link_of(mail)
        self.address = f"/sales_os/approval/{self.token}"

    def csrf(self, page):
        return re.search(r'name="csrf_token" value="(\w+)"', page.text).group(1)

    def decide(self, decision, comment="", address=None, **values):
        page = self.url_open(self.address)
        return self.url_open(
            address or self.address, data={"csrf_token": self.csrf(page), "decision": decision, "comment": comment, **values}
        )

    def assertStatus(self, page, status, code=200):
        self.assertIn(f'data-status="{status}"', page.text)
        self.assertEqual(page.status_code, code)

    def test_opening_the_link_changes_nothing(self):
        for _scanner in range(3):
            page = self.url_open(self.address)
            self.url_open(f"{self.address}?refuse=1&decision=approve&comment=x")
            self.url_open(self.address, method="HEAD")
        self.assertStatus(page, "open")
        for words in ("A second shop opens", "15.00 %", "29.41 %", "850.00", "Machine"):
            self.assertIn(words, page.text)
        self.assertEqual((self.approval.state, self.approval.step_ids.decision, self.link.used_on), ("requested", "pending", False))
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertNotIn(f"/{self.approval.id}", self.address)

    def test_approving_is_done_by_the_approver_with_the_comment(self):
        self.assertStatus(self.decide("approve", "Volume is fine"), "used")
        step = self.approval.step_ids
        self.assertEqual((self.approval.state, self.order.sales_os_approval_state), ("approved", "approved"))
        self.assertEqual((step.decided_by_id, step.comment), (self.user_manager, "Volume is fine"))
        self.assertTrue(self.link.used_on)
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "decided_by_link"), ("res_id", "=", self.approval.id)])
        self.assertEqual((entry.user_id, entry.new_value), (self.user_manager, "approve"))

    def test_a_refusal_needs_a_reason(self):
        page = self.decide("refuse", "   ")
        self.assertStatus(page, "open")
        self.assertIn("Say why you refuse", page.text)
        self.assertEqual((self.approval.state, self.link.used_on), ("requested", False))
        self.decide("refuse", "Too much")
        self.assertEqual((self.approval.state, self.approval.step_ids.comment), ("refused", "Too much"))

    def test_a_link_works_once(self):
        page = self.url_open(self.address)
        data = {"csrf_token": self.csrf(page), "decision": "approve"}
        self.url_open(self.address, data=data)
        count = len(self.order.message_ids)
        again = self.url_open(self.address, data={**data, "decision": "refuse", "comment": "no, after all"})
        self.assertStatus(again, "used")
        self.assertIn("So Manager", again.text)
        self.assertEqual((self.approval.state, len(self.order.message_ids)), ("approved", count))

    def test_without_the_token_of_the_page_nothing_is_decided(self):
        page = self.url_open(self.address, data={"decision": "approve"})
        self.assertEqual(page.status_code, 400)
        self.assertEqual(self.approval.state, "requested")

    def test_a_link_that_has_run_out_decides_nothing(self):
        page = self.url_open(self.address)
        self.link.expires_on = fields.Datetime.now() - timedelta(seconds=1)
        self.assertStatus(self.url_open(self.address, data={"csrf_token": self.csrf(page), "decision": "approve"}), "expired")
        self.assertEqual(self.approval.state, "requested")

    def test_what_somebody_else_decided_is_told(self):
        page = self.url_open(self.address)
        self.approval.with_user(self.user_manager).action_refuse("No")
        answer = self.url_open(self.address, data={"csrf_token": self.csrf(page), "decision": "approve"})
        self.assertStatus(answer, "decided")
        self.assertEqual(self.approval.state, "refused")

    def test_a_quote_made_worse_meanwhile_is_not_approved(self):
        page = self.url_open(self.address)
        self.order.order_line.discount = 19.0
        self.assertStatus(self.url_open(self.address, data={"csrf_token": self.csrf(page), "decision": "approve"}), "outdated")
        self.assertEqual(self.approval.state, "outdated")

    def test_a_withdrawn_request_is_told(self):
        self.order.action_cancel()
        self.assertStatus(self.url_open(self.address), "cancelled")

    def test_whoever_no_longer_decides_is_told(self):
        page = self.url_open(self.address)
        with self.subTest("archived"):
            self.user_manager.active = False
            answer = self.url_open(self.address, data={"csrf_token": self.csrf(page), "decision": "approve"})
            self.assertStatus(answer, "moved")
        self.assertEqual(self.approval.state, "requested")

    def test_whoever_lost_the_role_is_told(self):
        self.user_manager.group_ids -= self.env.ref("sales_os.group_manager")
        self.assertStatus(self.url_open(self.address), "moved")

    def test_a_link_of_somebody_else_is_refused_and_shows_nothing(self):
        self.authenticate("so_rep", "so_rep")
        page = self.url_open(self.address)
        self.assertStatus(page, "foreign", 403)
        self.assertNotIn(self.order.name, page.text)
        self.assertNotIn("29.41", page.text)
        self.assertEqual(self.approval.state, "requested")

    def test_whoever_is_signed_in_as_the_approver_uses_it_as_well(self):
        self.authenticate("so_manager", "so_manager")
        self.assertStatus(self.decide("approve"), "used")

    def test_unknown_links_are_answered_alike(self):
        for token in ("x", "A" * 43, self.token[:-1], self.link.sudo().token_hash, "%00", "1"):
            with self.subTest(token=token):
                page = self.url_open(f"/sales_os/approval/{token}")
                self.assertEqual(page.status_code, 404)
                self.assertNotIn(self.order.name, page.text)

    def test_other_words_than_approve_and_refuse_decide_nothing(self):
        for decision in ("", "delete", "outdated"):
            self.assertStatus(self.decide(decision), "open")
        self.assertEqual(self.approval.state, "requested")

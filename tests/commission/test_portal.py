"""The agent's portal: theirs alone, by a secret word; and customers reach nothing of commissions."""

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from ..common import SalesForce
from .test_statement import StatementCase


@tagged("post_install", "-at_install")
class TestCommissionPortal(StatementCase, SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-02-05 09:00:00"):
            cls.statement = cls.agent_statement(state="submitted")
        cls.login("agent_portal", cls.agent.partner_id)
        cls.login("customer_portal", cls.partner)
        cls.path = cls.statement._portal_path()

    @classmethod
    def login(cls, login, partner):
        cls.env["res.users"].with_context(no_reset_password=True).create({
            "login": login, "password": login, "partner_id": partner.id, "group_ids": [(6, 0, [cls.env.ref("base.group_portal").id])]})

    def test_the_agent_sees_the_own_statements(self):
        self.authenticate("agent_portal", "agent_portal")
        self.assertIn(self.statement.name, self.url_open("/my/commissions").text)
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("50.00", page.text)
        self.assertIn("Your commissions", self.url_open("/my/home").text)

    def test_addresses_hold_no_ids(self):
        self.assertNotIn(f"/{self.statement.id}", self.path)
        self.assertGreaterEqual(len(self.path.rsplit("/", 1)[1]), 32)

    def test_files_can_be_downloaded(self):
        self.authenticate("agent_portal", "agent_portal")
        book = self.url_open(f"{self.path}/xlsx")
        self.assertEqual((book.status_code, book.content[:2]), (200, b"PK"))
        self.assertIn("no-store", book.headers["Cache-Control"])

    def test_others_find_nothing_even_with_the_word(self):
        self.authenticate("customer_portal", "customer_portal")
        for path in (self.path, f"{self.path}/xlsx", f"{self.path}/pdf", "/my/commissions/x"):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)
        self.assertNotIn(self.statement.name, self.url_open("/my/commissions").text)
        self.assertNotIn("Your commissions", self.url_open("/my/home").text)
        self.authenticate(None, None)
        answer = self.url_open(self.path, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_a_dispute_is_sent_from_the_page(self):
        self.authenticate("agent_portal", "agent_portal")
        token = self.csrf_token()
        answer = self.url_open(f"{self.path}/dispute", data={"line": "1", "reason": "Rate should be 6 %", "csrf_token": token})
        self.assertIn("Your dispute was sent", answer.text)
        dispute = self.statement.dispute_ids
        self.assertEqual((dispute.entry_id, dispute.reason, dispute.state, dispute.handler_id), (
            self.statement.entry_ids, "Rate should be 6 %", "open", self.user_manager))
        again = self.url_open(f"{self.path}/dispute", data={"line": "1", "reason": "Again", "csrf_token": token})
        self.assertIn("cannot be disputed", again.text)
        self.assertEqual(len(self.statement.dispute_ids), 1)
        empty = self.url_open(f"{self.path}/dispute", data={"line": "0", "reason": "", "csrf_token": token})
        self.assertIn("cannot be disputed", empty.text)

    def csrf_token(self):
        import re
        return re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(self.path).text).group(1)

    def test_a_customer_sees_nothing_of_commissions_on_the_quote(self):
        order = self.make_order(1000, confirm=False)
        order._portal_ensure_token()
        page = self.url_open(order.get_portal_url()).text
        self.assertNotIn("ommission", page)
        html = self.env["ir.actions.report"]._render_qweb_html("sale.report_saleorder", order.ids)[0].decode()
        self.assertNotIn("ommission", html)
        plain = self.env["sale.order"].with_user(self.user_plain)
        self.assertFalse({name for name in plain.fields_get() if "commission" in name or "credit_ids" in name})

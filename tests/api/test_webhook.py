"""What happens is noted for whoever is told of it: what they may see, once, and never to the harm of what happened."""

import json
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..common import SalesOsCase
from .webhook_case import SECRET, WebhookRecords

ALL = ("order_confirmed", "approval_needed", "approval_decided", "visit_done", "statement_approved")


class TestWebhook(WebhookRecords, SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)

    def told(self, webhook):
        return [(delivery.event, delivery.res_id) for delivery in self.deliveries(webhook)]

    def test_a_confirmed_order_is_told_as_rest_shows_it(self):
        webhook, order = self.make_webhook(), self.make_order()
        self.assertFalse(self.deliveries(webhook))
        order.action_confirm()
        delivery = self.deliveries(webhook)
        self.assertEqual((delivery.event, delivery.state, delivery.attempts), ("order.confirmed", "waiting", 0))
        body = json.loads(delivery.payload)
        self.assertEqual(set(body), {"id", "event", "happened_on", "record", "data"})
        self.assertEqual((body["id"], body["event"]), (delivery.uuid, "order.confirmed"))
        self.assertEqual(body["record"], {"model": "sale.order", "id": order.id})
        self.assertEqual((body["data"]["name"], body["data"]["state"]), (order.name, "sale"))
        self.assertEqual(body["data"]["untaxed"], {"amount": "1000.00", "currency": self.company.currency_id.name})
        self.assertRegex(body["happened_on"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_the_words_stay_as_they_were_when_it_happened(self):
        webhook, order = self.make_webhook(), self.make_order()
        order.action_confirm()
        before = self.deliveries(webhook).payload
        order.client_order_ref = "changed later"
        self.assertEqual(self.deliveries(webhook).payload, before)

    def test_an_approval_is_told_when_needed_and_when_decided(self):
        webhook, order = self.make_webhook(events=ALL), self.make_order(discount=15.0)
        (approval,) = order.with_user(self.user_rep).action_request_approval("First order")
        self.assertEqual(self.told(webhook), [("approval.needed", approval)])
        self.env["sales_os.discount.approval"].browse(approval).with_user(self.user_manager).action_approve("Fine")
        self.assertEqual(self.told(webhook), [("approval.needed", approval), ("approval.decided", approval)])
        self.assertEqual(json.loads(self.deliveries(webhook)[-1].payload)["data"]["state"], "approved")

    def test_a_visit_is_told_when_it_is_done(self):
        webhook, visit = self.make_webhook(events=ALL), self.make_visit(self.rep)
        visit.with_user(self.user_rep).action_check_in(far_reason="x")
        self.assertFalse(self.told(webhook))
        visit.with_user(self.user_rep).action_check_out(outcome="interested")
        self.assertEqual(self.told(webhook), [("visit.done", visit.id)])

    def test_a_statement_is_told_when_approved_and_not_when_a_payment_is_taken_back(self):
        webhook = self.make_webhook(events=ALL)
        statement = self.env["sales_os.commission.statement"].create({
            "name": "S1", "rep_id": self.rep.id, "company_id": self.company.id, "currency_id": self.company.currency_id.id,
            "date_start": "2026-01-01", "date_end": "2026-01-31", "state": "submitted"})
        statement._transition("approved")
        self.assertEqual(self.told(webhook), [("statement.approved", statement.id)])
        statement._transition("paid")
        statement._transition("approved")
        self.assertEqual(len(self.told(webhook)), 1)

    def test_only_the_chosen_events_are_told(self):
        webhook = self.make_webhook(events=("visit_done",))
        self.make_order().action_confirm()
        self.assertFalse(self.told(webhook))

    def test_what_is_rolled_back_is_not_told(self):
        webhook, order = self.make_webhook(), self.make_order()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            order.action_confirm()
            raise ZeroDivisionError
        self.assertFalse(self.told(webhook))

    def test_the_user_of_the_webhook_sees_no_more_than_elsewhere(self):
        mine, all_of_it = self.make_webhook(user=self.user_rep), self.make_webhook()
        own, foreign = self.make_order(), self.make_order(user=self.user_rep2)
        (own | foreign).action_confirm()
        self.assertEqual(self.told(mine), [("order.confirmed", own.id)])
        self.assertEqual(len(self.told(all_of_it)), 2)

    def test_a_user_who_left_is_told_nothing(self):
        webhook = self.make_webhook(user=self.user_rep)
        order = self.make_order()
        self.user_rep.active = False
        order.action_confirm()
        self.assertFalse(self.told(webhook))

    def test_another_company_is_not_told(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.user_admin_so.company_ids += other
        webhook = self.make_webhook(company_id=other.id)
        self.make_order().action_confirm()
        self.assertFalse(self.told(webhook))
        here = self.env["sales_os.webhook"].with_user(self.user_admin_so).with_context(allowed_company_ids=self.company.ids)
        self.assertFalse(here.search([("id", "=", webhook.id)]))

    def test_many_records_cost_no_more_queries_than_few_and_nothing_is_asked_when_nobody_listens(self):
        def confirm(count):
            orders = self.env["sale.order"].union(*(self.make_order() for _ in range(count)))
            self.env.cr.flush()
            self.env.invalidate_all()
            self.env["sales_os.webhook"]._heard()
            with self.collected_queries() as statements:
                self.env["sales_os.webhook"]._note("order.confirmed", orders)
                orders.state = "sale"
                self.env.cr.precommit.run()
            return statements
        none = confirm(2)
        self.assertFalse([statement for statement in none if "sales_os_webhook" in statement.replace("sales_os_webhook_inside", "")])
        webhook = self.make_webhook()
        few, many = confirm(2), confirm(12)
        self.assertEqual(len(self.deliveries(webhook)), 14)
        self.assertEqual(len([text for text in many if text.startswith('INSERT INTO "sales_os_webhook_delivery"')]), 1)
        self.assertNoMoreQueries(few, many, slack=2)

    @mute_logger("odoo.addons.sales_os.models.api.webhook_event")
    def test_a_message_that_cannot_be_put_together_hinders_nothing_and_is_listed(self):
        webhook, order = self.make_webhook(), self.make_order()

        def break_it(shapes, records):
            self.env.cr.execute("SELECT 1 / 0")
        with patch.object(type(self.env["sales_os.api.shape"]), "_of", break_it), mute_logger("odoo.sql_db"):
            order.action_confirm()
            delivery = self.deliveries(webhook)
        self.assertEqual(order.state, "sale")
        self.assertEqual((delivery.state, delivery.payload, delivery.res_id), ("dead", False, order.id))
        self.assertTrue(delivery.error)
        with self.assertRaises(UserError):
            delivery.with_user(self.user_admin_so).action_send_again()

    def test_the_secret_can_be_set_and_never_read(self):
        webhook = self.make_webhook()
        theirs = webhook.with_user(self.user_admin_so)
        self.assertEqual(webhook.sudo().secret, SECRET)
        self.assertFalse(theirs.new_secret)
        self.assertNotIn("secret", theirs.read()[0])
        self.assertNotIn(SECRET, str(theirs.read()))
        for read in (lambda: theirs.read(["secret"]), lambda: theirs.export_data(["secret"]), lambda: theirs.mapped("secret"),
                     lambda: theirs.search([("secret", "=like", "a%")]), lambda: theirs.write({"secret": "x" * 30})):
            with self.assertRaises(AccessError):
                read()
        theirs.new_secret = "another-secret-of-theirs-0002"
        self.assertEqual(webhook.sudo().secret, "another-secret-of-theirs-0002")
        shown = theirs.action_new_secret()["context"]["default_secret"]
        self.assertEqual((webhook.sudo().secret, len(shown) >= 40), (shown, True))
        self.assertNotIn(shown, str(theirs.read()))
        trail = self.env["sales_os.audit.entry"].search([("model", "=", webhook._name), ("res_id", "=", webhook.id)])
        self.assertIn("webhook:secret", trail.mapped("event"))
        self.assertFalse([entry for entry in trail if SECRET in f"{entry.old_value}{entry.new_value}" or shown in entry.new_value])
        for poor in ("short", "x" * 201, "not plain: é" + "x" * 24):
            with self.subTest(poor=poor), self.assertRaises(ValidationError), self.env.cr.savepoint():
                theirs.new_secret = poor

    def test_each_webhook_has_a_secret_of_its_own_from_the_start(self):
        made = self.env["sales_os.webhook"].with_user(self.user_admin_so).create([
            {"name": name, "url": "https://hooks.example.com", "is_told_visit_done": True} for name in ("a", "b")])
        self.assertEqual(len(set(made.sudo().mapped("secret"))), 2)
        self.assertEqual(made.user_id, self.user_admin_so)

    def test_only_administrators_reach_it(self):
        webhook = self.make_webhook()
        for user in (self.user_plain, self.user_rep, self.user_manager, self.user_executive):
            for act in ("action_new_secret", "action_send_test", "read"):
                with self.subTest(user=user.login, act=act), self.assertRaises(AccessError):
                    getattr(webhook.with_user(user), act)()

    def test_nobody_sees_through_a_webhook_what_is_closed_to_them(self):
        stronger = self.make_user("so_system", "sales_os.group_admin,base.group_system")
        webhook = self.make_webhook()
        with self.assertRaisesRegex(ValidationError, "rights that you do not have"):
            webhook.with_user(self.user_admin_so).user_id = stronger
        theirs = self.make_webhook(user=stronger)
        with self.assertRaisesRegex(ValidationError, "rights that you do not have"):
            theirs.with_user(self.user_admin_so).url = "https://elsewhere.example.com"
        webhook.with_user(self.user_admin_so).user_id = self.user_rep
        for wrong in (self.make_user("so_portal", "base.group_portal"), self.env.ref("base.public_user")):
            with self.subTest(wrong=wrong.login), self.assertRaises(ValidationError):
                webhook.user_id = wrong

    def test_addresses_are_looked_at_when_they_are_entered(self):
        webhook = self.make_webhook()
        for url, why in {
            "http://hooks.example.com": "https://", "ftp://hooks.example.com": "no address", "hooks.example.com": "no address",
            "https://": "no address", "https://me:secret@hooks.example.com": "name and password", "https://127.0.0.1/x": "this server",
            "https://10.0.0.8": "own network", "https://[::1]:8069/": "this server", "https://[::ffff:10.0.0.1]/": "own network",
            "https://169.254.169.254/latest": "hands out secrets", "https://localhost/": "this server",
            "https://a.example.com:99999": "no address",
            "https://hooks.example.com/\nHost: x": "no address", "https://[fe80::1]/": "cable",
            "https://0.0.0.0/": "no address of a computer",
            "https://hooks.example.com/é": "percent", "https://hooks.example.com:0/": "port 0",
        }.items():
            with self.subTest(url=url), self.assertRaisesRegex(ValidationError, why), self.env.cr.savepoint():
                webhook.url = url
        for url in ("https://hooks.example.com:8443/a?b=c", "https://93.184.216.34/", "https://bücher.example/x"):
            with self.subTest(url=url):
                webhook.url = url
        self.company.sales_os_webhook_inside = True
        for url in ("http://10.0.0.8:8080/x", "http://localhost:9000", "https://[fd00::5]/"):
            with self.subTest(url=url):
                webhook.url = url
        with self.assertRaisesRegex(ValidationError, "hands out secrets"):
            webhook.url = "http://169.254.169.254/"

    def test_changes_are_on_record(self):
        webhook = self.make_webhook()
        webhook.with_user(self.user_admin_so).write({"url": "https://other.example.com", "is_told_visit_done": True})
        webhook.with_user(self.user_admin_so).unlink()
        events = self.env["sales_os.audit.entry"].search([("model", "=", "sales_os.webhook"), ("res_id", "=", webhook.id)]).mapped("event")
        self.assertEqual(set(events) - {"webhook:secret"},
                         {"webhook:created", "webhook:url", "webhook:is_told_visit_done", "webhook:deleted"})

    def test_what_was_sent_or_given_up_is_forgotten_in_time(self):
        webhook, Delivery = self.make_webhook(), self.env["sales_os.webhook.delivery"]
        now = fields.Datetime.now()
        vals = [Delivery._prepare_vals(webhook, "test", now, shape={}) for _ in range(4)]
        rows = Delivery.create(vals)
        rows[0].write({"state": "sent", "sent_on": fields.Datetime.subtract(now, days=31)})
        rows[1].write({"state": "sent", "sent_on": fields.Datetime.subtract(now, days=29)})
        rows[2].state = "dead"
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_os_webhook_delivery SET create_date = %s WHERE id IN %s",
                            [fields.Datetime.subtract(now, days=91), tuple(rows.ids)])
        self.env.invalidate_all()
        Delivery._gc_old()
        self.assertEqual(rows.exists(), rows[1] | rows[3])

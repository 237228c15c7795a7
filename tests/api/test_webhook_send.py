"""Sending: to a real receiver, again and again as the schedule says, and never where it must not go."""

import hashlib
import hmac
import http.client
import json
import logging
import re
import socket
import time
import unittest
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.sales_os.models.api import webhook_transport

from ..common import SalesOsCase
from .webhook_case import SECRET, WebhookRecords, receiver

DOCUMENT = Path(__file__).resolve().parents[2] / "doc" / "rest.md"


class TestWebhookSend(WebhookRecords, SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_os_webhook_inside = True
        cls.rep = cls.make_rep(cls.user_rep)

    def waiting(self, url, **values):
        """A webhook and the message of an order that was confirmed."""
        webhook = self.make_webhook(url=url, **values)
        self.make_order().action_confirm()
        return webhook, self.deliveries(webhook)

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.webhook_cron_send").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_message_arrives_signed_and_once(self):
        with receiver() as server:
            _webhook, delivery = self.waiting(server.url)
            self.run_job()
            self.run_job()
        (headers, body), = server.got
        self.assertEqual(body, delivery.payload.encode())
        self.assertEqual((headers["X-Sales-OS-Delivery"], headers["X-Sales-OS-Event"]), (delivery.uuid, "order.confirmed"))
        self.assertLess(abs(int(headers["X-Sales-OS-Timestamp"]) - time.time()), 60)
        message = headers["X-Sales-OS-Timestamp"].encode() + b"." + body
        self.assertEqual(headers["X-Sales-OS-Signature"], "v1=" + hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest())
        self.assertEqual((delivery.state, delivery.attempts, delivery.status, delivery.error), ("sent", 1, 204, False))
        self.assertTrue(delivery.sent_on)

    def test_it_is_tried_again_as_the_schedule_says_then_given_up_and_can_be_sent_again(self):
        with receiver(status=500, text=b"secret of the receiver") as server:
            _webhook, delivery = self.waiting(server.url)
            waits, moment = [], fields.Datetime.now()
            while delivery.state == "waiting":
                with freeze_time(moment):
                    self.run_job()
                    self.run_job()
                waits.append(round((delivery.next_try - moment).total_seconds() / 60))
                moment = max(delivery.next_try, moment)
            self.assertEqual(waits[:-1], [1, 5, 30, 120, 720, 1440])
            self.assertEqual((delivery.state, delivery.attempts, len(server.got)), ("dead", 7, 7))
            self.assertEqual(len({headers["X-Sales-OS-Delivery"] for headers, _body in server.got}), 1)
            self.assertEqual(len({body for _headers, body in server.got}), 1)
            self.assertIn("500", delivery.error)
            self.assertNotIn("secret of the receiver", str(delivery.read()))
            for user in (self.user_rep, self.user_manager):
                with self.assertRaises(AccessError):
                    delivery.with_user(user).action_send_again()
            server.answer = (200, {}, b"")
            delivery.with_user(self.user_admin_so).action_send_again()
            self.run_job()
        self.assertEqual((delivery.state, delivery.attempts, len(server.got)), ("sent", 1, 8))
        with self.assertRaises(UserError):
            delivery.with_user(self.user_admin_so).action_send_again()

    def test_a_receiver_that_fails_does_not_hold_up_another(self):
        with receiver(status=503) as broken, receiver() as sound:
            first, second = self.make_webhook(url=broken.url), self.make_webhook(url=sound.url)
            for _ in range(3):
                self.make_order().action_confirm()
            self.deliveries(first)
            self.run_job()
        self.assertEqual((len(broken.got), len(sound.got)), (1, 3))
        self.assertEqual(self.deliveries(second).mapped("state"), ["sent"] * 3)
        self.assertEqual(self.deliveries(first).mapped("state"), ["waiting"] * 3)

    def test_an_archived_webhook_sends_nothing(self):
        with receiver() as server:
            webhook, delivery = self.waiting(server.url)
            webhook.active = False
            self.run_job()
            self.assertFalse(server.got)
            webhook.active = True
            self.run_job()
        self.assertEqual((delivery.state, len(server.got)), ("sent", 1))

    def test_what_its_user_may_not_see_any_more_is_not_sent_and_says_so(self):
        with receiver() as server:
            _webhook, delivery = self.waiting(server.url, user=self.user_rep)
            self.env["sale.order"].browse(delivery.res_id).user_id = self.user_rep2
            self.run_job()
            self.assertEqual(delivery.state, "dead")
            self.assertIn("may not see", delivery.error)
            visit = self.make_visit(self.rep)
            hook = self.make_webhook(url=server.url, events=("visit_done",))
            visit.action_check_in(far_reason="x")
            visit.action_check_out(outcome="interested")
            told = self.deliveries(hook)
            self.env.cr.execute("DELETE FROM sales_os_visit WHERE id = %s", [visit.id])
            self.env.invalidate_all()
            self.run_job()
        self.assertEqual(told.state, "dead")
        self.assertIn("deleted", told.error)
        self.assertFalse(server.got)

    def test_a_test_message_holds_no_data(self):
        with receiver() as server:
            webhook = self.make_webhook(url=server.url)
            action = webhook.with_user(self.user_admin_so).action_send_test()
            self.run_job()
        self.assertEqual(self.env["sales_os.webhook.delivery"].browse(action["res_id"]).state, "sent")
        self.assertEqual(json.loads(server.got[0][1])["data"], {})

    def test_redirects_are_not_followed(self):
        with receiver() as goal, receiver(status=302, headers={"Location": goal.url}) as server:
            _webhook, delivery = self.waiting(server.url)
            self.run_job()
        self.assertEqual((len(server.got), len(goal.got), delivery.state, delivery.status), (1, 0, "waiting", 302))
        self.assertIn("do not follow", delivery.error)

    def test_a_name_that_leads_inside_is_refused_when_sending(self):
        with receiver() as server:
            _webhook, delivery = self.waiting(server.url.replace("127.0.0.1", "receiver.test"))
            self.company.sales_os_webhook_inside = False
            delivery.webhook_id.url = f"https://receiver.test:{server.server_port}/"
            for address in ("127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:127.0.0.1"):
                with self.subTest(address=address), self.resolving([address]):
                    self.assertEqual(self.post(delivery)[0], 0)
                    self.assertIn(address, self.post(delivery)[1])
            with self.resolving(["93.184.216.34", "127.0.0.1"]):
                self.assertIn("127.0.0.1", self.post(delivery)[1])
        self.assertFalse(server.got)

    def test_a_name_that_changes_after_the_check_leads_nowhere_else(self):
        _webhook, delivery = self.waiting("https://receiver.test/")
        self.company.sales_os_webhook_inside = False
        answers, connected = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]]), []

        def connect(address, timeout=None, **_options):
            connected.append(address)
            raise ConnectionRefusedError(111, "refused")
        with (
            patch.object(webhook_transport.socket, "getaddrinfo", lambda host, port, **_: self.addresses(next(answers), port)),
            patch.object(webhook_transport.socket, "create_connection", connect),
        ):
            status, error = self.post(delivery)
        self.assertEqual((connected, status), ([("93.184.216.34", 443)], 0))
        self.assertIn("refused", error)

    def test_what_hangs_or_drips_or_is_no_http_ends_in_words(self):
        class Drip(BaseHTTPRequestHandler):
            def do_POST(self):
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)

        class Noise(BaseHTTPRequestHandler):
            def do_POST(self):
                self.wfile.write(b"220 mail.example.com ESMTP\r\n")

        with patch.object(webhook_transport, "PATIENCE", 0.4):
            for handler, words in ((Drip, "No answer within"), (Noise, "not HTTP")):
                with self.subTest(handler=handler.__name__), receiver(handler) as server, mute_logger("odoo.sql_db"):
                    _webhook, delivery = self.waiting(server.url)
                    began = time.monotonic()
                    self.assertIn(words, self.post(delivery)[1])
                    self.assertLess(time.monotonic() - began, 3)
            with socket.create_server(("127.0.0.1", 0)) as silent:
                _webhook, delivery = self.waiting(f"http://127.0.0.1:{silent.getsockname()[1]}/")
                self.assertIn("No answer within", self.post(delivery)[1])
                delivery.webhook_id.url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
                self.assertIn("No answer within", self.post(delivery)[1])
            free = silent.getsockname() if silent.fileno() >= 0 else ("127.0.0.1", 9)
            delivery.webhook_id.url = f"http://127.0.0.1:{free[1]}/"
            self.assertIn("No connection", self.post(delivery)[1])
        with self.resolving(socket.gaierror(-2, "unknown")):
            delivery.webhook_id.url = "https://nowhere.test/"
            self.assertIn("nowhere.test", self.post(delivery)[1])

    def test_a_long_answer_is_not_read_to_its_end(self):
        with receiver(status=200, text=b"x" * 3_000_000) as server:
            _webhook, delivery = self.waiting(server.url)
            with patch.object(webhook_transport.http.client.HTTPResponse, "read", autospec=True,
                              side_effect=webhook_transport.http.client.HTTPResponse.read) as read:
                self.assertEqual(self.post(delivery), (200, ""))
        self.assertEqual([call.args[1] for call in read.call_args_list], [4096])

    def test_no_proxy_of_the_environment_is_used(self):
        with receiver() as server, patch.dict("os.environ", {"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}):
            _webhook, delivery = self.waiting(server.url)
            self.assertEqual(self.post(delivery), (204, ""))

    def test_logs_tell_neither_secret_nor_address_nor_content(self):
        with receiver(status=500) as server, self.assertLogs("odoo.addons.sales_os", logging.DEBUG) as logs:
            _webhook, delivery = self.waiting(server.url)
            self.run_job()
        text = "\n".join(logs.output)
        self.assertIn(delivery.uuid, text)
        for closed in (SECRET, "to=us", delivery.record_name):
            self.assertNotIn(closed, text)

    def test_the_receiver_of_the_documents_takes_what_is_ours_and_nothing_else(self):
        if not DOCUMENT.is_file():
            raise unittest.SkipTest("only a checkout has the documents")
        (source,) = re.findall(r"^```python\n(import hashlib.*?)^```$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
        handled, names = [], {"__name__": "receiver"}
        with patch.dict("os.environ", {"WEBHOOK_SECRET": SECRET}):
            exec(compile(source, str(DOCUMENT), "exec"), names)  # noqa: S102 our own document
        names["handle"] = handled.append
        with receiver(names["Receiver"]) as server, patch.object(names["Receiver"], "log_message"):
            _webhook, delivery = self.waiting(server.url)
            self.run_job()
            self.assertEqual((delivery.state, delivery.status), ("sent", 204))
            self.assertEqual([message["id"] for message in handled], [delivery.uuid])
            headers, body = delivery._headers(), delivery.payload.encode()

            def send(changed, sent=body):
                connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
                connection.request("POST", "/hook", sent, {**headers, **changed})
                status = connection.getresponse().status
                connection.close()
                return status
            self.assertEqual(send({}), 204)
            self.assertEqual(len(handled), 1, "a repeat is handled once")
            self.assertEqual(send({}, body + b" "), 401)
            self.assertEqual(send({"X-Sales-OS-Signature": "v1=" + "0" * 64}), 401)
            self.assertEqual(send({"X-Sales-OS-Timestamp": str(int(time.time()) - 10)}), 401)
            old = int(time.time()) - 3600
            signature = "v1=" + hmac.new(SECRET.encode(), f"{old}.".encode() + body, hashlib.sha256).hexdigest()
            self.assertEqual(send({"X-Sales-OS-Timestamp": str(old), "X-Sales-OS-Signature": signature}), 401)
        self.assertEqual(len(handled), 1)

    def post(self, delivery):
        webhook = delivery.webhook_id
        return self.env["sales_os.webhook.transport"]._post(
            webhook.url, is_inside_allowed=self.company.sales_os_webhook_inside, headers=delivery._headers(),
            body=delivery.payload.encode())

    def addresses(self, addresses, port):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    def resolving(self, answer):
        def look_up(_host, port, **_options):
            if isinstance(answer, Exception):
                raise answer
            return self.addresses(answer, port)
        return patch.object(webhook_transport.socket, "getaddrinfo", look_up)



"""Two jobs at once, and one that is killed while it sends: no message twice, none lost."""

import threading
from datetime import timedelta
from unittest.mock import patch

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo import fields

from ..committed_case import CommittedCase
from .webhook_case import WebhookRecords, receiver


class TestWebhookAtOnce(WebhookRecords, CommittedCase):
    @classmethod
    def set_up_records(cls):
        cls.company.sales_os_webhook_inside = True
        cls.webhook = cls.make_webhook(url="http://127.0.0.1:9/").id

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        with cls.registry.cursor() as cr:
            cr.execute("UPDATE res_company SET sales_os_webhook_inside = NULL")

    def queue(self, url, count):
        def make(env):
            webhook = env["sales_os.webhook"].browse(self.webhook)
            webhook.url = url
            Delivery = env["sales_os.webhook.delivery"]
            return Delivery.create([Delivery._prepare_vals(webhook, "test", fields.Datetime.now(), shape={}) for _ in range(count)]).ids
        return self.in_own_transaction(1, make)

    def run_job(self):
        self.in_own_transaction(1, lambda env: env["sales_os.webhook.delivery"]._cron_send())

    def states(self, ids):
        return self.look(lambda env: env["sales_os.webhook.delivery"].browse(ids).mapped(lambda row: (row.state, row.attempts)))

    def test_of_two_jobs_each_sends_other_messages(self):
        with receiver() as server:
            ids = self.queue(server.url, 12)
            jobs = [threading.Thread(target=self.run_job) for _ in range(3)]
            for job in jobs:
                job.start()
            for job in jobs:
                job.join()
        sent = [headers["X-Sales-OS-Delivery"] for headers, _body in server.got]
        self.assertEqual((len(sent), len(set(sent))), (12, 12))
        self.assertEqual(self.states(ids), [("sent", 1)] * 12)

    def test_no_transaction_is_open_while_the_receiver_thinks_and_a_late_answer_changes_nothing(self):
        seen = []

        def overtaken(transport, **_letter):
            seen.append(transport.env.cr._cnx.get_transaction_status())
            self.in_own_transaction(1, lambda env: env["sales_os.webhook.delivery"].browse(ids).write({
                "state": "sent", "attempts": 2, "sent_on": fields.Datetime.now()}))
            return 0, "too late"
        ids = self.queue("http://127.0.0.1:9/", 1)
        with patch("odoo.addons.sales_os.models.api.webhook_transport.SalesOsWebhookTransport._post", overtaken):
            self.run_job()
        self.assertEqual(seen, [TRANSACTION_STATUS_IDLE])
        self.assertEqual(self.states(ids), [("sent", 2)])

    def test_a_job_that_is_killed_has_used_a_try_and_the_next_goes_on_later(self):
        class Killed(BaseException):
            pass
        with receiver() as server:
            ids = self.queue(server.url, 2)
            transport = "odoo.addons.sales_os.models.api.webhook_transport.SalesOsWebhookTransport._post"
            with patch(transport, side_effect=Killed), self.assertRaises(Killed):
                self.run_job()
            self.assertEqual(self.states(ids), [("waiting", 1), ("waiting", 0)])
            # the killed one is not due before its wait is over: nobody can send it at the same moment
            self.run_job()
            self.assertEqual(self.states(ids), [("waiting", 1), ("sent", 1)])
            with patch.object(fields.Datetime, "now", return_value=fields.Datetime.now() + timedelta(minutes=2)):
                self.run_job()
            self.assertEqual(self.states(ids), [("sent", 2), ("sent", 1)])
        self.assertEqual(len({headers["X-Sales-OS-Delivery"] for headers, _body in server.got}), 2)
        self.assertEqual(len(server.got), 2)

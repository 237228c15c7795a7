"""What other programs were told of a person is forgotten with the person; that something happened stays."""

import json

from odoo.addons.sales_os.tests.common import SalesOsCase

from .webhook_case import WebhookRecords


class TestErasedPerson(WebhookRecords, SalesOsCase):
    def test_messages_lose_what_they_said_and_keep_that_it_happened(self):
        webhook = self.make_webhook(events=("order_confirmed",))
        person = self.make_partner("Ada Byron", is_company=False, email="ada@example.com")
        other = self.make_partner("Harbour Works")
        order, others = self.make_order(person), self.make_order(other)
        (order + others).action_confirm()
        mine, theirs = (self.deliveries(webhook).filtered(lambda row, one=one: row.res_id == one.id) for one in (order, others))
        self.assertIn("Ada Byron", mine.payload)
        kept = theirs.payload
        result = person.action_sales_os_erase_person("Letter")
        self.assertEqual(result["erased"]["messages to other programs"], 1)
        body = json.loads(mine.payload)
        self.assertNotIn("Ada", mine.payload)
        self.assertEqual((body["id"], body["event"], body["record"]["id"], body["data"]), (mine.uuid, "order.confirmed", order.id, {}))
        self.assertEqual((mine.state, theirs.payload), ("waiting", kept))

    def test_one_without_content_stays_without(self):
        webhook = self.make_webhook()
        person = self.make_partner("Ada Byron", is_company=False)
        order = self.make_order(person)
        order.action_confirm()
        delivery = self.deliveries(webhook)
        delivery.payload = False
        person.action_sales_os_erase_person("Letter")
        self.assertFalse(delivery.payload or delivery.record_name)

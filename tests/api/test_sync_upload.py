"""What a client did offline is taken in item by item, once, at all doors; and the REST door of the sync."""

import re
import unittest
from pathlib import Path
from unittest.mock import patch

import requests

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rest_case import RestCase

DOCUMENT = Path(__file__).resolve().parents[2] / "doc" / "rest.md"


@tagged("post_install", "-at_install")
class TestSyncUpload(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.stranger = cls.make_rep(cls.user_rep2)
        cls.customer = cls.make_partner("Shop", user_id=cls.user_rep.id)
        cls.product = cls.env["product.product"].create({"name": "Machine", "list_price": 1000.0, "default_code": "SYNC-1"})
        cls.visit = cls.make_visit(cls.rep, cls.customer)
        cls.foreign = cls.make_visit(cls.stranger)

    def upload(self, *items, user=None):
        return self.post("/sync", {"items": list(items)}, status=200, user=user or self.user_rep)["results"]

    def item(self, kind, uuid, base_version=None, /, **values):
        return {"client_uuid": uuid, "kind": kind, "values": values, **({"base_version": base_version} if base_version else {})}

    def visit_item(self, uuid, **values):
        return self.item("visit", uuid, rep_id=self.rep.id, partner_id=self.customer.id, date_start="2026-11-30T09:00:00Z", **values)

    def quote_item(self, uuid, **values):
        return self.item("quote", uuid, rep_id=self.rep.id, partner_id=self.customer.id, lines=[{"product": "SYNC-1"}], **values)

    def statuses(self, results):
        return [result["status"] for result in results]

    def day(self):
        return [
            self.visit_item("day-visit-1"), self.item("visit_check_in", "day-in-0001", visit_uuid="day-visit-1"),
            self.item("visit_note", "day-note-01", visit_uuid="day-visit-1", body="Wants two.", kind="need"),
            self.item("visit_check_out", "day-out-001", visit_uuid="day-visit-1", outcome="interested"), self.quote_item("day-quote-1"),
        ]

    def test_a_day_without_a_connection_is_taken_in_in_its_order(self):
        results = self.upload(*self.day())
        self.assertEqual(self.statuses(results), ["created", "changed", "changed", "changed", "created"], results)
        visit = self.env["sales_os.visit"].search([("client_uuid", "=", "day-visit-1")])
        self.assertEqual((visit.state, visit.outcome_id.code, visit.note_ids.body), ("done", "interested", "Wants two."))
        self.assertEqual([result["client_uuid"] for result in results], [item["client_uuid"] for item in self.day()])
        self.assertEqual(results[3]["record"]["values"]["state"], "done")
        self.assertEqual(results[4]["record"]["values"]["untaxed"]["amount"], "1000.00")

    def test_a_repeat_changes_nothing(self):
        first = self.upload(*self.day())
        again = self.upload(*self.day())
        self.assertEqual(self.statuses(again), ["repeated"] * 5)
        self.assertEqual([result["id"] for result in again], [result["id"] for result in first])
        self.assertEqual(self.env["sales_os.visit"].search_count([("client_uuid", "=", "day-visit-1")]), 1)
        visit = self.env["sales_os.visit"].search([("client_uuid", "=", "day-visit-1")])
        self.assertEqual(len(visit.note_ids), 1)
        twice = self.upload(self.visit_item("day-twice-1"), self.visit_item("day-twice-1"))
        self.assertEqual(self.statuses(twice), ["created", "repeated"])

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule")
    def test_a_faulty_item_stops_none_of_the_others(self):
        bad = [
            5, None, "x", {}, [], {"client_uuid": "x"}, self.item("visit", "bad-000001"), self.item("no_kind", "bad-000002"),
            self.item("visit_check_in", "bad-000003", visit_id=self.foreign.id), self.item("visit_check_in", "bad-000004"),
            self.item("visit_check_in", "bad-000005", visit_id=10**12), self.item("visit_check_in", "bad-000006", visit_uuid="unknown-1"),
            self.visit_item("bad-000007", rep_id_=5), self.item("quote", "bad-000008", rep_id=self.stranger.id, partner_id=self.customer.id,
                                                                lines=[{"product": "SYNC-1"}]),
            self.item("quote", "bad-000009", rep_id=self.rep.id, partner_id=self.customer.id, lines=[{"product": "?"}]),
            self.item("visit_note", "bad-000010", visit_id=self.visit.id, body=""), {**self.visit_item("bad-000011"), "state": "done"},
            self.item("visit_cancel", "bad-000012", visit_id=self.visit.id), {**self.visit_item("bad-000013"), "values": [1]},
            self.item("visit_check_out", "bad-000014", visit_id=self.visit.id, visit_uuid="day-visit-1"),
            self.item("visit_note", "bad-000015", visit_id=self.visit.id, body="x", **{"\ud800": 1}),
        ]
        results = self.upload(self.visit_item("good-00001"), *bad, self.visit_item("good-00002"))
        self.assertEqual(self.statuses(results), ["created", *["refused"] * len(bad), "created"], results)
        self.assertTrue(all(result["message"] and "Traceback" not in result["message"] for result in results[1:-1]))
        self.assertEqual((self.visit.state, self.foreign.state), ("planned", "planned"))

    def test_a_refused_item_can_be_mended_and_sent_again(self):
        wrong = self.item("visit_cancel", "mend-00001", visit_id=self.visit.id)
        self.assertEqual(self.statuses(self.upload(wrong)), ["refused"])
        right = self.item("visit_cancel", "mend-00001", visit_id=self.visit.id, reason="Ill")
        self.assertEqual(self.statuses(self.upload(right)), ["changed"])
        other = self.item("visit_cancel", "mend-00001", visit_id=self.visit.id, reason="Something else")
        refused, = self.upload(other)
        self.assertEqual(refused["status"], "refused")
        self.assertIn("another item", refused["message"])

    def test_what_somebody_else_changed_is_a_conflict_and_shows_the_present(self):
        version = self.get("/sync?limit=200", user=self.user_rep)
        while version["has_more"]:
            version = self.get(f"/sync?limit=200&since={version['next_cursor']}", user=self.user_rep)
        told, = self.env["sales_os.sync"].with_user(self.user_rep)._told("visits", self.visit.with_user(self.user_rep))
        self.visit.with_user(self.user_manager).subject = "Bring the samples"
        move = {"visit_id": self.visit.id, "date_start": "2026-12-01T09:00:00Z"}
        conflict, = self.upload(self.item("visit_reschedule", "move-00001", told["version"], **move))
        self.assertEqual((conflict["status"], conflict["record"]["values"]["subject"]), ("conflict", "Bring the samples"))
        self.assertNotEqual(str(self.visit.date_start), "2026-12-01 09:00:00")
        present = conflict["record"]["version"]
        results = self.upload(
            self.item("visit_reschedule", "move-00001", present, **move),
            self.item("visit_reschedule", "move-00002", present, visit_id=self.visit.id, date_start="2026-12-02T09:00:00Z"))
        self.assertEqual(self.statuses(results), ["changed", "changed"], "what the client itself changed just now is no conflict")
        self.assertEqual(str(self.visit.date_start), "2026-12-02 09:00:00")

    def test_a_state_that_does_not_allow_it_is_a_conflict(self):
        self.visit.with_user(self.user_manager).action_cancel("Closed today")
        result, = self.upload(self.item("visit_check_in", "late-00001", visit_id=self.visit.id))
        self.assertEqual((result["status"], result["record"]["values"]["state"]), ("conflict", "cancelled"))
        done, = self.upload(self.item("visit_cancel", "late-00002", visit_id=self.visit.id, reason="Mine"))
        self.assertEqual(done["status"], "repeated")

    def test_the_same_at_the_door_of_rpc_and_nothing_xml_rpc_could_not_carry(self):
        items = [self.visit_item("door-visit-1"), self.item("visit_cancel", "door-00002", visit_id=self.visit.id), 7]
        self.env.flush_all()
        with mute_logger("odoo.addons.rpc.controllers"):
            told = self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, self.user_rep.id, self.keys[self.user_rep], "sales_os.sync", "upload", [items])
            page = self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, self.user_rep.id, self.keys[self.user_rep], "sales_os.sync", "changes", ["", 200])
        self.env.invalidate_all()
        self.assertEqual(self.statuses(told["results"]), ["created", "refused", "refused"])
        self.assertEqual(self.statuses(self.upload(items[0])), ["repeated"])
        rest = self.get("/sync?limit=200", user=self.user_rep)
        self.assertEqual([(row["kind"], row["id"], row["version"]) for row in page["changes"]],
                         [(row["kind"], row["id"], row["version"]) for row in rest["changes"]])
        self.assertEqual(set(page), set(rest))

    def test_the_client_of_the_documents_works(self):
        if not DOCUMENT.is_file():
            raise unittest.SkipTest("only a checkout has the documents")
        found = re.findall(r"^```python\n(.*?)^```$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
        names = {"requests": requests, "URL": self.base_url(), "KEY": self.keys[self.user_rep]}
        for source in found:
            if "/api/v1/sync" in source:
                exec(compile(source, str(DOCUMENT), "exec"), names)  # noqa: S102 our own document
        self.env.flush_all()
        with patch.object(requests, "get", self.opener.get), patch.object(requests, "post", self.opener.post):
            cursor = names["pull"]("")
            self.assertIn(("visits", self.visit.id), names["records"])
            self.assertEqual(self.statuses(names["push"](self.day())), ["created", "changed", "changed", "changed", "created"])
            names["pull"](cursor)
            # one that is over begins anew by itself
            self.env["sales_os.sync.sight"].search([]).unlink()
            self.env.flush_all()
            names["records"]["visits", 10**9] = {}
            names["pull"](cursor)
        uuids = [values["client_uuid"] for (kind, _id), values in names["records"].items() if kind == "visits" and values]
        self.assertIn("day-visit-1", uuids)
        self.assertNotIn(("visits", 10**9), names["records"])

    def test_too_much_or_no_list_is_refused_as_a_whole(self):
        for body in ({"items": [self.visit_item(f"many-{n:05}") for n in range(201)]}, {"items": {}}, {}, {"items": [], "x": 1}):
            with self.subTest(body=str(body)[:40]):
                self.assertProblem(self.call("POST", "/sync", body, user=self.user_rep), 422, "invalid")
        with mute_logger("odoo.http"):
            self.assertProblem(self.call("POST", "/sync", {"items": []}, user=self.user_plain), 403, "forbidden")
            self.assertProblem(self.call("GET", "/sync", user=self.user_plain), 403, "forbidden")

    def test_rest_tells_a_cursor_that_is_none_from_one_that_is_over(self):
        answer = self.get("/sync?limit=200", user=self.user_rep)
        self.assertEqual(set(answer), {"changes", "gone", "next_cursor", "has_more"})
        self.assertProblem(self.call("GET", "/sync?since=rubbish", user=self.user_rep), 422, "invalid")
        self.assertProblem(self.call("GET", f"/sync?since={answer['next_cursor']}", user=self.user_rep2), 410, "start-anew")
        sights = self.env["sales_os.sync.sight"].search([("user_id", "=", self.user_rep.id)])
        self.assertEqual(sights[0].with_user(self.user_admin_so).record_count > 0, True)
        sights.told_on = fields.Datetime.subtract(fields.Datetime.now(), days=100)
        self.env["sales_os.sync.sight"]._gc_forgotten()
        self.assertProblem(self.call("GET", f"/sync?since={answer['next_cursor']}", user=self.user_rep), 410, "start-anew")

"""A client that knows only the documents passes a whole day: representative, plan, visit, quote, approval, order, commission."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .rest_case import RestCase


@tagged("post_install", "-at_install")
class TestRestWholeDay(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id, start_latitude=48.85, start_longitude=2.35)
        cls.peer = cls.make_rep(cls.user_rep2)
        cls.customers = cls.env["res.partner"]
        for index in range(3):
            cls.customers += cls.make_partner(
                f"Shop {index}", user_id=cls.user_rep.id, partner_latitude=48.86 + index / 100, partner_longitude=2.34)
        cls.make_territory("Elsewhere", zip_patterns="99998", owner=cls.peer)
        cls.foreign = cls.make_partner("Somebody else's", zip="99998")
        cls.product = cls.env["product.product"].create({"name": "Machine", "list_price": 1000.0, "default_code": "REST-1"})
        cls.monday = fields.Date.to_string(fields.Date.add(fields.Date.today(), days=7 - fields.Date.today().weekday()))
        cls.plan = cls.make_commission_plan(cls.rep, trigger="order")

    def quote_body(self, uuid, discount=0, **values):
        return {
            "client_uuid": uuid, "rep_id": self.rep.id, "partner_id": self.customers[0].id,
            "lines": [{"product": "REST-1", "quantity": 2, "discount_percent": discount}], **values,
        }

    def visit_body(self, uuid="visit-0001", **values):
        return {"client_uuid": uuid, "rep_id": self.rep.id, "partner_id": self.customers[0].id,
                "date_start": f"{self.monday}T09:00:00Z", **values}

    def test_from_plan_to_commission(self):
        me = {"user": self.user_rep}
        plan = self.post("/sales-reps/route-plan", {
            "rep_id": self.rep.id, "date_start": self.monday, "partner_ids": self.customers.ids, "seed": 3}, **me)
        self.assertEqual({stop["partner"]["id"] for stop in plan["stops"]} | {left["partner"]["id"] for left in plan["unplanned"]},
                         set(self.customers.ids))
        plan = self.post(f"/route-plans/{plan['id']}/post", status=200, **me)
        self.assertEqual(plan["state"], "confirmed")
        self.assertTrue(all(stop["visit_id"] for stop in plan["stops"]))

        visit = self.post("/sales-reps/visit", self.visit_body(check_in={}, notes=[{"body": "Wants two."}]), **me)
        self.assertEqual((visit["state"], visit["notes"][0]["body"]), ("in_progress", "Wants two."))
        visit = self.post(f"/visits/{visit['id']}/post", {"outcome": "order"}, status=200, **me)
        self.assertEqual((visit["state"], visit["outcome"]), ("done", "order"))

        quote = self.post("/sales-reps/quote", self.quote_body("quote-0001", 15, visit_id=visit["id"]), **me)
        self.assertEqual(quote["untaxed"], {"amount": "1700.00", "currency": self.company.currency_id.name})
        self.assertEqual(quote["approval"]["state"], "needed")
        self.assertTrue(quote["approval"]["reasons"])
        refused = self.assertProblem(self.call("POST", "/sales-reps/order", {"quote_id": quote["id"]}, **me), 409, "approval-required")
        self.assertEqual(refused["approval"]["state"], "needed")

        quote = self.post(f"/quotes/{quote['id']}/submit", {"reason": "First order of a chain"}, status=200, **me)
        self.assertEqual(quote["approval"]["state"], "requested")
        approval = quote["approval"]["approval_id"]
        own = self.call("POST", f"/discount-approvals/{approval}/submit", {"decision": "approve"}, **me)
        self.assertProblem(own, 403, "forbidden")
        waiting = self.get("/discount-approvals?waits_for_me=true", user=self.user_manager)["items"]
        self.assertIn(approval, [item["id"] for item in waiting])
        decided = self.post(
            f"/discount-approvals/{approval}/submit", {"decision": "approve", "comment": "Fine"}, status=200, user=self.user_manager)
        self.assertEqual(decided["state"], "approved")

        order = self.post("/sales-reps/order", {"quote_id": quote["id"]}, **me)
        self.assertEqual(order["state"], "sale")
        self.assertEqual(self.post("/sales-reps/order", {"quote_id": quote["id"]}, status=200, **me)["id"], order["id"])
        self.assertEqual([item["id"] for item in self.get("/orders", **me)["items"]][:1], [order["id"]])

        self.plan.action_earn()
        earned = self.get(f"/sales-reps/commissions?rep_id={self.rep.id}", **me)
        entries = earned["open_entries"] + [entry for item in earned["items"] for entry in item["entries"]]
        mine = [entry for entry in entries if entry["order"] and entry["order"]["id"] == order["id"]]
        self.assertEqual(mine[0]["amount"]["amount"], "85.00")
        self.assertTrue(mine[0]["trace"])

        today = fields.Date.today()
        days = f"date_from={today}&date_to={fields.Date.add(today, days=10)}"
        timeline = self.get(f"/sales-reps/pipeline-activity?{days}&rep_id={self.rep.id}", **me)
        self.assertLessEqual({"order", "visit"}, {item["kind"] for item in timeline["items"]})

    def test_a_repeated_visit_is_the_same_visit_and_keeps_one_note(self):
        body = self.visit_body("visit-0002", notes=[{"body": "Once", "client_uuid": "note-0002"}, {"body": "Also once"}])
        first = self.post("/sales-reps/visit", body, user=self.user_rep)
        second = self.post("/sales-reps/visit", body, status=200, user=self.user_rep)
        self.assertEqual(first, second)
        self.assertEqual(len(second["notes"]), 2)

    def test_a_repeated_quote_is_the_same_quote(self):
        first = self.post("/sales-reps/quote", self.quote_body("quote-0002"), user=self.user_rep)
        second = self.post("/sales-reps/quote", self.quote_body("quote-0002"), status=200, user=self.user_rep)
        self.assertEqual(second["id"], first["id"])
        other = self.call("POST", "/sales-reps/quote", {**self.quote_body("quote-0002"), "rep_id": self.peer.id,
                                                        "partner_id": self.foreign.id}, user=self.user_rep2)
        self.assertProblem(other, 403, "forbidden")

    def test_an_order_that_needs_an_approval_leaves_nothing_behind(self):
        answer = self.call("POST", "/sales-reps/order", self.quote_body("quote-0003", 40), user=self.user_rep)
        self.assertProblem(answer, 409, "approval-required")
        self.assertFalse(self.env["sale.order"].search([("sales_os_client_uuid", "=", "quote-0003")]))

    def test_foreign_records_are_told_as_unknown(self):
        mine = self.post("/sales-reps/quote", self.quote_body("quote-0004"), user=self.user_rep)
        visit = self.post("/sales-reps/visit", self.visit_body("visit-0004"), user=self.user_rep)
        plan = self.post("/sales-reps/route-plan", {
            "rep_id": self.rep.id, "date_start": self.monday, "partner_ids": self.customers.ids}, user=self.user_rep)
        for path in (f"/quotes/{mine['id']}", f"/orders/{mine['id']}", f"/visits/{visit['id']}", f"/route-plans/{plan['id']}",
                     f"/quotes/{mine['id']}/pdf"):
            with self.subTest(path=path):
                foreign = self.assertProblem(self.call("GET", path, user=self.user_rep2), 404, "not-found")
                unknown = path.replace(path.split("/")[2], "2000000000")
                missing = self.assertProblem(self.call("GET", unknown, user=self.user_rep2), 404, "not-found")
                # nobody learns from the answer which of both it is
                self.assertEqual({**foreign, "request_id": ""}, {**missing, "request_id": ""})
        for path in (f"/quotes/{mine['id']}/post", f"/visits/{visit['id']}/submit", f"/route-plans/{plan['id']}/submit"):
            with self.subTest(path=path):
                self.assertProblem(self.call("POST", path, {}, user=self.user_rep2), 404, "not-found")
        body = self.quote_body("quote-0005", partner_id=self.foreign.id)
        self.assertProblem(self.call("POST", "/sales-reps/quote", body, user=self.user_rep), 422, "invalid")

    def test_nothing_beside_the_documented_fields_can_be_written(self):
        visit = self.post("/sales-reps/visit", self.visit_body("visit-0006"), user=self.user_rep)
        quote = self.post("/sales-reps/quote", self.quote_body("quote-0006"), user=self.user_rep)
        for method, path, body in (
            ("PATCH", f"/visits/{visit['id']}", {"state": "done"}),
            ("PATCH", f"/visits/{visit['id']}", {"rep_id": self.peer.id}),
            ("PATCH", f"/quotes/{quote['id']}", {"state": "sale"}),
            ("PATCH", f"/quotes/{quote['id']}", {"user_id": self.user_rep2.id, "sales_os_approval_state": "approved"}),
            ("POST", "/sales-reps/quote", {**self.quote_body("quote-0007"), "state": "sale"}),
            ("POST", "/sales-reps/visit", {**self.visit_body("visit-0008"), "checked_in": "2026-01-01T00:00:00Z"}),
        ):
            with self.subTest(path=path, body=body):
                self.assertProblem(self.call(method, path, body, user=self.user_rep), 422, "invalid")

    def test_states_that_do_not_allow_it_are_conflicts(self):
        visit = self.post("/sales-reps/visit", self.visit_body("visit-0009"), user=self.user_rep)
        self.assertProblem(self.call("POST", f"/visits/{visit['id']}/post", {}, user=self.user_rep), 409, "conflict")
        self.post(f"/visits/{visit['id']}/submit", {}, status=200, user=self.user_rep)
        unknown = self.call("POST", f"/visits/{visit['id']}/post", {"outcome": "nobody-knows"}, user=self.user_rep)
        self.assertIn("Known are", self.assertProblem(unknown, 422, "invalid")["detail"])
        quote = self.post("/sales-reps/quote", self.quote_body("quote-0009"), user=self.user_rep)
        answer = self.call("POST", "/discount-approvals", {"quote_id": quote["id"], "reason": "x"}, user=self.user_rep)
        self.assertProblem(answer, 409, "conflict")

    def test_advice_and_a_route_without_records(self):
        advice = self.post("/sales-reps/ai/visit-advice", {"rep_id": self.rep.id}, status=200, user=self.user_rep)
        self.assertIsInstance(advice["items"], list)
        stops = [{"id": f"s{index}", "latitude": 48.8 + index / 50, "longitude": 2.3, "minutes": 20} for index in (3, 0, 2, 1)]
        stops.append({"id": "far", "latitude": 60.0, "longitude": 20.0, "minutes": 20})
        body = {"start": {"latitude": 48.79, "longitude": 2.3}, "stops": stops, "shift": {"start": "08:00", "end": "17:00"}}
        route = self.post("/sales-reps/ai/route-optimization", body, status=200, user=self.user_rep)
        self.assertEqual({stop["id"] for stop in route["order"]}, {"s0", "s1", "s2", "s3"})
        self.assertEqual([left["id"] for left in route["unplanned"]], ["far"])
        self.assertTrue(route["unplanned"][0]["reason"])
        self.assertEqual(route, self.post("/sales-reps/ai/route-optimization", body, status=200, user=self.user_rep))
        twice = self.call("POST", "/sales-reps/ai/route-optimization", {**body, "stops": stops[:1] * 2}, user=self.user_rep)
        self.assertIn("s3: two stops have this id", self.assertProblem(twice, 422, "invalid")["detail"])

    def test_territories_are_made_by_administrators(self):
        body = {"name": "REST North", "zip_patterns": "99*", "owner_id": self.rep.id, "owner_from": "2026-01-01"}
        self.assertProblem(self.call("POST", "/territories", body, user=self.user_manager), 403, "forbidden")
        made = self.post("/territories", body)
        self.assertEqual((made["name"], made["rules"], made["reps"][0]["rep"]["id"]), ("REST North", 1, self.rep.id))
        renamed = self.call("PATCH", f"/territories/{made['id']}", {"name": "REST Far North"}).json()
        self.assertEqual(renamed["name"], "REST Far North")
        self.customers[0].write({"sales_os_territory_id": made["id"]})
        preview = self.post(f"/territories/{made['id']}/submit", status=200)
        self.assertEqual(preview["checked"], 1)
        self.assertEqual(self.post(f"/territories/{made['id']}/post", status=200)["checked"], 1)

    def test_statements_are_prepared_submitted_and_approved_in_their_order(self):
        self.assertProblem(self.call("POST", "/commission-statements", {}, user=self.user_rep), 403, "forbidden")
        self.assertEqual(self.post("/commission-statements", {}, user=self.user_manager)["entries"], 0)

    def test_lists_cost_the_same_number_of_queries_at_any_length(self):
        import asyncio

        from odoo.addons.sales_os.controllers.api import orders, quotes, route_plans, territories, visits
        made = self.env["sale.order"].create([
            {
                "partner_id": customer.id, "user_id": self.user_rep.id,
                "order_line": [Command.create({"product_id": self.product.id, "discount": discount})],
            }
            for customer in self.customers for discount in (0, 5, 20) for _time in range(3)])
        made[::2].filtered(lambda order: order.sales_os_approval_state == "not_needed").action_confirm()
        for index in range(12):
            self.make_visit(self.rep, self.customers[index % 3])
            self.make_territory(f"T{index}")
            self.make_plan(self.rep, self.customers)
        for function, filters in (
            (quotes.list_quotes, quotes.Filters), (orders.list_orders, orders.Filters), (visits.list_visits, visits.Filters),
            (territories.list_territories, territories.Filters), (route_plans.list_plans, route_plans.Filters),
        ):
            counts = []
            for limit in (3, 12):
                for _round in range(2):
                    self.env.invalidate_all()
                    before = self.env.cr.sql_log_count
                    asyncio.run(function(self.env(user=self.user_admin_so), filters(limit=limit)))
                    cost = self.env.cr.sql_log_count - before
                counts.append(cost)
            with self.subTest(list=function.__name__):
                self.assertLessEqual(counts[1], counts[0] + 1)

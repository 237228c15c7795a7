import io
import json
from unittest.mock import patch

import requests

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ..common import SalesForce
from .region import FRIDAY, HOME, RouteCase


@tagged("post_install", "-at_install")
class TestRouteOutputs(RouteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.optimized = cls.make_plan(cls.rep, cls.partners, date_end=FRIDAY).with_user(cls.user_rep)
        cls.optimized.action_optimize()

    def test_the_map_shows_home_stops_and_routes(self):
        data = self.optimized.map_data
        self.assertEqual(len(data["points"]), 7)
        self.assertEqual(
            {point["badge"] for point in data["points"] if point["model"] == "sales_os.route.stop"},
            {str(stop.position) for stop in self.optimized.stop_ids},
        )
        for route in data["routes"]:
            self.assertEqual(route["points"][0], list(HOME))
            self.assertEqual(route["points"][-1], list(HOME))
        json.dumps(data)

    def test_navigation_leads_to_a_stop_or_through_a_day_by_coordinates_alone(self):
        stop = self.optimized.stop_ids[0]
        action = stop.action_navigate()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(f"{stop.partner_id.partner_latitude:.6f}", action["url"])
        self.assertNotIn("Shop", action["url"])
        day = self.optimized.action_navigate(date=str(stop.date))
        self.assertIn("origin=45.800000%2C16.000000", day["url"])
        with self.assertRaisesRegex(UserError, "no stops on"):
            self.optimized.action_navigate(date="2026-11-29")
        self.company.sales_os_navigation_service = "openstreetmap"
        self.assertIn("openstreetmap.org", stop.action_navigate()["url"])

    def test_a_stop_without_position_is_told(self):
        stop = self.optimized.stop_ids[0]
        stop.partner_id.write({"partner_latitude": 0, "partner_longitude": 0})
        with self.assertRaisesRegex(UserError, "no position"):
            stop.action_navigate()

    def test_the_calendar_holds_every_stop(self):
        text = self.optimized._calendar_text()
        self.assertEqual(text.count("BEGIN:VEVENT"), 6)
        stop = self.optimized.stop_ids[0]
        self.assertIn(f"DTSTART:{stop.visit_start:%Y%m%dT%H%M%SZ}", text)
        self.assertLess(self.optimized._calendar_text(stop.date).count("BEGIN:VEVENT"), 7)

    def test_the_route_sheet_is_complete_and_searchable(self):
        self.partners[0].name = "Bäckerei Šibenik"
        with self.allow_pdf_render():
            pdf, kind = (
                self.env["ir.actions.report"]
                .with_user(self.user_rep)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf("sales_os.report_route_sheet", self.optimized.ids)
            )
        self.assertEqual(kind, "pdf")
        text = "\n".join(page.extract_text() for page in PdfFileReader(io.BytesIO(pdf)).pages)
        for partner in self.partners:
            self.assertIn(partner.name.replace(" ", ""), text.replace(" ", "").replace("\n", ""))
            self.assertIn(partner.phone.replace(" ", ""), text.replace(" ", "").replace("\xa0", ""))

    def test_the_route_sheet_names_what_did_not_fit_and_draws_the_route(self):
        nowhere = self.make_partner("Nowhere <b>")
        plan = self.plan(self.partners | nowhere)
        plan.action_optimize()
        html, _kind = self.env["ir.actions.report"].with_user(self.user_rep)._render_qweb_html("sales_os.report_route_sheet", plan.ids)
        html = html.decode()
        self.assertIn("Nowhere &lt;b&gt;", html)
        self.assertIn("no position", html)
        self.assertIn("<svg", html)

    def test_several_plans_print_as_one(self):
        other = self.plan(date_start="2026-12-01")
        other.action_optimize()
        with self.allow_pdf_render():
            pdf, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.user_rep)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf("sales_os.report_route_sheet", (self.optimized | other).ids)
            )
        self.assertGreaterEqual(len(PdfFileReader(io.BytesIO(pdf)).pages), 2)

    def test_a_draft_has_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "optimise"):
            self.env["ir.actions.report"]._render_qweb_html("sales_os.report_route_sheet", self.plan().ids)


@tagged("post_install", "-at_install")
class TestDistanceServer(RouteCase):
    """No request leaves the machine: the one method that would send it is replaced."""

    def answer(self, address):
        self.asked.append(address)
        count = address.split("/driving/")[1].split("?")[0].count(";") + 1
        return {
            "code": "Ok",
            "distances": [[0 if a == b else 5000 for a in range(count)] for b in range(count)],
            "durations": [[0 if a == b else 300 for a in range(count)] for b in range(count)],
        }

    def serve(self, answer=None):
        self.asked = []
        self.company.sales_os_distance_url = "https://osrm.example.com/"
        provider = self.env.registry["sales_os.distance.provider"]
        return patch.object(provider, "_get", lambda _self, _session, address, _timeout: (answer or self.answer)(address))

    def test_without_a_server_nothing_is_asked(self):
        with patch.object(requests.Session, "get", side_effect=AssertionError("asked")):
            self.plan().action_optimize()
        self.assertFalse(self.env["sales_os.distance.cache"].search([]))

    def test_roads_come_from_the_server_and_are_asked_once(self):
        with self.serve():
            plan = self.plan()
            plan.action_optimize()
            self.assertEqual(plan.total_km, 35)
            self.assertEqual(len(self.asked), 1)
            self.assertTrue(self.asked[0].startswith("https://osrm.example.com/table/v1/driving/"))
            self.plan().action_optimize()
        self.assertEqual(len(self.asked), 1)
        self.assertEqual(self.env["sales_os.distance.cache"].search_count([]), 42)

    def test_another_server_forgets_what_the_first_said(self):
        with self.serve():
            self.plan().action_optimize()
        self.company.sales_os_distance_url = "https://other.example.com"
        self.assertFalse(self.env["sales_os.distance.cache"].search([]))

    def test_a_server_that_fails_is_stood_in_for_and_told(self):
        def broken(_address):
            raise requests.ConnectTimeout("too slow")

        straight = self.plan()
        straight.action_optimize()
        for answer in (broken, lambda _address: {"code": "NoTable"}):
            with self.serve(answer), self.assertLogs("odoo.addons.sales_os.models.route.distance_provider", "WARNING"):
                plan = self.plan()
                plan.action_optimize()
            self.assertIn("great circles", plan.note)
            self.assertEqual(plan.total_km, straight.total_km)

    def test_saving_asks_nobody(self):
        with self.serve(lambda _address: self.fail("asked on save")):
            plan = self.plan()
            plan.stop_ids[0].sequence = 5
            self.partners[0].partner_latitude = 45.9

    def test_only_web_addresses_are_taken(self):
        for url in ("file:///etc/passwd", "ftp://example.com", "https://", "osrm.example.com", "https://example.com/?x=1"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.sales_os_distance_url = url

    def test_redirects_are_not_followed_and_large_answers_are_refused(self):
        class Answer:
            status_code = 302

            def __enter__(self):
                return self

            def __exit__(self, *_args):
                return False

        provider = self.env["sales_os.distance.provider"]
        with patch.object(requests.Session, "get", return_value=Answer()) as get, self.assertRaisesRegex(ValueError, "302"):
            provider._get(requests.Session(), "https://osrm.example.com/table", 5)
        self.assertIs(get.call_args.kwargs["allow_redirects"], False)
        self.assertEqual(get.call_args.kwargs["timeout"], 5)


@tagged("post_install", "-at_install")
class TestRouteCalendarDownload(SalesForce, HttpCase):
    def test_only_who_may_read_the_plan_gets_its_calendar(self):
        self.set_up_sales_force()
        rep = self.make_rep(self.user_rep, start_latitude=45.8, start_longitude=16.0)
        plan = self.make_plan(rep, self.make_partner(partner_latitude=45.81, partner_longitude=16.01))
        plan.action_optimize()
        url = f"/sales_os/route_plan/{plan.id}/calendar.ics"
        self.authenticate(None, None)
        self.assertNotIn("BEGIN:VCALENDAR", self.url_open(url).text)
        for user, status in ((self.user_rep, 200), (self.user_rep2, 404), (self.user_plain, 404)):
            user.password = "so_password_1"
            self.authenticate(user.login, "so_password_1")
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, status)
            self.assertEqual("BEGIN:VEVENT" in answer.text, status == 200)
        self.authenticate(self.user_rep.login, "so_password_1")
        self.assertIn("text/calendar", self.url_open(url).headers["Content-Type"])
        self.assertEqual(self.url_open(url + "?date=nonsense").status_code, 404)

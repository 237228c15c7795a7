"""A report narrowed to a channel, category, segment or customer: as the screens narrow it, with the caller's rights."""

import csv
import io

from odoo import fields
from odoo.tests import tagged

from ..commission.common import CommissionData
from .rest_case import RestCase


@tagged("post_install", "-at_install")
class TestRestNarrowed(CommissionData, RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_commission_data()
        cls.rep.parent_id = cls.make_rep(cls.user_manager)
        cls.fleets = cls.make_segment("Fleets", code="fleets26")
        cls.fair = cls.make_channel("Fair", code="fair26")
        cls.trucks = cls.env["product.category"].create({"name": "Trucks"})
        heavy = cls.env["product.category"].create({"name": "Heavy", "parent_id": cls.trucks.id})
        # cheap, so that nothing is a discount
        cls.truck = cls.make_product("Truck", price=1, categ_id=heavy.id)
        cls.product.list_price = 1
        cls.fleet = cls.make_partner("Fleet", user_id=cls.user_rep.id)
        cls.fleet.sales_os_segment_id = cls.fleets
        cls.clerk = cls.env["res.partner"].create({"name": "Clerk", "parent_id": cls.fleet.id})
        far = cls.make_territory("Far", "99*", owner=cls.rep2)
        cls.theirs = cls.make_partner("Theirs", user_id=cls.user_rep2.id, sales_os_territory_id=far.id, sales_os_territory_locked=True)
        cls.today = fields.Date.today()
        for amount, partner, product, channel, user in (
                (100, cls.fleet, cls.truck, cls.fair, cls.user_rep), (40, cls.fleet, cls.product, None, cls.user_rep),
                (7, cls.partner, cls.truck, None, cls.user_rep), (500, cls.theirs, cls.truck, cls.fair, cls.user_rep2)):
            order = cls.make_order(
                amount, partner=partner, product=product, user=user, date=fields.Datetime.now(),
                sales_os_channel_id=channel.id if channel else False)
            invoice = order._create_invoices()
            invoice.invoice_date = cls.today
            invoice.action_post()

    def report(self, question, code="revenue", user=None, **kwargs):
        return self.get(f"/reports/{code}?{question}", user=user or self.user_rep, **kwargs)

    def test_every_part_of_the_report_follows(self):
        for question, revenue, names in (
                ("", 147, []), (f"segment={self.fleets.id}", 140, ["Fleets"]), (f"channel={self.fair.id}", 100, ["Fair"]),
                (f"category={self.trucks.id}", 107, ["Trucks"]), (f"customer={self.fleet.id}", 140, ["Fleet"]),
                (f"customer={self.clerk.id}", 140, ["Fleet"]),
                (f"customer={self.fleet.id}&category={self.trucks.id}", 100, ["Trucks", "Fleet"]),
                (f"customer={self.partner.id}&channel={self.fair.id}", 0, ["Fair", "Gate Motors"])):
            with self.subTest(question=question):
                report = self.report(f"{question}&group_by=category".strip("&"))
                self.assertEqual(report["figure"]["value"], revenue)
                self.assertAlmostEqual(sum(row["value"] for row in report["periods"]), revenue, 2)
                self.assertAlmostEqual(sum(row["value"] for row in report["groups"]), revenue, 2)
                self.assertEqual([one["name"] for one in report["filters"]], names)
                lines = self.env["sales_os.sold.line"].with_user(self.user_rep).search(report["drill_down"]["domain"])
                self.assertAlmostEqual(sum(lines.mapped("revenue_amount")), revenue, 2)

    def test_it_says_the_same_as_the_method_that_other_programs_call(self):
        filters = {"segment": self.fleets.id, "category": self.trucks.id}
        told = self.env["sales_os.kpi"].with_user(self.user_rep).report("revenue", filters=filters)
        report = self.report("&".join(f"{name}={number}" for name, number in filters.items()))
        self.assertEqual((report["figure"]["value"], report["filters"]), (told["figure"]["value"], told["filters"]))

    def test_a_figure_whose_records_do_not_say_it_is_not_made_up(self):
        report = self.report(f"channel={self.fair.id}", code="calls")
        self.assertEqual((report["figure"]["state"], report["figure"]["value"], report["periods"]), ("unavailable", None, []))
        self.assertTrue(report["figure"]["why"])
        catalogue = {row["code"]: row["narrowed_by"] for row in self.get("/reports", user=self.user_rep)}
        self.assertEqual((catalogue["calls"], catalogue["visits_done"]), ([], ["customer", "segment"]))

    def test_faulty_filters_are_told_in_words(self):
        for question, where in (
                ("channel=fair", "channel"), ("segment=0", "segment"), ("category=-3", "category"), (f"customer={2**40}", "customer"),
                ("customer=", "customer"), ("chanel=3", "chanel")):
            with self.subTest(question=question):
                body = self.assertProblem(self.call("GET", f"/reports/revenue?{question}", user=self.user_rep), 422, "invalid")
                self.assertEqual(body["errors"][0]["loc"][-1], where)
        body = self.assertProblem(self.call("GET", "/reports/revenue?segment=2000000000", user=self.user_rep), 422, "invalid")
        self.assertEqual(body["detail"], "segment: there is no record 2000000000 that you may use.")

    def test_a_customer_of_somebody_else_is_answered_as_one_that_is_not_there(self):
        missing = self.theirs.copy().id
        self.env["res.partner"].browse(missing).unlink()
        bodies = []
        for number in (self.theirs.id, missing):
            answer = self.call("GET", f"/reports/revenue?customer={number}", user=self.user_rep)
            body = self.assertProblem(answer, 422, "invalid")
            self.assertNotIn("Theirs", answer.text)
            bodies.append(str({**body, "request_id": ""}).replace(str(number), "N"))
        self.assertEqual(*bodies)
        self.assertEqual(self.report(f"customer={self.theirs.id}", user=self.user_executive)["figure"]["value"], 500)
        shared = self.report(f"channel={self.fair.id}&group_by=owner")
        self.assertEqual(shared["figure"]["value"], 100, "what the other one sold by the same channel is not told")

    def test_a_contact_in_sight_does_not_open_the_company_behind_it(self):
        contact = self.env["res.partner"].create({"name": "Seen", "parent_id": self.theirs.id, "user_id": self.user_rep.id})
        self.assertTrue(contact.with_user(self.user_rep).has_access("read"))
        answer = self.call("GET", f"/reports/revenue?customer={contact.id}", user=self.user_rep)
        self.assertProblem(answer, 422, "invalid")
        self.assertNotIn("Theirs", answer.text)

    def test_a_file_and_its_trace_say_what_it_is_narrowed_to(self):
        self.fleets.name = "=Fleets"
        answer = self.call("GET", f"/reports/revenue?segment={self.fleets.id}&format=csv", user=self.user_manager)
        self.assertEqual(answer.status_code, 200, answer.text)
        row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertEqual((row["narrowed_to"], float(row["value"])), ("'=Fleets", 140.0))
        trace = self.env["sales_os.audit.entry"].search([("event", "=", "export")], limit=1, order="id desc")
        self.assertTrue(trace.new_value.endswith(f"as csv, segment {self.fleets.id}"), trace.new_value)

    def test_the_document_declares_each_filter_with_an_example(self):
        operation = self.get("/openapi.json", user=False)["paths"]["/reports/{code}"]["get"]
        declared = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "query"}
        for name in ("channel", "category", "segment", "customer"):
            with self.subTest(name=name):
                self.assertTrue(declared[name]["description"])
                self.assertIsInstance(declared[name]["examples"][0], int)

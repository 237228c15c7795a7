"""The page of a customer in the browser: from the customer's form, on a desk and on a phone."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..commission.common import CommissionCase


class CustomerPageTourCase(CommissionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_territory("North", zip_patterns="99990", owner=cls.rep)
        cls.customer = cls.make_partner("Harbour Works", zip="99990", phone="+49 40 1234", user_id=cls.user_rep.id)
        cls.make_order(1234, partner=cls.customer, date=fields.Datetime.now())
        cls.make_order(500, partner=cls.customer, confirm=False)
        cls.make_visit(cls.rep, cls.customer)
        cls.make_customer_value(cls.customer, clv_amount=1000, rfm_code="543", recency=5, frequency=4, monetary=3,
            date_last_order="2026-01-01")
        cls.env["res.partner"].create({"name": "Ada Berg", "parent_id": cls.customer.id, "function": "Buyer"})
        cls.env["crm.lead"].create({
            "name": "Crane", "type": "opportunity", "partner_id": cls.customer.id, "user_id": cls.user_rep.id, "expected_revenue": 700})
        cls.env["sales_os.preference"].create({"partner_id": cls.customer.id, "kind": "budget", "value": "2 000"})
        cls.env["sales_os.next.product"].create({
            "partner_id": cls.customer.id, "company_id": cls.company.id, "rank": 1, "product_id": cls.product.id, "method": "popular",
            "buyers": 3})
        cls.env["sales_os.insight"].create({
            "kind": "stalled_deal", "severity": "info", "suggested_action": "call", "res_model": "res.partner", "res_id": cls.customer.id,
            "partner_id": cls.customer.id, "rep_id": cls.rep.id, "company_id": cls.company.id, "date_found": "2026-01-01",
            "date_evidence": "2026-01-01", "date_expires": "2026-12-31", "record_name": "Crane"})
        cls.make_invoice(80.0, partner=cls.customer, date="2026-01-10", invoice_date_due="2026-02-10")


@tagged("post_install", "-at_install")
class TestCustomerPageTour(CustomerPageTourCase):
    def test_from_the_customer_to_the_page_and_on(self):
        self.start_tour(f"/odoo/sales-os-customers/{self.customer.id}", "sales_os_customer_page", login="so_rep")
        self.assertTrue(self.customer.activity_ids, "the suggested call is planned")


@tagged("post_install", "-at_install")
class TestCustomerPagePhone(CustomerPageTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_page_on_a_phone(self):
        self.start_tour(f"/odoo/{self.customer.id}/sales-os-360", "sales_os_customer_page_phone", login="so_rep")

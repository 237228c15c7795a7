"""The first confirmed order starts the onboarding plan, once, for the salesperson of the order."""

from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestOnboarding(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env.ref("sales_os.activity_plan_onboarding")
        cls.company.sales_os_onboarding_plan_id = cls.plan
        cls.product = cls.env["product.product"].create({"name": "Thing", "list_price": 10.0, "taxes_id": False})
        cls.partner = cls.make_partner("New Customer")

    def order(self, partner=None, **values):
        return self.env["sale.order"].create({
            "partner_id": (partner or self.partner).id, "user_id": self.user_rep.id,
            "order_line": [Command.create({"product_id": self.product.id})], **values})

    def test_the_first_order_starts_the_plan_for_its_salesperson(self):
        self.order().action_confirm()
        self.assertEqual(len(self.partner.activity_ids), len(self.plan.template_ids))
        self.assertEqual(self.partner.activity_ids.user_id, self.user_rep)
        self.assertTrue(self.partner.sales_os_onboarded_on)

    def test_the_second_order_and_one_of_a_branch_start_nothing(self):
        self.order().action_confirm()
        count = len(self.partner.activity_ids)
        branch = self.make_partner("Branch", is_company=False, parent_id=self.partner.id, type="delivery")
        (self.order() + self.order(branch)).action_confirm()
        self.assertEqual(len(self.partner.activity_ids), count)
        self.assertFalse(branch.activity_ids)

    def test_who_ordered_before_there_was_a_plan_is_no_new_customer(self):
        self.company.sales_os_onboarding_plan_id = False
        self.order().action_confirm()
        self.assertFalse(self.partner.activity_ids)
        self.company.sales_os_onboarding_plan_id = self.plan
        self.order().action_confirm()
        self.assertFalse(self.partner.activity_ids)

    def test_a_rep_confirms_and_the_plan_starts(self):
        self.order().with_user(self.user_rep).action_confirm()
        self.assertTrue(self.partner.activity_ids)

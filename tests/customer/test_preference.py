"""Preferences: said ones belong to people, learnt ones to the night; confirming, putting aside, who sees them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestPreference(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.make_territory("North", zip_patterns="99990", owner=cls.rep)
        cls.customer = cls.make_partner("Harbour Works", zip="99990")
        attribute = cls.env["product.attribute"].create({
            "name": "Material", "create_variant": "always", "value_ids": [Command.create({"name": "Oak"}),
                Command.create({"name": "Pine"})]})
        cls.category = cls.env["product.category"].create({"name": "Tables"})
        template = cls.env["product.template"].create({
            "name": "Table", "categ_id": cls.category.id, "list_price": 1, "attribute_line_ids": [
                Command.create({"attribute_id": attribute.id, "value_ids": attribute.value_ids.ids})]})
        cls.oak, cls.pine = template.product_variant_ids
        cls.other = cls.env["product.product"].create({
            "name": "Lamp", "list_price": 1, "categ_id": cls.env["product.category"].create({"name": "Lamps"}).id})

    def order(self, *products, confirm=True, customer=None):
        order = self.env["sale.order"].create({"partner_id": (customer or self.customer).id, "order_line": [
            Command.create({"product_id": product.id, "price_unit": 1}) for product in products]})
        if confirm:
            order.action_confirm()
        return order

    def learn(self):
        self.env["sales_os.preference"]._learn(self.company)
        return {(row.topic or row.kind, row.value): (row.times,
            row.of_times) for row in self.customer.sales_os_preference_ids if row.is_learnt}

    def test_the_material_that_was_chosen_again_is_learnt(self):
        self.order(self.oak)
        self.order(self.oak, self.other)
        self.order(self.pine)
        self.assertEqual(self.learn(), {("Material", "Oak"): (2, 3), ("product", "Tables"): (3, 3)})
        row = self.customer.sales_os_preference_ids.filtered(lambda row: row.value == "Oak")
        self.assertIn("2 of 3", row.why)

    def test_drafts_tell_nothing_sent_quotes_do(self):
        self.order(self.oak, confirm=False)
        self.order(self.oak)
        self.assertEqual(self.learn(), {})
        self.order(self.oak, confirm=False).write({"state": "sent"})
        self.assertEqual(self.learn()["Material", "Oak"], (2, 2))

    def test_what_does_not_hold_any_more_goes(self):
        orders = self.order(self.oak) | self.order(self.oak)
        self.assertIn(("Material", "Oak"), self.learn())
        orders[0]._action_cancel()
        self.assertEqual(self.learn(), {})

    def test_learning_twice_changes_nothing(self):
        self.order(self.oak)
        self.order(self.oak)
        first = self.learn()
        before = self.customer.sales_os_preference_ids
        self.assertEqual((self.learn(), self.customer.sales_os_preference_ids), (first, before))

    def test_confirmed_it_is_known_and_not_learnt_again(self):
        self.order(self.oak)
        self.order(self.oak)
        self.learn()
        row = self.customer.sales_os_preference_ids.filtered(lambda row: row.value == "Oak")
        row.with_user(self.user_rep).action_confirm()
        self.assertEqual((row.is_learnt, row.source, row.user_id), (False, "said", self.user_rep))
        self.assertNotIn(("Material", "Oak"), self.learn())

    def test_put_aside_it_stays_aside(self):
        self.order(self.oak)
        self.order(self.oak)
        self.learn()
        row = self.customer.sales_os_preference_ids.filtered(lambda row: row.value == "Oak")
        row.with_user(self.user_rep).action_put_aside()
        self.assertNotIn(("Material", "Oak"), self.learn())
        self.assertTrue(row.exists() and not row.active)

    def test_nobody_writes_what_is_learnt(self):
        self.order(self.oak)
        self.order(self.oak)
        self.learn()
        row = self.customer.sales_os_preference_ids[0].with_user(self.user_rep)
        for vals in ({"value": "Ash"}, {"times": 99}, {"is_learnt": False}):
            with self.subTest(vals), self.assertRaises(UserError):
                row.write(vals)
        with self.assertRaises(UserError):
            row.with_context(sales_os_preference_by=True).write({"times": 9})
        with self.assertRaises(UserError):
            row.create({"partner_id": self.customer.id, "value": "x", "source": "orders"})

    def test_said_ones_are_the_reps(self):
        row = self.env["sales_os.preference"].with_user(self.user_rep).create({
            "partner_id": self.customer.id, "kind": "budget", "value": "2 000", "is_avoided": False})
        self.assertEqual((row.display_name, row.user_id), ("Budget: 2 000", self.user_rep))
        row.is_avoided = True
        self.assertEqual(row.display_name, "Budget: not 2 000")
        with self.assertRaises(AccessError):
            row.with_user(self.user_rep2).read(["value"])
        with self.assertRaises(AccessError):
            row.with_user(self.user_executive).value = "3 000"

    def test_colleagues_have_no_preferences(self):
        with self.assertRaises(ValidationError):
            self.env["sales_os.preference"].create({"partner_id": self.user_rep.partner_id.id, "value": "tea"})

    def test_learning_takes_the_same_queries_for_any_number(self):
        self.order(self.oak)
        self.order(self.oak)
        self.learn()
        with self.collected_queries() as few:
            self.env["sales_os.preference"]._learn(self.company)
        for number in range(6):
            customer = self.make_partner(f"Customer {number}", zip="99990")
            self.order(self.oak, customer=customer)
            self.order(self.oak, customer=customer)
        self.env["sales_os.preference"]._learn(self.company)
        with self.collected_queries() as many:
            self.env["sales_os.preference"]._learn(self.company)
        self.assertNoMoreQueries(few, many)

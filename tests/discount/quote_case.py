"""A small company with a ladder: up to 10 % free, managers up to 20 %, administrators above; and quotes of one product."""

from odoo.fields import Command

from ..common import SalesOsCase


class QuoteCase(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the installing user is an administrator as well; here the one of the tests decides
        cls.env.ref("sales_os.group_admin").user_ids = [
            Command.set((cls.user_admin_so + cls.env.ref("base.user_root")).ids)]
        cls.user_director = cls.make_user("so_director", "sales_os.group_manager")
        cls.rep_director = cls.make_rep(cls.user_director)
        cls.rep_manager = cls.make_rep(cls.user_manager, parent_id=cls.rep_director.id)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.rep_manager.id)
        cls.rep2 = cls.make_rep(cls.user_rep2, parent_id=cls.rep_manager.id)
        cls.partner = cls.make_partner("Customer", email="customer@example.com")
        cls.product = cls.env["product.product"].create(
            {"name": "Machine", "list_price": 100.0, "standard_price": 60.0, "taxes_id": [Command.clear()]})
        cls.policy = cls.env.ref("sales_os.discount_policy_default")

    @classmethod
    def make_quote(cls, discount=0.0, quantity=10, user=None, **values):
        return cls.env["sale.order"].create({
            "partner_id": cls.partner.id, "user_id": (user or cls.user_rep).id,
            "order_line": [Command.create({"product_id": cls.product.id, "product_uom_qty": quantity, "discount": discount})], **values,
        })

    def request(self, order, user=None, reason="The customer buys a lot"):
        return order.with_user(user or self.user_rep).action_request_approval(reason) and order.sales_os_approval_id

    def approved_quote(self, discount=15.0, **values):
        order = self.make_quote(discount, **values)
        self.request(order).with_user(self.user_manager).action_approve("fine")
        self.assertEqual(order.sales_os_approval_state, "approved")
        return order

    def make_policy(self, *levels, **values):
        return self.env["sales_os.discount.policy"].create({
            "name": "Policy", "sequence": 1, "level_ids": [Command.create({"sequence": number, **level})
                                                           for number, level in enumerate(levels, 1)], **values})

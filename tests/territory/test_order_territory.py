from ..common import SalesOsCase


class TestOrderTerritory(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north, cls.south = cls.env["sales_os.territory"].create([{"name": "North", "code": "OT-N"}, {"name": "South", "code": "OT-S"}])
        cls.product = cls.env["product.product"].create({"name": "Beans", "list_price": 10})
        cls.customer = cls.make_partner("Kiosk")
        cls.move(cls.customer, cls.north)

    @classmethod
    def move(cls, partner, territory):
        partner.write({"sales_os_territory_locked": True, "sales_os_territory_id": territory.id})

    def order(self, **values):
        return self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 1})], **values}
        )

    def test_order_made_and_confirmed_in_one_transaction_has_its_territory(self):
        order = self.order()
        order.action_confirm()
        self.assertEqual(order.sales_os_territory_id, self.north)

    def test_order_loaded_as_confirmed_has_its_territory(self):
        self.assertEqual(self.order(state="sale").sales_os_territory_id, self.north)

    def test_quote_follows_the_delivery_address_until_confirmed(self):
        shop = self.make_partner("Shop")
        self.move(shop, self.south)
        order = self.order()
        order.partner_shipping_id = shop
        order.action_confirm()
        self.assertEqual(order.sales_os_territory_id, self.south)

    def test_confirmed_order_keeps_its_territory(self):
        order = self.order()
        order.action_confirm()
        self.move(self.customer, self.south)
        self.assertEqual(order.sales_os_territory_id, self.north)
        self.assertEqual(self.order().sales_os_territory_id, self.south)

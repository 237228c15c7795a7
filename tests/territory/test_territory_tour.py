import json

from odoo.tests import HttpCase, tagged

from odoo.addons.sales_os.tests.common import SalesForce


@tagged("post_install", "-at_install")
class TestTerritoryTour(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        # a map without content begins at the company's place
        cls.company.partner_id.write({"partner_latitude": 47.5, "partner_longitude": 9.7})
        cls.inside = cls.make_partner("Inside Ltd", partner_latitude=47.55, partner_longitude=9.75, city="Bregenz")
        cls.outside = cls.make_partner("Outside Ltd", partner_latitude=40.4, partner_longitude=-3.7, city="Madrid")

    def test_draw_an_outline_preview_and_activate(self):
        territory = self.make_territory("Harbour")
        version = self.env["sales_os.territory.version"].create({"name": "Harbour plan"})
        self.start_tour(f"/odoo/sales-os-territories/{territory.id}", "sales_os_territory", login=self.user_admin_so.login)
        outline = json.loads(territory.polygon)
        self.assertEqual(outline["type"], "Polygon")
        self.assertEqual(len(outline["coordinates"][0]), 5)
        self.assertEqual(version.state, "active")
        self.assertEqual(self.inside.sales_os_territory_id, territory)
        self.assertFalse(self.outside.sales_os_territory_id)

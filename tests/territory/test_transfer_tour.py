"""Balancing and handing over in the browser: look first, apply, take back."""

from odoo.tests import HttpCase, tagged

from odoo.addons.sales_os.tests.common import SalesForce


@tagged("post_install", "-at_install")
class TestTransferTour(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.boss = cls.make_rep(cls.user_manager)
        cls.user_rep.name, cls.user_rep2.name = "Tour Giver", "Tour Taker"
        cls.giver = cls.make_rep(cls.user_rep, parent_id=cls.boss.id, start_latitude=41.0, start_longitude=28.0)
        cls.taker = cls.make_rep(cls.user_rep2, parent_id=cls.boss.id, start_latitude=41.0, start_longitude=30.0)

    def test_a_manager_hands_over_and_takes_back(self):
        territory = self.make_territory("Tour Harbour", owner=self.giver)
        customer = self.make_partner("Tour Customer", user_id=self.user_rep.id)
        lead = self.env["crm.lead"].create({"name": "Tour cranes", "type": "opportunity", "user_id": self.user_rep.id})
        self.start_tour("/odoo/action-sales_os.rep_handover_action", "sales_os_rep_handover", login=self.user_manager.login)
        transfer = self.env["sales_os.transfer"].search([("rep_from_id", "=", self.giver.id)])
        self.assertEqual((transfer.kind, transfer.state, transfer.user_id), ("handover", "undone", self.user_manager))
        self.assertEqual(set(transfer.line_ids.mapped("outcome")), {"undone"})
        self.assertEqual((customer.user_id, lead.user_id), (self.user_rep, self.user_rep))
        self.assertEqual(territory.owner_id, self.giver)

    def set_up_territories(self):
        """Four customers in the west, two in the east, of which one lies near the border."""
        self.env["sales_os.territory.version"].search([("state", "=", "active")])._transition("archived")
        self.version = self.env["sales_os.territory.version"].create({"name": "Tour before"})
        west = self.make_territory("Tour West", owner=self.giver, version_id=self.version.id, zip_patterns="971*")
        east = self.make_territory("Tour East", owner=self.taker, version_id=self.version.id, zip_patterns="972*")
        self.version.action_activate()
        self.customers = self.env["res.partner"].create([
            {"name": f"Tour {number}", "is_company": True, "zip": code, "partner_latitude": 41.0, "partner_longitude": longitude}
            for number, (code, longitude) in enumerate(
                (("97101", 28.0), ("97101", 28.1), ("97101", 28.2), ("97101", 28.9), ("97201", 30.0), ("97201", 30.1)))
        ])
        counts = [len(self.customers.filtered_domain([("sales_os_territory_id", "=", place.id)])) for place in (west, east)]
        self.assertEqual(counts, [4, 2])
        return west, east

    def test_a_manager_proposes_and_nothing_moves(self):
        west, _east = self.set_up_territories()
        self.start_tour("/odoo/action-sales_os.territory_balance_action", "sales_os_balance_propose", login=self.user_manager.login)
        self.assertEqual(self.customers[3].sales_os_territory_id, west)
        self.assertEqual(self.version.state, "active")
        self.assertFalse(self.env["sales_os.transfer"].search([("version_id.based_on_id", "=", self.version.id)]))

    def test_an_administrator_applies_and_takes_back(self):
        west, _east = self.set_up_territories()
        self.start_tour("/odoo/action-sales_os.territory_balance_action", "sales_os_balance_apply", login=self.user_admin_so.login)
        transfer = self.env["sales_os.transfer"].search([("former_version_id", "=", self.version.id)])
        self.assertEqual((transfer.kind, transfer.state), ("balance", "undone"))
        self.assertEqual(self.customers[3].sales_os_territory_id, west)
        self.assertEqual((self.version.state, transfer.version_id.state), ("active", "archived"))

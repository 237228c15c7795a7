"""A territory rule may ask for segments, and follows when a segment changes."""

from odoo.tests import Form

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestTerritorySegment(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise = cls.env.ref("sales_os.segment_enterprise")
        cls.small = cls.env.ref("sales_os.segment_small_business")
        cls.key_accounts = cls.make_territory("Key accounts")
        cls.rule = cls.env["sales_os.territory.rule"].create(
            {"territory_id": cls.key_accounts.id, "priority": 50, "segment_ids": cls.enterprise.ids})
        cls.paris = cls.make_territory("Paris", zip_patterns="75*")

    def moves(self, partner):
        return self.env["sales_os.audit.entry"].search(
            [("model", "=", "res.partner"), ("res_id", "=", partner.id), ("event", "=", "territory_move")], order="id")

    def test_a_customer_goes_where_its_segment_belongs(self):
        partner = self.make_partner(zip="75011")
        contact = self.make_partner("Buyer", is_company=False, parent_id=partner.id)
        self.assertEqual((partner + contact).sales_os_territory_id, self.paris)
        partner.sales_os_segment_id = self.enterprise
        self.assertEqual((partner + contact).sales_os_territory_id, self.key_accounts)
        self.assertIn("segment", partner.sales_os_territory_reason)
        self.assertEqual(self.moves(partner).new_value, "Key accounts")
        partner.sales_os_segment_locked = False
        self.assertEqual((partner + contact).sales_os_territory_id, self.paris)

    def test_a_change_found_at_night_moves_the_customer_and_leaves_a_trace(self):
        partner = self.make_partner(zip="75011")
        contact = self.make_partner("Buyer", is_company=False, parent_id=partner.id)
        self.enterprise.write({"revenue_from": 0})
        self.env["sales_os.segment"].action_assign(partner.ids)
        self.assertEqual((partner + contact).sales_os_territory_id, self.key_accounts)
        self.assertIn("Key accounts by rule", self.moves(partner).reason)
        self.assertEqual(len(self.moves(contact)), 1)

    def test_no_rule_asks_for_segments_no_territory_is_looked_at(self):
        self.rule.unlink()
        self.assertFalse(self.env["sales_os.territory.rule"]._ask_for_segments())
        partner = self.make_partner(zip="75011")
        self.enterprise.write({"revenue_from": 0})
        self.env["sales_os.segment"].action_assign(partner.ids)
        self.assertEqual((partner.sales_os_segment_id, partner.sales_os_territory_id), (self.enterprise, self.paris))

    def test_a_rule_whose_segments_are_gone_takes_nobody(self):
        gone = self.make_segment("Gone", sequence=99)
        self.rule.segment_ids = gone
        gone.unlink()
        self.assertEqual(self.make_partner(zip="75011").sales_os_territory_id, self.paris)

    def test_an_address_may_name_its_segment(self):
        Territory = self.env["sales_os.territory"].with_user(self.user_rep)
        for segment, territory in ((self.enterprise, self.key_accounts), (self.small, self.paris)):
            self.assertEqual(Territory.resolve_address({"zip": "75011", "segment_id": segment.id})["territory_id"], territory.id)
        form = Form(self.env["sales_os.territory.lookup"].with_user(self.user_rep))
        form.zip = "75011"
        form.segment_id = self.enterprise
        self.assertEqual(form.territory_id, self.key_accounts)

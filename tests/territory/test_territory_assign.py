"""Customers find their territory on create, import and change of address, and all at once."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestTerritoryAssign(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.paris = cls.make_territory("Paris", zip_patterns="75*", owner=cls.rep)
        cls.lyon = cls.make_territory("Lyon", zip_patterns="69*")
        cls.Territory = cls.env["sales_os.territory"]
        cls.Partner = cls.env["res.partner"]

    def moves(self, partner):
        return self.env["sales_os.audit.entry"].search(
            [("model", "=", "res.partner"), ("res_id", "=", partner.id), ("event", "=", "territory_move")], order="id"
        )

    def test_on_create_with_the_reason(self):
        partner = self.make_partner(zip="75011")
        self.assertEqual((partner.sales_os_territory_id, partner.sales_os_rep_id), (self.paris, self.rep))
        self.assertIn("Paris by rule “Paris: 75*” (priority 10): postal code.", partner.sales_os_territory_reason)
        self.assertIn("2026-06-15", partner.sales_os_territory_reason)
        self.assertFalse(self.moves(partner), "arriving is no move")

    def test_on_import(self):
        result = self.Partner.load(
            ["name", "zip", "city"], [["One", "75001", "Paris"], ["Two", "69002", "Lyon"], ["Three", "33000", "Bordeaux"]]
        )
        partners = self.Partner.browse(result["ids"])
        self.assertEqual([partner.sales_os_territory_id for partner in partners], [self.paris, self.lyon, self.Territory])

    def test_on_change_of_address_with_a_trace(self):
        partner = self.make_partner(zip="75011")
        partner.zip = "69003"
        self.assertEqual(partner.sales_os_territory_id, self.lyon)
        entry = self.moves(partner)
        self.assertEqual((entry.old_value, entry.new_value), ("Paris", "Lyon"))
        self.assertIn("Lyon by rule", entry.reason)
        partner.zip = "33000"
        self.assertFalse(partner.sales_os_territory_id)
        self.assertFalse(partner.sales_os_territory_reason)
        self.assertEqual(self.moves(partner)[-1].new_value, "")

    def test_the_form_shows_the_territory_while_one_types(self):
        form = Form(self.Partner.with_user(self.user_rep))
        form.name = "Typed"
        form.zip = "75012"
        self.assertEqual(form.sales_os_territory_id.name, "Paris")
        partner = form.save()
        self.assertEqual(partner.sales_os_territory_id, self.paris)

    def test_a_locked_customer_stays(self):
        partner = self.make_partner(zip="75011")
        partner.write({"sales_os_territory_locked": True, "sales_os_territory_id": self.lyon.id})
        self.assertEqual(self.moves(partner).reason, "Changed by hand")
        partner.zip = "75012"
        self.assertEqual(partner.sales_os_territory_id, self.lyon)
        self.assertEqual(self.Territory.action_assign()["moved"], 0)
        self.assertEqual(partner.sales_os_territory_id, self.lyon)
        partner.sales_os_territory_locked = False
        self.assertEqual(partner.sales_os_territory_id, self.paris)

    def test_contacts_follow_the_company_and_addresses_do_not(self):
        company = self.make_partner(zip="75011", city="Paris")
        contact = self.make_partner("Buyer", is_company=False, parent_id=company.id, type="contact")
        address = self.make_partner("Warehouse", is_company=False, parent_id=company.id, type="delivery", zip="69004")
        self.assertEqual((contact.sales_os_territory_id, address.sales_os_territory_id), (self.paris, self.lyon))
        company.zip = "69005"
        self.assertEqual((contact.sales_os_territory_id, address.sales_os_territory_id), (self.lyon, self.lyon))
        self.assertEqual(self.lyon.partner_count, 2, "a contact person is no customer of its own")

    def test_colleagues_belong_to_no_territory(self):
        self.user_rep.partner_id.zip = "75011"
        self.company.partner_id.zip = "75011"
        self.assertFalse(self.user_rep.partner_id.sales_os_territory_id)
        self.assertFalse(self.company.partner_id.sales_os_territory_id)

    def test_an_external_agent_is_no_customer(self):
        agent = self.make_partner("Agent", zip="75011")
        self.assertEqual(agent.sales_os_territory_id, self.paris)
        self.env["sales_os.rep"].create({"partner_id": agent.id, "kind": "agent"})
        self.assertFalse(agent.sales_os_territory_id)

    def test_all_customers_at_once(self):
        inside = self.make_partner(zip="31000")
        locked = self.make_partner(zip="31000", sales_os_territory_locked=True)
        lead = self.env["crm.lead"].create({"name": "Lead", "partner_id": inside.id})
        self.env.flush_all()
        toulouse = self.make_territory("Toulouse", zip_patterns="31*")
        self.assertFalse(inside.sales_os_territory_id, "a rule moves nobody by itself")
        result = self.Territory.action_assign()
        self.assertEqual((result["moved"], inside.sales_os_territory_id, locked.sales_os_territory_id.id), (1, toulouse, False))
        self.assertGreaterEqual(result["locked"], 1)
        self.assertEqual(self.moves(inside).new_value, "Toulouse")
        self.assertEqual(lead.sales_os_territory_id, toulouse)
        self.assertEqual(self.Territory.action_assign()["moved"], 0)

    def test_only_administrators_assign_all(self):
        for user in (self.user_rep, self.user_manager, self.user_executive):
            with self.assertRaises(AccessError):
                self.Territory.with_user(user).action_assign()
        self.assertIn("moved", self.Territory.with_user(self.user_admin_so).action_assign())

    def test_cron_brings_all_up_to_date(self):
        partner = self.make_partner(zip="31000")
        toulouse = self.make_territory("Toulouse", zip_patterns="31*")
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.territory_cron_assign").method_direct_trigger()
        partner.invalidate_recordset()
        self.assertEqual(partner.sales_os_territory_id, toulouse)

    def test_order_takes_the_delivery_address_and_keeps_it(self):
        customer = self.make_partner(zip="75011")
        delivery = self.make_partner("Warehouse", is_company=False, parent_id=customer.id, type="delivery", zip="69004")
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "partner_shipping_id": delivery.id,
                "order_line": [Command.create({"name": "Thing", "product_id": self.env["product.product"].create({"name": "Thing"}).id})],
            }
        )
        self.assertEqual((order.sales_os_territory_id, order.sales_os_rep_id.id), (self.lyon, False))
        delivery.zip = "75013"
        self.assertEqual(order.sales_os_territory_id, self.paris)
        order.action_confirm()
        delivery.zip = "69006"
        self.assertEqual(order.sales_os_territory_id, self.paris, "frozen at confirmation")

    def test_an_order_confirmed_at_once_has_its_territory(self):
        order = self.env["sale.order"].create({"partner_id": self.make_partner(zip="75011").id})
        order.partner_shipping_id = self.make_partner(zip="69011")
        order.action_confirm()
        self.assertEqual(order.sales_os_territory_id, self.lyon)

    def test_leads_have_a_territory_before_they_are_customers(self):
        lead = self.env["crm.lead"].create({"name": "Prospect", "zip": "75014", "type": "lead"})
        self.assertEqual((lead.sales_os_territory_id, lead.sales_os_rep_id), (self.paris, self.rep))
        lead.zip = "69001"
        self.assertEqual(lead.sales_os_territory_id, self.lyon)
        lead.partner_id = self.make_partner(zip="75015")
        self.assertEqual(lead.sales_os_territory_id, self.paris)

    def test_search_by_representative(self):
        partner, other = self.make_partner(zip="75011"), self.make_partner(zip="69001")
        both = [("id", "in", (partner + other).ids)]
        self.assertEqual(self.Partner.search([*both, ("sales_os_rep_id", "=", self.rep.id)]), partner)
        self.assertEqual(self.Partner.search([*both, ("sales_os_rep_id", "=", False)]), other)
        self.assertEqual(self.Partner.search([*both, ("sales_os_rep_id.name", "ilike", "So Rep")]), partner)

    def test_companies_keep_to_their_own_rules(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.make_territory("Theirs", zip_patterns="75*", company_id=elsewhere.id)
        self.assertEqual(self.make_partner(zip="75001", company_id=elsewhere.id).sales_os_territory_id, theirs)
        shared = self.make_partner(zip="75001")
        self.assertEqual(shared.sales_os_territory_id, self.paris)
        shared.with_company(elsewhere).zip = "75002"
        self.assertEqual(shared.sales_os_territory_id, self.paris, "a shared customer stays with the company that has it")

    def queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_query_counts_do_not_grow(self):
        def create(number):
            return lambda: self.Partner.create([{"name": f"C{i}", "zip": f"{69 + i % 7}0{i % 90:02d}"} for i in range(number)])

        create(3)()
        self.assertLessEqual(self.queries(create(90)), self.queries(create(10)) + 4)
        self.Territory.action_assign()
        rule = self.paris.rule_ids

        def assign_after(pattern):
            rule.zip_patterns = pattern
            return self.queries(self.Territory.action_assign)

        assign_after("99*")
        few = self.Partner.search([("zip", "=like", "7200%")], limit=1)
        self.assertTrue(few)
        one_moved, many_moved = assign_after(few.zip), assign_after("7*")
        self.assertGreater(len(self.paris.partner_ids), 20)
        self.assertLessEqual(many_moved, one_moved + 4)

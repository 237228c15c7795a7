"""Who sees which customers: by territory, by day, by tree."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestTerritoryRights(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.rep2 = cls.make_rep(cls.user_rep2)
        cls.north = cls.make_territory("North", owner=cls.rep)
        cls.coast = cls.make_territory("Coast", parent_id=cls.north.id)
        cls.south = cls.make_territory("South", owner=cls.rep2)
        place = {"sales_os_territory_locked": True}
        cls.in_north = cls.make_partner("In the north", sales_os_territory_id=cls.north.id, **place)
        cls.in_coast = cls.make_partner("On the coast", sales_os_territory_id=cls.coast.id, **place)
        cls.in_south = cls.make_partner("In the south", sales_os_territory_id=cls.south.id, **place)
        cls.nowhere = cls.make_partner("Nowhere")
        cls.all = cls.in_north + cls.in_coast + cls.in_south + cls.nowhere

    def seen(self, user):
        return self.env["res.partner"].with_user(user).search([("id", "in", self.all.ids)])

    def test_customers_of_the_own_territories_and_their_parts(self):
        self.assertEqual(self.seen(self.user_rep), self.all - self.in_south)
        self.assertEqual(self.seen(self.user_rep2), self.in_south + self.nowhere)

    def test_manager_executive_and_administrator(self):
        self.assertEqual(self.seen(self.user_manager), self.all - self.in_south)
        self.rep2.parent_id = self.rep
        self.assertEqual(self.seen(self.user_manager), self.all)
        self.assertEqual(self.seen(self.user_executive), self.all)
        self.assertEqual(self.seen(self.user_admin_so), self.all)

    def test_a_user_outside_sales_os_is_not_limited(self):
        self.assertEqual(self.seen(self.user_plain), self.all)

    def test_reading_a_customer_of_another_is_refused(self):
        with self.assertRaises(AccessError):
            self.in_south.with_user(self.user_rep).read(["name"])
        with self.assertRaises(AccessError):
            self.in_south.with_user(self.user_rep).write({"comment": "mine"})

    def test_rights_follow_the_day_without_any_write(self):
        self.assertNotIn(self.in_south, self.seen(self.user_rep))
        self.env["sales_os.territory.assignment"].create(
            {"territory_id": self.south.id, "rep_id": self.rep.id, "role": "backup", "date_start": "2026-07-01", "date_end": "2026-07-31"}
        )
        self.assertNotIn(self.in_south, self.seen(self.user_rep))
        with freeze_time("2026-07-01 10:00:00"):
            self.env.invalidate_all()
            self.assertIn(self.in_south, self.seen(self.user_rep))
            self.assertTrue(self.in_south.with_user(self.user_rep).read(["name"]))
        with freeze_time("2026-08-01 10:00:00"):
            self.env.invalidate_all()
            self.assertNotIn(self.in_south, self.seen(self.user_rep))

    def test_a_change_counts_before_it_is_written_to_the_database(self):
        row = self.south.assignment_ids
        row.flush_recordset()
        self.rep2.parent_id = self.manager
        self.assertIn(self.in_south, self.seen(self.user_manager))
        self.rep2.active = False
        self.assertNotIn(self.in_south, self.seen(self.user_manager))
        self.coast.parent_id = self.south
        self.assertNotIn(self.in_coast, self.seen(self.user_rep))

    def test_own_customers_wherever_they_are(self):
        self.in_south.user_id = self.user_rep
        self.assertIn(self.in_south, self.seen(self.user_rep))
        contact = self.make_partner("Buyer", is_company=False, parent_id=self.in_south.id, sales_os_territory_id=self.south.id)
        self.assertTrue(contact.with_user(self.user_rep).read(["name"]))

    def test_contacts_go_with_their_company(self):
        contact = self.make_partner("Buyer", is_company=False, parent_id=self.in_coast.id, sales_os_territory_id=self.south.id)
        self.assertTrue(contact.with_user(self.user_rep).read(["name"]))
        self.assertTrue(contact.with_user(self.user_rep2).read(["name"]))

    def test_a_rep_creates_and_edits_customers_by_the_form(self):
        partners = self.env["res.partner"].with_user(self.user_rep)
        form = Form(partners)
        form.name = "New customer"
        form.city = "Elsewhere"
        created = form.save()
        with Form(created) as form:
            form.phone = "+33 1 00 00 00 00"
        self.assertEqual(created.web_read({"name": {}, "user_id": {"fields": {"display_name": {}}}})[0]["name"], "New customer")
        created.message_post(body="Called")
        self.assertTrue(created.message_ids)

    def test_colleagues_and_companies_stay_visible(self):
        for partner in (self.user_rep2.partner_id, self.company.partner_id):
            self.assertTrue(partner.with_user(self.user_rep).read(["name"]))

    def test_a_rep_quotes_an_own_customer_by_the_form(self):
        product = self.env["product.product"].create({"name": "Thing", "list_price": 10})
        form = Form(self.env["sale.order"].with_user(self.user_rep))
        form.partner_id = self.in_coast.with_user(self.user_rep)
        with form.order_line.new() as line:
            line.product_id = product
        order = form.save()
        order.action_confirm()
        self.assertEqual((order.state, order.sales_os_territory_id), ("sale", self.coast))
        self.assertEqual(order.sales_os_rep_id, self.env["sales_os.rep"])

    def test_documents_of_the_team_for_the_manager(self):
        order = self.env["sale.order"].create({"partner_id": self.in_coast.id, "user_id": self.user_rep.id})
        other = self.env["sale.order"].create({"partner_id": self.in_south.id, "user_id": self.user_rep2.id})
        lead = self.env["crm.lead"].create(
            {"name": "Lead", "partner_id": self.in_coast.id, "user_id": self.user_rep.id, "type": "opportunity"}
        )
        seen = self.env["sale.order"].with_user(self.user_manager).search([("id", "in", (order + other).ids)])
        self.assertEqual(seen, order)
        self.assertTrue(lead.with_user(self.user_manager).read(["name"]))
        self.assertFalse(self.env["sale.order"].with_user(self.user_rep2).search([("id", "=", order.id)]))

    def test_checking_a_list_of_customers_costs_the_same(self):
        many = self.env["res.partner"].create(
            [{"name": f"Customer {number}", "sales_os_territory_id": self.north.id} for number in range(60)]
        )

        def queries(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.with_user(self.user_rep).read(["name", "sales_os_rep_id"])
            return self.env.cr.sql_log_count - before

        queries(many)
        few_count, many_count = queries(many[:5]), queries(many)
        self.assertLessEqual(many_count, few_count)

    def test_a_manager_assigns_the_team_in_its_own_territories(self):
        Assignment = self.env["sales_os.territory.assignment"].with_user(self.user_manager)
        values = {"role": "backup", "date_start": "2026-07-01"}
        row = Assignment.create({**values, "rep_id": self.manager.id, "territory_id": self.coast.id})
        row.date_end = "2026-07-31"
        with self.assertRaisesRegex(AccessError, "South is not covered by your team"), self.env.cr.savepoint():
            Assignment.create({**values, "rep_id": self.rep.id, "territory_id": self.south.id})
        with self.assertRaises(AccessError):
            Assignment.create({**values, "rep_id": self.rep2.id, "territory_id": self.north.id})
        with self.assertRaises(AccessError):
            row.rep_id = self.rep2.id
        with self.assertRaises(AccessError):
            row.territory_id = self.south.id
        with self.assertRaises(AccessError):
            self.south.assignment_ids.with_user(self.user_manager).write({"date_end": "2026-07-01"})
        with self.assertRaises(AccessError):
            row.unlink()

    def test_own_documents_open_after_the_customer_went_to_somebody_else(self):
        delivery = self.make_partner("Warehouse", is_company=False, parent_id=self.in_north.id, type="delivery")
        order = self.env["sale.order"].create(
            {"partner_id": self.in_north.id, "partner_shipping_id": delivery.id, "user_id": self.user_rep.id}
        )
        lead = self.env["crm.lead"].create(
            {"name": "Lead", "partner_id": self.in_north.id, "user_id": self.user_rep.id, "type": "opportunity"}
        )
        (self.in_north + delivery).write({"sales_os_territory_id": self.south.id, "sales_os_territory_locked": True})
        self.env.invalidate_all()
        with Form(order.with_user(self.user_rep)) as form:
            form.client_order_ref = "still mine"
        with Form(lead.with_user(self.user_rep)) as form:
            form.name = "Still mine"
        self.assertTrue(self.in_north.with_user(self.user_rep).has_access("read"))
        self.assertFalse(self.in_north.with_user(self.user_rep).has_access("write"))
        self.assertFalse(self.in_south.with_user(self.user_rep).has_access("read"))

    def test_a_portal_user_changes_the_own_address(self):
        portal = self.make_user("so_portal_customer", "base.group_portal")
        rule = self.env["sales_os.territory.rule"].create({"territory_id": self.south.id, "zip_patterns": "33*"})
        portal.partner_id.with_user(portal).sudo().write({"zip": "33000", "city": "Bordeaux"})
        self.assertEqual(portal.partner_id.sales_os_territory_id, rule.territory_id)

"""Segments: found from what was ordered, explained, locked by hand, followed by contacts and by the treatment."""

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestSegment(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Segment = cls.env["sales_os.segment"]
        cls.Partner = cls.env["res.partner"]
        cls.enterprise = cls.env.ref("sales_os.segment_enterprise")
        cls.mid_market = cls.env.ref("sales_os.segment_mid_market")
        cls.small = cls.env.ref("sales_os.segment_small_business")
        # the demonstration region has bounds of its own
        cls.enterprise.revenue_from = 1_000_000
        cls.mid_market.write({"revenue_from": 100_000, "revenue_below": 1_000_000})
        cls.product = cls.env["product.product"].create({"name": "Machine", "taxes_id": False})

    @classmethod
    def order(cls, partner, amount, date="2026-06-01 08:00:00", confirm=True, **values):
        order = cls.env["sale.order"].create({
            "partner_id": partner.id,
            "order_line": [Command.create({"product_id": cls.product.id, "price_unit": amount, "tax_ids": []})], **values,
        })
        if confirm:
            order.action_confirm()
            order.date_order = date
        return order

    def changes(self, partner):
        return self.env["sales_os.audit.entry"].search(
            [("model", "=", "res.partner"), ("res_id", "=", partner.id), ("event", "=", "segment_change")], order="id")

    def test_a_new_customer_has_a_segment_at_once(self):
        partner = self.make_partner()
        self.assertEqual(partner.sales_os_segment_id, self.small)
        self.assertIn("0 orders of the last 365 days", partner.sales_os_segment_reason)
        self.assertFalse(self.changes(partner), "arriving is no change")

    def test_orders_of_a_year_of_the_company_and_its_addresses_count(self):
        partner = self.make_partner()
        branch = self.make_partner("Branch", is_company=False, parent_id=partner.id, type="delivery")
        self.order(partner, 60_000)
        self.order(branch, 50_000)
        self.order(partner, 5_000_000, confirm=False)
        self.order(partner, 5_000_000, date="2025-06-14 23:00:00")
        self.order(partner, 5_000_000).with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual(self.Segment.action_assign(partner.ids), {"checked": 1, "changed": 1, "locked": 0, "without": 0})
        self.assertEqual(partner.sales_os_segment_id, self.mid_market)
        self.assertEqual(branch.sales_os_segment_id, self.mid_market, "addresses follow")
        reason = partner.sales_os_segment_reason
        behind = "Small business (fits too, but stands behind)"
        for part in ("Mid market", "110,000.00", "2 orders", "Enterprise (from", behind, "2026-06-15"):
            self.assertIn(part, reason)
        self.assertEqual(branch.sales_os_segment_reason, reason)

    def test_the_reason_keeps_its_day_while_the_figures_stay(self):
        partner = self.make_partner()
        self.order(partner, 200_000)
        self.Segment.action_assign(partner.ids)
        with freeze_time("2026-06-20 10:00:00"):
            self.assertEqual(self.Segment.action_assign(partner.ids)["changed"], 0)
            self.assertIn("2026-06-15", partner.sales_os_segment_reason)
            self.order(partner, 1_000, date="2026-06-19 08:00:00")
            self.Segment.action_assign(partner.ids)
            self.assertIn("2026-06-20", partner.sales_os_segment_reason)
            self.assertIn("201,000.00", partner.sales_os_segment_reason)

    def test_an_order_in_another_currency_counts_at_its_own_rate(self):
        currency = self.env["res.currency"].with_context(active_test=False).search([("id", "!=", self.company.currency_id.id)], limit=1)
        currency.active = True
        self.env["res.currency.rate"].create([
            {"currency_id": currency.id, "company_id": self.company.id, "name": "2026-01-01", "rate": 4.0},
            {"currency_id": currency.id, "company_id": self.company.id, "name": "2026-06-10", "rate": 1000.0}])
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": currency.id})
        partner = self.make_partner()
        order = self.order(partner, 600_000, confirm=False, pricelist_id=pricelist.id, date_order="2026-06-01 08:00:00")
        self.assertEqual((order.currency_id, order.currency_rate), (currency, 4.0))
        order.action_confirm()
        order.write({"date_order": "2026-06-01 08:00:00"})
        order.currency_rate = 4.0
        self.Segment.action_assign(partner.ids)
        self.assertEqual(partner.sales_os_segment_id, self.mid_market)
        self.assertIn("150,000.00", partner.sales_os_segment_reason)

    def test_traits_decide_at_once(self):
        chain = self.env["res.partner.category"].create({"name": "Chain"})
        south = self.env["res.partner.category"].create({"name": "Chain South", "parent_id": chain.id})
        chains = self.make_segment("Chains", category_ids=chain.ids)
        partner = self.make_partner(category_id=south.ids)
        contact = self.make_partner("Buyer", is_company=False, parent_id=partner.id)
        self.assertEqual((partner + contact).sales_os_segment_id, chains, "a tag stands for those below it")
        partner.category_id = False
        self.assertEqual((partner + contact).sales_os_segment_id, self.small)
        self.assertIn("Chains (other tags)", partner.sales_os_segment_reason)

    def test_a_segment_whose_tags_are_gone_takes_nobody(self):
        tag = self.env["res.partner.category"].create({"name": "Chain"})
        self.make_segment("Chains", category_ids=tag.ids)
        tag.unlink()
        self.env.registry.clear_cache()
        self.assertEqual(self.make_partner().sales_os_segment_id, self.small)

    def test_who_chooses_a_segment_locks_it_and_leaves_a_trace(self):
        partner = self.make_partner()
        contact = self.make_partner("Buyer", is_company=False, parent_id=partner.id)
        partner.with_user(self.user_admin_so).sales_os_segment_id = self.enterprise
        self.assertTrue(partner.sales_os_segment_locked)
        self.assertEqual(contact.sales_os_segment_id, self.enterprise)
        self.assertIn(self.user_admin_so.name, partner.sales_os_segment_reason)
        entry = self.changes(partner)
        self.assertEqual((entry.old_value, entry.new_value, entry.reason), ("Small business", "Enterprise", "Chosen by hand"))
        result = self.Segment.action_assign(partner.ids)
        self.assertEqual((result["locked"], result["changed"], partner.sales_os_segment_id), (1, 0, self.enterprise))
        partner.sales_os_segment_locked = False
        self.assertEqual((partner + contact).sales_os_segment_id, self.small, "unlocked, the rows decide")
        self.assertEqual(self.changes(partner)[-1].new_value, "Small business")

    def test_a_contact_has_the_segment_of_its_company_whatever_one_writes(self):
        partner = self.make_partner()
        contact = self.make_partner("Buyer", is_company=False, parent_id=partner.id, sales_os_segment_id=self.enterprise.id)
        self.assertEqual(contact.sales_os_segment_id, self.small)
        with self.assertRaises(UserError):
            contact.sales_os_segment_id = self.enterprise
        lone = self.make_partner("Lone", is_company=False, sales_os_segment_id=self.enterprise.id)
        self.assertEqual((lone.sales_os_segment_id, lone.sales_os_segment_locked), (self.enterprise, True))
        lone.parent_id = partner
        self.assertEqual(lone.sales_os_segment_id, self.small)

    def test_import_chooses_by_hand(self):
        result = self.Partner.load(
            ["name", "is_company", "sales_os_segment_id/.id"], [["Imported", "1", str(self.enterprise.id)], ["Other", "1", ""]])
        chosen, found = self.Partner.browse(result["ids"])
        self.assertEqual((chosen.sales_os_segment_id, chosen.sales_os_segment_locked), (self.enterprise, True))
        self.assertEqual((found.sales_os_segment_id, found.sales_os_segment_locked), (self.small, False))

    def test_colleagues_agents_and_own_companies_have_none(self):
        agent = self.make_rep().partner_id
        for partner in (self.user_rep.partner_id, self.company.partner_id, agent):
            partner.sales_os_segment_locked = False
            self.Segment.action_assign(partner.ids)
            self.assertFalse(partner.sales_os_segment_id)

    def test_rows_of_another_company_are_not_asked(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.make_segment("Theirs", company_id=other.id)
        self.assertEqual(self.make_partner().sales_os_segment_id, self.small)
        self.assertEqual(self.make_partner(company_id=other.id).sales_os_segment_id, theirs)
        shared = self.make_partner()
        with freeze_time("2026-06-14 10:00:00"):
            self.env["sale.order"].with_company(other).create({"partner_id": shared.id, "company_id": other.id}).action_confirm()
        self.Segment.sudo()._assign(shared)
        self.assertEqual(shared.sales_os_segment_id, theirs, "a shared customer is judged where it orders")

    def test_bounds_must_make_sense(self):
        for values in ({"revenue_from": -1}, {"revenue_from": 10, "revenue_below": 10}, {"orders_from": -1}, {"code": "enterprise"}):
            with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.make_segment("Wrong", **values)
            self.assertIn(type(caught.exception).__name__, ("CheckViolation", "UniqueViolation", "ValidationError"))

    def test_only_administrators_decide_for_all(self):
        for user in (self.user_rep, self.user_manager, self.user_executive, self.user_plain):
            with self.assertRaises(AccessError):
                self.Segment.with_user(user).action_assign()
            with self.assertRaises(AccessError):
                self.Segment.with_user(user).action_assign_and_tell()
        self.assertIn("changed", self.Segment.with_user(self.user_admin_so).action_assign())
        with self.assertRaises(UserError):
            self.Segment.action_assign(["first"])

    def test_the_cron_brings_all_up_to_date_and_begins_where_it_stopped(self):
        first, second = self.make_partner("First"), self.make_partner("Second")
        for partner in (first, second):
            self.order(partner, 150_000)
        self.env["ir.config_parameter"].set_param("sales_os.segment_assign_cursor", first.id)
        cron = self.env.ref("sales_os.segment_cron_assign")
        # without jobs, also where queue_job is installed: tests/core/test_shared_work.py tells of those
        self.patch(self.registry["ir.cron"], "_sales_os_has_jobs", lambda cron: False)
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        (first + second).invalidate_recordset()
        self.assertEqual((first.sales_os_segment_id, second.sales_os_segment_id), (self.small, self.mid_market))
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        first.invalidate_recordset()
        self.assertEqual(first.sales_os_segment_id, self.mid_market, "having come to the end it begins anew")

    def test_queries_do_not_grow_with_customers(self):
        counts = []
        self.Segment.action_assign()
        for size in (4, 4, 40):
            partners = self.Partner.create([{"name": f"C{number}", "is_company": True} for number in range(size)])
            line = {"product_id": self.product.id, "price_unit": 150_000, "tax_ids": []}
            self.env["sale.order"].create([
                {"partner_id": partner.id, "order_line": [Command.create(line)]} for partner in partners
            ]).action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            # who asks is read once, whenever that happens
            self.env.user.partner_id.mapped("tz")
            before = self.env.cr.sql_log_count
            self.assertEqual(self.Segment.action_assign(partners.ids)["changed"], size)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_the_segments_pricelist_is_offered_unless_the_customer_has_one(self):
        self.env["res.config.settings"].create({"group_product_pricelist": True}).execute()
        cheap, own = self.env["product.pricelist"].create([{"name": "Enterprise prices", "sequence": 99}, {"name": "Own", "sequence": 98}])
        partner = self.make_partner(sales_os_segment_id=self.enterprise.id)
        usual = partner.property_product_pricelist
        self.enterprise.pricelist_id = cheap
        self.assertEqual(partner.property_product_pricelist, cheap)
        self.assertEqual(self.env["sale.order"].create({"partner_id": partner.id}).pricelist_id, cheap)
        self.assertEqual(self.make_partner().property_product_pricelist, usual)
        partner.property_product_pricelist = own
        self.assertEqual(partner.property_product_pricelist, own)
        partner.property_product_pricelist = usual
        self.assertEqual(partner.property_product_pricelist, usual, "the country's list chosen by hand is a choice, too")
        partner.property_product_pricelist = cheap
        self.assertFalse(partner.specific_property_product_pricelist)
        self.assertEqual(partner.property_product_pricelist, cheap)

    def test_the_segments_plan_is_started_for_chosen_customers(self):
        partner = self.make_partner(user_id=self.user_rep.id)
        with self.assertRaisesRegex(UserError, "Customer"):
            partner.action_sales_os_start_segment_plan()
        call = {
            "activity_type_id": self.env.ref("mail.mail_activity_data_call").id, "summary": "Say hello", "responsible_type": "on_demand"}
        self.small.activity_plan_id = self.env["mail.activity.plan"].create(
            {"name": "Welcome", "res_model": "res.partner", "template_ids": [Command.create(call)]})
        contact = self.make_partner("Buyer", is_company=False, parent_id=partner.id)
        self.assertEqual((partner + contact).action_sales_os_start_segment_plan(), {"customers": 1})
        self.assertEqual((partner.activity_ids.summary, partner.activity_ids.user_id), ("Say hello", self.user_rep))
        self.assertEqual(partner.action_sales_os_start_segment_plan_and_tell()["tag"], "display_notification")

    def test_customers_are_counted_and_opened(self):
        partner = self.make_partner(sales_os_segment_id=self.enterprise.id)
        self.make_partner("Buyer", is_company=False, parent_id=partner.id)
        found = self.Partner.search(self.enterprise.action_view_customers()["domain"])
        self.assertIn(partner, found)
        self.assertEqual(self.enterprise.partner_count, len(found))

    def test_the_form_locks_and_chooses(self):
        partner = self.make_partner()
        with Form(partner.with_user(self.user_admin_so)) as form:
            form.sales_os_segment_locked = True
            form.sales_os_segment_id = self.mid_market
        self.assertEqual((partner.sales_os_segment_id, partner.sales_os_segment_locked), (self.mid_market, True))

    def test_sales_are_analysed_by_segment(self):
        partner = self.make_partner(sales_os_segment_id=self.enterprise.id)
        self.order(partner, 500, date=fields.Datetime.now())
        found = self.env["sale.report"]._read_group([("partner_id", "=", partner.id)], ["sales_os_segment_id"], ["price_subtotal:sum"])
        self.assertEqual(found, [(self.enterprise, 500.0)])

    def test_a_copied_segment_needs_no_new_code(self):
        self.assertEqual(self.enterprise.copy().code, "enterprise-copy")
        with self.assertRaises(UserError):
            other = self.env["res.company"].create({"name": "Other"})
            self.make_segment("X", company_id=self.company.id, pricelist_id=self.env["product.pricelist"].create(
                {"name": "Theirs", "company_id": other.id}).id)

"""Policies as rows: which governs, and what is refused when they are written."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, mute_logger

from .quote_case import QuoteCase


class TestDiscountPolicy(QuoteCase):
    def needs(self, **values):
        return self.make_quote(**values).sales_os_approval_state

    def test_ten_percent_are_free_by_default(self):
        self.assertEqual((self.needs(discount=10.0), self.needs(discount=10.01)), ("not_needed", "needed"))

    def test_the_first_policy_that_matches_governs(self):
        team = self.env["crm.team"].create({"name": "Online"})
        self.make_policy({"approver": "none", "max_discount_percent": 30}, {"max_discount_percent": 100}, team_ids=[Command.set(team.ids)])
        self.assertEqual((self.needs(discount=25.0, team_id=team.id), self.needs(discount=25.0)), ("not_needed", "needed"))

    def test_each_criterion_is_looked_at(self):
        pricelist = self.env["product.pricelist"].create({"name": "P"})
        territory = self.make_territory("Area")
        part = self.make_territory("Part", parent_id=territory.id)
        company = self.make_partner("Group")
        contact = self.make_partner("Contact", parent_id=company.id, is_company=False)
        segment = self.env["sales_os.segment"].create({"name": "Key accounts", "code": "key"})
        account = self.make_partner("Key account", sales_os_segment_id=segment.id)
        cases = (
            ({"segment_ids": segment}, {"partner_id": account.id}),
            ({"pricelist_ids": pricelist}, {"pricelist_id": pricelist.id}), ({"partner_ids": company}, {"partner_id": contact.id}),
            ({"territory_ids": territory}, {"sales_os_territory_id": part.id}),
        )
        for criterion, values in cases:
            with self.subTest(criterion=criterion):
                policy = self.make_policy(
                    {"approver": "none", "max_discount_percent": 50}, {"max_discount_percent": 100},
                    **{name: [Command.set(records.ids)] for name, records in criterion.items()})
                self.assertEqual((self.needs(discount=40.0, **values), self.needs(discount=40.0)), ("not_needed", "needed"))
                policy.active = False

    def test_a_category_policy_tests_the_lines_of_the_category(self):
        parent = self.env["product.category"].create({"name": "Parts"})
        category = self.env["product.category"].create({"name": "Screws", "parent_id": parent.id})
        part = self.env["product.product"].create(
            {"name": "Screw", "list_price": 100.0, "categ_id": category.id, "taxes_id": [Command.clear()]})
        self.make_policy(
            {"approver": "none", "max_discount_percent": 40}, {"max_discount_percent": 100}, name="Parts",
            category_ids=[Command.set(parent.ids)])
        order = self.make_quote(5.0)
        order.order_line = [Command.create({"product_id": part.id, "product_uom_qty": 10, "discount": 40.0})]
        self.assertEqual((order.sales_os_effective_discount_percent, order.sales_os_approval_state), (22.5, "not_needed"))
        order.order_line[1].discount = 41.0
        self.assertIn("Parts: The effective discount of 41 % is above 40 %", order.sales_os_approval_reason)

    def test_an_amount_and_a_margin_can_be_what_asks(self):
        self.make_policy(
            {"approver": "none", "max_discount_percent": 10, "max_amount": 1000, "min_margin_percent": 30}, {"max_discount_percent": 100})
        self.assertEqual(self.needs(quantity=10), "not_needed")
        order = self.make_quote(quantity=11)
        self.assertIn("1100 is above 1000", order.sales_os_approval_reason)
        self.product.standard_price = 71.0
        self.assertIn("margin is below 30 %", self.make_quote(quantity=1).sales_os_approval_reason)

    def test_what_a_company_lets_through_with_an_approval_only_is_asked_as_well(self):
        levels = [name for name in self.company._fields if name.startswith("sales_os_health_")]
        self.company.write({name: "off" for name in levels if self.company._fields[name].type == "selection"})
        self.company.sales_os_health_no_payment_term = "approve"
        term = self.env.ref("account.account_payment_term_30days")
        order = self.make_quote(5.0, payment_term_id=False)
        order.payment_term_id = False
        approval = self.request(order)
        self.assertEqual((approval.step_ids.policy, approval.pending_user_ids), ("Quote health", self.user_manager))
        approval.with_user(self.user_manager).action_approve()
        order.order_line.discount = 9.0
        self.assertEqual(order.sales_os_approval_state, "approved")
        order.payment_term_id = term
        self.assertEqual(order.sales_os_approval_state, "not_needed")

    def test_open_quotes_follow_a_changed_policy_and_decided_orders_do_not(self):
        quote, order = self.make_quote(9.0), self.make_quote(9.0)
        order.action_confirm()
        self.policy.level_ids[0].max_discount_percent = 8.0
        self.assertEqual((quote.sales_os_approval_state, order.sales_os_approval_state), ("needed", "not_needed"))

    def test_without_a_policy_any_discount_is_free(self):
        self.policy.active = False
        self.assertEqual(self.needs(discount=99.0), "not_needed")

    def test_levels_that_make_no_sense_are_refused_in_words(self):
        free = {"approver": "none", "max_discount_percent": 10}
        for levels, words in (
            ((), "has no level"),
            (({**free, "max_discount_percent": 20}, {"max_discount_percent": 15}), "less discount than the level before"),
            ((free, {"max_discount_percent": 10}), "covers nothing"),
            ((free, {**free, "max_discount_percent": 20}), "only the first level"),
            (({"approver": "group"},), "asks a group"), (({"approver": "user"},), "asks one person"),
            (({"approver": "user", "user_id": self.user_rep.id},), "may not approve"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words):
                self.make_policy(*levels)
        with self.assertRaisesRegex(ValidationError, "has no level"), self.env.cr.savepoint():
            self.policy.level_ids.unlink()
        with self.assertRaisesRegex(ValidationError, "two levels have the sequence 10"):
            self.policy.level_ids[1].sequence = 10

    @mute_logger("odoo.sql_db")
    def test_percentages_beyond_all_are_refused_by_the_database(self):
        for values in ({"max_discount_percent": 101}, {"max_discount_percent": -1}, {"max_amount": -5}):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.make_policy(values)
                self.env.flush_all()

    def test_it_is_live_while_typing(self):
        form = Form(self.env["sale.order"].with_user(self.user_rep))
        form.partner_id = self.partner
        with form.order_line.new() as line:
            line.product_id = self.product
            line.price_unit = 85.0
        self.assertEqual((form.sales_os_approval_state, form.sales_os_effective_discount_percent), ("needed", 15.0))
        self.assertIn("So Manager", form.sales_os_approvers)
        with form.order_line.edit(0) as line:
            line.price_unit = 95.0
        self.assertEqual(form.sales_os_approval_state, "not_needed")

    def test_only_what_a_customer_bought_alone_in_a_shop_is_free_of_policies(self):
        order = self.make_quote(50.0)
        self.assertFalse(order._sales_os_is_self_service())
        with patch.object(self.env.registry["sale.order"], "_sales_os_is_self_service", lambda order: True):
            self.assertEqual(order._sales_os_verdicts()[order].state, "not_needed")
        if "website_id" in order._fields:
            customer = self.make_user("so_shop", "base.group_portal")
            bought = self.env["sale.order"].with_user(customer).sudo().create({
                "partner_id": self.partner.id, "website_id": self.env["website"].search([], limit=1).id,
                "order_line": [Command.create({"product_id": self.product.id, "discount": 50.0})]})
            self.assertTrue(bought._sales_os_is_self_service())
            bought.order_line.with_user(self.user_rep).write({"discount": 60.0})
            self.assertFalse(bought._sales_os_is_self_service())

    def test_losers_of_a_decision_can_be_shown(self):
        team = self.env["crm.team"].create({"name": "Online"})
        other = self.make_policy({"approver": "none", "max_discount_percent": 30}, team_ids=[Command.set(team.ids)], name="Online")
        rows = self.make_quote(25.0).action_explain_policies()
        self.assertEqual([(row["policy"], row["governs"]) for row in rows], [(other.name, False), (self.policy.name, True)])
        self.assertIn("Sales Teams", rows[0]["why"])

    def test_a_policy_whose_team_is_gone_takes_nobody_instead_of_everybody(self):
        team, gone = (self.env["crm.team"].create({"name": name}) for name in ("Online", "Gone"))
        policy = self.make_policy({"approver": "none", "max_discount_percent": 60}, name="Generous", team_ids=[Command.set(gone.ids)])
        self.assertEqual((self.needs(discount=50.0), self.needs(discount=50.0, team_id=gone.id)), ("needed", "not_needed"))
        gone.active = False
        policy.invalidate_recordset()
        self.env.registry.clear_cache()
        self.assertEqual((self.needs(discount=50.0), policy.lost_criteria), ("needed", "Sales Teams"))
        self.assertEqual(self.needs(discount=50.0, team_id=gone.id), "not_needed", "what is of the archived team stays with its policy")
        copy = policy.copy({"sequence": 0})
        self.assertEqual((self.needs(discount=50.0), copy.lost_criteria), ("needed", "Sales Teams"))
        copy.unlink()
        gone.active = True
        policy.invalidate_recordset()
        self.assertFalse(policy.lost_criteria)
        self.env["sale.order"].search([("team_id", "=", gone.id)]).team_id = team
        gone.unlink()
        policy.invalidate_recordset()
        self.env.registry.clear_cache()
        self.assertEqual((self.needs(discount=50.0), policy.lost_criteria), ("needed", "Sales Teams"))
        self.assertIn("Sales Teams", next(
            row["why"] for row in self.make_quote(50.0).action_explain_policies() if row["policy"] == "Generous"))
        policy.team_ids = [Command.set(team.ids)]
        self.assertEqual((self.needs(discount=50.0), self.needs(discount=50.0, team_id=team.id)), ("needed", "not_needed"))

    def test_what_a_policy_has_lost_is_dropped_by_a_decision_only(self):
        team = self.env["crm.team"].create({"name": "Gone"})
        policy = self.make_policy({"approver": "none", "max_discount_percent": 60}, team_ids=[Command.set(team.ids)])
        with self.assertRaisesRegex(UserError, "has lost no criterion"):
            policy.action_drop_lost_criteria()
        archived = self.env["crm.team"].create({"name": "Archived", "active": False})
        for lost in (archived, team):
            policy.team_ids = [Command.set(lost.ids)]
            if lost == team:
                team.unlink()
            policy.invalidate_recordset()
            self.assertEqual(policy.lost_criteria, "Sales Teams")
            if lost == archived:
                policy.action_drop_lost_criteria()
                self.assertFalse(policy.with_context(active_test=False).team_ids)
        with self.assertRaises(AccessError):
            policy.with_user(self.user_manager).action_drop_lost_criteria()
        policy.with_user(self.user_admin_so).action_drop_lost_criteria()
        self.assertEqual((policy.lost_criteria, self.needs(discount=50.0)), ("", "not_needed"))

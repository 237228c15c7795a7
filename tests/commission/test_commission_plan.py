"""Plans say clearly what is wrong with them, and approved terms stay."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..common import SalesOsCase


class TestCommissionPlan(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.rep2 = cls.make_rep(cls.user_rep2)

    def refused(self, words, **values):
        with self.assertRaises(UserError) as caught:
            self.make_commission_plan(self.rep, **values)
        self.assertIn(words, str(caught.exception))

    def test_a_plan_without_rules_is_not_approved(self):
        self.refused("has no rules", rules=())

    def test_rates_are_sane(self):
        self.refused("between 0 and 100", rules=[{"rate": 1e9}])
        self.refused("between 0 and 1000000", rules=[{"rate": 1e9, "basis": "quantity", "method": "fixed"}])
        self.refused("between 0 and 100", rules=[{"method": "tier", "tiers": [(0, 1e9)]}])
        self.refused("rate 0", rules=[{"rate": 0.0}])
        self.refused("has none", rules=[{"method": "tier"}])
        self.refused("a percentage has no meaning", rules=[{"basis": "quantity", "rate": 5.0}])

    def test_tiers_are_lower_bounds_in_any_order(self):
        plan = self.make_commission_plan(self.rep, rules=[{"method": "tier", "tiers": [(1000, 10), (0, 5)]}])
        self.assertEqual(plan.rule_ids.tier_ids.sorted("threshold").mapped("rate"), [5, 10])
        for faulty in ([(0, 5), (0, 10)], [(-1, 5)], [(0, -5)]):
            with self.subTest(tiers=faulty), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
                self.make_commission_plan(self.rep2, rules=[{"method": "tier", "tiers": faulty}])

    def test_attainment_needs_a_quota_above_zero(self):
        faster = [{"rate": 5.0, "multipliers": [{"kind": "attainment", "percent": 100, "factor": 2}]}]
        self.refused("give a quota above 0", rules=faster)
        plan = self.make_commission_plan(self.rep2, rules=faster, terms={"quota_amount": 1000})
        with self.assertRaisesRegex(ValidationError, "give a quota above 0"):
            plan.assignment_ids.quota_amount = 0

    def test_overlapping_plans_are_refused_unless_one_pays_beside_others(self):
        first = self.make_commission_plan(self.rep)
        self.refused("would be paid twice")
        self.make_commission_plan(self.rep, is_stackable=True)
        with self.assertRaisesRegex(ValidationError, "is already in"), self.cr.savepoint():
            first.assignment_ids = [Command.create({"rep_id": self.rep.id, "date_start": "2026-06-01"})]
        first.assignment_ids[0].date_end = "2026-05-31"
        first.assignment_ids = [Command.create({"rep_id": self.rep.id, "date_start": "2026-06-01"})]

    def test_approved_terms_stay(self):
        plan = self.make_commission_plan(self.rep, rules=[{"method": "tier", "tiers": [(0, 5)]}])
        rule = plan.rule_ids
        for change in (
            lambda: rule.write({"rate": 7}), lambda: rule.unlink(), lambda: rule.tier_ids.write({"rate": 7}),
            lambda: rule.tier_ids.unlink(), lambda: plan.version_ids.write({"date_start": "2026-02-01"}), lambda: plan.version_ids.unlink(),
            lambda: plan.write({"trigger": "order"}), lambda: plan.unlink(), lambda: plan.write({"state": "draft"}),
            lambda: plan.write({"rule_ids": [Command.create({"rate": 3.0})]}),
        ):
            with self.assertRaises(UserError):
                change()
        plan.write({"trigger": plan.trigger, "currency_id": plan.currency_id.id, "clawback_days": 90})

    def test_new_terms_are_a_new_version(self):
        plan = self.make_commission_plan(self.rep)
        version = self.env["sales_os.commission.plan.version"].browse(plan.action_new_version("2027-01-01"))
        self.assertEqual((version.rule_ids.rate, version.state), (5.0, "draft"))
        version.rule_ids.rate = 6.0
        self.assertEqual(plan.version_ids.sorted("date_start")[0].date_end, fields.Date.to_date("2026-12-31"))
        with self.assertRaisesRegex(UserError, "already has a draft"):
            plan.action_new_version("2028-01-01")
        self.assertEqual(plan.action_approve(), {"approved": 1})
        with self.assertRaisesRegex(ValidationError, "must start after"):
            plan.action_new_version("2026-06-01")

    def test_a_plan_is_copied_with_its_newest_terms(self):
        plan = self.make_commission_plan(self.rep, rules=[{"method": "tier", "tiers": [(0, 5), (100, 6)]}, {"rate": 2.0}])
        copied = plan.copy()
        self.assertEqual((copied.state, len(copied.rule_ids), copied.assignment_ids.ids), ("draft", 2, []))
        self.assertEqual(copied.rule_ids.tier_ids.mapped("rate"), [5, 6])

    def test_only_administrators_configure(self):
        plan = self.make_commission_plan(self.rep, approve=False)
        for user in (self.user_rep, self.user_manager, self.user_executive):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_approve()
        plan.with_user(self.user_admin_so).action_approve()
        self.assertEqual(plan.state, "approved")
        with self.assertRaisesRegex(UserError, "no draft version"):
            plan.action_approve()
        plan.action_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            plan.action_approve()

    def test_reps_see_their_own_plans(self):
        own, other = self.make_commission_plan(self.rep), self.make_commission_plan(self.rep2)
        seen = self.env["sales_os.commission.plan"].with_user(self.user_rep).search([("id", "in", (own | other).ids)])
        self.assertEqual(seen, own)
        rules = self.env["sales_os.commission.rule"].with_user(self.user_rep).search([("plan_id", "in", (own | other).ids)])
        self.assertEqual(rules, own.rule_ids)

    def test_changed_assignments_are_in_the_audit_trail(self):
        plan = self.make_commission_plan(self.rep)
        plan.assignment_ids.share = 50
        told = self.env["sales_os.audit.entry"].search([("event", "=", "commission:assignment")], limit=1)
        self.assertIn('"share": 50', told.new_value)
        self.assertIn('"share": 100', told.old_value)

    def test_former_managers_are_remembered(self):
        boss, head = self.make_rep(self.user_manager), self.make_rep(name="Head")
        self.env.cr.execute("UPDATE sales_os_rep SET create_date = '2026-01-01' WHERE id = %s", [self.rep.id])
        self.rep.invalidate_recordset(["create_date"])
        self.rep.parent_id = boss
        self.rep.parent_id = head
        lines = self.env["sales_os.commission.manager"].search([("rep_id", "=", self.rep.id)])
        self.assertEqual(lines.mapped("manager_id"), self.env["sales_os.rep"], "yesterday nobody; the one in between had no day")
        self.assertEqual(len(lines), 1)

    def test_who_came_shortly_after_midnight_has_no_manager_of_yesterday(self):
        boss = self.make_rep(self.user_manager)
        self.env.cr.execute("UPDATE sales_os_rep SET create_date = '2026-11-25 21:30:00' WHERE id = %s", [self.rep.id])
        self.rep.invalidate_recordset(["create_date"])
        with freeze_time("2026-11-25 22:00:00"):
            # in Istanbul it is one o'clock of the next day, for the representative's record as for the change
            self.rep.with_context(tz="Europe/Istanbul").parent_id = boss
        self.assertFalse(self.env["sales_os.commission.manager"].search([("rep_id", "=", self.rep.id)]))

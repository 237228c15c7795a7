"""Targets as records: the sum of the parts, what counts as achieved, who may decide."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..commission.common import CommissionCase

YEAR = {"period": "year", "date_start": "2026-01-01"}


@freeze_time("2026-01-20 12:00:00")
class TestTarget(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        (cls.rep | cls.rep2).parent_id = cls.manager

    def achieved(self, target):
        target.invalidate_recordset()
        return target.achieved

    # the sum of the parts
    def test_a_whole_is_the_sum_of_its_parts(self):
        whole = self.make_target(self.rep, 0, **YEAR)
        ids = whole.action_spread("quarter", "even", total=1000.01)
        self.assertEqual(whole.amount, 1000.01)
        self.assertEqual(self.env["sales_os.target"].browse(ids).mapped("amount"), [250.01, 250.0, 250.0, 250.0])
        whole.child_ids[0].amount = 300
        self.assertEqual(whole.amount, sum(whole.child_ids.mapped("amount")))
        with self.assertRaisesRegex(ValidationError, "sum of its 4 parts"):
            whole.amount = 5
        whole.child_ids[0].unlink()
        self.assertEqual(whole.amount, 750.0)

    def test_a_new_total_is_shared_in_the_present_proportions(self):
        whole = self.make_target(self.rep, 1200, **YEAR)
        whole.action_spread("quarter", "even")
        whole.child_ids.filtered(lambda part: part.date_start.month == 1).amount = 900
        whole.action_spread(total=3600)
        self.assertEqual(whole.child_ids.sorted("date_start").mapped("amount"), [1800.0, 600.0, 600.0, 600.0])

    def test_months_follow_last_year(self):
        for month, amount in (("2025-01-10", 100), ("2025-07-10", 300)):
            self.make_invoice(amount, date=month)
        whole = self.make_target(self.rep, 800, **YEAR)
        whole.action_spread("month", "last_year")
        filled = whole.child_ids.filtered("amount").sorted("date_start")
        self.assertEqual([(part.date_start.month, part.amount) for part in filled], [(1, 200.0), (7, 600.0)])

    def test_nonsense_is_refused_in_words(self):
        whole = self.make_target(self.rep, 100, **YEAR)
        for asked in ({"parts": ["month"]}, {"parts": "week"}, {"parts": "year"}, {"shape": "round"}, {"total": "many"}, {"total": -1},
                      {"flat_percent": "x"}, {"flat_percent": 101}, {"total": 0.001}, {"parts": "member", "shape": "even"}):
            with self.subTest(asked=asked), self.assertRaises(UserError):
                whole.action_spread(**asked)
        self.assertFalse(whole.child_ids)

    def test_a_part_outside_or_counted_twice_is_refused(self):
        whole = self.make_target(self.rep, 100, **YEAR)
        with self.assertRaisesRegex(ValidationError, "period lies outside"), self.cr.savepoint():
            self.make_target(self.rep2, 10, "2027-01-01", parent_id=whole.id)
        with self.assertRaisesRegex(ValidationError, "measured alike"), self.cr.savepoint():
            self.make_target(self.rep2, 10, metric="orders", parent_id=whole.id)
        self.env.invalidate_all()
        self.make_target(self.rep2, 10, "2026-02-01", parent_id=whole.id)
        with self.assertRaisesRegex(ValidationError, "twice"):
            self.make_target(self.rep2, 10, "2026-01-01", period="quarter", parent_id=whole.id)

    @mute_logger("odoo.sql_db")
    def test_one_target_a_scope_measure_and_period(self):
        self.make_target(self.rep)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.make_target(self.rep, date_start="2026-01-15")
            self.env.flush_all()

    def test_visits_are_not_counted_by_category(self):
        category = self.env["product.category"].create({"name": "Machines"})
        with self.assertRaisesRegex(ValidationError, "Visits cannot be counted"):
            self.make_target(scope="category", category_id=category.id, metric="visits")

    # what counts
    def test_posted_invoices_count_and_credit_notes_take_back(self):
        target = self.make_target(self.rep)
        invoice = self.make_invoice(600)
        self.make_invoice(500, post=False)
        self.make_invoice(70, date="2026-02-01")
        self.make_invoice(30, user=self.user_rep2)
        self.assertEqual(self.achieved(target), 600.0)
        self.assertEqual(target.attainment_percent, 60.0)
        self.refund(invoice, "2026-01-15", amount=100)
        self.assertEqual(self.achieved(target), 500.0)

    def test_a_split_counts_for_each_as_it_pays(self):
        plan = self.make_commission_plan(self.rep, self.rep2)
        mine, theirs = self.make_target(self.rep), self.make_target(self.rep2)
        order = self.make_order(1000, confirm=False)
        order.sales_os_credit_ids = [
            Command.create({"rep_id": self.rep.id, "percent": 70}), Command.create({"rep_id": self.rep2.id, "percent": 30})]
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-01-12"
        invoice.action_post()
        self.assertEqual((self.achieved(mine), self.achieved(theirs)), (700.0, 300.0))
        self.earn(plan)
        self.assertEqual(sum(self.ledger(plan, kind="earned").mapped("base_amount")), mine.achieved + theirs.achieved)

    def test_who_changed_territory_brings_the_orders_of_the_day(self):
        north, south = self.make_territory("North", "10*"), self.make_territory("South", "20*")
        in_north, in_south = (
            self.make_target(scope="territory", territory_id=place.id, amount=100) for place in (north, south))
        partner = self.make_partner(zip="10115")
        order = self.make_order(100, partner=partner)
        partner.zip = "20095"
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-01-15"
        invoice.action_post()
        self.assertEqual((self.achieved(in_north), self.achieved(in_south)), (100.0, 0.0))

    def test_a_territory_counts_with_those_below(self):
        region = self.make_territory("Region")
        self.make_territory("City", "10*", parent_id=region.id)
        target = self.make_target(scope="territory", territory_id=region.id, amount=100)
        self.make_invoice(40, partner=self.make_partner(zip="10115"))
        self.assertEqual(self.achieved(target), 40.0)

    def test_amounts_in_another_currency_count_at_the_rate_of_the_invoice(self):
        other = self.env["res.currency"].with_context(active_test=False).search([("id", "!=", self.company.currency_id.id)], limit=1)
        other.active = True
        self.env["res.currency.rate"].create({"currency_id": other.id, "name": "2026-01-01", "rate": 2.0, "company_id": self.company.id})
        self.make_invoice(600, currency_id=other.id)
        self.assertEqual(self.achieved(self.make_target(self.rep)), 300.0)

    def test_each_measure_counts_its_own(self):
        measures = ("margin", "units", "orders", "new_customers", "visits")
        targets = {name: self.make_target(self.rep, 10, metric=name) for name in measures}
        self.make_invoice(200)
        self.make_order(100)
        self.make_visit(self.rep, date_start="2026-01-05 09:00:00").sudo().write({"date_start": "2026-01-05 09:00:00"})
        visit = self.env["sales_os.visit"].search([("rep_id", "=", self.rep.id)])
        visit.action_check_in(), visit.action_check_out(self.env["sales_os.visit.outcome"].search([], limit=1).code)
        self.assertEqual({name: self.achieved(target) for name, target in targets.items()}, {
            "margin": 140.0, "units": 1.0, "orders": 1.0, "new_customers": 1.0, "visits": 1.0})

    def test_a_whole_achieves_what_its_parts_achieve(self):
        team = self.env["crm.team"].create({"name": "Inside"})
        (self.rep | self.rep2).team_id = team
        whole = self.make_target(scope="team", team_id=team.id, amount=900)
        whole.action_spread("member", "even")
        self.make_invoice(100), self.make_invoice(50, user=self.user_rep2)
        self.assertEqual(self.achieved(whole), 150.0)
        self.assertEqual(sum(whole.child_ids.mapped("achieved")), 150.0)

    def test_the_number_of_queries_does_not_grow(self):
        targets = self.make_target(self.rep) | self.make_target(scope="customer", partner_id=self.partner.id)
        more = targets | self.env["sales_os.target"].create([
            {"scope": "rep", "rep_id": self.rep.id, "amount": 10, "date_start": f"{year}-{month:02}-01"}
            for year in (2024, 2025) for month in range(1, 13)])
        self.env.flush_all()
        counts = []
        for asked in (targets, targets, more):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            asked.mapped("achieved")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    # pace
    def test_pace_says_what_is_due_by_today(self):
        target = self.make_target(self.rep, 2200)
        self.make_invoice(700)
        self.achieved(target)
        # 14 of the 22 working days of January 2026 are over on the 20th
        self.assertEqual((target.expected, target.pace_status, target.projected), (1400.0, "behind", 1100.0))
        self.assertEqual(target.needed_by_day, 187.5)

    # decisions
    def test_approval_goes_over_the_whole_tree_and_locks_it(self):
        whole = self.make_target(self.rep, 1200, **YEAR)
        whole.action_spread("quarter", "even")
        whole = whole.with_user(self.user_manager)
        whole.action_submit(), whole.action_approve()
        self.assertEqual(set(whole.child_ids.mapped("state")), {"approved"})
        with self.assertRaisesRegex(UserError, "reopen it"):
            whole.child_ids[0].amount = 1
        with self.assertRaisesRegex(UserError, "reopen it"):
            whole.child_ids[0].unlink()
        whole.child_ids[0].action_reopen("The territory was cut")
        self.assertEqual(whole.state, "draft")
        told = self.env["sales_os.audit.entry"].search([("model", "=", "sales_os.target"), ("res_id", "=", whole.id)])
        self.assertEqual(told.mapped("event"), ["state:draft", "state:approved", "state:submitted"])

    def test_nobody_decides_about_the_own_target(self):
        own = self.make_target(self.manager).with_user(self.user_manager)
        own.action_submit()
        with self.assertRaisesRegex(AccessError, "own target"):
            own.action_approve()
        own.with_user(self.user_admin_so).action_approve()
        self.assertEqual(own.state, "approved")

    def test_representatives_read_and_change_nothing(self):
        target = self.make_target(self.rep).with_user(self.user_rep)
        self.make_invoice(100)
        self.assertEqual(target.achieved, 100.0)
        for change in (lambda: target.write({"amount": 1}), target.action_submit, target.unlink):
            with self.assertRaises(AccessError):
                change()
        self.assertFalse(self.env["sales_os.target"].with_user(self.user_rep2).search([("id", "=", target.id)]))

    def test_a_manager_sets_targets_only_below(self):
        stranger = self.make_rep(name="Stranger")
        Target = self.env["sales_os.target"].with_user(self.user_manager)
        Target.create({"scope": "rep", "rep_id": self.rep.id, "amount": 5, "date_start": "2026-03-01"})
        with self.assertRaises(AccessError):
            Target.create({"scope": "rep", "rep_id": stranger.id, "amount": 5, "date_start": "2026-03-01"})

    # where targets are used
    def test_a_quote_tells_where_it_leads(self):
        self.make_target(self.rep, approve=True)
        self.make_invoice(700)
        order = self.make_order(170, confirm=False).with_user(self.user_rep)
        self.assertIn("to 87 % of the target", order.sales_os_target_text)
        self.assertIn("(now 70 %)", order.sales_os_target_text)
        self.assertIn("reaches the target", self.make_order(300, confirm=False).with_user(self.user_rep).sales_os_target_text)
        self.assertFalse(self.make_order(300, user=self.user_rep2, confirm=False).with_user(self.user_rep2).sales_os_target_text)

    def test_an_approved_target_is_the_quota_that_pays(self):
        plan = self.make_commission_plan(
            self.rep, rules=({"rate": 10.0, "multipliers": [{"kind": "attainment", "percent": 100, "factor": 2}]},),
            terms={"quota_amount": 5000, "quota_from_target": True})
        self.make_invoice(1000)
        self.earn(plan)
        self.assertEqual(sum(self.ledger(plan).mapped("amount")), 100.0)
        self.make_target(self.rep, 500, approve=True)
        self.earn(plan)
        # what lies above the quota pays twice: 500 × 10 % + 500 × 20 %
        self.assertEqual(sum(self.ledger(plan).mapped("amount")), 150.0)

    def test_sold_lines_open_for_whom_they_are(self):
        self.make_invoice(100), self.make_invoice(50, user=self.user_rep2)
        target = self.make_target(self.rep).with_user(self.user_rep)
        action = target.action_view_sales()
        lines = self.env[action["res_model"]].with_user(self.user_rep).search(action["domain"])
        self.assertEqual(sum(lines.mapped("credited_amount")), 100.0)
        self.assertFalse(self.env["sales_os.sold.line"].with_user(self.user_rep2).search([("rep_id", "=", self.rep.id)]))

    def test_the_wizards_do_what_the_actions_do(self):
        target = self.make_target(self.rep, 1200, **YEAR)
        wizard = self.env["sales_os.target.spread"].with_user(self.user_manager).with_context(active_id=target.id).create(
            {"parts": "quarter", "shape": "even"})
        self.assertEqual(wizard.total, 1200)
        wizard.action_apply()
        self.assertEqual(len(target.child_ids), 4)
        target.action_submit()
        self.env["sales_os.target.reopen"].with_user(self.user_manager).with_context(active_ids=target.ids).create(
            {"reason": "Too high"}).action_apply()
        self.assertEqual(set((target | target.child_ids).mapped("state")), {"draft"})

"""Statements: they add up to the ledger, they lock, they keep what was submitted, and only the right people move them."""

from freezegun import freeze_time
from psycopg2 import errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CommissionCase


@tagged("post_install", "-at_install")
class StatementCase(CommissionCase):
    """Two representatives below one manager, one agent, and a plan of 5 % by invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_rep(cls.user_manager)
        (cls.rep | cls.rep2).write({"parent_id": cls.boss.id})
        cls.user_boss2 = cls.make_user("so_manager_else", "sales_os.group_manager")
        cls.boss2 = cls.make_rep(cls.user_boss2)
        cls.agent = cls.make_rep(name="Agent Ltd", parent_id=cls.boss.id)
        cls.user_accountant = cls.make_user("so_accountant", "base.group_user,account.group_account_invoice")
        cls.reason = cls.env.ref("sales_os.commission_reason_rate")

    @classmethod
    def settle(cls, plan, date_to):
        return cls.env["sales_os.commission.run"].browse(plan.with_user(cls.user_admin_so).action_settle(date_to)["run_id"])

    @classmethod
    def statements(cls, rep=None):
        domain = [("rep_id", "=", rep.id)] if rep else []
        return cls.env["sales_os.commission.statement"].search(domain, order="date_start, id")

    @classmethod
    def make_statement(cls, *amounts, rep=None, state="submitted", date="2026-01-10", user=None, **plan_values):
        """A statement of January 2026 with one invoice an amount, moved to ``state``."""
        rep = rep or cls.rep
        plan = cls.make_commission_plan(rep, **plan_values)
        for amount in amounts or (1000,):
            cls.make_invoice(amount, user=rep.user_id or user, date=date)
        cls.settle(plan, "2026-01-31")
        statement = cls.statements(rep)[-1:]
        if state != "draft":
            statement.with_user(cls.user_manager).action_submit()
        if state in ("approved", "paid"):
            statement.with_user(cls.user_manager).action_approve()
        return statement

    @classmethod
    def agent_statement(cls, amount=1000, state="approved", **plan_values):
        """The agent is credited by the order, because agents do not log in."""
        plan = cls.make_commission_plan(cls.agent, trigger="order", **plan_values)
        order = cls.make_order(amount, confirm=False, sales_os_credit_ids=[(0, 0, {"rep_id": cls.agent.id, "percent": 100})])
        order.action_confirm()
        order.date_order = "2026-01-10 10:00:00"
        cls.settle(plan, "2026-01-31")
        statement = cls.statements(cls.agent)[-1:]
        if state != "draft":
            statement.with_user(cls.user_manager).action_submit()
        if state == "approved":
            statement.with_user(cls.user_manager).action_approve()
        return statement

    def ledger_sum(self, rep):
        return sum(self.env["sales_os.commission.entry"].search(
            [("rep_id", "=", rep.id), ("state", "!=", "provisional")]).mapped("amount"))


@freeze_time("2026-02-05 09:00:00")
class TestStatement(StatementCase):
    def test_settling_puts_every_entry_on_the_statement_of_its_period(self):
        plan = self.make_commission_plan(self.rep, self.rep2)
        self.make_invoice(1000, 333.33, date="2026-01-10")
        self.make_invoice(200, user=self.user_rep2, date="2026-01-31")
        run = self.settle(plan, "2026-01-31")
        statements = run.statement_ids
        self.assertEqual({row.rep_id: (row.amount, row.state, str(row.date_start), str(row.date_end)) for row in statements}, {
            self.rep: (66.67, "draft", "2026-01-01", "2026-01-31"), self.rep2: (10.0, "draft", "2026-01-01", "2026-01-31"),
        })
        self.assertEqual(sum(statements.mapped("amount")), sum(self.ledger(plan).mapped("amount")))
        self.assertFalse(self.ledger(plan).filtered(lambda entry: not entry.statement_id))

    def test_sales_stand_on_their_statement_as_they_are_booked(self):
        plan = self.make_commission_plan(self.rep)
        for amount in (1000, 500):
            self.make_invoice(amount, date="2026-01-10")
        Statement, put_on = type(self.env["sales_os.commission.statement"]), []
        original = Statement._put_on

        def watched(statements, *args):
            answer = original(statements, *args)
            put_on.append(answer[1])
            return answer
        self.patch(Statement, "_put_on", watched)
        run = self.settle(plan, "2026-01-31")
        self.assertEqual((sum(put_on), run.statement_ids.amount, run.statement_ids.entry_count), (0, 75.0, 2))
        # a closed statement takes in nothing: what comes late waits for the next one
        run.statement_ids.with_user(self.user_manager).action_submit()
        self.make_invoice(100, date="2026-01-11")
        late = self.settle(plan, "2026-01-31")
        self.assertEqual((late.amount, len(late.statement_ids), run.statement_ids.amount), (5.0, 0, 75.0))

    def test_parts_sum_to_the_total_and_the_total_is_the_ledger(self):
        statement = self.make_statement(1000, 250.5, 99.99, state="draft", terms={"cap_amount": 50})
        self.assertEqual(statement.amount, 50.0)
        self.assertEqual(
            statement.earned_amount + statement.override_amount + statement.clawback_amount + statement.adjustment_amount
            + statement.other_amount, statement.amount)
        self.assertEqual(statement.amount, self.ledger_sum(self.rep))

    def test_preparing_twice_puts_nothing_on_twice(self):
        statement = self.make_statement(state="draft")
        Statement = self.env["sales_os.commission.statement"].with_user(self.user_manager)
        self.assertEqual(Statement.action_prepare("2026-01-31"), {"statements": [], "entries": 0})
        self.assertEqual((statement.amount, len(self.statements(self.rep))), (50.0, 1))

    def test_the_current_month_can_be_looked_at_any_day(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-02-03")
        self.earn(plan, "2026-02-05")
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare()
        statement = self.statements(self.rep)
        self.assertEqual((statement.state, statement.amount, statement.unsettled_count), ("draft", 50.0, 1))
        self.make_invoice(500, date="2026-02-04")
        self.earn(plan, "2026-02-05")
        self.assertEqual(statement.with_user(self.user_rep).action_refresh(), {"entries": 1})
        self.assertEqual(statement.amount, 75.0)
        with self.assertRaisesRegex(UserError, "before its period ends"):
            statement.with_user(self.user_manager).action_submit()

    def test_what_waits_says_how_much_why_and_from_when(self):
        plan = self.make_commission_plan(self.rep, trigger="payment")
        move = self.make_invoice(1000, date="2026-01-10", invoice_date_due="2026-03-20")
        self.pay(move, 400, "2026-01-20")
        self.earn(plan, "2026-02-05")
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare("2026-01-31")
        statement = self.statements(self.rep)
        self.assertEqual(statement.amount, 20.0)
        waiting = statement.with_user(self.user_rep).action_content()[0]["waiting"]
        self.assertEqual([(row["document"], row["amount"], row["due"], row["payable_on"]) for row in waiting],
                         [(move.name, "30.00", "2026-03-20", "2026-04-15")])
        self.assertIn("600", waiting[0]["why"])
        self.assertIn(move.name, statement.with_user(self.user_rep).waiting_html)

    def test_unsettled_lines_keep_a_statement_from_being_submitted(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-01-10")
        self.earn(plan, "2026-02-05")
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare("2026-01-31")
        statement = self.statements(self.rep)
        with self.assertRaisesRegex(UserError, "not settled yet \\(1\\)"):
            statement.with_user(self.user_manager).action_submit()
        self.settle(plan, "2026-01-31")
        statement.with_user(self.user_manager).action_submit()
        self.assertEqual((statement.state, statement.amount), ("submitted", 50.0))

    def test_a_period_closed_twice_puts_what_came_late_on_the_next_statement(self):
        statement = self.make_statement(state="approved")
        self.make_invoice(600, date="2026-01-28")
        run = self.settle(statement.entry_ids.plan_id, "2026-01-31")
        self.assertEqual((statement.amount, run.amount), (50.0, 30.0))
        self.assertFalse(run.statement_ids, "January is closed, February is not over")
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare("2026-02-28")
        february = self.statements(self.rep)[-1:]
        self.assertEqual((str(february.date_start), february.amount, february.late_amount), ("2026-02-01", 30.0, 30.0))
        self.assertEqual(sum(self.statements(self.rep).mapped("amount")), self.ledger_sum(self.rep))

    def test_submitting_tells_the_rep_and_calls_the_manager(self):
        statement = self.make_statement()
        told = self.env["mail.message"].search([("partner_ids", "in", self.rep.partner_id.ids)], limit=1)
        self.assertIn(statement.name, told.body)
        self.assertEqual(statement.activity_ids.user_id, self.user_manager)
        self.assertEqual(statement.snapshot_ids.mapped("amount"), [50.0])

    def test_only_a_manager_above_approves_and_never_the_own(self):
        statement = self.make_statement()
        for user in (self.user_rep, self.user_rep2, self.user_boss2, self.user_executive, self.user_plain, self.user_accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                statement.with_user(user).action_approve()
        own = self.make_statement(rep=self.boss, date="2026-01-15")
        with self.assertRaisesRegex(AccessError, "own"):
            own.with_user(self.user_manager).action_approve()
        own.with_user(self.user_admin_so).action_approve()
        statement.with_user(self.user_manager).action_approve()
        self.assertEqual((statement.state, own.state, statement.approved_by_id), ("approved", "approved", self.user_manager))

    def test_each_step_is_taken_once_and_in_order(self):
        statement = self.make_statement(state="draft").with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "Provisional"):
            statement.action_approve()
        statement.action_submit()
        with self.assertRaisesRegex(UserError, "Submitted"):
            statement.action_submit()
        statement.action_approve()
        with self.assertRaisesRegex(UserError, "Approved"):
            statement.action_approve()
        with self.assertRaisesRegex(UserError, "next statement"):
            statement.action_refresh()

    def test_nobody_writes_a_statement_by_hand(self):
        statement = self.make_statement()
        for user in (self.user_rep, self.user_manager, self.user_admin_so):
            for values in ({"state": "approved"}, {"amount": 1.0}, {"rep_id": self.rep2.id}):
                # refused before rights are asked, AccessError is one of them
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    statement.with_user(user).write(values)
        with self.assertRaises(UserError):
            statement.with_user(self.user_admin_so).create({"rep_id": self.rep.id})
        with self.assertRaises(UserError):
            statement.unlink()
        with self.assertRaises(UserError):
            statement.copy()

    def test_unlock_keeps_the_copy_and_submitting_again_makes_a_new_one(self):
        statement = self.make_statement(state="approved").with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "Say why"):
            statement.action_unlock(" ")
        self.make_invoice(600, date="2026-01-28")
        self.settle(statement.entry_ids.plan_id, "2026-01-31")
        statement.action_unlock("One invoice was posted late")
        self.assertEqual((statement.state, statement.snapshot_ids.unlock_reason), ("draft", "One invoice was posted late"))
        statement.action_submit()
        self.assertEqual(statement.snapshot_ids.mapped("amount"), [50.0, 80.0])
        self.assertEqual(len(set(statement.snapshot_ids.mapped("content_hash"))), 2)
        difference = statement.snapshot_ids[-1].action_compare()
        self.assertEqual((difference["before"], difference["after"], len(difference["added"]), difference["removed"]), (50.0, 80.0, 1, []))

    def test_a_snapshot_cannot_be_changed_by_anybody(self):
        snapshot = self.make_statement().snapshot_ids
        with self.assertRaises(UserError):
            snapshot.with_user(self.user_admin_so).sudo().write({"amount": 1.0})
        with self.assertRaises(UserError):
            snapshot.unlink()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(errors.InsufficientPrivilege), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE sales_os_commission_statement_snapshot SET amount = 1 WHERE id = %s", [snapshot.id])
        with mute_logger("odoo.sql_db"), self.assertRaises(errors.InsufficientPrivilege), self.env.cr.savepoint():
            self.env.cr.execute("DELETE FROM sales_os_commission_statement_snapshot WHERE id = %s", [snapshot.id])

    def test_every_step_is_in_the_audit_trail(self):
        statement = self.make_statement(state="approved")
        statement.with_user(self.user_manager).action_unlock("Wrong month")
        events = self.env["sales_os.audit.entry"].search(
            [("model", "=", statement._name), ("res_id", "=", statement.id)], order="id").mapped("event")
        self.assertEqual([event for event in events if event.startswith("state:")], ["state:submitted", "state:approved", "state:draft"])

    def test_currencies_never_share_a_statement(self):
        eur = self.env.ref("base.EUR")
        eur.active = True
        self.env["res.currency.rate"].create({"currency_id": eur.id, "name": "2026-01-01", "rate": 0.5, "company_id": self.company.id})
        plan = self.make_commission_plan(self.rep, is_stackable=True)
        other = self.make_commission_plan(self.rep, is_stackable=True, currency_id=eur.id)
        self.make_invoice(1000, date="2026-01-10")
        self.settle(plan, "2026-01-31")
        self.settle(other, "2026-01-31")
        self.assertEqual({row.currency_id: row.amount for row in self.statements(self.rep)}, {self.company.currency_id: 50.0, eur: 25.0})

    def test_the_rep_sees_the_own_statement_and_no_other(self):
        mine = self.make_statement()
        Statement = self.env["sales_os.commission.statement"]
        self.assertEqual(Statement.with_user(self.user_rep).search([]), mine)
        for user in (self.user_rep2, self.user_boss2):
            self.assertFalse(Statement.with_user(user).search([]))
        own = [("rep_id", "=", self.rep.id)]
        self.assertFalse(Statement.with_user(self.user_accountant).search(own), "accountants see what is to be paid")
        mine.with_user(self.user_manager).action_approve()
        self.assertEqual(Statement.with_user(self.user_accountant).search(own), mine)

    def test_a_refund_is_told_when_it_takes_something_back(self):
        plan = self.make_commission_plan(self.rep)
        move = self.make_invoice(1000, date="2026-01-10")
        self.settle(plan, "2026-01-31")
        self.statements(self.rep).with_user(self.user_manager).action_submit()
        self.refund(move, "2026-02-02", amount=400)
        self.earn(plan, "2026-02-05")
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare()
        february = self.statements(self.rep)[-1:]
        self.assertEqual((february.clawback_amount, february.amount), (-20.0, -20.0))
        told = self.env["mail.message"].search([("partner_ids", "in", self.rep.partner_id.ids)], order="id desc", limit=1)
        self.assertIn("taken back", told.body)

    def test_preparing_costs_the_same_number_of_queries_for_many_entries(self):
        plan = self.make_commission_plan(self.rep, self.rep2)

        def prepared(count, month):
            for index in range(count):
                self.make_invoice(100, user=self.user_rep if index % 2 else self.user_rep2, date=f"2026-{month:02d}-10")
            self.earn(plan, "2026-12-31")
            Statement = self.env["sales_os.commission.statement"]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            Statement._prepare(fields.Date.to_date(f"2026-{month:02d}-10"), self.company)
            return self.env.cr.sql_log_count - before

        prepared(2, 1)
        self.assertLessEqual(prepared(12, 3), prepared(2, 2) + 2)

    def test_the_board_says_what_is_owed_paid_and_coming(self):
        plan = self.make_commission_plan(self.rep, trigger="payment", terms={"quota_amount": 2000})
        move = self.make_invoice(1000, date="2026-02-01")
        self.pay(move, 400, "2026-02-03")
        self.earn(plan, "2026-02-05")
        board = self.env["sales_os.rep"].with_user(self.user_rep).action_commission_board()
        money = self.company.currency_id.format
        self.assertEqual((board["sums"][0]["owed"], board["sums"][0]["coming"], board["sums"][0]["paid"]), (money(20), money(30), money(0)))
        self.assertEqual([(row["percent"], row["reached"]) for row in board["quotas"]], [(20.0, money(400))])
        self.assertEqual(len(board["waiting"]), 1)
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare()
        board = self.env["sales_os.rep"].with_user(self.user_rep).action_commission_board()
        self.assertEqual((board["sums"][0]["owed"], board["statements"][0]["amount"]), (money(20), money(20)))
        with self.assertRaises(AccessError):
            self.env["sales_os.rep"].with_user(self.user_rep2).action_commission_board(self.rep.id)

    def test_the_analysis_divides_sums_not_percentages(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-01-10")
        self.make_invoice(3000, date="2026-01-11")
        self.settle(plan, "2026-01-31")
        Report = self.env["sales_os.commission.report"].with_user(self.user_rep)
        self.env.flush_all()
        row = Report._read_group([("rep_id", "=", self.rep.id)], [], [
            "amount:sum", "owed_amount:sum", "paid_amount:sum", "revenue_amount:sum", "cost_percent:avg"])[0]
        self.assertEqual(tuple(map(float, row)), (200.0, 200.0, 0.0, 4000.0, 5.0))
        self.assertFalse(Report.search([("rep_id", "=", self.rep2.id)]))

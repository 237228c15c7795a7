from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Command

FIELD = ("ece", "can", "burak", "zeynep")
MANAGERS = {"istanbul": 8.0, "south": 8.0, "head": 4.0}
QUOTAS = {"ece": 8000, "can": 5000, "burak": 9000, "zeynep": 6000}


class SalesOsDemo(models.AbstractModel):
    """Three months of commissions: earned, settled, on statements; one disputed, an external agent paid by a bill, a draft to simulate."""

    _inherit = "sales_os.demo"

    @api.model
    def _load_commissions(self):
        """Called once by commission_demo.xml."""
        first = self._today().replace(day=1) - relativedelta(months=3)
        self.env["sales_os.commission.manager"].create({
            "rep_id": self._ref("demo_rep_zeynep").id, "manager_id": self._ref("demo_rep_istanbul").id,
            "date_end": first - timedelta(days=1)})
        self._invoice_the_field(first)
        plans = self._field_plan(first) | self._agent_plan(first)
        self._next_plan(first)
        self._invoice_the_agent(first)
        for months in (1, 2, 3):
            plans.action_settle(first + relativedelta(months=months) - timedelta(days=1))
        Statement = self.env["sales_os.commission.statement"]
        Statement.action_prepare(self._today())
        oldest, middle, newest = (
            Statement.search([("date_start", "=", first + relativedelta(months=month)), ("entry_count", ">", 0)]) for month in range(3))
        agents = (middle | newest).filtered(lambda row: row.rep_id.kind == "agent")
        self._approve(oldest | middle | agents)
        (newest - agents).action_submit()
        self._pay(oldest | agents & middle)
        (agents & newest).action_pay()
        self._disputes(newest)
        # what the answer to a dispute booked stands on this month's statement
        Statement.action_prepare(self._today())
        # nobody gets mail from the demonstration
        self.env["mail.mail"].search([("model", "=like", "sales_os.commission.%")]).unlink()
        return True

    def _plan(self, name, first, rules, assignments, **values):
        return self.env["sales_os.commission.plan"].create({
            "name": name, "company_id": self._ref("demo_rep_head").company_id.id, **values,
            "version_ids": [Command.create({"date_start": first, "rule_ids": [Command.create(rule) for rule in rules]})],
            "assignment_ids": [
                Command.create({"rep_id": self._ref(f"demo_rep_{who}").id, "date_start": first, **terms}) for who, terms in assignments],
        })

    def _tiers(self, *tiers):
        return [Command.create({"threshold": bound, "rate": rate}) for bound, rate in tiers]

    def _field_plan(self, first):
        machines = self._ref("demo_category_machines")
        plan = self._plan(
            "Field Sales", first, (
                {"name": "Machines and service", "sequence": 1, "category_ids": [Command.set(machines.ids)], "basis": "margin",
                 "rate": 12.0},
                {"name": "Supplies", "sequence": 2, "method": "tier", "scope": "period",
                 "tier_ids": self._tiers((0, 3), (5000, 4), (8000, 5))},
                {"name": "New customer", "sequence": 3, "basis": "new_customer", "method": "fixed", "rate": 25.0, "is_additional": True},
            ), [
                *((who, {"quota_amount": QUOTAS[who]}) for who in FIELD),
                *((who, {"override_percent": percent}) for who, percent in MANAGERS.items()),
            ], trigger="order", note="<p>Supplies earn by tiers of the month, machines a share of their margin.</p>")
        plan.action_approve()
        return plan

    def _agent_plan(self, first):
        plan = self._plan(
            "Commercial Agents", first, ({"name": "All sales", "rate": 7.0},), [("hakan", {})], trigger="payment", clawback_days=180)
        plan.action_approve()
        return plan

    def _next_plan(self, first):
        """A draft for next year: more for reaching the quota, less before it."""
        self._plan(
            "Field Sales, next year", (first + relativedelta(years=1)).replace(month=1), (
                {"name": "All sales", "method": "tier", "scope": "period", "tier_ids": self._tiers((0, 4.5), (4000, 7), (7000, 10))},
            ), [*((who, {"quota_amount": QUOTAS[who] * 1.1}) for who in FIELD)], trigger="order")

    def _invoice_the_agent(self, first):
        """The agent is paid as customers pay: all invoices but the last ones are paid, one of them in part."""
        agent = self._ref("demo_rep_hakan")
        orders = self.env["sale.order"].search(
            [("sales_os_credit_ids.rep_id", "=", agent.id), ("state", "=", "sale"), ("invoice_status", "=", "to invoice")],
            order="date_order")
        bank = self.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", agent.company_id.id)], limit=1)
        if not bank:
            return
        today = self._today()
        for number, order in enumerate(orders):
            invoice = order._create_invoices()
            invoice.invoice_date = order.date_order.date()
            invoice.action_post()
            day = min(order.date_order.date() + timedelta(days=10), today)
            if number < len(orders) - 2 and day < today:
                self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create({
                    "payment_date": day, "journal_id": bank.id,
                    "amount": invoice.amount_total if number != 3 else round(invoice.amount_total / 2, 2),
                })._create_payments()

    def _invoice_the_field(self, first):
        """Invoices of one representative, so that the cost of sales has a revenue to stand beside."""
        orders = self.env["sale.order"].search([
            ("user_id", "=", self._ref("demo_user_ece").id), ("state", "=", "sale"), ("invoice_status", "=", "to invoice"),
            ("date_order", "<", first + relativedelta(months=2))])
        invoices = orders._create_invoices(grouped=True)
        for invoice in invoices:
            invoice.invoice_date = min(invoice.invoice_line_ids.sale_line_ids.order_id.mapped("date_order")).date()
        invoices.action_post()

    def _approve(self, statements):
        statements.action_submit()
        for statement in statements:
            manager = statement.rep_id.parent_id.user_id or self.env.ref("base.user_admin")
            statement.with_user(manager).action_approve()

    def _pay(self, statements):
        """The oldest month is paid: employees by payroll, the agent by a bill."""
        payout = self.env["sales_os.commission.payout"].create({"company_id": statements.company_id.id})
        payout.line_ids.create([{"payout_id": payout.id, "statement_id": row.id} for row in statements if row.left_amount])
        bills = self.env["account.move"].browse(payout.action_confirm())
        bills.action_post()
        bank = self.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", statements.company_id.id)], limit=1)
        for bill in bills if bank else ():
            self.env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids).create(
                {"journal_id": bank.id})._create_payments()
        if payout.payroll_due:
            payout.action_payroll_paid()

    def _disputes(self, statements):
        ece = statements.filtered(lambda row: row.rep_id == self._ref("demo_rep_ece"))
        if ece:
            line = ece.entry_ids.filtered(lambda entry: entry.kind == "earned").sorted("amount")[-1:]
            self.env["sales_os.commission.dispute"].with_user(self._ref("demo_user_ece")).create({
                "statement_id": ece.id, "entry_id": line.id, "claimed_amount": round(line.amount * 1.5, 2),
                "reason": "I sold this alone; the machine belongs to the highest tier. Please look at the order again.",
            })
        can = statements.filtered(lambda row: row.rep_id == self._ref("demo_rep_can"))
        if can:
            dispute = self.env["sales_os.commission.dispute"].with_user(self._ref("demo_user_can")).create({
                "statement_id": can.id, "reason": "The bonus for the new customer in Beşiktaş is missing."})
            dispute.with_user(self._ref("demo_user_istanbul")).action_adjust(
                "You are right, it was filed under the old owner.", 25.0, "missing")

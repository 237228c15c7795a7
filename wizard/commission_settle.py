from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

# rows shown; the sums and the reasons count all
SHOWN = 500


class SalesOsCommissionSettle(models.TransientModel):
    """Settle commissions: first what would be settled and what would not, with the reason; then the settlement."""

    _name = "sales_os.commission.settle"
    _description = "Settle Commissions"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    plan_ids = fields.Many2many(
        "sales_os.commission.plan", "sales_os_commission_settle_plan_rel", "wizard_id", "plan_id", string="Plans", check_company=True,
        default=lambda self: self._default_plans(), domain="[('state', '!=', 'draft')]")
    date_to = fields.Date(
        string="Up To", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1) - timedelta(days=1),
        help="Periods that are over on this day are settled.")
    is_previewed = fields.Boolean(readonly=True)
    line_ids = fields.One2many("sales_os.commission.settle.line", "wizard_id", string="To Be Settled", readonly=True)
    skip_ids = fields.One2many("sales_os.commission.settle.skip", "wizard_id", string="Not Paid", readonly=True)
    entry_count = fields.Integer(string="Entries", readonly=True)
    skip_count = fields.Integer(string="Number Not Paid", readonly=True)
    reasons = fields.Text(readonly=True)

    @api.model
    def _default_plans(self):
        return self.env["sales_os.commission.plan"].search([("state", "=", "approved"), ("company_id", "=", self.env.company.id)])

    def action_preview(self):
        """Work out what is new and list what would be settled, and for each sale that would not be, why.

        :return: ``{"entries", "amounts": [{"plan_id", "rep_id", "entries", "amount"}], "skipped", "reasons": [{"reason", "count"}]}``
        """
        self.ensure_one()
        self._check_may_settle()
        plans = self.plan_ids.filtered(lambda plan: plan.state != "draft")
        if not plans:
            raise UserError(self.env._("No approved commission plan is chosen: approve one first, then its sales can be settled."))
        # sudo: the ledger is brought up to date by the system, as its job does every quarter of an hour; nothing is settled
        plans = plans.sudo()
        plans._earn(plans._until(self.date_to))
        lines = [values for plan in plans for values in self._to_settle(plan)]
        skipped = [row for plan in plans for row in plan._why_not_paid(self.date_to)]
        words = plans._reason_words()
        counts = {}
        for row in skipped:
            counts[row["reason"]] = counts.get(row["reason"], 0) + 1
        reasons = [{"reason": words[code], "count": count} for code, count in sorted(counts.items(), key=lambda item: -item[1])]
        self.write({
            "is_previewed": True, "entry_count": sum(line["entry_count"] for line in lines), "skip_count": len(skipped),
            "reasons": "\n".join(f"{row['count']} × {row['reason']}" for row in reasons),
            "line_ids": [Command.clear(), *(Command.create(line) for line in lines)],
            "skip_ids": [Command.clear(), *(Command.create(self._prepare_skip_vals(row, words)) for row in skipped[:SHOWN])],
        })
        return {
            "entries": self.entry_count, "skipped": self.skip_count, "reasons": reasons,
            "amounts": [{"plan_id": line["plan_id"], "rep_id": line["rep_id"], "entries": line["entry_count"], "amount": line["amount"]}
                        for line in lines],
        }

    def _to_settle(self, plan):
        rows = self.env.execute_query(SQL(
            """SELECT rep_id, COUNT(*), SUM(amount), MIN(date), MAX(date) FROM sales_os_commission_entry
                WHERE plan_id = %s AND state = 'earned' AND date < %s GROUP BY rep_id ORDER BY SUM(amount) DESC, rep_id""",
            plan.id, plan._boundary(self.date_to)))
        return [{"plan_id": plan.id, "rep_id": rep_id, "entry_count": count, "amount": float(amount), "date_first": first,
                 "date_last": last}
                for rep_id, count, amount, first, last in rows]

    @api.model
    def _prepare_skip_vals(self, row, words):
        return {
            "plan_id": row["plan"], "date": row["date"], "move_id": row["move"], "order_id": row["order"], "partner_id": row["partner"],
            "rep_id": row["rep"], "currency_id": row["currency"], "amount": row["amount"], "reason": words[row["reason"]],
            "payable_from": row["payable_from"],
        }

    def action_preview_and_show(self):
        """Button: preview, in the same window."""
        self.action_preview()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [[False, "form"]], "target": "new",
            "name": self.env._("Settle Commissions"),
        }

    def action_settle(self):
        """Settle, and return what was settled, see ``sales_os.commission.plan.action_settle``."""
        self.ensure_one()
        self._check_may_settle()
        return self.plan_ids.action_settle(self.date_to)

    def action_settle_and_show(self):
        """Button: settle, then open the settlement."""
        run_id = self.action_settle()["run_id"]
        return {"type": "ir.actions.act_window", "res_model": "sales_os.commission.run", "res_id": run_id, "views": [[False, "form"]]}

    def _check_may_settle(self):
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only administrators of Sales OS may settle commissions."))


class SalesOsCommissionSettleLine(models.TransientModel):
    """What one representative would be settled under one plan."""

    _name = "sales_os.commission.settle.line"
    _description = "Commission to Be Settled"
    _order = "plan_id, amount desc, id"

    wizard_id = fields.Many2one("sales_os.commission.settle", required=True, ondelete="cascade")
    plan_id = fields.Many2one("sales_os.commission.plan", readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    entry_count = fields.Integer(string="Entries", readonly=True)
    amount = fields.Monetary(readonly=True)
    date_first = fields.Date(string="From", readonly=True)
    date_last = fields.Date(string="Until", readonly=True)


class SalesOsCommissionSettleSkip(models.TransientModel):
    """A sale that is not paid, and why."""

    _name = "sales_os.commission.settle.skip"
    _description = "Sale Not Paid"
    _order = "date, id"

    wizard_id = fields.Many2one("sales_os.commission.settle", required=True, ondelete="cascade")
    plan_id = fields.Many2one("sales_os.commission.plan", readonly=True)
    date = fields.Date(readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True, help="Commission expected, or the untaxed amount of a sale that earns none.")
    reason = fields.Char(readonly=True)
    payable_from = fields.Date(readonly=True)

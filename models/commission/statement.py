from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsCommissionStatement(models.Model):
    """What one representative is paid for one period, in one currency. Its lines are entries of the ledger, so it adds up to it."""

    _name = "sales_os.commission.statement"
    _description = "Commission Statement"
    _inherit = ["mail.thread", "mail.activity.mixin", "sales_os.state.mixin"]
    _order = "date_start desc, rep_id, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _state_transitions = {
        ("draft", "submitted"): "sales_os.group_manager",
        ("submitted", "approved"): "sales_os.group_manager",
        ("submitted", "draft"): "sales_os.group_manager",
        ("approved", "draft"): "sales_os.group_manager",
        # the payment decides, see payout_follow
        ("approved", "paid"): None,
        ("paid", "approved"): None,
    }

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, index=True)
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", required=True, readonly=True, ondelete="restrict", check_company=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    date_start = fields.Date(string="From", required=True, readonly=True)
    date_end = fields.Date(string="To", required=True, readonly=True)
    payable_on = fields.Date(
        string="Payable From", compute="_compute_payable_on", help="So many days after the period as the settings say.")
    state = fields.Selection(
        [("draft", "Provisional"), ("submitted", "Submitted"), ("approved", "Approved"), ("paid", "Paid")], default="draft",
        required=True, readonly=True, copy=False, tracking=True, index=True)

    entry_ids = fields.One2many("sales_os.commission.entry", "statement_id", string="Lines", readonly=True)
    entry_count = fields.Integer(string="Lines Counted", readonly=True, copy=False)
    amount = fields.Monetary(string="Total", readonly=True, copy=False, help="Sum of the lines: what the ledger says, to the cent.")
    earned_amount = fields.Monetary(string="Earned", readonly=True, copy=False)
    override_amount = fields.Monetary(string="Overrides", readonly=True, copy=False)
    clawback_amount = fields.Monetary(string="Clawed Back", readonly=True, copy=False)
    adjustment_amount = fields.Monetary(string="Adjustments", readonly=True, copy=False)
    other_amount = fields.Monetary(string="Caps and Draws", readonly=True, copy=False)
    late_amount = fields.Monetary(
        string="Of Earlier Periods", readonly=True, copy=False,
        help="Part of the total whose day lies before this period: it became known when that statement was closed already.")
    unsettled_count = fields.Integer(compute="_compute_unsettled", help="Lines that no settlement has closed yet.")
    unsettled_amount = fields.Monetary(string="Not Settled Yet", compute="_compute_unsettled")

    submitted_on = fields.Datetime(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    snapshot_ids = fields.One2many("sales_os.commission.statement.snapshot", "statement_id", string="Snapshots", readonly=True)
    snapshot_count = fields.Integer(compute="_compute_counts")
    dispute_ids = fields.One2many("sales_os.commission.dispute", "statement_id", string="Disputes")
    dispute_count = fields.Integer(compute="_compute_counts")
    open_dispute_count = fields.Integer(compute="_compute_counts")
    payout_line_ids = fields.One2many("sales_os.commission.payout.line", "statement_id", string="Payments", readonly=True)
    planned_amount = fields.Monetary(
        string="In Payouts", readonly=True, copy=False, help="Taken up by payouts, paid or not.")
    paid_amount = fields.Monetary(string="Paid Out", readonly=True, copy=False)
    left_amount = fields.Monetary(
        string="Left to Pay", compute="_compute_left_amount", store=True, help="Taken up by no payout yet: carried to the next one.")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    is_over = fields.Boolean(string="Period Over", compute="_compute_payable_on")

    _period_uniq = models.UniqueIndex(
        "(company_id, rep_id, currency_id, date_start)", "This representative already has a statement of that period in that currency.")
    _name_uniq = models.UniqueIndex("(company_id, name)", "Another statement has this number.")
    _dates = models.Constraint("CHECK (date_end >= date_start)", "A period ends on or after the day it starts.")

    @api.depends("name", "rep_id.name", "date_start")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = f"{statement.name or ''} · {statement.rep_id.name or ''}"

    @api.depends("date_end", "company_id.sales_os_payout_days")
    def _compute_payable_on(self):
        today = fields.Date.context_today(self)
        for statement in self:
            # sudo: a number of the settings
            days = statement.company_id.sudo().sales_os_payout_days
            statement.payable_on = statement.date_end and fields.Date.add(statement.date_end, days=days)
            statement.is_over = bool(statement.date_end) and statement.date_end < today

    @api.depends("entry_ids.state", "entry_ids.amount")
    def _compute_unsettled(self):
        rows = {statement: (count, amount) for statement, count, amount in self.env["sales_os.commission.entry"]._read_group(
            [("statement_id", "in", self.ids), ("state", "!=", "settled")], ["statement_id"], ["__count", "amount:sum"])}
        for statement in self:
            statement.unsettled_count, statement.unsettled_amount = rows.get(statement, (0, 0.0))

    @api.depends("snapshot_ids", "dispute_ids.state")
    def _compute_counts(self):
        for statement in self:
            statement.snapshot_count = len(statement.snapshot_ids)
            statement.dispute_count = len(statement.dispute_ids)
            statement.open_dispute_count = len(statement.dispute_ids.filtered(lambda dispute: dispute.state == "open"))

    @api.depends("amount", "planned_amount")
    def _compute_left_amount(self):
        for statement in self:
            statement.left_amount = statement.amount - statement.planned_amount

    @api.depends_context("uid")
    @api.depends("rep_id")
    def _compute_can_decide(self):
        for statement in self:
            statement.can_decide = not statement._why_not_decide()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Statements are prepared from the ledger, never typed: use Prepare Statements."))
        return super().create(vals_list)

    def write(self, vals):
        # the actions check the right and write as the system; what chatter and activities keep beside it is free
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and not self.env.su:
            raise UserError(self.env._("A statement changes by its buttons only: its lines are the ledger's."))
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("Statements stay for the record: they cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("A statement cannot be duplicated: nothing is paid twice."))

    def _why_not_decide(self):
        """Why the user may not approve or unlock this statement; empty when that is allowed."""
        self.ensure_one()
        return self.rep_id._commission_refusal()

    def action_view_entries(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": "sales_os.commission.entry",
            "views": [[False, "list"], [False, "pivot"], [False, "form"]], "domain": [["statement_id", "=", self.id]],
        }

    def action_view_disputes(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Disputes of %s", self.name), "res_model": "sales_os.commission.dispute",
            "views": [[False, "list"], [False, "form"]], "domain": [["statement_id", "=", self.id]],
            "context": {"default_statement_id": self.id},
        }

    def action_view_snapshots(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Snapshots of %s", self.name),
            "res_model": "sales_os.commission.statement.snapshot", "views": [[False, "list"], [False, "form"]],
            "domain": [["statement_id", "=", self.id]],
        }

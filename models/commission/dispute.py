from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# what whoever answers fills in before deciding
ANSWER = {"answer", "adjusted_amount", "reason_id"}


class SalesOsCommissionDispute(models.Model):
    """A representative says that a line is wrong, or that one is missing. It ends in words or in an adjustment, never in an edit."""

    _name = "sales_os.commission.dispute"
    _description = "Commission Dispute"
    _inherit = ["mail.thread", "mail.activity.mixin", "sales_os.state.mixin"]
    _order = "state, deadline, id desc"
    _check_company_auto = True

    _state_transitions = {
        ("open", "adjusted"): "sales_os.group_manager",
        ("open", "refused"): "sales_os.group_manager",
        ("open", "withdrawn"): None,
    }

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    statement_id = fields.Many2one(
        "sales_os.commission.statement", required=True, ondelete="restrict", index=True,
        domain="[('state', '!=', 'draft')]", check_company=True)
    entry_id = fields.Many2one(
        "sales_os.commission.entry", string="Line", ondelete="restrict", index="btree_not_null",
        domain="[('statement_id', '=', statement_id)]", help="Empty: something is missing on the statement.")
    plan_id = fields.Many2one(
        "sales_os.commission.plan", compute="_compute_plan_id", store=True, precompute=True, ondelete="restrict",
        help="The plan by which an adjustment is paid.")
    rep_id = fields.Many2one(related="statement_id.rep_id", string="Representative", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    line_amount = fields.Monetary(related="entry_id.amount", string="Line Says")
    reason = fields.Text(string="What Is Wrong", required=True, help="What should be there instead, and why.")
    claimed_amount = fields.Monetary(string="Should Be", help="What the line should say. 0: not told.")
    state = fields.Selection(
        [("open", "Open"), ("adjusted", "Adjusted"), ("refused", "Refused"), ("withdrawn", "Withdrawn")], default="open",
        required=True, readonly=True, copy=False, tracking=True, index=True)
    handler_id = fields.Many2one("res.users", string="Decides", readonly=True, copy=False, tracking=True, ondelete="restrict", index=True)
    deadline = fields.Datetime(
        string="Answer Due", readonly=True, copy=False, help="So many working hours after it was raised as the settings say.")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    escalation_count = fields.Integer(string="Escalated", readonly=True, copy=False, aggregator=None)
    answer = fields.Text(help="What the representative is told.")
    adjusted_amount = fields.Monetary(string="Adjust By", help="Paid more (or less, if negative) with the next statement.")
    reason_id = fields.Many2one("sales_os.commission.reason", string="Reason Code", ondelete="restrict")
    adjustment_id = fields.Many2one("sales_os.commission.entry", readonly=True, copy=False, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _open_uniq = models.UniqueIndex(
        "(entry_id) WHERE state = 'open' AND entry_id IS NOT NULL", "This line is already disputed: write into that dispute.")

    @api.depends("name", "rep_id.name")
    def _compute_display_name(self):
        for dispute in self:
            dispute.display_name = f"{dispute.name or ''} · {dispute.rep_id.name or ''}"

    @api.depends("entry_id", "statement_id")
    def _compute_plan_id(self):
        for dispute in self:
            dispute.plan_id = dispute.entry_id.plan_id or dispute.statement_id.entry_ids[:1].plan_id

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for dispute in self:
            dispute.is_overdue = dispute.state == "open" and bool(dispute.deadline) and dispute.deadline < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = ["&", ("state", "=", "open"), ("deadline", "<", fields.Datetime.now())]
        return overdue if True in value else ["!", *overdue]

    @api.depends_context("uid")
    @api.depends("statement_id", "state")
    def _compute_can_decide(self):
        for dispute in self:
            dispute.can_decide = dispute.state == "open" and bool(dispute.statement_id) and not dispute.statement_id._why_not_decide()

    @api.constrains("reason")
    def _check_reason(self):
        for dispute in self:
            if not (dispute.reason or "").strip():
                raise ValidationError(self.env._("A dispute says what is wrong and what it should be: write a reason."))

    @api.constrains("statement_id", "entry_id")
    def _check_line(self):
        for dispute in self:
            if dispute.statement_id.state == "draft":
                raise ValidationError(self.env._(
                    "%s is provisional and may still change: dispute it once it is submitted.", dispute.statement_id.display_name))
            if dispute.entry_id and dispute.entry_id.statement_id != dispute.statement_id:
                raise ValidationError(self.env._("The disputed line does not stand on %s.", dispute.statement_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                if set(vals) & {"handler_id", "deadline", "adjustment_id", "decided_on", "decided_by_id", "escalation_count", *ANSWER}:
                    raise AccessError(self.env._("A new dispute says what is wrong; who answers, and what, comes later."))
        self._check_not_disputed([vals["entry_id"] for vals in vals_list if vals.get("entry_id")])
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                # sudo: a sequence is technical
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("sales_os.commission.dispute") or "/"
        disputes = super().create(vals_list)
        # sudo: whoever raises it starts the clock and calls whoever decides
        disputes.sudo()._begin()
        return disputes

    @api.model
    def _check_not_disputed(self, entry_ids):
        # sudo: a line is disputed once, whoever did it
        known = self.sudo().search([("entry_id", "in", entry_ids), ("state", "=", "open")], limit=1)
        if known or len(set(entry_ids)) < len(entry_ids):
            raise UserError(self.env._("This line is already disputed (%s): write into that dispute.", known.name or ""))

    def write(self, vals):
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and not self.env.su:
            closed = self.filtered(lambda dispute: dispute.state != "open")
            if closed:
                raise UserError(self.env._("%s is decided and does not change.", closed[0].display_name))
            if own <= ANSWER:
                for dispute in self:
                    refusal = dispute.statement_id._why_not_decide()
                    if refusal:
                        raise AccessError(refusal)
            elif not own <= {"reason", "claimed_amount"} or any(dispute.create_uid != self.env.user for dispute in self):
                raise UserError(self.env._("A dispute changes by its buttons; its reason is written by whoever raised it."))
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("Disputes stay for the record: withdraw it instead."))

    def copy(self, default=None):
        raise UserError(self.env._("A dispute cannot be duplicated."))


class SalesOsCommissionEntry(models.Model):
    _inherit = "sales_os.commission.entry"

    def action_dispute(self):
        """Button on a line: say what is wrong with it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Dispute"), "res_model": "sales_os.commission.dispute",
            "views": [[False, "form"]], "target": "new",
            "context": {"default_statement_id": self.statement_id.id, "default_entry_id": self.id},
        }

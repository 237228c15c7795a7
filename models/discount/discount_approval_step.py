from odoo import api, fields, models
from odoo.exceptions import UserError

DECISIONS = [
    ("waiting", "Waits for the step before"), ("pending", "To decide"), ("approved", "Approved"), ("refused", "Refused"),
    ("kept", "Kept from before"), ("void", "Not decided"),
]
# after these a step is history
DECIDED = ("approved", "refused", "kept", "void")


class SalesOsDiscountApprovalStep(models.Model):
    """One level that must approve: copies of its name, limits and tested values, and who decided."""

    _name = "sales_os.discount.approval.step"
    _description = "Approval Step"
    _order = "approval_id, sequence, id"

    approval_id = fields.Many2one(
        "sales_os.discount.approval", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="approval_id.company_id", store=True, index=True)
    # as it was: a company may change its currency
    currency_id = fields.Many2one("res.currency", string="Company Currency", compute="_compute_currency_id", store=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    # the rules may change and go: these only tell which rule it was, the copies below count
    policy_id = fields.Many2one("sales_os.discount.policy", string="Policy Rule", readonly=True, ondelete="set null", index=True)
    level_id = fields.Many2one("sales_os.discount.level", string="Level Rule", readonly=True, ondelete="set null")
    policy_key = fields.Integer(readonly=True)
    policy = fields.Char(readonly=True)
    level = fields.Char(readonly=True)
    max_discount_percent = fields.Float(string="Discount Up To (%)", readonly=True, digits=(5, 2), aggregator=None)
    min_margin_percent = fields.Float(string="Margin From (%)", readonly=True, digits=(16, 2), aggregator=None)
    max_amount = fields.Monetary(string="Amount Up To", readonly=True, aggregator=None)
    approver_kind = fields.Selection(
        [("manager", "Managers"), ("group", "Group"), ("user", "Person"), ("last_resort", "Above all levels")], readonly=True)
    group_id = fields.Many2one("res.groups", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", string="Named Person", readonly=True, ondelete="set null")
    sla_hours = fields.Float(readonly=True, aggregator=None)
    tested_discount_percent = fields.Float(string="Discount (%)", readonly=True, digits=(16, 2), aggregator=None)
    tested_margin_percent = fields.Float(
        string="Margin (%)", readonly=True, digits=(16, 2), aggregator=None, groups="base.group_user")
    tested_amount = fields.Monetary(string="Amount", readonly=True, aggregator=None)
    criteria = fields.Char(readonly=True, help="What made this step necessary, as keys.")
    because = fields.Char(readonly=True)
    approver_ids = fields.Many2many(
        "res.users", "sales_os_discount_step_approver_rel", "step_id", "user_id", string="Approvers", readonly=True,
        help="Whoever may decide this step.")
    approver = fields.Char(readonly=True, help="Names of those who were asked.")
    route = fields.Text(string="How They Were Found", readonly=True)
    decision = fields.Selection(DECISIONS, default="waiting", required=True, readonly=True, index=True)
    decided_by_id = fields.Many2one("res.users", string="Login That Decided", readonly=True, ondelete="restrict", index=True)
    decided_by = fields.Char(readonly=True)
    decided_on = fields.Datetime(readonly=True)
    comment = fields.Text(readonly=True)
    asked_on = fields.Datetime(readonly=True)
    deadline = fields.Datetime(readonly=True, index="btree_not_null")
    escalation_count = fields.Integer(string="Escalated", readonly=True, aggregator="sum")
    kept_from_id = fields.Many2one("sales_os.discount.approval.step", readonly=True, ondelete="restrict")

    @api.depends("company_id")
    def _compute_currency_id(self):
        for step in self:
            step.currency_id = step.company_id.currency_id

    @api.model
    def default_get(self, fields):
        # neither a context of the client nor a default that somebody keeps fills what is history
        return {"decision": "waiting"} if "decision" in fields else {}

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_by_hand()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_by_hand()
        decided = self.filtered(lambda step: step.decision in DECIDED)
        if decided:
            raise UserError(self.env._("Step %s is decided and stays as it is.", decided[0].display_name))
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("Approvals are history and stay: what was asked and decided cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("Approvals are history: request a new one on the quote."))

    def _refuse_by_hand(self):
        if self.env.context.get("sales_os_approval") is not self.env["sales_os.discount.approval"]._BY_ACTION:
            raise UserError(self.env._("Steps of an approval are written by its actions, never by hand."))

    @api.depends("policy", "level")
    def _compute_display_name(self):
        for step in self:
            step.display_name = f"{step.policy} · {step.level}"

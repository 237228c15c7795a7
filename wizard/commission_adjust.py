import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SalesOsCommissionAdjust(models.TransientModel):
    """Pay somebody more or less: a signed entry with a reason code and words, never an edit of what stands there."""

    _name = "sales_os.commission.adjust"
    _description = "Adjust Commission"

    rep_id = fields.Many2one("sales_os.rep", string="Representative", required=True)
    plan_id = fields.Many2one(
        "sales_os.commission.plan", required=True, compute="_compute_plan_id", store=True, readonly=False, precompute=True,
        domain="[('state', '!=', 'draft'), ('assignment_ids.rep_id', '=', rep_id)]")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    entry_id = fields.Many2one(
        "sales_os.commission.entry", string="Corrects", domain="[('rep_id', '=', rep_id)]", help="Empty: it corrects no single line.")
    date = fields.Date(
        required=True, default=fields.Date.context_today, help="It stands on the statement of this day, or the next open one.")
    amount = fields.Monetary(required=True, help="Positive: paid more. Negative: paid less.")
    reason_id = fields.Many2one("sales_os.commission.reason", string="Reason Code", required=True)
    reason = fields.Char(string="In Words", required=True)
    # pressing the button twice books once
    key = fields.Char(default=lambda self: uuid.uuid4().hex, required=True, readonly=True)

    @api.depends("rep_id", "entry_id")
    def _compute_plan_id(self):
        for wizard in self:
            plans = wizard.rep_id.commission_assignment_ids.plan_id.filtered(lambda plan: plan.state != "draft")
            wizard.plan_id = wizard.entry_id.plan_id or (wizard.plan_id if wizard.plan_id in plans else plans[:1])

    def action_apply(self):
        """Book the adjustment.

        :return: id of the entry
        """
        self.ensure_one()
        self.rep_id.check_access("read")
        refusal = self.rep_id._commission_refusal()
        if refusal:
            raise AccessError(refusal)
        if self.plan_id.state == "draft":
            raise UserError(self.env._("%s is a draft and pays nobody: choose a plan that was approved.", self.plan_id.name))
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._("An adjustment cannot be dated in the future."))
        if self.entry_id and self.entry_id.rep_id != self.rep_id:
            raise UserError(self.env._("The corrected entry is paid to %s.", self.entry_id.rep_id.name))
        # sudo: the ledger is written by the system; the right to decide was checked
        entry = self.env["sales_os.commission.entry"].sudo()._append_adjustments([{
            "key": f"adj:{self.key}", "plan": self.plan_id, "rep": self.rep_id, "amount": self.amount, "date": self.date,
            "reason": f"{self.reason_id.name}: {self.reason}", "entry": self.entry_id,
        }])
        entry.write({"reason_id": self.reason_id.id})
        return entry.id

    def action_apply_and_close(self):
        self.action_apply()
        return {"type": "ir.actions.act_window_close"}

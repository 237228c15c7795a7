from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_os.algorithms.commission.payout import payable_fault


class SalesOsCommissionPayoutLine(models.Model):
    """One statement, or a part of it, in a payout."""

    _name = "sales_os.commission.payout.line"
    _description = "Payout Line"
    _order = "payout_id, rep_id, id"
    _check_company_auto = True

    payout_id = fields.Many2one("sales_os.commission.payout", required=True, ondelete="cascade", index=True, check_company=True)
    statement_id = fields.Many2one(
        "sales_os.commission.statement", required=True, ondelete="restrict", index=True, check_company=True,
        domain="[('state', '=', 'approved'), ('left_amount', '!=', 0), ('company_id', '=', company_id)]")
    company_id = fields.Many2one(related="payout_id.company_id", store=True, precompute=True, index=True)
    rep_id = fields.Many2one(related="statement_id.rep_id", string="Representative", store=True, precompute=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    method = fields.Selection(
        [("bill", "Vendor bill"), ("payroll", "Payroll")], compute="_compute_method", store=True, precompute=True, readonly=True,
        help="External agents write bills, employees are paid by payroll.")
    statement_amount = fields.Monetary(related="statement_id.amount", string="Statement Says")
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True, required=True,
        help="What is paid now; what is left stays on the statement for the next payout.")
    carried_amount = fields.Monetary(string="Carried On", compute="_compute_carried_amount")
    held_amount = fields.Monetary(readonly=True, help="What of the statement this payout holds: nothing once its bill is cancelled.")
    paid_amount = fields.Monetary(string="Paid", readonly=True)
    state = fields.Selection(
        [("planned", "Planned"), ("due", "To Pay"), ("partial", "Partly Paid"), ("paid", "Paid"), ("released", "Released")],
        default="planned", required=True, readonly=True, copy=False)
    is_live = fields.Boolean(compute="_compute_is_live")
    move_id = fields.Many2one("account.move", string="Bill", readonly=True, copy=False, ondelete="set null", index="btree_not_null")
    note = fields.Char(readonly=True, help="Why it was released.")

    _statement_uniq = models.UniqueIndex("(payout_id, statement_id)", "This statement is already in the payout.")

    @api.depends("payout_id.name", "statement_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.payout_id.name or ''} · {line.statement_id.name or ''}"

    @api.depends("statement_id")
    def _compute_method(self):
        for line in self:
            line.method = "bill" if line.statement_id.rep_id.kind == "agent" else "payroll"

    @api.depends("statement_id")
    def _compute_amount(self):
        for line in self:
            line.amount = line.statement_id.left_amount if line.state == "planned" else line.amount

    @api.depends("statement_id.left_amount", "amount", "state")
    def _compute_carried_amount(self):
        for line in self:
            line.carried_amount = line.statement_id.left_amount

    @api.depends("state")
    def _compute_is_live(self):
        for line in self:
            line.is_live = line.state != "released"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(set(vals) & {"move_id", "paid_amount", "held_amount", "state", "note"} for vals in vals_list):
            raise UserError(self.env._("Bills and payments of a payout follow from confirming it, they are not typed."))
        lines = super().create(vals_list)
        lines._check_draft()
        lines._hold()
        return lines

    def write(self, vals):
        if not self.env.su:
            if not set(vals) <= {"amount"}:
                raise UserError(self.env._("Of a payout's line only the amount changes; take the line out to choose another statement."))
            self._check_draft()
        result = super().write(vals)
        if "amount" in vals:
            self._hold()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def unlink(self):
        statements = self.statement_id
        result = super().unlink()
        # sudo: what a payout holds is counted by the system
        statements.sudo()._follow_payment()
        return result

    def _check_draft(self):
        for line in self:
            if line.payout_id.state != "draft":
                raise UserError(self.env._("%s is confirmed: its lines do not change.", line.payout_id.display_name))

    def _hold(self):
        """Take the amounts up, so that no other payout does: more than is left is refused."""
        lines = self.sudo()  # sudo: what a payout holds is counted by the system
        lines.statement_id._take_turn()
        lines.statement_id.invalidate_recordset()
        lines._check_amounts()
        for line in lines:
            line.write({"held_amount": line.amount})
        lines.statement_id._follow_payment()

    def _check_amounts(self):
        for line in self:
            statement = line.statement_id
            if statement.state != "approved":
                raise UserError(self.env._(
                    "%(name)s is %(state)s: only approved statements are paid.", name=statement.display_name,
                    state=statement._state_label(statement.state)))
            others = statement.payout_line_ids - line
            left = statement._exact(statement.amount) - sum(
                (statement._exact(other.held_amount) for other in others), Decimal(0))
            fault = payable_fault(amount=statement._exact(line.amount), left=left)
            if fault:
                left_text, amount = statement.currency_id.format(float(left)), statement.currency_id.format(line.amount)
                raise ValidationError({
                    "zero": self.env._("Nothing of %s would be paid: give an amount or take it out.", statement.display_name),
                    "sign": self.env._("%(name)s has %(left)s left: %(amount)s goes the other way.", name=statement.display_name,
                                       left=left_text, amount=amount),
                    "over": self.env._("%(name)s has only %(left)s left to pay, not %(amount)s: the rest is paid or in another payout.",
                                       name=statement.display_name, left=left_text, amount=amount),
                }[fault])

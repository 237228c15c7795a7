from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.sales_os.algorithms.commission.payout import paid_parts, payable_fault

ONE, ZERO = Decimal(1), Decimal(0)


class SalesOsCommissionPayoutLine(models.Model):
    """What is paid is what the bill says: cancelled, deleted, reversed or un-reconciled, and it is not paid any more."""

    _inherit = "sales_os.commission.payout.line"

    def _follow(self):
        """Bring these lines, their statements and payouts to what their bills say."""
        followed = self.filtered(lambda line: line.method == "bill" and line.state != "planned")
        for (bill, _rep, _currency), lines in followed.grouped(lambda line: (line.move_id, line.rep_id, line.currency_id)).items():
            lines._follow_bill(bill)
        self.statement_id._follow_payment()
        self.payout_id._follow()

    def _follow_bill(self, bill):
        held, paid = self._fractions(bill)
        amounts = [line.statement_id._exact(line.amount) for line in self]
        digits = self.currency_id[:1].decimal_places
        rows = zip(self, paid_parts(amounts=amounts, fraction=held, digits=digits),
                   paid_parts(amounts=amounts, fraction=paid, digits=digits), strict=True)
        for line, holds, is_paid in rows:
            if line.state == "released" and holds:
                line._check_still_left(holds, bill)
            state = "released" if not holds and line.amount else "paid" if is_paid == holds else "partial" if is_paid else "due"
            vals = {"held_amount": float(holds), "paid_amount": float(is_paid), "state": state}
            if state == "released" and line.state != "released":
                vals["note"] = self._why_released(bill)
            elif state != "released":
                vals["note"] = False
            changed = {name: value for name, value in vals.items() if (line[name] or 0) != (value or 0)}
            if changed:
                line.write(changed)

    def _fractions(self, bill):
        """``(part of the bill that stands, part that is paid)``"""
        if not bill:
            # either set off to nothing, or its bill is gone
            return (ONE, ONE) if self._is_set_off() else (ZERO, ZERO)
        if bill.state == "cancel":
            return ZERO, ZERO
        total = Decimal(str(bill.amount_total))
        if bill.state != "posted" or not total:
            return ONE, ZERO
        refunded = sum((Decimal(str(partial[side])) for partial, side in bill._sales_os_refund_partials()), ZERO)
        standing = max(ZERO, (total - refunded) / total)
        if bill.payment_state in ("paid", "in_payment"):
            return standing, standing
        return standing, min(standing, max(ZERO, (total - refunded - Decimal(str(bill.amount_residual))) / total))

    def _is_set_off(self):
        """Whether what one agent gets and gives back in this currency is nothing together, so that no bill was made."""
        lines = self.payout_id.line_ids.filtered(
            lambda line: (line.rep_id, line.currency_id) == (self.rep_id, self.currency_id) and line.method == "bill")
        return self.currency_id.is_zero(sum(lines.mapped("amount")))

    def _why_released(self, bill):
        if not bill:
            return self.env._("The bill was deleted.")
        return self.env._("Bill %s was cancelled.", bill.name) if bill.state == "cancel" else self.env._("Bill %s was reversed.", bill.name)

    def _check_still_left(self, holds, bill):
        """A bill that comes back must not be paid beside the one that replaced it."""
        statement = self.statement_id
        others = sum((statement._exact(other.held_amount) for other in statement.payout_line_ids - self), ZERO)
        if statement.state not in ("approved", "paid") or payable_fault(amount=holds, left=statement._exact(statement.amount) - others):
            raise UserError(self.env._(
                "%(bill)s cannot come back: statement %(statement)s is paid, or taken up, by another payout.",
                bill=bill.display_name, statement=statement.display_name))


class SalesOsCommissionStatement(models.Model):
    _inherit = "sales_os.commission.statement"

    def _follow_payment(self):
        """Sum what payouts hold and have paid; the state is paid exactly while everything is."""
        for statement in self:
            held = sum((statement._exact(line.held_amount) for line in statement.payout_line_ids), ZERO)
            paid = sum((statement._exact(line.paid_amount) for line in statement.payout_line_ids), ZERO)
            vals = {
                name: float(value) for name, value in (("planned_amount", held), ("paid_amount", paid))
                if statement._exact(statement[name]) != value}
            if vals:
                statement.write(vals)
            is_paid = paid == statement._exact(statement.amount) == held
            if is_paid and statement.state == "approved":
                statement._transition("paid", reason=self.env._("Everything is paid."))
                statement._tell_rep(
                    self.env._("Your commission statement %(name)s was paid: %(amount)s.", name=statement.name,
                               amount=statement.currency_id.format(statement.amount)),
                    self.env._("Commission statement %s paid", statement.name))
            elif not is_paid and statement.state == "paid":
                statement._transition("approved", reason=self.env._("A payment or bill of it was taken back."))


class SalesOsCommissionPayout(models.Model):
    _inherit = "sales_os.commission.payout"

    def _follow(self):
        for payout in self.filtered(lambda payout: payout.state != "draft"):
            live = payout.line_ids.filtered(lambda line: line.state != "released")
            target = "cancelled" if not live else "paid" if all(line.state == "paid" for line in live) else "confirmed"
            if target == payout.state:
                continue
            if {target, payout.state} == {"paid", "cancelled"}:
                payout._transition("confirmed")
            payout._transition(target)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _sales_os_payout_lines(self):
        bills = self.filtered(lambda move: move.move_type in ("in_invoice", "in_refund"))
        # sudo: whoever handles a bill need not know of commissions
        return self.env["sales_os.commission.payout.line"].sudo().search([("move_id", "in", bills.ids)]) if bills else \
            self.env["sales_os.commission.payout.line"]

    def _sales_os_refund_partials(self):
        """``[(partial, its amount field in this bill's currency)]`` with credit notes that reverse this very bill."""
        result = []
        for line in self.line_ids.filtered(lambda line: line.account_id.account_type in ("liability_payable", "asset_receivable")):
            result += [(partial, "debit_amount_currency") for partial in line.matched_credit_ids
                       if partial.credit_move_id.move_id.reversed_entry_id == self]
            result += [(partial, "credit_amount_currency") for partial in line.matched_debit_ids
                       if partial.debit_move_id.move_id.reversed_entry_id == self]
        return result

    def _post(self, soft=True):
        for bill, lines in self._sales_os_payout_lines().grouped("move_id").items():
            expected = abs(sum(lines.filtered("is_live").mapped("amount")))
            if float_compare(bill.amount_untaxed, expected, precision_digits=bill.currency_id.decimal_places):
                raise UserError(self.env._(
                    "Bill %(bill)s says %(says)s, its commission statements %(expected)s: change the payout, or adjust the statement, "
                    "not the bill.", bill=bill.display_name, says=bill.currency_id.format(bill.amount_untaxed),
                    expected=bill.currency_id.format(expected)))
        return super()._post(soft=soft)

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._sales_os_payout_lines()._follow()
        return result

    def unlink(self):
        lines = self._sales_os_payout_lines()
        result = super().unlink()
        lines.invalidate_recordset(["move_id"])
        lines._follow()
        return result


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        (partials.debit_move_id | partials.credit_move_id).move_id._sales_os_payout_lines()._follow()
        return partials

    def unlink(self):
        lines = (self.debit_move_id | self.credit_move_id).move_id._sales_os_payout_lines()
        result = super().unlink()
        lines._follow()
        return result


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            # a payment without a journal entry pays its bills by its state alone
            self.sudo().invoice_ids._sales_os_payout_lines()._follow()  # sudo: as in account.move
        return result

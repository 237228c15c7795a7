from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.payout import plan_parts

ZERO = Decimal(0)


class SalesOsCommissionPayout(models.Model):
    """Confirm: one bill (or credit note) an agent and currency with a line a plan; employees wait for the payroll file."""

    _inherit = "sales_os.commission.payout"

    def action_confirm(self):
        """Make the draft bills and close the batch.

        :return: ids of the bills
        """
        bills = self.env["account.move"]
        for payout in self:
            payout._check_may_pay()
            # sudo: bills are drafts that accounting looks at and posts; the right to pay was checked
            bills |= payout.sudo()._confirm()
        return bills.ids

    def _confirm(self):
        self._take_turn()
        if self.state != "draft":
            raise UserError(self.env._("%(name)s is %(state)s already.", name=self.display_name, state=self._state_label(self.state)))
        if not self.line_ids:
            raise UserError(self.env._("%s has no statements: take some in first.", self.display_name))
        self.line_ids.statement_id._take_turn()
        self.line_ids._check_amounts()
        self._transition("confirmed")
        bills = self.env["account.move"]
        for (rep, currency), lines in self.line_ids.filtered(lambda line: line.method == "bill").grouped(
                lambda line: (line.rep_id, line.currency_id)).items():
            if not currency.is_zero(sum(lines.mapped("amount"))):
                bill = self.env["account.move"].with_company(self.company_id).create(self._prepare_bill_vals(rep, currency, lines))
                lines.move_id = bill
                bills |= bill
        self.line_ids.write({"state": "due"})
        self.line_ids._follow()
        return bills

    def _prepare_bill_vals(self, rep, currency, lines):
        total = sum(lines.mapped("amount"))
        sign = 1 if total > 0 else -1
        company = self.company_id
        journal = self.env["account.journal"].search([
            *self.env["account.journal"]._check_company_domain(company), ("type", "=", "purchase")], limit=1)
        if not journal:
            raise UserError(self.env._("%s has no purchase journal, so no bill of an agent can be made: add one.", company.name))
        product = company.sales_os_commission_product_id
        if not product and not journal.default_account_id:
            raise UserError(self.env._(
                "Commissions have no expense account: choose a commission product in the settings of Sales OS, or a default account on "
                "the journal %s.", journal.display_name))
        numbers = ", ".join(lines.statement_id.mapped("name"))
        return {
            "move_type": "in_invoice" if sign > 0 else "in_refund", "partner_id": rep.partner_id.id, "currency_id": currency.id,
            "company_id": company.id, "journal_id": journal.id, "invoice_date": self.date, "date": self.date,
            "invoice_origin": self.name, "ref": f"{self.name} {rep.code or rep.id}",
            "invoice_line_ids": [
                Command.create({
                    "name": self.env._("Commission %(plan)s: %(statements)s", plan=plan.name, statements=numbers),
                    "quantity": 1, "price_unit": float(amount * sign), **(
                        {"product_id": product.id} if product else {"tax_ids": [Command.clear()]}),
                })
                for plan, amount in self._amounts_by_plan(lines)
            ],
        }

    def _amounts_by_plan(self, lines):
        """``[(plan, amount)]`` that sum to what is paid now, whatever was paid of the same statements before."""
        sums = {}
        for line in lines:
            statement = line.statement_id
            parts = self.env.execute_query(SQL(
                """SELECT plan_id, SUM(amount)::text FROM sales_os_commission_entry WHERE statement_id = %s
                 GROUP BY plan_id ORDER BY plan_id""", statement.id))
            before = sum((statement._exact(other.held_amount) for other in statement.payout_line_ids - line
                          if other.state != "planned"), ZERO)
            for plan_id, amount in plan_parts(
                    parts=[(plan_id, Decimal(amount)) for plan_id, amount in parts], amount=statement._exact(line.amount),
                    before=before, digits=statement.currency_id.decimal_places):
                sums[plan_id] = sums.get(plan_id, ZERO) + amount
        plans = self.env["sales_os.commission.plan"]
        return [(plans.browse(plan_id), amount) for plan_id, amount in sums.items() if amount]

    def action_payroll_paid(self):
        """The payroll has been run: the employees of these payouts are paid."""
        for payout in self:
            payout._check_may_pay()
            lines = payout.sudo().line_ids.filtered(  # sudo: the right to pay was checked
                lambda line: line.method == "payroll" and line.state == "due")
            if payout.state not in ("confirmed", "paid") or not lines:
                raise UserError(self.env._("%s has nothing that payroll still has to pay.", payout.display_name))
            lines.statement_id._take_turn()
            for line in lines:
                line.write({"paid_amount": line.amount, "state": "paid"})
            self.env["sales_os.audit.entry"]._append(payout, "commission:payroll_paid", new=str(lines.statement_id.mapped("name")))
            lines.statement_id._follow_payment()
            lines.payout_id._follow()
        return True

    def action_cancel(self):
        """Call the payout off: draft bills are cancelled, and its statements can be paid by another one."""
        for payout in self:
            payout._check_may_pay()
            payout.sudo()._cancel()  # sudo: the right to pay was checked
        return True

    def _cancel(self):
        self._take_turn()
        if self.state == "draft":
            self.line_ids.write({"held_amount": 0, "state": "released", "note": self.env._("The payout was cancelled.")})
            self._transition("cancelled")
        else:
            if any(line.paid_amount for line in self.line_ids):
                raise UserError(self.env._("Something of %s is paid already: reverse those payments first.", self.display_name))
            posted = self.line_ids.move_id.filtered(lambda move: move.state == "posted")
            if posted:
                raise UserError(self.env._(
                    "Bill %s is posted: reset or reverse it first, then its statements are free again.", posted[0].display_name))
            payroll = self.line_ids.filtered(lambda line: line.method == "payroll")
            payroll.write({"held_amount": 0, "state": "released", "note": self.env._("The payout was cancelled.")})
            self.line_ids.move_id.filtered(lambda move: move.state == "draft").button_cancel()
            self._follow()
        self.line_ids.statement_id._follow_payment()

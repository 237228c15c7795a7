from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PAYERS = "sales_os.group_admin,account.group_account_invoice"


class SalesOsCommissionPayout(models.Model):
    """A batch of approved statements that is paid together: bills for external agents, a file for the payroll of employees."""

    _name = "sales_os.commission.payout"
    _description = "Commission Payout"
    _inherit = ["mail.thread", "sales_os.state.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _state_transitions = {
        ("draft", "confirmed"): None,
        ("draft", "cancelled"): None,
        # bills and payroll decide, see payout_follow
        ("confirmed", "paid"): None,
        ("paid", "confirmed"): None,
        ("confirmed", "cancelled"): None,
        ("cancelled", "confirmed"): None,
    }

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    date = fields.Date(required=True, default=fields.Date.context_today, help="Date of the bills, and up to which statements are payable.")
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("paid", "Paid"), ("cancelled", "Cancelled")], default="draft",
        required=True, readonly=True, copy=False, tracking=True, index=True)
    line_ids = fields.One2many("sales_os.commission.payout.line", "payout_id", string="Statements", copy=False)
    line_count = fields.Integer(compute="_compute_counts")
    bill_count = fields.Integer(compute="_compute_counts")
    has_payroll = fields.Boolean(compute="_compute_counts")
    payroll_due = fields.Boolean(compute="_compute_counts")
    total_text = fields.Char(string="Total", compute="_compute_counts", help="One amount a currency: currencies are never added up.")
    note = fields.Text()

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another payout has this number.")

    @api.depends("line_ids.amount", "line_ids.state", "line_ids.move_id", "line_ids.method")
    def _compute_counts(self):
        for payout in self:
            live = payout.line_ids.filtered(lambda line: line.state != "released")
            payout.line_count = len(payout.line_ids)
            payout.bill_count = len(payout.line_ids.move_id)
            payout.has_payroll = any(line.method == "payroll" for line in live)
            payout.payroll_due = any(line.method == "payroll" and line.state == "due" for line in live)
            payout.total_text = " + ".join(
                currency.format(sum(lines.mapped("amount"))) for currency, lines in live.grouped("currency_id").items() if currency)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                company_id = vals.get("company_id") or self.env.company.id
                # sudo: a sequence is technical
                vals["name"] = self.env["ir.sequence"].sudo().with_company(company_id).next_by_code("sales_os.commission.payout") or "/"
        return super().create(vals_list)

    def write(self, vals):
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own - {"note"} and not self.env.su and any(payout.state != "draft" for payout in self):
            raise UserError(self.env._("A confirmed payout does not change: cancel it, or make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for payout in self:
            if payout.state != "draft":
                raise UserError(self.env._("%s was confirmed: it stays for the record.", payout.display_name))

    def _check_may_pay(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_groups(PAYERS):
            raise AccessError(self.env._("Only accountants and administrators of Sales OS pay commissions."))

    def action_collect(self):
        """Take in every approved statement that is payable by the date and has something left to pay.

        :return: ``{"lines": number of statements taken in}``
        """
        self.ensure_one()
        self._check_may_pay()
        if self.state != "draft":
            raise UserError(self.env._("%s is confirmed: make another payout.", self.display_name))
        taken = self.line_ids.statement_id
        # sudo: a payer sees every approved statement of the company
        statements = self.env["sales_os.commission.statement"].sudo().search([
            ("company_id", "=", self.company_id.id), ("state", "=", "approved"), ("id", "not in", taken.ids), ("left_amount", "!=", 0),
        ], order="date_start, rep_id, id").filtered(lambda statement: statement.payable_on <= self.date)
        self.line_ids.create([{"payout_id": self.id, "statement_id": statement.id} for statement in statements])
        return {"lines": len(statements)}

    def action_collect_and_tell(self):
        """Button: take in what is payable, and say so when there is nothing."""
        if not self.action_collect()["lines"]:
            # sudo: counts only
            Statement = self.env["sales_os.commission.statement"].sudo()
            waiting = Statement.search_count([("company_id", "=", self.company_id.id), ("state", "=", "submitted")])
            later = Statement.search_count([
                ("company_id", "=", self.company_id.id), ("state", "=", "approved"), ("left_amount", "!=", 0)]) - len(self.line_ids)
            raise UserError(self.env._(
                "No other statement is payable by %(date)s: %(waiting)s wait for approval, %(later)s approved ones are payable later.",
                date=self.date, waiting=waiting, later=max(later, 0)))
        return True

    def action_view_bills(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "name": self.env._("Bills of %s", self.name), "res_model": "account.move",
            "views": [[False, "list"], [False, "form"]], "domain": [["id", "in", self.line_ids.move_id.ids]],
        }


class SalesOsCommissionStatement(models.Model):
    _inherit = "sales_os.commission.statement"

    def action_pay(self):
        """Pay these approved statements: one payout, confirmed at once.

        :return: id of the payout
        """
        payout = self._new_payout()
        payout.action_confirm()
        return payout.id

    def action_pay_and_show(self):
        """Button: a draft payout of these statements, to look at before it is confirmed."""
        return {
            "type": "ir.actions.act_window", "res_model": "sales_os.commission.payout", "res_id": self._new_payout().id,
            "views": [[False, "form"]],
        }

    def _new_payout(self):
        Payout = self.env["sales_os.commission.payout"]
        Payout.browse()._check_may_pay()
        self.check_access("read")
        if len(self.company_id) != 1:
            raise UserError(self.env._("Choose statements of one company."))
        payout = Payout.create({"company_id": self.company_id.id})
        payout.line_ids.create([
            {"payout_id": payout.id, "statement_id": statement.id} for statement in self.sorted(lambda row: (row.date_start, row.id))])
        return payout

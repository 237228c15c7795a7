from odoo import api, fields, models
from odoo.tools import SQL


class SalesOsCommissionReport(models.Model):
    """Commission accrued, on statements and paid, beside the revenue it was paid for: one row an entry, and one a posted invoice."""

    _name = "sales_os.commission.report"
    _description = "Commission Analysis"
    _auto = False
    _order = "date desc, id"
    _rec_name = "rep_id"

    row = fields.Selection([("commission", "Commission"), ("revenue", "Revenue")], readonly=True)
    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True)
    plan_id = fields.Many2one("sales_os.commission.plan", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    kind = fields.Selection(
        [("earned", "Earned"), ("clawback", "Clawback"), ("override", "Override"), ("adjustment", "Adjustment"), ("cap", "Cap"),
         ("draw", "Draw or guarantee")], readonly=True)
    stage = fields.Selection(
        [("loose", "Not on a statement"), ("draft", "Provisional"), ("submitted", "Submitted"), ("approved", "Approved"), ("paid", "Paid")],
        readonly=True)
    amount = fields.Monetary(string="Accrued", readonly=True, help="In the company's currency, at the rate of the entry's day.")
    paid_amount = fields.Monetary(string="Paid", readonly=True, help="What stands on paid statements.")
    owed_amount = fields.Monetary(string="Owed", readonly=True, help="Accrued and not on a paid statement.")
    revenue_amount = fields.Monetary(string="Revenue", readonly=True, help="Posted invoices less refunds, without taxes.")
    cost_percent = fields.Float(
        string="Cost of Sales (%)", readonly=True, aggregator="avg", digits=(16, 2), help="Accrued commission as a share of the revenue.")

    _depends = {
        "account.move": [
            "amount_untaxed_signed", "commercial_partner_id", "company_id", "invoice_date", "invoice_user_id", "move_type", "state"],
        "sales_os.commission.entry": ["statement_id", "state"],
        "sales_os.commission.statement": ["state"],
        "sales_os.rep": ["active", "company_id", "user_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT part.*, company.currency_id FROM (%(entries)s UNION ALL %(invoices)s) part
                 JOIN res_company company ON company.id = part.company_id""",
            entries=self._entries_sql(), invoices=self._invoices_sql())

    @api.model
    def _entries_sql(self):
        return SQL(
            """SELECT entry.id * 2 AS id, 'commission' AS row, entry.date, entry.company_id, entry.rep_id, entry.plan_id, entry.partner_id,
                      entry.kind, COALESCE(statement.state, 'loose') AS stage, worth.amount,
                      CASE WHEN statement.state = 'paid' THEN worth.amount ELSE 0 END AS paid_amount,
                      CASE WHEN statement.state = 'paid' THEN 0 ELSE worth.amount END AS owed_amount,
                      0::numeric AS revenue_amount, NULL::numeric AS cost_percent
                 FROM sales_os_commission_entry entry
                 JOIN res_company own ON own.id = entry.company_id
            LEFT JOIN sales_os_commission_statement statement ON statement.id = entry.statement_id
           CROSS JOIN LATERAL (
                      SELECT CASE WHEN entry.currency_id = own.currency_id THEN entry.amount
                             ELSE ROUND(entry.amount * COALESCE((
                                  SELECT rate FROM res_currency_rate WHERE currency_id = own.currency_id AND name <= entry.date
                                     AND (company_id IS NULL OR company_id = entry.company_id)
                                ORDER BY company_id NULLS LAST, name DESC LIMIT 1), 1) / COALESCE((
                                  SELECT rate FROM res_currency_rate WHERE currency_id = entry.currency_id AND name <= entry.date
                                     AND (company_id IS NULL OR company_id = entry.company_id)
                                ORDER BY company_id NULLS LAST, name DESC LIMIT 1), 1), 2) END AS amount) worth
                WHERE entry.state <> 'provisional'""")

    @api.model
    def _invoices_sql(self):
        return SQL(
            """SELECT move.id * 2 + 1, 'revenue', move.invoice_date, move.company_id, rep.id, NULL::int, move.commercial_partner_id, NULL,
                      NULL, 0::numeric, 0::numeric, 0::numeric, move.amount_untaxed_signed, NULL::numeric
                 FROM account_move move
                 JOIN LATERAL (SELECT id FROM sales_os_rep WHERE user_id = move.invoice_user_id AND company_id = move.company_id
                             ORDER BY active DESC, id DESC LIMIT 1) rep ON TRUE
                WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')""")

    def _read_group_select(self, aggregate_spec, query):
        """A share is the share of the sums, not the mean of shares."""
        if aggregate_spec != "cost_percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "CASE WHEN SUM(%(revenue)s) > 0 THEN 100 * SUM(%(amount)s) / SUM(%(revenue)s) END",
            revenue=self._field_to_sql(self._table, "revenue_amount", query), amount=self._field_to_sql(self._table, "amount", query))

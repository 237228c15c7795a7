from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start
from odoo.addons.sales_os.algorithms.commission.simulate import bar_percent

SHOWN = 8
ZERO = Decimal(0)


class SalesOsRep(models.Model):
    """The board of one representative: what is owed, what was paid, what may still come, how far the quota is."""

    _inherit = "sales_os.rep"

    @api.model
    def action_commission_board(self, rep_id=False):
        """What *My Commissions* shows.

        :param rep_id: somebody whom the caller sees; otherwise the caller's own record
        :return: plain values; amounts as text in their currency
        """
        # whom record rules show: the own record, those below, or everybody
        reps = self.search([("company_id", "in", self.env.companies.ids)], order="name, id")
        own = self.env.user.sales_os_rep_ids.filtered(lambda rep: rep.company_id == self.env.company)[:1]
        rep = self.browse(self._sales_os_id(rep_id)).exists() if rep_id else own & reps
        if rep:
            rep.check_access("read")
        board = {
            "reps": [{"id": other.id, "name": other.name} for other in reps], "rep": False, "sums": [], "quotas": [], "statements": [],
            "waiting": [], "entries": [], "disputes": 0,
        }
        if rep:
            # sudo: what belongs to a representative whom the caller may see
            board.update(rep.sudo()._commission_board())
        return board

    def _commission_board(self):
        self.ensure_one()
        waiting = self._waiting_commissions()
        return {
            "rep": {"id": self.id, "name": self.name, "is_own": self._is_own()},
            "sums": self._commission_sums(waiting), "quotas": self._commission_quotas(),
            "statements": self._board_statements(), "entries": self._board_entries(),
            "waiting": [
                {"document": row["document"], "customer": row["customer"], "why": row["why"],
                 "amount": self._in_currency(row["amount"], row["currency"]),
                 "payable_on": format_date(self.env, row["payable_on"])} for row in waiting[:SHOWN]],
            "waiting_more": max(0, len(waiting) - SHOWN),
            "disputes": self.env["sales_os.commission.dispute"].search_count([("rep_id", "=", self.id), ("state", "=", "open")]),
        }

    def _in_currency(self, amount, name):
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", name)], limit=1)
        return currency.format(float(amount))

    def _commission_sums(self, waiting):
        """One dict a currency: owed and its parts, paid this year, still to be earned."""
        self.env["sales_os.commission.entry"].flush_model()
        self.env["sales_os.commission.statement"].flush_model()
        year = fields.Date.context_today(self).replace(month=1, day=1)
        rows = self.env.execute_query(SQL(
            """SELECT entry.currency_id, COALESCE(statement.state, 'draft') AS stage, SUM(entry.amount)::text
                 FROM sales_os_commission_entry entry
            LEFT JOIN sales_os_commission_statement statement ON statement.id = entry.statement_id
                WHERE entry.rep_id = %s AND entry.state <> 'provisional' GROUP BY 1, 2""", self.id))
        paid = {currency_id: (Decimal(every), Decimal(year_paid)) for currency_id, every, year_paid in self.env.execute_query(SQL(
            """SELECT currency_id, COALESCE(SUM(paid_amount), 0)::text, COALESCE(SUM(paid_amount) FILTER (WHERE date_start >= %s), 0)::text
                 FROM sales_os_commission_statement WHERE rep_id = %s GROUP BY currency_id""", year, self.id))}
        sums = {}
        for currency_id, stage, amount in rows:
            sums.setdefault(currency_id, {})[stage] = Decimal(amount)
        coming = {}
        for row in waiting:
            coming[row["currency"]] = coming.get(row["currency"], ZERO) + row["amount"]
        currencies = self.env["res.currency"].with_context(active_test=False).search(
            ["|", ("id", "in", list(sums)), ("name", "in", list(coming))])
        result = []
        for currency in currencies:
            stages = sums.get(currency.id, {})
            every, year_paid = paid.get(currency.id, (ZERO, ZERO))
            parts = {
                "owed": sum(stages.values(), ZERO) - every, "provisional": stages.get("draft", ZERO),
                "submitted": stages.get("submitted", ZERO),
                "approved": stages.get("approved", ZERO) + stages.get("paid", ZERO) - every, "paid": year_paid,
                "coming": coming.get(currency.name, ZERO),
            }
            result.append({"currency": currency.name, **{name: currency.format(float(value)) for name, value in parts.items()}})
        return result

    def _commission_quotas(self):
        """One dict a plan with a quota: credited revenue of this period against it."""
        today = fields.Date.context_today(self)
        assignments = self.commission_assignment_ids.filtered(
            lambda row: row.plan_id.state == "approved" and row.date_start <= today and (not row.date_end or row.date_end >= today))
        result = []
        for row in assignments:
            plan = row.plan_id
            start = period_start(day=today, period=plan.period)
            quota = Decimal(repr(row._quota_attainment_base(start) or 0))
            if quota <= 0:
                continue
            reached = self._credited_revenue(plan, start)
            result.append({
                "plan": plan.name, "quota": plan.currency_id.format(float(quota)), "reached": plan.currency_id.format(float(reached)),
                "percent": float(bar_percent(reached=reached, quota=quota)),
                "until": format_date(self.env, period_end(day=today, period=plan.period)),
            })
        return result

    def _credited_revenue(self, plan, start):
        """What counts for attainment: each source once, however many rules pay for it."""
        return Decimal(self.env.execute_query(SQL(
            """SELECT COALESCE(SUM(revenue), 0)::text FROM (
                    SELECT entry.source_key, MAX(CASE WHEN rule.basis = 'revenue' THEN entry.base_amount
                           ELSE entry.source_amount * COALESCE(entry.currency_rate, 1) END) AS revenue
                      FROM (SELECT source_key, rule_id, SUM(base_amount) AS base_amount, MAX(source_amount) AS source_amount,
                                   MAX(currency_rate) AS currency_rate
                              FROM sales_os_commission_entry
                             WHERE plan_id = %s AND rep_id = %s AND period_start = %s AND kind = 'earned' AND state <> 'provisional'
                          GROUP BY source_key, rule_id) entry
                      JOIN sales_os_commission_rule rule ON rule.id = entry.rule_id GROUP BY entry.source_key) sold""",
            plan.id, self.id, start))[0][0])

    def _board_statements(self):
        statements = self.env["sales_os.commission.statement"].search([("rep_id", "=", self.id)], limit=SHOWN)
        return [
            {"id": row.id, "name": row.name, "period": f"{format_date(self.env, row.date_start)} – {format_date(self.env, row.date_end)}",
             "state": row.state, "state_label": row._state_label(row.state), "amount": row.currency_id.format(row.amount),
             "payable_on": format_date(self.env, row.payable_on), "disputes": row.open_dispute_count} for row in statements]

    def _board_entries(self):
        entries = self.env["sales_os.commission.entry"].search([("rep_id", "=", self.id), ("state", "!=", "provisional")], limit=SHOWN)
        kinds = dict(entries._fields["kind"]._description_selection(self.env))
        return [
            {"id": row.id, "date": format_date(self.env, row.date), "kind": kinds[row.kind],
             "document": (row.move_id or row.order_id).name or "",
             "customer": row.partner_id.display_name or "", "amount": row.currency_id.format(row.amount), "is_negative": row.amount < 0,
             "how": row.trace_text or ""} for row in entries]

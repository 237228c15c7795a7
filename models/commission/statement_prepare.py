import json
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.period import period_end
from odoo.addons.sales_os.algorithms.commission.statement import statement_period

# which column of a statement a kind of entry is summed in
SUMS = {
    "earned_amount": ("earned",), "override_amount": ("override",), "clawback_amount": ("clawback",),
    "adjustment_amount": ("adjustment",), "other_amount": ("cap", "draw"),
}


class SalesOsCommissionStatement(models.Model):
    """Puts what the ledger holds on statements: each entry on one, in a number of queries that does not grow with the entries."""

    _inherit = "sales_os.commission.statement"

    @api.model
    def action_prepare(self, date=False, rep_ids=False):
        """Make or refresh the provisional statements up to the period of ``date`` (today).

        :param rep_ids: only these representatives; otherwise everybody whom the caller decides about
        :return: ``{"statements": ids of those that changed, "entries": number of entries put on them}``
        """
        day = self._sales_os_day(date) or fields.Date.context_today(self)
        Rep = self.env["sales_os.rep"]
        if not self.env.su and not self.env.user.has_group("sales_os.group_manager"):
            raise AccessError(self.env._("Only managers prepare statements."))
        # what record rules let the caller see: the subtree, or everybody for administrators
        reps = Rep.with_context(active_test=False).search([("id", "in", self._sales_os_ids(rep_ids))] if rep_ids else [])
        # sudo: putting entries on statements is the system's work; whose was decided above
        statements, count = self.sudo()._prepare(day, self.env.company, reps.ids)
        return {"statements": statements.ids, "entries": count}

    @api.model
    def _prepare(self, day, company, rep_ids=None):
        """Put loose entries up to the end of the period of ``day`` on statements.

        :return: ``(statements that got entries, number of entries)``
        """
        period = company.sales_os_statement_period
        stop = period_end(day=day, period=period)
        Entry = self.env["sales_os.commission.entry"]
        Entry.flush_model()
        self.flush_model()
        # one preparation at a time in a company: the second finds what the first has done
        self._take_turn_of_company(company)
        loose = self.env.execute_query(SQL(
            """SELECT rep_id, currency_id, date_trunc(%s, date)::date AS day FROM sales_os_commission_entry
                WHERE statement_id IS NULL AND state <> 'provisional' AND company_id = %s AND date <= %s AND (%s OR rep_id = ANY(%s))
             GROUP BY rep_id, currency_id, date_trunc(%s, date)::date ORDER BY day, rep_id, currency_id""",
            period, company.id, stop, rep_ids is None, list(rep_ids or ()), period))
        if not loose:
            return self.browse(), 0
        return self._put_on(period, self._places(company, stop, loose), company)

    @api.model
    def _take_turn_of_company(self, company):
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", 73_051, company.id))

    @api.model
    def _places(self, company, stop, sources):
        """Find or make the statement of each of ``sources``, ``(rep, currency, first day of the period)``, whose turn the company has.

        :param stop: the last day of the last period that may have a statement
        :return: ``{source: statement}``, without those whose statement comes later
        """
        period, known, closed = company.sales_os_statement_period, {}, defaultdict(set)
        for statement in self.search([("company_id", "=", company.id), ("rep_id", "in", list({source[0] for source in sources}))]):
            key = (statement.rep_id.id, statement.currency_id.id)
            known[(*key, statement.date_start)] = statement
            if statement.state != "draft":
                closed[key].add(statement.date_start)
        wanted = {
            source: (*source[:2], target) for source in sources
            if (target := statement_period(day=source[2], period=period, closed=closed[source[:2]])) <= stop}
        missing = sorted({target for target in wanted.values() if target not in known}, key=lambda key: (key[2], key[0], key[1]))
        vals_list = self._prepare_statement_vals_list(company, period, missing)
        known.update(zip(missing, self.create(vals_list), strict=True))
        return {source: known[target] for source, target in wanted.items()}

    @api.model
    def _prepare_statement_vals_list(self, company, period, keys):
        """Values of new statements: ``(rep, currency, first day)`` each."""
        if not keys:
            return []
        sequence = self.env["ir.sequence"].search(
            [("code", "=", "sales_os.commission.statement"), ("company_id", "in", (company.id, False))], order="company_id", limit=1)
        return [{
            "name": sequence._next(sequence_date=start), "rep_id": rep_id, "company_id": company.id, "currency_id": currency_id,
            "date_start": start, "date_end": period_end(day=start, period=period),
        } for rep_id, currency_id, start in keys]

    @api.model
    def _put_on(self, period, targets, company):
        """:param targets: ``{(rep, currency, first day of the entries' period): statement}``"""
        statements = self.browse({statement.id for statement in targets.values()})
        if not statements:
            return statements, 0
        rows = [
            {"rep": rep_id, "currency": currency_id, "day": str(start), "statement": statement.id}
            for (rep_id, currency_id, start), statement in targets.items()]
        taken = self.env.execute_query(SQL(
            """UPDATE sales_os_commission_entry entry SET statement_id = target.statement
                 FROM jsonb_to_recordset(%s::jsonb) AS target(rep int, currency int, day date, statement int)
                WHERE entry.statement_id IS NULL AND entry.state <> 'provisional' AND entry.company_id = %s
                  AND entry.rep_id = target.rep AND entry.currency_id = target.currency AND date_trunc(%s, entry.date)::date = target.day
            RETURNING entry.statement_id, entry.kind, entry.amount""", json.dumps(rows), company.id, period))
        self.env["sales_os.commission.entry"].invalidate_model(["statement_id"], flush=False)
        statements._update_totals()
        clawed = defaultdict(float)
        for statement_id, kind, amount in taken:
            if kind == "clawback":
                clawed[statement_id] += float(amount)
        self.browse(clawed)._tell_clawback(clawed)
        return statements, len(taken)

    def _update_totals(self):
        """Copy the sums of the ledger: one query for all statements."""
        if not self:
            return
        self.flush_recordset()
        sums = SQL(", ").join(
            SQL("%s = COALESCE(ledger.%s, 0)", SQL.identifier(name), SQL.identifier(name))
            for name in ("amount", "late_amount", *SUMS))
        parts = SQL(", ").join(
            SQL("SUM(entry.amount) FILTER (WHERE entry.kind = ANY(%s)) AS %s", list(kinds), SQL.identifier(name))
            for name, kinds in SUMS.items())
        self.env.cr.execute(SQL(
            """UPDATE sales_os_commission_statement statement SET %(sums)s, entry_count = COALESCE(ledger.entry_count, 0)
                 FROM sales_os_commission_statement same
            LEFT JOIN (SELECT entry.statement_id, COUNT(*) AS entry_count, SUM(entry.amount) AS amount,
                              SUM(entry.amount) FILTER (WHERE entry.date < own.date_start) AS late_amount, %(parts)s
                         FROM sales_os_commission_entry entry JOIN sales_os_commission_statement own ON own.id = entry.statement_id
                        WHERE entry.statement_id = ANY(%(ids)s) GROUP BY entry.statement_id) ledger ON ledger.statement_id = same.id
                WHERE same.id = statement.id AND statement.id = ANY(%(ids)s)""", sums=sums, parts=parts, ids=self.ids))
        names = ["amount", "late_amount", "entry_count", *SUMS]
        self.invalidate_recordset(names, flush=False)
        self.modified(names)

    def action_refresh(self):
        """Take in what the ledger has got since; only provisional statements change.

        :return: ``{"entries": number of entries put on them}``
        """
        self.check_access("read")
        closed = self.filtered(lambda statement: statement.state != "draft")
        if closed:
            raise UserError(self.env._(
                "%s is submitted: what came later stands on the next statement.", closed[0].display_name))
        count = 0
        for statement in self:
            # sudo: see action_prepare; a statement that may be read may be brought up to date
            count += self.sudo()._prepare(statement.date_end, statement.company_id, statement.rep_id.ids)[1]
        return {"entries": count}

    @api.model
    def _cron_prepare(self):
        """Every night the provisional statements of all companies are brought up to date."""
        for company in self.env["res.company"].search([("id", "in", self._companies_that_pay())]):
            self.with_company(company)._prepare(fields.Date.context_today(self), company)

    @api.model
    def _companies_that_pay(self):
        return [row[0] for row in self.env.execute_query(SQL("SELECT DISTINCT company_id FROM sales_os_commission_entry"))]

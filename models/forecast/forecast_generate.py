import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.forecast.book import book, by_scope, own_figures
from odoo.addons.sales_os.algorithms.forecast.figure import METHOD_OF, figure, history_of
from odoo.addons.sales_os.algorithms.forecast.period import last_finished, period_number, period_start


class SalesOsForecast(models.Model):
    """Works out the figures of many scopes at once: read, compute, and one statement that writes them."""

    _inherit = "sales_os.forecast"

    @api.model
    def _period(self, kind, day):
        """Return number, first and last day of the period that ``day`` lies in."""
        number = period_number(day=day, kind=kind)
        return number, period_start(number=number, kind=kind), fields.Date.subtract(period_start(number=number + 1, kind=kind), days=1)

    @api.model
    def _generate(self, company, kind, day, scope_kinds=None, methods=None):
        """Work out every figure of the period of ``day``; what was submitted or decided stays. Safe to repeat.

        :return: number of figures worked out
        """
        number, date_start, date_end = self._period(kind, day)
        today = company._sales_os_today()
        if number <= last_finished(today=today, kind=kind):
            raise UserError(self.env._("The period from %s is over: a forecast looks ahead.", date_start))
        scope_kinds = scope_kinds or [key for key, _label in self._fields["scope_kind"].selection]
        methods = methods or [key for key, _label in self._fields["method"].selection]
        rows = []
        if "weighted" in methods:
            rows += self._deal_rows(company, [key for key in scope_kinds if key != "category"], date_start, date_end)
        for scope_kind in scope_kinds:
            rows += self._history_rows(company, scope_kind, kind, number, today, [key for key in methods if key in METHOD_OF])
        head = {"company_id": company.id, "period_kind": kind, "date_start": str(date_start), "date_end": str(date_end)}
        self._upsert([{**head, **row} for row in rows])
        self._roll_up(company, kind, date_start)
        return len(rows)

    @api.model
    def _scope_values(self, scope_kind, key):
        name = {"rep": "rep_id", "team": "team_id", "territory": "territory_id", "category": "category_id"}.get(scope_kind)
        return {"scope_kind": scope_kind, "scope_key": f"{scope_kind}:{key}", **({name: key} if name else {})}

    @api.model
    def _current_scopes(self, company, scope_kind):
        """Ids of what gets a forecast today: archived representatives, teams and territories get none."""
        if scope_kind == "company":
            return [company.id]
        model = {"rep": "sales_os.rep", "team": "crm.team", "territory": "sales_os.territory", "category": "product.category"}[scope_kind]
        domain = [("id", "!=", False)] if scope_kind == "category" else [("company_id", "in", [company.id, False])]
        # sudo: worked out for everybody alike; who may see it is decided by record rules
        return self.env[model].sudo().search(domain).ids

    @api.model
    def _deal_rows(self, company, scope_kinds, date_start, date_end):
        deals, owners = self._book_deals(company, date_start)
        # sudo: a number of the settings
        spread = company.sudo().sales_os_rate_spread_percent / 100
        digits = company.currency_id.decimal_places
        own = own_figures(deals=deals, date_start=date_start, date_end=date_end, owner=lambda deal: owners[deal.key], digits=digits)
        groups, rows = by_scope(deals), []
        for scope_kind in scope_kinds:
            for key in self._current_scopes(company, scope_kind):
                found = book(
                    deals=groups.get((scope_kind, key), ()), date_start=date_start, date_end=date_end, rate_spread=spread, digits=digits)
                for category, line in found.lines.items():
                    is_total = category == "total"
                    rows.append({
                        **self._scope_values(scope_kind, key), "category": category, "method": "weighted", "amount": str(line.amount),
                        "low_amount": str(line.low), "high_amount": str(line.high), "has_interval": True,
                        "won_amount": str(found.won), "open_amount": str(line.unweighted), "deal_count": line.count,
                        "undated_count": found.undated, "used_method": "weighted", "reason_code": "asked",
                        "own_amount": str(own.get((key, category), 0)) if scope_kind == "rep" else "0",
                        "own_won_amount": str(own.get((key, "closed"), 0)) if scope_kind == "rep" else "0",
                        "cautious_amount": str(found.cautious) if is_total else "0",
                        "hopeful_amount": str(found.hopeful) if is_total else "0",
                    })
        return rows

    @api.model
    def _history_rows(self, company, scope_kind, kind, number, today, methods):
        if not methods:
            return []
        months, digits = self._invoiced_months(company, scope_kind), company.currency_id.decimal_places
        last, rows = last_finished(today=today, kind=kind), []
        for key in self._current_scopes(company, scope_kind):
            sold = months.get(key, {})
            if scope_kind == "category" and not sold:
                continue  # most categories of a catalogue are never sold as such
            history = history_of(months=sold, kind=kind, today=today)
            for method in methods:
                found = figure(history=history, last=last, target=number, method=method, digits=digits)
                rows.append({
                    **self._scope_values(scope_kind, key), "category": "total", "method": method, "amount": str(found.amount),
                    "low_amount": str(found.low or 0), "high_amount": str(found.high or 0), "has_interval": found.low is not None,
                    "used_method": found.used, "reason_code": found.reason, "history_count": found.count,
                    "seasonality": found.seasonality, "history_notes": [list(note) for note in found.notes],
                })
        return rows

    @api.model
    def _upsert(self, rows):
        """One statement writes all figures. What a person typed, submitted or decided is not touched; an untouched draft follows."""
        if not rows:
            return
        category_order, method_order = (
            {key: place for place, (key, _label) in enumerate(self._fields[name].selection)} for name in ("category", "method"))
        for row in rows:
            row["category_order"], row["method_order"] = category_order[row["category"]], method_order[row["method"]]
        self.flush_model()
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_forecast AS known
                      (create_uid, write_uid, create_date, write_date, computed_on, state, source, is_typed, is_adjusted, is_over,
                       is_recommended, company_id, period_kind, date_start, date_end, scope_kind, scope_key, rep_id, team_id, territory_id,
                       category_id, category, method, category_order, method_order, amount, low_amount, high_amount, has_interval,
                       own_amount, own_won_amount, won_amount, open_amount, deal_count, undated_count, cautious_amount, hopeful_amount,
                       used_method, reason_code, history_count, seasonality, history_notes, submitted_amount, effective_amount)
               SELECT %(user)s, %(user)s, %(now)s, %(now)s, %(now)s, 'draft', 'calculated', FALSE, FALSE, FALSE, FALSE,
                      row.*, row.amount, row.amount
                 FROM jsonb_to_recordset(%(rows)s::jsonb) AS row(
                      company_id int, period_kind varchar, date_start date, date_end date, scope_kind varchar, scope_key varchar,
                      rep_id int, team_id int, territory_id int, category_id int, category varchar, method varchar, category_order int,
                      method_order int,
                      amount numeric, low_amount numeric, high_amount numeric, has_interval bool, own_amount numeric,
                      own_won_amount numeric, won_amount numeric, open_amount numeric, deal_count int, undated_count int,
                      cautious_amount numeric, hopeful_amount numeric, used_method varchar, reason_code varchar, history_count int,
                      seasonality varchar, history_notes jsonb)
          ON CONFLICT (company_id, period_kind, date_start, scope_key, category, method) DO UPDATE SET
                      write_uid = excluded.write_uid, write_date = excluded.write_date, computed_on = excluded.computed_on,
                      amount = excluded.amount, low_amount = excluded.low_amount, high_amount = excluded.high_amount,
                      has_interval = excluded.has_interval, own_amount = excluded.own_amount, own_won_amount = excluded.own_won_amount,
                      won_amount = excluded.won_amount, open_amount = excluded.open_amount, deal_count = excluded.deal_count,
                      undated_count = excluded.undated_count, cautious_amount = excluded.cautious_amount,
                      hopeful_amount = excluded.hopeful_amount, used_method = excluded.used_method, reason_code = excluded.reason_code,
                      history_count = excluded.history_count, seasonality = excluded.seasonality, history_notes = excluded.history_notes,
                      submitted_amount = CASE WHEN known.state = 'draft' AND NOT known.is_typed THEN excluded.amount
                                              ELSE known.submitted_amount END,
                      effective_amount = CASE WHEN known.is_adjusted THEN known.adjusted_amount
                                              WHEN known.state <> 'draft' THEN known.submitted_amount ELSE excluded.amount END
                WHERE known.state <> 'approved'""",
            user=self.env.uid, now=fields.Datetime.now(), rows=json.dumps(rows)))
        self.invalidate_model(flush=False)

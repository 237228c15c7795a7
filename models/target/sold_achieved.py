import json
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

# which statement answers for a metric
SOURCES = {"revenue": "sold", "margin": "margin", "units": "sold", "new_customers": "sold", "orders": "orders", "visits": "visits"}
# where a scope is found in the rows of each statement
COLUMNS = {
    "rep": "rep_id", "team": "team_id", "territory": "territory_id", "channel": "channel_id", "category": "category_id",
    "customer": "partner_id",
}


class SalesOsSold(models.AbstractModel):
    """How much was achieved: any number of questions in at most four statements."""

    _inherit = "sales_os.sold"

    @api.model
    def _achieved(self, questions):
        """Return ``{key: Decimal}`` of the questions.

        :param questions: dicts of ``key`` (int), ``company_id``, ``scope``, ``scope_id``, ``metric``, ``date_start``, ``date_end``
        """
        self._flush_sold()
        result = {question["key"]: Decimal() for question in questions}
        by_source = defaultdict(list)
        for question in questions:
            by_source[SOURCES[question["metric"]]].append(question)
        for source, asked in by_source.items():
            result |= getattr(self, f"_achieved_{source}")(asked)
        return result

    @api.model
    def _answer(self, asked, events, answer):
        """Sum daily ``events`` by question; territories and categories count with those below.

        :param events: statement with company_id, day, scope, key and figures
        :param answer: the value, an expression on ``question`` and ``event``
        """
        rows = json.dumps([
            {**question, "date_start": str(question["date_start"]), "date_end": str(question["date_end"])} for question in asked])
        return {key: Decimal(value) for key, value in self.env.execute_query(SQL(
            """SELECT question.key, COALESCE(%(answer)s, 0)::text
                 FROM jsonb_to_recordset(%(rows)s::jsonb) AS question(
                      key int, company_id int, scope text, scope_id int, metric text, date_start date, date_end date)
                 JOIN (SELECT event.*, above.id AS above_id FROM (%(events)s) event
                    LEFT JOIN sales_os_territory place ON event.scope = 'territory' AND place.id = event.scope_id
                    LEFT JOIN product_category category ON event.scope = 'category' AND category.id = event.scope_id
                   CROSS JOIN LATERAL UNNEST(CASE event.scope
                              WHEN 'territory' THEN string_to_array(rtrim(place.parent_path, '/'), '/')::int[]
                              WHEN 'category' THEN string_to_array(rtrim(category.parent_path, '/'), '/')::int[]
                              ELSE ARRAY[event.scope_id] END) AS above(id)) event
                   ON event.scope = question.scope AND event.above_id = question.scope_id AND event.company_id = question.company_id
                  AND event.day BETWEEN question.date_start AND question.date_end
             GROUP BY question.key""", answer=answer, rows=rows, events=events))}

    @api.model
    def _dimensions(self, asked, missing=()):
        """``(scope, scope_id)`` of a row in each way that is asked for; customers only those asked for."""
        parts = []
        for scope in sorted({question["scope"] for question in asked} - set(missing)):
            value = SQL.identifier("row", COLUMNS[scope])
            if scope == "customer":
                value = SQL("CASE WHEN %s = ANY(%s) THEN %s END", value, [
                    question["scope_id"] for question in asked if question["scope"] == scope], value)
            parts.append(SQL("(%s, %s)", scope, value))
        return SQL("CROSS JOIN LATERAL (VALUES %s) AS dimension(scope, scope_id)", SQL(", ").join(parts))

    @staticmethod
    def _span(asked):
        return min(question["date_start"] for question in asked), max(question["date_end"] for question in asked)

    @api.model
    def _achieved_margin(self, asked):
        """Margins follow from costs, which are not kept: their lines are looked up."""
        first, last = self._span(asked)
        return self._achieved_lines(asked, self._lines_sql(
            SQL("move.company_id = ANY(%s) AND move.invoice_date BETWEEN %s AND %s", self._companies(asked), first, last),
            credits=self._credits(asked)), margin=SQL("row.margin"))

    @api.model
    def _achieved_sold(self, asked):
        return self._achieved_lines(asked, self._known_lines_sql(
            self._companies(asked), *self._span(asked), credits=self._credits(asked)), margin=SQL("NULL::numeric"))

    @staticmethod
    def _companies(asked):
        return sorted({question["company_id"] for question in asked})

    @staticmethod
    def _credits(asked):
        return "rows" if any(question["scope"] == "rep" for question in asked) else "none"

    @api.model
    def _achieved_lines(self, asked, rows, margin):
        """Revenue, margin and units of posted invoices, credited as they pay commission: down payments wait for what they pay for."""
        weight = SQL("CASE WHEN dimension.scope = 'rep' THEN row.share ELSE row.part END")
        events = SQL(
            """SELECT row.company_id, row.day, dimension.scope, dimension.scope_id, SUM(row.revenue * %(weight)s) AS revenue,
                      SUM(%(margin)s * %(weight)s) AS margin, SUM(row.units * %(weight)s) AS units,
                      COUNT(DISTINCT row.partner_id) FILTER (WHERE first.id IS NOT NULL) AS new_customers
                 FROM (%(rows)s) row
            LEFT JOIN (%(firsts)s) first ON first.id = row.move_id
                      %(dimensions)s
                WHERE dimension.scope_id IS NOT NULL AND NOT row.is_downpayment
             GROUP BY 1, 2, 3, 4""",
            weight=weight, margin=margin, rows=rows, dimensions=self._dimensions(asked),
            firsts=self._first_invoices(self._companies(asked)) if any(question["metric"] == "new_customers" for question in asked)
            else SQL("SELECT NULL::int AS id"))
        return self._answer(asked, events, SQL(
            """SUM(CASE question.metric WHEN 'revenue' THEN event.revenue WHEN 'margin' THEN event.margin WHEN 'units' THEN event.units
                   ELSE event.new_customers END)"""))

    @api.model
    def _first_invoices(self, companies):
        """The first posted invoice of each customer."""
        return SQL(
            """SELECT DISTINCT ON (company_id, commercial_partner_id) id FROM account_move
                WHERE state = 'posted' AND move_type = 'out_invoice' AND company_id = ANY(%s)
             ORDER BY company_id, commercial_partner_id, invoice_date, id""", companies)

    @api.model
    def _achieved_orders(self, asked):
        """Confirmed orders by their day; an order with a split counts once for each who is credited."""
        first, last = self._span(asked)
        parts = []
        for company in self.env["res.company"].browse(self._companies(asked)):
            day = self._day_of_order(company)
            parts.append(SQL(
                """SELECT sale.company_id, %(day)s AS day, sale.id, sale.team_id, sale.sales_os_territory_id AS territory_id,
                          sale.sales_os_channel_id AS channel_id, customer.commercial_partner_id AS partner_id, credit.rep_id
                     FROM sale_order sale JOIN res_partner customer ON customer.id = sale.partner_id
                LEFT JOIN sales_os_credit credit ON credit.order_id = sale.id AND %(by_rep)s
                    WHERE sale.state = 'sale' AND sale.company_id = %(company)s AND sale.date_order >= %(first)s
                      AND sale.date_order < %(last)s AND %(day)s BETWEEN %(start)s AND %(stop)s""",
                day=day, company=company.id, by_rep=any(question["scope"] == "rep" for question in asked), start=first, stop=last,
                first=fields.Date.subtract(first, days=1), last=fields.Date.add(last, days=2)))
        events = SQL(
            """SELECT row.company_id, row.day, dimension.scope, dimension.scope_id, COUNT(DISTINCT row.id) AS count
                 FROM (%s) row %s WHERE dimension.scope_id IS NOT NULL GROUP BY 1, 2, 3, 4""",
            SQL(" UNION ALL ").join(parts), self._dimensions(asked, ("category",)))
        return self._answer(asked, events, SQL("SUM(event.count)"))

    @api.model
    def _achieved_visits(self, asked):
        """Visits done, by the day where the representative works."""
        first, last = self._span(asked)
        events = SQL(
            """SELECT row.company_id, row.day, dimension.scope, dimension.scope_id, COUNT(*) AS count
                 FROM (SELECT visit.company_id, visit.date_local AS day, visit.rep_id, visit.territory_id, rep.team_id,
                              customer.commercial_partner_id AS partner_id
                         FROM sales_os_visit visit JOIN sales_os_rep rep ON rep.id = visit.rep_id
                         JOIN res_partner customer ON customer.id = visit.partner_id
                        WHERE visit.state = 'done' AND visit.date_local BETWEEN %(first)s AND %(last)s) row
                      %(dimensions)s
                WHERE dimension.scope_id IS NOT NULL GROUP BY 1, 2, 3, 4""",
            first=first, last=last, dimensions=self._dimensions(asked, ("channel", "category")))
        return self._answer(asked, events, SQL("SUM(event.count)"))

from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.forecast.book import BookDeal
from odoo.addons.sales_os.algorithms.forecast.figure import with_below

# kind of scope -> (model, field of the parent, or None for a flat one)
TREES = {
    "rep": ("sales_os.rep", "parent_id"), "team": ("crm.team", None), "territory": ("sales_os.territory", "parent_id"),
    "category": ("product.category", "parent_id"), "company": ("res.company", None),
}


class SalesOsForecast(models.Model):
    """Reads what a forecast rests on: posted invoices by month and opportunities, each in one query, whatever the number of series."""

    _inherit = "sales_os.forecast"

    @api.model
    def _scope_parents(self, company, kind):
        """Return ``{scope id: id of the one above or None}`` of everything that may have a forecast, also archived ones below it."""
        model, parent = TREES[kind]
        if kind == "company":
            return {company.id: None}
        domain = [("id", "!=", False)] if kind == "category" else [("company_id", "in", [company.id, False])]
        # sudo: a sum needs every part, seen by the user or not; who may see the sum is decided by record rules
        records = self.env[model].sudo().with_context(active_test=False).search_fetch(domain, [parent] if parent else [])
        return {record.id: (record[parent].id or None) if parent else None for record in records}

    @api.model
    def _invoiced_months(self, company, kind):
        """Return ``{scope id: {month number: amount}}``: posted invoices less refunds, without taxes, in the company's currency.

        What is below a scope is in it. Months are those of the invoice date, which is a day and knows no time zone.
        """
        self.env["account.move.line"].flush_model(["balance", "display_type", "move_id", "product_id"])
        self.env["account.move"].flush_model(
            ["company_id", "invoice_date", "invoice_user_id", "move_type", "partner_id", "state", "team_id"])
        for model, name in (("res.partner", "sales_os_territory_id"), ("sale.order", "sales_os_territory_id"),
                            ("product.template", "categ_id"), ("sales_os.rep", "user_id")):
            self.env[model].flush_model([name])
        rows = self.env.execute_query(SQL(
            """SELECT %(scope)s, (EXTRACT(YEAR FROM move.invoice_date) * 12 + EXTRACT(MONTH FROM move.invoice_date) - 1)::int,
                      -SUM(line.balance)
                 FROM account_move move
                 JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
                 %(joins)s
                WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund') AND move.company_id = %(company)s
                  AND move.invoice_date IS NOT NULL
             GROUP BY 1, 2""", company=company.id, scope=self._scope_sql(kind), joins=self._scope_joins_sql(kind)))
        months = defaultdict(dict)
        for scope, month, amount in rows:
            if scope:
                months[scope][month] = Decimal(amount)
        return with_below(parents=self._scope_parents(company, kind), months=months)

    @api.model
    def _scope_sql(self, kind):
        return {
            "rep": SQL("rep.id"), "team": SQL("move.team_id"), "category": SQL("template.categ_id"), "company": SQL("move.company_id"),
            "territory": SQL("COALESCE(place.territory_id, partner.sales_os_territory_id)"),
        }[kind]

    @api.model
    def _scope_joins_sql(self, kind):
        if kind == "rep":
            return SQL(
                """LEFT JOIN LATERAL (SELECT id FROM sales_os_rep WHERE user_id = move.invoice_user_id AND company_id = move.company_id
                                    ORDER BY active DESC, id LIMIT 1) rep ON TRUE""")
        if kind == "category":
            return SQL(
                """LEFT JOIN product_product product ON product.id = line.product_id
                   LEFT JOIN product_template template ON template.id = product.product_tmpl_id""")
        if kind == "territory":
            # the order's territory is frozen; an invoice without an order belongs where its customer is
            return SQL(
                """LEFT JOIN res_partner partner ON partner.id = move.partner_id
                   LEFT JOIN LATERAL (
                        SELECT sale.sales_os_territory_id AS territory_id FROM sale_order_line_invoice_rel rel
                          JOIN sale_order_line sold ON sold.id = rel.order_line_id JOIN sale_order sale ON sale.id = sold.order_id
                         WHERE rel.invoice_line_id = line.id AND sale.sales_os_territory_id IS NOT NULL
                      ORDER BY sold.id LIMIT 1) place ON TRUE""")
        return SQL("")

    @api.model
    def _book_deals(self, company, date_start):
        """Return ``([BookDeal], {lead id: rep id})``: all open opportunities of a company and those won since ``date_start``.

        Days are those of the company's time zone.
        """
        self.env["crm.lead"].flush_model()
        zone = company._sales_os_zone().zone
        rows = self.env.execute_query(SQL(
            """SELECT lead.id, GREATEST(COALESCE(lead.expected_revenue, 0), 0), COALESCE(lead.sales_os_probability_percent, 0),
                      COALESCE(lead.sales_os_forecast_category, 'pipeline'),
                      CASE WHEN lead.won_status = 'won' THEN (lead.date_closed AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                           ELSE lead.date_deadline END,
                      lead.won_status = 'won', rep.id, lead.team_id, lead.sales_os_territory_id
                 FROM crm_lead lead
            LEFT JOIN crm_team team ON team.id = lead.team_id
            LEFT JOIN res_users login ON login.id = lead.user_id
            LEFT JOIN LATERAL (SELECT id FROM sales_os_rep WHERE user_id = lead.user_id AND company_id = %(company)s
                             ORDER BY active DESC, id LIMIT 1) rep ON TRUE
                WHERE lead.type = 'opportunity' AND COALESCE(lead.company_id, team.company_id, login.company_id, %(company)s) = %(company)s
                  AND ((lead.active AND lead.won_status = 'pending')
                       OR (lead.won_status = 'won' AND lead.date_closed >= %(start)s::date - 1))
             ORDER BY lead.id""", zone=zone, company=company.id, start=date_start))
        above = {kind: self._paths(company, kind) for kind in ("rep", "territory")}
        deals, owners = [], {}
        for lead, amount, chance, category, day, is_won, rep, team, territory in rows:
            owners[lead] = rep
            scopes = {("company", company.id)} | {("rep", key) for key in above["rep"].get(rep, ())}
            scopes |= {("territory", key) for key in above["territory"].get(territory, ())}
            if team:
                scopes.add(("team", team))
            deals.append(BookDeal(
                lead, Decimal(str(amount)), min(100.0, max(0.0, chance)), category, day, is_won, frozenset(scopes)))
        return deals, owners

    @api.model
    def _paths(self, company, kind):
        """Return ``{scope id: (itself, the one above, …)}``."""
        parents = self._scope_parents(company, kind)
        paths = {}
        for key in parents:
            path, place = [], key
            while place in parents and place not in path:
                path.append(place)
                place = parents[place]
            paths[key] = tuple(path)
        return paths

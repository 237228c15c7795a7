from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start


class SalesOsCommissionRun(models.Model):
    """What is settled stands on statements: sales as they are booked, the rest afterwards."""

    _inherit = "sales_os.commission.run"

    statement_ids = fields.Many2many("sales_os.commission.statement", string="Statements", compute="_compute_statement_ids")

    def _compute_statement_ids(self):
        for run in self:
            run.statement_ids = run.entry_ids.statement_id

    def _places(self, currency_id, wanted):
        period = self.company_id.sales_os_statement_period
        stop = period_end(day=self.date_to, period=period)
        sources = {(rep_id, day): (rep_id, currency_id, period_start(day=day, period=period)) for rep_id, day in wanted if day <= stop}
        if not sources:
            return super()._places(currency_id, wanted)
        # sudo: statements follow every settlement, whoever started it with the right to do so
        Statement = self.env["sales_os.commission.statement"].sudo()
        Statement._take_turn_of_company(self.company_id)
        places = Statement._places(self.company_id, stop, set(sources.values()))
        return {key: places[source].id for key, source in sources.items() if source in places}

    def _after_settle(self):
        result = super()._after_settle()
        for run in self:
            # sudo: as above
            Statement = self.env["sales_os.commission.statement"].sudo()
            summed, _count = Statement._prepare(run.date_to, run.company_id)
            placed = Statement.browse(row[0] for row in self.env.execute_query(SQL(
                "SELECT DISTINCT statement_id FROM sales_os_commission_entry WHERE run_id = %s AND statement_id IS NOT NULL", run.id)))
            (placed - summed)._update_totals()
        return result

    def action_view_statements(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Statements"), "res_model": "sales_os.commission.statement",
            "views": [[False, "list"], [False, "form"]], "domain": [["id", "in", self.statement_ids.ids]],
        }

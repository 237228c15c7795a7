from odoo import api, models
from odoo.tools import SQL


class SalesOsKpi(models.Model):
    """What customers answered."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_answers(self, scope, windows):
        """Answers by the day they came; who was asked belongs to the representative of that visit or order."""
        self.env["sales_os.feedback"].flush_model()
        result = {key: {"csat_answers": (), "nps_answers": ()} for key in windows}
        where = self._narrowed(scope, self._where(
            scope, rep=SQL("answer.rep_id"), team=SQL("rep.team_id"), territory=SQL("customer.sales_os_territory_id")),
            customer=SQL("answer.customer_id"), segment=SQL("customer.sales_os_segment_id"))
        for key, kind, scores in self.env.execute_query(SQL(
            """SELECT win.key, answer.kind, ARRAY_AGG(answer.score)
                 FROM %s JOIN sales_os_feedback answer ON answer.answered_on >= win.utc_from AND answer.answered_on < win.utc_to
                 JOIN res_partner customer ON customer.id = answer.customer_id
            LEFT JOIN sales_os_rep rep ON rep.id = answer.rep_id
                WHERE answer.company_id = %s AND %s GROUP BY win.key, answer.kind""",
            self._windows_sql(windows), scope.company_id, where)):
            result[key][f"{kind}_answers"] = tuple(scores)
        return result

    @api.model
    def _records_answers(self, code, place, first, last, begin, end):
        return "sales_os.feedback", [
            ["kind", "=", code], ["answered_on", ">=", begin], ["answered_on", "<", end], *self._of_place(
                place, rep="rep_id", team="rep_id.team_id", territory="customer_id.sales_os_territory_id", customer="customer_id",
                segment="customer_id.sales_os_segment_id")], {}

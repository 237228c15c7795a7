from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# field of the digest: figure
FIGURES = {
    "sales_os_kpi_revenue": "revenue", "sales_os_kpi_deals_won": "deals_won", "sales_os_kpi_visits": "visits_done",
    "sales_os_kpi_attainment": "quota_attainment",
}


class DigestDigest(models.Model):
    """Figures of Sales OS in Odoo's digest mails: each recipient reads what lies in the own reach."""

    _inherit = "digest.digest"

    sales_os_kpi_revenue = fields.Boolean(string="Revenue (Sales OS)")
    sales_os_kpi_revenue_value = fields.Monetary(compute="_compute_sales_os_kpi_revenue_value")
    sales_os_kpi_deals_won = fields.Boolean(string="Deals Won (Sales OS)")
    sales_os_kpi_deals_won_value = fields.Integer(compute="_compute_sales_os_kpi_deals_won_value")
    sales_os_kpi_visits = fields.Boolean(string="Visits Done (Sales OS)")
    sales_os_kpi_visits_value = fields.Integer(compute="_compute_sales_os_kpi_visits_value")
    sales_os_kpi_attainment = fields.Boolean(string="Attainment in % (Sales OS)")
    sales_os_kpi_attainment_value = fields.Float(compute="_compute_sales_os_kpi_attainment_value")

    def _compute_sales_os_kpi_revenue_value(self):
        self.sales_os_kpi_revenue_value = self._sales_os_figure("revenue")

    def _compute_sales_os_kpi_deals_won_value(self):
        self.sales_os_kpi_deals_won_value = self._sales_os_figure("deals_won")

    def _compute_sales_os_kpi_visits_value(self):
        self.sales_os_kpi_visits_value = self._sales_os_figure("visits_done")

    def _compute_sales_os_kpi_attainment_value(self):
        self.sales_os_kpi_attainment_value = self._sales_os_figure("quota_attainment")

    def _sales_os_figure(self, code):
        """The figure of the mail's days for its reader; a digest leaves out what its reader may not see."""
        start, end, companies = self._get_kpi_compute_parameters()
        last = fields.Datetime.to_datetime(end) - timedelta(days=1)
        Kpi = self.env["sales_os.kpi"].with_company(companies[:1])
        if not Kpi.has_access("read"):
            raise AccessError(self.env._("No role of Sales OS, so no figures of it."))
        try:
            answer = Kpi.figures([code], date_from=start[:10], date_to=str(max(last.date(), fields.Date.to_date(start[:10]))))
        except UserError as error:
            raise AccessError(str(error)) from error
        return answer["figures"][0]["value"] or 0

    def _get_kpi_fields(self):
        return super()._get_kpi_fields() + [name for name in FIGURES if self[name]]

    def _compute_kpis_actions(self, company, user):
        return super()._compute_kpis_actions(company, user) | dict.fromkeys(FIGURES, "sales_os.kpi_action")

import base64

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.image import image_data_uri

from odoo.addons.sales_os.algorithms.quote.ink_colour import ink, tint

FALLBACK_COLOUR = "#714B67"
REPORT = "sales_os.kpi_pack_report"


class SalesOsKpi(models.Model):
    """The pack as a document."""

    _inherit = "sales_os.kpi"

    @api.model
    def _pack_pdf(self, place, span):
        data = {
            "scope": place.kind, "scope_id": place.id, "date_from": str(span[0]), "date_to": str(span[1]),
            "filters": {one["code"]: one["id"] for one in self._filter_names(place)}}
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(REPORT, res_ids=[], data=data)
        name = self._pack_name({"scope": {"name": self._scope_name(place)}, "date_from": span[0], "date_to": span[1]}, "pdf")
        return {"filename": name, "mimetype": "application/pdf", "data": base64.b64encode(content).decode()}


class ReportSalesOsKpiPack(models.AbstractModel):
    """A report pack on paper: figures with what they are compared with, bars for what revenue consists of."""

    _name = "report.sales_os.report_kpi_pack"
    _description = "Report Pack"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        # whatever prints, it prints for the person it acts as, never for more
        Kpi = self.env["sales_os.kpi"].with_user(self.env.uid)
        span = Kpi._span_of(data.get("date_from"), data.get("date_to"))
        Kpi.check_access("read")
        place = Kpi._scope(data.get("scope") or False, int(data.get("scope_id") or 0) or False)
        content = Kpi._pack_content(Kpi._narrow(place, data.get("filters") or False), span)
        company = self.env.company.sudo()  # sudo: the letterhead of the company one works in
        most = max((point["value"] or 0.0 for point in content["series"]["points"]), default=0.0)
        names = Kpi._breakdown_names()
        return {
            "page": {
                **content, "company_name": company.name, "html_lang": (self.env.lang or "en_US").replace("_", "-"),
                "direction": "rtl" if self.env["res.lang"]._get_data(code=self.env.lang or "en_US").direction == "rtl" else "ltr",
                "logo": image_data_uri(company.logo) if company.logo else False,
                "narrowed": Kpi._narrowed_words(content["filters"]),
                "ink": ink(colour=company.primary_color, fallback=FALLBACK_COLOUR),
                "ground": tint(colour=company.primary_color, fallback=FALLBACK_COLOUR, strength=0.25),
                "day": lambda value: format_date(self.env, value), "money": lambda value: Kpi._value_text("money", value),
                "months": [{
                    **point, "label": format_date(self.env, point["date_from"], date_format="LLL yy"),
                    "width": round(100 * max(point["value"] or 0.0, 0.0) / most) if most > 0 else 0,
                } for point in content["series"]["points"]],
                "groups": [(names[name], rows) for name, rows in content["breakdowns"] if rows],
            },
        }

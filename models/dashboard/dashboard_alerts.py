from odoo import api, models
from odoo.fields import Domain

MOST_ALERTS = 6
# documents that tell what the customer of an insight does not
SAYING = ("crm.lead", "sale.order", "sales_os.target")


class SalesOsDashboard(models.AbstractModel):
    """What is at risk."""

    _inherit = "sales_os.dashboard"

    @api.model
    def _alerts(self, place):
        """The gravest open insights: ``[{"id", "severity", "kind", "name", "explanation", "suggestion"}]``.

        Where the page is narrowed, those whose customer or document says what it is narrowed to.
        """
        Insight = self.env["sales_os.insight"]
        if not Insight.has_access("read"):
            return []
        open_here = Domain("state", "in", ["new", "acknowledged"]) & Domain("company_id", "=", place.company_id)
        domain = open_here
        if place.kind in ("rep", "reports"):
            domain &= Domain("rep_id", "in", list(place.rep_ids))
        elif place.kind == "team":
            domain &= Domain("rep_id.team_id", "=", place.id)
        elif place.kind == "territory":
            domain &= self._about_territory(place, open_here)
        if place.narrowed:
            domain &= self._about_what_narrows(place, open_here)
        kinds, steps = (dict(Insight._fields[name]._description_selection(self.env)) for name in ("kind", "suggested_action"))
        return [{
            "id": insight.id, "severity": insight.severity, "kind": kinds[insight.kind], "name": insight.record_name or "",
            "explanation": insight.explanation or "", "suggestion": steps[insight.suggested_action],
        } for insight in Insight.search(domain, limit=MOST_ALERTS)]

    @api.model
    def _about_territory(self, place, open_here):
        """Insights about the territory itself, its customers, or its opportunities and targets."""
        found = Domain("partner_id.sales_os_territory_id", "in", place.territory_ids)
        found |= Domain("res_model", "=", "sales_os.territory") & Domain("res_id", "in", place.territory_ids)
        for model, field in (("crm.lead", "sales_os_territory_id"), ("sales_os.target", "territory_id")):
            found |= self._about(model, open_here & Domain("partner_id", "=", False), Domain(field, "in", place.territory_ids))
        return found

    @api.model
    def _about_what_narrows(self, place, open_here):
        """Insights about customers, opportunities, orders and targets of what the page is narrowed to."""
        Kpi = self.env["sales_os.kpi"]
        about = Domain.FALSE
        if place.narrowed <= {"customer", "segment"}:
            about |= Domain(Kpi._narrowed_domain(
                place, customer="partner_id.commercial_partner_id", segment="partner_id.sales_os_segment_id"))
        for model in SAYING:
            says = Kpi._said_by(model)
            if place.narrowed <= set(says):
                about |= self._about(model, open_here, Domain(Kpi._narrowed_domain(place, **says)))
        return about

    @api.model
    def _about(self, model, open_here, condition):
        """Insights about those records of a model that meet the condition."""
        records = self.env[model].with_context(active_test=False)
        if not records.has_access("read"):
            return Domain.FALSE
        told = self.env["sales_os.insight"].search([*open_here, ("res_model", "=", model)]).mapped("res_id")
        there = records.search([("id", "in", told), *condition])
        return Domain("res_model", "=", model) & Domain("res_id", "in", there.ids)

from odoo import api, fields, models
from odoo.fields import Domain

SEEN_BY = "sales_os.group_rep,sales_os.group_executive"
OPEN_STATES = ("new", "acknowledged")


class SalesOsInsightRelated(models.AbstractModel):
    """A document that insights are about: how many are open, and a button to them."""

    _name = "sales_os.insight.related"
    _description = "Insights of a Document"

    sales_os_insight_count = fields.Integer(string="Open Insights", compute="_compute_sales_os_insight_count", groups=SEEN_BY)

    def _compute_sales_os_insight_count(self):
        rows = self.env["sales_os.insight"]._read_group(
            self._sales_os_insight_domain(self.ids) & Domain("state", "in", OPEN_STATES), [self._sales_os_insight_key()], ["__count"])
        counts = {key if isinstance(key, int) else key.id: count for key, count in rows}
        for record in self:
            record.sales_os_insight_count = counts.get(record.id, 0)

    @api.model
    def _sales_os_insight_key(self):
        return "res_id"

    @api.model
    def _sales_os_insight_domain(self, ids):
        return Domain("res_model", "=", self._name) & Domain("res_id", "in", ids)

    def action_view_sales_os_insights(self):
        """Open the insights about this document, closed ones too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_os.insight_action")
        domain = self._sales_os_insight_domain(self.ids)
        return {**action, "domain": list(domain), "context": {}, "name": self.env._("Insights about %s", self.display_name)}


class ResPartner(models.Model):
    """Of a customer, the insights about its deals and orders as well."""

    _name = "res.partner"
    _inherit = ["res.partner", "sales_os.insight.related"]

    @api.model
    def _sales_os_insight_key(self):
        return "partner_id"

    @api.model
    def _sales_os_insight_domain(self, ids):
        return Domain("partner_id", "in", ids)


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales_os.insight.related"]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "sales_os.insight.related"]

from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    lead_id = fields.Many2one("crm.lead", string="Opportunity", check_company=True, index="btree_not_null", ondelete="set null")
    order_ids = fields.Many2many(
        "sale.order", "sales_os_visit_sale_order_rel", "visit_id", "order_id", string="Quotes and Orders", check_company=True, copy=False
    )
    order_count = fields.Integer(string="Number of Quotes", compute="_compute_order_count")
    expected_value_amount = fields.Monetary(
        string="Expected Value", compute="_compute_expected_value_amount", store=True, readonly=False, precompute=True
    )

    @api.depends("lead_id")
    def _compute_expected_value_amount(self):
        for visit in self:
            visit.expected_value_amount = visit.lead_id.expected_revenue * visit.lead_id.probability / 100 if visit.lead_id else 0.0

    @api.depends("order_ids")
    def _compute_order_count(self):
        for visit in self:
            visit.order_count = len(visit.order_ids)

    def action_new_quote(self):
        """Make a draft quotation for the customer, linked to this visit, and open it."""
        self.ensure_one()
        self.check_access("write")
        if self.state in ("cancelled", "missed"):
            raise UserError(
                self.env._(
                    "Visit %(visit)s is %(state)s: make the quote from another visit or from the customer.",
                    visit=self.display_name,
                    state=self._state_label(self.state),
                )
            )
        order = self.env["sale.order"].create(self._prepare_order_vals())
        self.order_ids += order
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": order.id,
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "current",
        }

    def _prepare_order_vals(self):
        vals = {"partner_id": self.partner_id.id, "company_id": self.company_id.id, "origin": self.display_name}
        if self.rep_id.user_id:
            vals["user_id"] = self.rep_id.user_id.id
        if self.rep_id.team_id:
            vals["team_id"] = self.rep_id.team_id.id
        if self.lead_id.type == "opportunity":
            vals["opportunity_id"] = self.lead_id.id
        return vals

    def action_view_orders(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotes and orders of %s", self.display_name),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("id", "in", self.order_ids.ids)],
            "context": {"default_partner_id": self.partner_id.id},
        }

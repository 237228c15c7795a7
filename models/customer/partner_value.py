from odoo import api, fields, models

SEEN_BY = "sales_os.group_rep,sales_os.group_executive"


class ResPartner(models.Model):
    """A customer's value, as the night before found it; contacts show that of their company."""

    _inherit = "res.partner"

    sales_os_value_ids = fields.One2many("sales_os.customer.value", "partner_id", string="Values", groups=SEEN_BY)
    sales_os_value_id = fields.Many2one(
        "sales_os.customer.value", string="Value", compute="_compute_sales_os_value_id",
        search="_search_sales_os_value_id", groups=SEEN_BY)
    sales_os_value_currency_id = fields.Many2one(related="sales_os_value_id.currency_id", string="Currency of Value", groups=SEEN_BY)
    sales_os_clv_amount = fields.Monetary(
        related="sales_os_value_id.clv_amount", currency_field="sales_os_value_currency_id", groups=SEEN_BY)
    sales_os_clv_low_amount = fields.Monetary(
        related="sales_os_value_id.clv_low_amount", currency_field="sales_os_value_currency_id", groups=SEEN_BY)
    sales_os_clv_high_amount = fields.Monetary(
        related="sales_os_value_id.clv_high_amount", currency_field="sales_os_value_currency_id", groups=SEEN_BY)
    sales_os_year_amount = fields.Monetary(
        related="sales_os_value_id.year_amount", currency_field="sales_os_value_currency_id", groups=SEEN_BY)
    sales_os_at_stake_amount = fields.Monetary(
        related="sales_os_value_id.at_stake_amount", currency_field="sales_os_value_currency_id", groups=SEEN_BY)
    sales_os_rfm_code = fields.Char(related="sales_os_value_id.rfm_code", groups=SEEN_BY)
    sales_os_value_verdict = fields.Selection(related="sales_os_value_id.verdict", string="Reliability of Value", groups=SEEN_BY)
    sales_os_value_order_count = fields.Integer(related="sales_os_value_id.order_count", string="Confirmed Orders", groups=SEEN_BY)
    sales_os_last_order_date = fields.Date(related="sales_os_value_id.date_last_order", string="Last Confirmed Order", groups=SEEN_BY)
    sales_os_alive_percent = fields.Float(related="sales_os_value_id.alive_percent", groups=SEEN_BY)
    sales_os_expected_orders = fields.Float(related="sales_os_value_id.expected_orders", groups=SEEN_BY)
    sales_os_churn_state = fields.Selection(
        related="sales_os_value_id.churn_state", string="Churn", groups=SEEN_BY, search="_search_sales_os_churn_state")
    sales_os_churn_percent = fields.Float(related="sales_os_value_id.churn_percent", groups=SEEN_BY)
    sales_os_churn_reason = fields.Text(related="sales_os_value_id.churn_reason", string="Why This Churn Risk", groups=SEEN_BY)
    sales_os_value_reason = fields.Text(related="sales_os_value_id.value_reason", string="How the Value Was Found", groups=SEEN_BY)

    @api.depends_context("company")
    @api.depends("commercial_partner_id.sales_os_value_ids")
    def _compute_sales_os_value_id(self):
        # sudo: who may read the customer may read what it is worth; the fields' groups say who that is
        rows = self.env["sales_os.customer.value"].sudo().search_fetch(
            [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)], ["partner_id"])
        by_customer = {row.partner_id.id: row.id for row in rows}
        for partner in self:
            partner.sales_os_value_id = by_customer.get(partner.commercial_partner_id.id, False)

    @api.model
    def _search_sales_os_value_id(self, operator, value):
        return [("commercial_partner_id.sales_os_value_ids", operator, value)]

    @api.model
    def _search_sales_os_churn_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = [("sales_os_value_ids", "any", [("churn_state", "in", list(value)), ("company_id", "=", self.env.company.id)])]
        return found if False not in value else ["|", *found, ("sales_os_value_ids", "=", False)]

    def action_open_sales_os_value(self):
        """Open the customer's value with all its figures."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Value of %s", self.commercial_partner_id.display_name),
            "res_model": "sales_os.customer.value", "res_id": self.sales_os_value_id.id, "views": [[False, "form"]],
        }

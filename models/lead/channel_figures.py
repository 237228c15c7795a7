from dateutil.relativedelta import relativedelta

from odoo import fields, models

GROUPS = "sales_os.group_executive,sales_os.group_admin"


class SalesOsChannel(models.Model):
    """What each channel brought and cost in the last twelve whole months and this one, of the companies one works in."""

    _inherit = "sales_os.channel"

    currency_id = fields.Many2one("res.currency", compute="_compute_figures")
    year_lead_count = fields.Integer(string="Leads", compute="_compute_figures", groups=GROUPS)
    year_won_count = fields.Integer(string="Won Leads", compute="_compute_figures", groups=GROUPS)
    year_order_count = fields.Integer(string="Sales", compute="_compute_figures", groups=GROUPS)
    year_new_customer_count = fields.Integer(string="New Customers", compute="_compute_figures", groups=GROUPS)
    year_revenue_amount = fields.Monetary(string="Revenue", compute="_compute_figures", groups=GROUPS)
    year_cost_amount = fields.Monetary(string="Cost", compute="_compute_figures", groups=GROUPS)
    cost_per_sale_amount = fields.Monetary(
        string="Cost per Sale", compute="_compute_figures", groups=GROUPS, help="Cost ÷ confirmed orders.")
    acquisition_cost_amount = fields.Monetary(
        string="CAC", compute="_compute_figures", groups=GROUPS, help="Cost ÷ customers whose first order came by this channel.")
    share_percent = fields.Float(
        string="Share (%)", compute="_compute_figures", digits=(16, 1), groups=GROUPS, help="Of the revenue of all channels.")
    share_gap_percent = fields.Float(
        string="Share against Target", compute="_compute_figures", digits=(16, 1), groups=GROUPS,
        help="In percentage points; below zero the channel is short of its target share.")

    def _compute_figures(self):
        first = fields.Date.start_of(fields.Date.context_today(self), "month") - relativedelta(months=12)
        self.currency_id = self.env.company.currency_id
        found = {row["channel_id"]: row for row in self.env["sales_os.channel.performance"].figures(str(first))["channels"]}
        for channel in self:
            row = found.get(channel.id, {})
            channel.year_lead_count, channel.year_won_count = row.get("leads", 0), row.get("won", 0)
            channel.year_order_count, channel.year_new_customer_count = row.get("orders", 0), row.get("new_customers", 0)
            channel.year_revenue_amount, channel.year_cost_amount = row.get("revenue", 0.0), row.get("cost", 0.0)
            channel.cost_per_sale_amount = row.get("cost_per_sale") or 0.0
            channel.acquisition_cost_amount = row.get("acquisition_cost") or 0.0
            channel.share_percent, channel.share_gap_percent = row.get("share_percent") or 0.0, row.get("share_gap_percent") or 0.0

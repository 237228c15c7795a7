from odoo import api, fields, models


class SaleOrder(models.Model):
    """By which channel an order came: its opportunity's, the web shop's or its team's at first; kept once there is one."""

    _inherit = "sale.order"

    sales_os_channel_id = fields.Many2one(
        "sales_os.channel", string="Channel", ondelete="restrict", index="btree_not_null", tracking=True, copy=True, check_company=True,
        compute="_compute_sales_os_channel_id", store=True, readonly=False, precompute=True,
        help="By which way this business came: taken from the opportunity, the web shop or the team, unless one says otherwise.")

    @api.depends("opportunity_id", "team_id")
    def _compute_sales_os_channel_id(self):
        # a shop exists only where its addon is installed
        has_shop = "website_id" in self._fields
        online = {}
        for order in self:
            company = order.company_id
            if order.sales_os_channel_id:
                order.sales_os_channel_id = order.sales_os_channel_id
                continue
            if has_shop and order.website_id and company not in online:
                online[company] = self.env["sales_os.channel"]._online(company)
            candidates = (
                order.opportunity_id.sales_os_channel_id, online.get(company) if has_shop and order.website_id else None,
                order.team_id.sales_os_channel_id)
            order.sales_os_channel_id = next(
                (channel for channel in candidates if channel and channel.company_id in (self.env["res.company"], company)), False)

from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sales_os_visit_ids = fields.Many2many(
        "sales_os.visit",
        "sales_os_visit_sale_order_rel",
        "order_id",
        "visit_id",
        string="Visits",
        copy=False,
        groups="sales_os.group_rep,sales_os.group_executive",
    )
    sales_os_visit_count = fields.Integer(
        string="Number of Visits", compute="_compute_sales_os_visit_count", groups="sales_os.group_rep,sales_os.group_executive"
    )

    @api.depends("sales_os_visit_ids")
    def _compute_sales_os_visit_count(self):
        for order in self:
            order.sales_os_visit_count = len(order.sales_os_visit_ids)

    def action_view_sales_os_visits(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visits for %s", self.name),
            "res_model": "sales_os.visit",
            "view_mode": "list,calendar,form",
            "domain": [("id", "in", self.sales_os_visit_ids.ids)],
            "context": {"default_partner_id": self.partner_id.id, "default_order_ids": [(6, 0, self.ids)]},
        }

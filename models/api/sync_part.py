"""Parts that can be deleted while the whole stays: clients are told of the whole again."""

from odoo import models


class SalesOsVisitNote(models.Model):
    _inherit = "sales_os.visit.note"

    def unlink(self):
        visits = self.visit_id
        result = super().unlink()
        self.env["sales_os.sync"]._touch(visits)
        return result


class SalesOsRouteStop(models.Model):
    _inherit = "sales_os.route.stop"

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        self.env["sales_os.sync"]._touch(plans)
        return result


class SalesOsRouteUnplanned(models.Model):
    _inherit = "sales_os.route.unplanned"

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        self.env["sales_os.sync"]._touch(plans)
        return result


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        self.env["sales_os.sync"]._touch(orders)
        return result

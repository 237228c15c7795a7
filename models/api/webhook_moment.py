"""The moments that webhooks are told of, each where its document passes it."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _action_confirm(self):
        result = super()._action_confirm()
        self.env["sales_os.webhook"]._note("order.confirmed", self)
        return result


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    def _transition(self, target, reason="", **vals):
        result = super()._transition(target, reason=reason, **vals)
        if target == "done":
            self.env["sales_os.webhook"]._note("visit.done", self)
        return result


class SalesOsDiscountApproval(models.Model):
    _inherit = "sales_os.discount.approval"

    def _begin(self):
        result = super()._begin()
        # one that is decided at once is not needed any more when the transaction ends
        self.env["sales_os.webhook"]._note("approval.needed", self)
        return result

    def _transition(self, target, reason="", **vals):
        result = super()._transition(target, reason=reason, **vals)
        if target in ("approved", "refused"):
            self.env["sales_os.webhook"]._note("approval.decided", self)
        return result


class SalesOsCommissionStatement(models.Model):
    _inherit = "sales_os.commission.statement"

    def _transition(self, target, reason="", **vals):
        # one that goes back from paid was approved before
        approved = self.filtered(lambda statement: statement.state == "submitted") if target == "approved" else self.browse()
        result = super()._transition(target, reason=reason, **vals)
        self.env["sales_os.webhook"]._note("statement.approved", approved)
        return result

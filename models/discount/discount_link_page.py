from odoo import models
from odoo.tools import format_amount, format_datetime


class SalesOsDiscountApprovalLink(models.Model):
    """What the page behind a mail shows: what the mail said, and the lines; read with the rights of the approver."""

    _inherit = "sales_os.discount.approval.link"

    def _page_values(self):
        """Return plain values; of what is not to be decided any more only how it ended."""
        self.ensure_one()
        values = {
            "order_name": self.approval_id.order_name,
            "company": self.company_id,
            "res_company": self.company_id,
            "approver": self.user_id.name,
            "decisions": self._page_decisions() if self.status in ("used", "decided") else [],
        }
        return {**values, **self._page_question()} if self.status == "open" else values

    def _page_decisions(self):
        decided = self.approval_id.step_ids.filtered(lambda step: step.decision in ("approved", "refused")).sorted("decided_on")
        labels = dict(decided._fields["decision"]._description_selection(self.env))
        return [
            {
                "what": labels[step.decision],
                "is_refused": step.decision == "refused",
                "by": step.decided_by,
                "comment": step.comment or "",
                "on": format_datetime(self.env, step.decided_on, tz=self.user_id.tz or "UTC"),
            }
            for step in decided
        ]

    def _page_question(self):
        approval = self._as_approver()
        env, currency = approval.env, approval.currency_id
        lines = approval.order_id.order_line.filtered(lambda line: not line.display_type)
        return {
            "requester": approval.sudo().requester_id.name,  # sudo: a name
            "customer": approval.sudo().partner_id.name,  # sudo: a name
            "reason": approval.reason,
            "because": (approval.because or "").splitlines(),
            "list_amount": format_amount(env, approval.list_amount, currency),
            "amount_untaxed": format_amount(env, approval.amount_untaxed, currency),
            "discount": f"{approval.discount_percent:.2f} %",
            "margin": f"{approval.margin_percent:.2f} %",
            "expires_on": format_datetime(env, self.expires_on, tz=self.user_id.tz or "UTC"),
            "lines": [
                {
                    "name": (line.name or "").split("\n", 1)[0],
                    "quantity": f"{line.product_uom_qty:g}",
                    "amount": format_amount(env, line.price_subtotal, currency),
                    "discount": f"{line.sales_os_effective_discount_percent:.2f} %",
                }
                for line in lines
            ],
        }

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sales_os_financing_ids = fields.One2many(
        "sales_os.financing.offer", "order_id", string="Financing", copy=False,
        groups="sales_os.group_rep,sales_os.group_executive")
    sales_os_financing_count = fields.Integer(
        string="Number of Financing Offers", compute="_compute_sales_os_financing_count",
        groups="sales_os.group_rep,sales_os.group_executive")

    @api.depends("sales_os_financing_ids")
    def _compute_sales_os_financing_count(self):
        for order in self:
            order.sales_os_financing_count = len(order.sales_os_financing_ids)

    def copy(self, default=None):
        """The offers go along, without the choice; also where a seller copies who may not see them."""
        copies = super().copy(default)
        # sudo: the copied quote belongs to the one who copies, and offers are computed from options, not from what a caller gives
        for order, copied in zip(self.sudo(), copies, strict=True):
            order.sales_os_financing_ids.copy({"order_id": copied.id})
        return copies

    def action_offer_financing(self):
        """Add every financing option of the company that suits the price and is not on the quote yet."""
        self.ensure_one()
        self.check_access("write")
        options = self.env["sales_os.financing.option"].search([("company_id", "=", self.company_id.id)])
        fresh = self.env["sales_os.financing.offer"]
        for option in options - self.sales_os_financing_ids.option_id:
            offer = fresh.new({"order_id": self.id, "option_id": option.id})
            if not offer.problem_key:
                fresh |= fresh.create({"order_id": self.id, "option_id": option.id, "sequence": option.sequence})
        if not fresh:
            raise UserError(self.env._(
                "No further financing option of %(company)s suits quote %(quote)s: look at the limits of the options, and whether "
                "the quote has a price.",
                company=self.company_id.name, quote=self.name))
        return True

    def _sales_os_chosen_financing(self):
        """The offer that the customer took, if any, of each order."""
        # sudo: what a customer agreed to belongs to the order, whoever may read it
        return self.sudo().sales_os_financing_ids.filtered("is_chosen")

    def _sales_os_gate_refusals(self, gate):
        """What the customer chose must still be possible at the price of today."""
        refusals = super()._sales_os_gate_refusals(gate)
        if gate in ("send", "sign", "confirm"):
            for offer in self._sales_os_chosen_financing().filtered("problem_key"):
                reason = self.env._("The chosen financing %(option)s is not possible any more: %(problem)s", option=offer.name,
                                    problem=offer.option_id._problem_text(offer.problem_key))
                refusals.setdefault(offer.order_id.id, []).append(reason)
        return refusals

    def _sales_os_commercial_content(self):
        """A chosen financing is part of what is agreed: changing it asks for a new signature."""
        contents = super()._sales_os_commercial_content()
        for offer in self._sales_os_chosen_financing():
            content = contents[offer.order_id.id]
            contents[offer.order_id.id] = replace(content, extras=(*content.extras, ("financing", offer._in_words())))
        return contents

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang


class SaleOrder(models.Model):
    """What the customer sees and chooses on the portal; callers come with an order whose token was checked."""

    _inherit = "sale.order"

    def _sales_os_portal_financing(self):
        """The possible offers of this quote; of an order only what was chosen."""
        # sudo: the page is shown to whoever holds the quote's token
        offers = self.sudo().sales_os_financing_ids.filtered(lambda offer: not offer.problem_key)
        return offers.filtered("is_chosen") if self.state == "sale" else offers

    def _sales_os_may_choose_financing(self):
        """As long as the quote is open and not signed: afterwards the choice is part of what was signed."""
        self.ensure_one()
        return self.state in ("draft", "sent") and not self.is_expired and not self.signature

    def _sales_os_choose_financing(self, offer_id):
        """The customer's choice; 0 is paying at once."""
        self.ensure_one()
        if not self._sales_os_may_choose_financing():
            raise UserError(self.env._("The way to pay of %s can no longer be changed here. Please ask your contact.", self.name))
        offer = self._sales_os_portal_financing().filtered(lambda offer: offer.id == offer_id)
        if offer_id and not offer:
            raise UserError(self.env._("This way to pay is not offered any more. Please reload the page."))
        if offer:
            offer.action_choose()
            self.message_post(body=self.env._("The customer chose to pay by %s.", offer.name))
        else:
            # sudo: see _sales_os_portal_financing
            self.sudo().sales_os_financing_ids.filtered("is_chosen")[:1].action_unchoose()
            self.message_post(body=self.env._("The customer chose to pay at once."))

    def _sales_os_portal_price_tiers(self):
        """Price breaks of an open quote, where the company tells them."""
        # sudo: see _sales_os_portal_financing
        order = self.sudo()
        return order._sales_os_price_tiers() if order.company_id.sales_os_quote_show_tiers and order.state in ("draft", "sent") else {}

    def _sales_os_tiers_in_words(self, line, tiers):
        return " · ".join(
            self.env._(
                "from %(quantity)s %(unit)s: %(price)s", quantity=f"{step.quantity.normalize():f}", unit=line.product_uom_id.name or "",
                price=formatLang(self.env, float(step.price), currency_obj=self.currency_id))
            for step in tiers)

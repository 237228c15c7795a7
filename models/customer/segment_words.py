from odoo import api, models

from odoo.addons.sales_os.algorithms.core.match_row import LATER
from odoo.addons.sales_os.algorithms.customer.segment import ORDERS_LOW, REVENUE_HIGH, REVENUE_LOW


class SalesOsSegment(models.Model):
    """Why a customer has its segment, in words: the figures, the winner, what the others lost by."""

    _inherit = "sales_os.segment"

    @api.model
    def _words(self):
        return _SegmentWords(self.env)


class _SegmentWords:
    """Puts decisions into words; segments are read once."""

    def __init__(self, env):
        self.env, self.lost = env, {}
        # sudo: names and bounds of segments are no secret to those who see the customer
        self.segments = env["sales_os.segment"].sudo().with_context(active_test=False).search([])
        self.names = {
            fact: self.segments._fields[name]._description_string(env).lower() for name, fact in self.segments._match_criteria.items()}

    def __call__(self, decision, buyer, company):
        currency = (company or self.env.company).currency_id
        figures = self.env._(
            "%(revenue)s in %(orders)s orders of the last 365 days", revenue=currency.format(float(buyer.revenue)), orders=buyer.orders)
        lost = self._lost_words(decision.losers, currency)
        if decision.winner is None:
            text = self.env._("No segment fits: %s.", figures)
            return text + " " + self.env._("Tried: %s.", lost) if lost else text
        text = self.env._("%(segment)s: %(figures)s.", segment=self._segment(decision.winner).name, figures=figures)
        return text + " " + self.env._("Not: %s.", lost) if lost else text

    def _lost_words(self, losers, currency):
        """What the others lost by: said once for all customers for whom it is the same."""
        asked = (*losers, currency.id)
        if asked not in self.lost:
            self.lost[asked] = "; ".join(f"{self._segment(key).name} ({self._why(key, why, currency)})" for key, why in losers)
        return self.lost[asked]

    def _segment(self, key):
        return self.segments.browse(key).with_prefetch(self.segments.ids)

    def _why(self, key, why, currency):
        segment = self._segment(key)
        if why == LATER:
            return self.env._("fits too, but stands behind")
        if why == REVENUE_LOW:
            return self.env._("from %s", currency.format(segment.revenue_from))
        if why == REVENUE_HIGH:
            return self.env._("below %s", currency.format(segment.revenue_below))
        if why == ORDERS_LOW:
            return self.env._("from %s orders", segment.orders_from)
        return self.env._("other %s", self.names[why])

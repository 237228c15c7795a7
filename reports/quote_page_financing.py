from odoo import api, models
from odoo.tools.misc import formatLang

COLUMNS = 4


class SalesOsQuotePage(models.AbstractModel):
    """Ways to pay, side by side."""

    _inherit = "sales_os.quote.page"

    @api.model
    def _financing(self, order, chosen_only=False):
        """``tables`` of at most four columns, the first of them paying at once; for a contract only what was chosen, with its schedule."""
        offers = order.sales_os_financing_ids.filtered(lambda offer: not offer.problem_key)
        if chosen_only:
            offers = offers.filtered("is_chosen")
        if not offers:
            return False
        columns = [self._cash(order), *(self._offer(offer) for offer in offers)]
        if chosen_only:
            columns = columns[1:]
        return {
            "tables": [columns[at:at + COLUMNS] for at in range(0, len(columns), COLUMNS)],
            "labels": self._financing_labels(columns),
            "notes": self._financing_notes(offers),
            "schedule": offers._schedule_rows() if chosen_only else [],
            "schedule_totals": offers._schedule_totals() if chosen_only else {},
        }

    @api.model
    def _financing_labels(self, columns):
        labels = [
            ("down", self.env._("Down payment")),
            ("months", self.env._("Instalments")),
            ("rate", self.env._("Nominal rate a year")),
            ("fee", self.env._("Fee at the start")),
            ("last", self.env._("Last instalment")),
            ("residual", self.env._("At the end")),
            ("total", self.env._("Total paid")),
            ("cost", self.env._("Cost of financing")),
            ("effective", self.env._("Effective rate a year")),
        ]
        return [(key, label) for key, label in labels if any(column.get(key) for column in columns)]

    @api.model
    def _cash(self, order):
        total = self._money(order, order.amount_total)
        return {"name": self.env._("Paid at once"), "headline": total, "unit": "", "total": total, "is_chosen": False, "is_cash": True}

    @api.model
    def _offer(self, offer):
        money = offer._money
        return {
            "name": offer.name, "headline": money(offer.instalment_amount), "unit": self.env._("a month"), "is_chosen": offer.is_chosen,
            "down": money(offer.down_payment_amount) if offer.down_payment_amount else "–",
            "months": self._instalments(offer),
            "rate": self._percent(offer.annual_rate_percent),
            "fee": money(offer.fee_upfront_amount) if offer.fee_upfront_amount else "",
            "last": money(offer.last_instalment_amount) if offer.last_instalment_amount != offer.instalment_amount else "",
            "residual": self._residual(offer),
            "total": money(offer.total_amount),
            "cost": money(offer.cost_amount),
            "effective": self._percent(offer.effective_annual_percent),
        }

    @api.model
    def _instalments(self, offer):
        if offer.timing == "advance":
            return self.env._("%s, at the beginning of the month", offer.months)
        return str(offer.months)

    @api.model
    def _residual(self, offer):
        if not offer.residual_amount:
            return ""
        if offer.kind == "lease":
            return self.env._("goods return, or bought for %s", offer._money(offer.residual_amount))
        return self.env._("last payment of %s", offer._money(offer.residual_amount))

    @api.model
    def _financing_notes(self, offers):
        notes = []
        for offer in offers:
            lender = offer.option_id.partner_id.name
            text = " ".join(filter(None, (lender and self.env._("Financed by %s.", lender), (offer.note or "").strip())))
            if text:
                notes.append(f"{offer.name}: {text}")
        if any(offer.base == "untaxed" for offer in offers):
            notes.append(self.env._("Leases are calculated on the price without taxes."))
        return list(dict.fromkeys(notes))

    @api.model
    def _percent(self, value):
        return f"{formatLang(self.env, value, digits=2)} %"

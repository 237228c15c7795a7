from odoo import api, fields, models
from odoo.tools.misc import format_amount

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact
from odoo.addons.sales_os.algorithms.quote.financing import FinancingTerms, plan


class SalesOsFinancingOffer(models.Model):
    """Every payment of an offer, for the screen, the portal and the contract."""

    _inherit = "sales_os.financing.offer"

    schedule_html = fields.Html(string="Schedule", compute="_compute_schedule_html", sanitize=False)

    @api.depends("problem_key", "price_amount", "down_payment_amount", "residual_amount")
    def _compute_schedule_html(self):
        for offer in self:
            rows = offer._schedule_rows()
            offer.schedule_html = self.env["ir.qweb"]._render(
                "sales_os.financing_schedule_table", {"rows": rows, "totals": offer._schedule_totals()}) if rows else False

    def _schedule_rows(self):
        """The schedule as texts, in the language of the context."""
        return [
            {
                "when": self._schedule_when(row), "opening": self._money(row.opening), "interest": self._money(row.interest),
                "principal": self._money(row.principal), "fee": self._money(row.fee), "amount": self._money(row.amount),
                "closing": self._money(row.closing), "is_residual": row.is_residual, "has_fee": bool(row.fee),
            }
            for row in self._schedule()
        ]

    def _schedule_when(self, row):
        if row.is_residual and self.kind == "lease":
            return self.env._("End: residual value")
        if row.is_residual:
            return self.env._("End: last payment")
        if not row.month:
            return self.env._("Start")
        return self.env._("Month %s", row.month)

    def _schedule_totals(self):
        rows = self._schedule()
        return {name: self._money(sum(getattr(row, name) for row in rows)) for name in ("interest", "principal", "fee", "amount")}

    def _money(self, amount):
        return format_amount(self.env, float(amount), self.currency_id)

    def _frozen_terms(self):
        """The terms as agreed: for a confirmed order its stored amounts, not today's."""
        self.ensure_one()
        terms = self._terms()
        return FinancingTerms(**{
            **terms.__dict__,
            "price": exact(self.price_amount), "down_payment": exact(self.down_payment_amount), "residual": exact(self.residual_amount),
        })

    def _schedule(self):
        """Every payment of a possible offer, to the cent; empty where it is not possible."""
        self.ensure_one()
        return () if self.problem_key else plan(self._frozen_terms()).schedule

    def action_open(self):
        """Show the offer with its schedule."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": self._name, "res_id": self.id,
            "views": [[False, "form"]], "target": "new",
        }

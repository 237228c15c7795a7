from decimal import Decimal

from odoo import api, models

from odoo.addons.sales_os.algorithms.forecast.book import OPEN_CATEGORIES
from odoo.addons.sales_os.algorithms.forecast.roll_up import roll_up

# fetched at once, however many they are
READ = (
    "adjusted_amount", "amount", "category", "company_id", "effective_amount", "is_adjusted", "is_typed", "own_amount", "own_won_amount",
    "rep_id", "source", "state", "submitted_amount", "won_amount")


class SalesOsForecast(models.Model):
    """Sums the representatives' figures up the tree: own deals plus the effective figures of the direct reports."""

    _inherit = "sales_os.forecast"

    @api.model
    def _roll_up(self, company, kind, date_start):
        """Bring every figure that depends on another one up to date. Writes only what changed."""
        # sudo: the sum of a manager needs the figures of everybody below; who may see them is decided by record rules
        figures = self.sudo().search_fetch([
            ("company_id", "=", company.id), ("period_kind", "=", kind), ("date_start", "=", date_start), ("method", "=", "weighted"),
            ("scope_kind", "=", "rep")], READ)
        parts = figures.filtered(lambda figure: figure.category in OPEN_CATEGORIES)
        totals = figures - parts
        known = set(figures.rep_id.ids)
        parents = {
            key: self._nearest_known(key, above, known) for key, above in self._paths(company, "rep").items() if key in known}
        exact = company.currency_id.decimal_places

        def money(amount):
            return Decimal(str(round(amount, exact)))

        own = {(part.rep_id.id, part.category): money(part.own_amount) for part in parts}
        own |= {(total.rep_id.id, "closed"): money(total.own_won_amount) for total in totals}
        said = {(part.rep_id.id, part.category): money(part.submitted_amount) for part in parts if part.state != "draft"}
        changed = {(part.rep_id.id, part.category): money(part.adjusted_amount) for part in parts if part.is_adjusted}
        lines = roll_up(parents=parents, deals=own, submitted=said, adjusted=changed).lines
        for part in parts:
            line = lines[part.rep_id.id, part.category]
            part._write_changed({
                "amount": float(line.calculated), "effective_amount": float(line.effective), "source": line.source,
                "won_amount": float(lines[part.rep_id.id, "closed"].effective),
                **({"submitted_amount": float(line.calculated)} if part.state == "draft" and not part.is_typed else {})})
        for total in totals:
            won = lines[total.rep_id.id, "closed"].effective
            amount = float(won + sum(lines[total.rep_id.id, category].effective for category in OPEN_CATEGORIES))
            total._write_changed({
                "amount": amount, "effective_amount": amount, "submitted_amount": amount, "won_amount": float(won)})

    @api.model
    def _nearest_known(self, key, path, known):
        """The nearest one above that has a figure: who reports to an archived manager counts for the next one."""
        return next((place for place in path if place != key and place in known), None)

    def _write_changed(self, vals):
        self.ensure_one()
        currency = self.currency_id
        fresh = {
            name: value for name, value in vals.items()
            if (currency.compare_amounts(self[name], value) if isinstance(value, float) else self[name] != value)}
        if fresh:
            # sudo: written by the system, see _roll_up
            self.sudo().write(fresh)

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.sales_os.algorithms.quote.content_diff import content_diff

MAX_CHANGES = 12
PRICE = {"unit_price", "discount_percent"}


class SalesOsQuotePage(models.AbstractModel):
    """What is new since the version that the customer may already know."""

    _inherit = "sales_os.quote.page"

    @api.model
    def _changes(self, order):
        if not order.company_id.sales_os_quote_show_changes or order.sales_os_revision < 2:
            return []
        former = order.search([
            ("sales_os_lineage_id", "=", order.sales_os_lineage_id.id), ("sales_os_revision", "<", order.sales_os_revision),
        ], order="sales_os_revision DESC", limit=1)
        if not former:
            return []
        contents = (former | order)._sales_os_commercial_content()
        found = content_diff(before=contents[former.id], after=contents[order.id])
        words = [*self._line_changes(order, found), *self._term_changes(found)]
        if found.before.total != found.after.total:
            words.append(self.env._(
                "Total: %(before)s → %(after)s",
                before=self._money(order, found.before.total), after=self._money(order, found.after.total)))
        if len(words) > MAX_CHANGES:
            words = [*words[:MAX_CHANGES - 2], self.env._("%s further changes", len(words) - MAX_CHANGES + 1), words[-1]]
        return words

    @api.model
    def _line_changes(self, order, found):
        for row in found.rows:
            title = row.line.title
            if row.kind == "added" and row.line.kind == "product":
                yield self.env._("New: %s", title)
            elif row.kind == "removed" and row.line.kind == "product":
                yield self.env._("No longer offered: %s", title)
            elif row.kind == "changed":
                yield from self._changes_of_line(order, row, title)

    @api.model
    def _changes_of_line(self, order, row, title):
        changed = set(row.changed)
        if "quantity" in changed:
            yield self.env._(
                "%(line)s: quantity %(before)s → %(after)s", line=title,
                before=self._quantity(float(row.before.quantity)), after=self._quantity(float(row.after.quantity)))
        if PRICE & changed:
            yield self.env._(
                "%(line)s: net price %(before)s → %(after)s", line=title,
                before=self._net(order, row.before), after=self._net(order, row.after))
        if not changed & (PRICE | {"quantity"}) and changed - {"subtotal", "section"}:
            yield self.env._("%s: description or conditions changed", title)

    @api.model
    def _net(self, order, line):
        return self._price(order, float(line.unit_price * (1 - line.discount_percent / 100)))

    @api.model
    def _term_changes(self, found):
        for change in found.terms:
            if change.name == "validity":
                dates = [format_date(self.env, day) if day else "–" for day in (change.before, change.after)]
                yield self.env._("Valid until %(before)s → %(after)s", before=dates[0], after=dates[1])
            elif change.name == "payment_term":
                yield self.env._(
                    "Payment terms: %(before)s → %(after)s", before=change.before or "–", after=change.after or "–")
            elif change.name == "terms":
                yield self.env._("The text of the terms has changed")
            elif change.name == "financing":
                yield self.env._("The chosen financing has changed")
            elif change.name == "currency":
                yield self.env._("Currency: %(before)s → %(after)s", before=change.before, after=change.after)

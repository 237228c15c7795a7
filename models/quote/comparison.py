from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, ormcache
from odoo.tools.misc import formatLang

from odoo.addons.sales_os.algorithms.quote.content_diff import content_diff


class SaleOrder(models.Model):
    """What differs between two quotes: as plain values for programs, in words for people."""

    _inherit = "sale.order"

    def action_compare(self, other):
        """Compare with another quote, usually a revision or an alternative.

        Of two revisions the earlier one is ``before``; of other pairs this one is.

        :param other: id of the other order
        :return: ``{"before", "after", "currency", "is_same", "added", "removed", "price", "quantity", "discount", "text", "taxes",
            "optional", "terms", "totals", "margin", "words"}``; ``margin`` is False for those who must not see costs
        """
        before, after = self._sales_os_in_order(self._sales_os_related_quote(other))
        diff = self._sales_os_diff(before, after)
        margin = diff.margin_change is not None and {"before": float(diff.before.margin), "after": float(diff.after.margin)}
        return {
            "before": before.name,
            "after": after.name,
            "currency": diff.after.currency,
            "is_same": diff.is_same,
            "added": [self._sales_os_plain_line(line) for line in diff.added],
            "removed": [self._sales_os_plain_line(line) for line in diff.removed],
            "price": self._sales_os_plain_changes(diff, "unit_price"),
            "quantity": self._sales_os_plain_changes(diff, "quantity"),
            "discount": self._sales_os_plain_changes(diff, "discount_percent"),
            "text": self._sales_os_plain_changes(diff, "description"),
            "taxes": [
                {"line": row.line.title, "before": list(row.before.tax_names), "after": list(row.after.tax_names)}
                for row in diff.changes("taxes")
            ],
            "optional": self._sales_os_plain_changes(diff, "is_optional"),
            "terms": [{"name": term.name, "before": str(term.before or ""), "after": str(term.after or "")} for term in diff.terms],
            "totals": {
                name: {"before": float(getattr(diff.before, name)), "after": float(getattr(diff.after, name))}
                for name in ("untaxed", "tax", "total")
            },
            "margin": margin,
            "words": self._sales_os_change_words(diff),
        }

    def action_open_comparison(self):
        """Show this quotation beside its other revisions and alternatives."""
        self.ensure_one()
        if not self._sales_os_comparable():
            raise UserError(self.env._("%s has no other revision and no alternative to compare it with.", self.name))
        return {
            "type": "ir.actions.act_window", "name": self.env._("Compare"), "res_model": "sales_os.quote.compare", "view_mode": "form",
            "views": [[False, "form"]], "target": "new", "context": {"default_order_id": self.id, "dialog_size": "extra-large"},
        }

    def _sales_os_comparable(self):
        """The other revisions and alternatives that this user may see, the latest first."""
        self.ensure_one()
        siblings = self._sales_os_siblings().get(self, self.browse())
        return siblings.sudo(False)._filtered_access("read").sorted("id", reverse=True)

    def _sales_os_in_order(self, other):
        """Return this quote and the other one, of two revisions the earlier one first."""
        if other.sales_os_lineage_id == self.sales_os_lineage_id and other.sales_os_revision < self.sales_os_revision:
            return other, self
        return self, other

    def _sales_os_diff(self, before, after):
        contents = (before | after)._sales_os_commercial_content()
        return content_diff(before=contents[before.id], after=contents[after.id])

    @staticmethod
    def _sales_os_plain_line(line):
        return {
            "line": line.title, "product_id": line.product or 0, "quantity": float(line.quantity), "uom": line.uom_name,
            "price": float(line.unit_price), "discount": float(line.discount_percent), "subtotal": float(line.subtotal),
        }

    @staticmethod
    def _sales_os_plain_changes(diff, name):
        def plain(value):
            return value if isinstance(value, str | bool) else float(value)

        return [
            {"line": row.line.title, "before": plain(getattr(row.before, name)), "after": plain(getattr(row.after, name))}
            for row in diff.changes(name)
        ]

    def _sales_os_change_words(self, diff):
        """Say each difference in one sentence, in the user's language: what a reader needs to see what changed."""
        words = [self.env._("Added: %s", self._sales_os_line_words(diff.after, line)) for line in diff.added]
        words += [self.env._("Removed: %s", self._sales_os_line_words(diff.before, line)) for line in diff.removed]
        for row in diff.rows:
            if row.kind == "changed":
                words += self._sales_os_row_words(diff, row)
        labels = {
            "customer": self.env._("Customer"), "currency": self.env._("Currency"), "payment_term": self.env._("Payment terms"),
            "prepayment_percent": self.env._("Prepayment"), "validity": self.env._("Valid until"), "financing": self.env._("Financing"),
        }
        for term in diff.terms:
            if term.name == "terms":
                words.append(self.env._("The terms and conditions changed."))
                continue
            words.append(self.env._(
                "%(what)s: %(before)s → %(after)s", what=labels.get(term.name, term.name),
                before=self._sales_os_term_value(term.name, term.before), after=self._sales_os_term_value(term.name, term.after)))
        return words

    def _sales_os_row_words(self, diff, row):
        """Yield one sentence for each changed field of a line; the subtotal follows from the others."""
        former, latter = row.before, row.after
        values = {
            "description": (former.title, latter.title) if former.title != latter.title else None,
            "quantity": (self._sales_os_figure(former.quantity, former.uom_name), self._sales_os_figure(latter.quantity, latter.uom_name)),
            "uom": None if "quantity" in row.changed else (former.uom_name, latter.uom_name),
            "unit_price": (self._sales_os_money(diff.before, former.unit_price), self._sales_os_money(diff.after, latter.unit_price)),
            "discount_percent": (self._sales_os_figure(former.discount_percent, "%"), self._sales_os_figure(latter.discount_percent, "%")),
            "taxes": (", ".join(former.tax_names), ", ".join(latter.tax_names)),
        }
        labels = {
            "description": self.env._("text"), "quantity": self.env._("quantity"), "uom": self.env._("unit"),
            "unit_price": self.env._("unit price"), "discount_percent": self.env._("discount"), "taxes": self.env._("taxes"),
        }
        for name in row.changed:
            if name == "is_optional":
                now, no_longer = self.env._("%s: now optional", latter.title), self.env._("%s: no longer optional", latter.title)
                yield now if latter.is_optional else no_longer
            elif name == "product" and former.title == latter.title:
                yield self.env._("%s: another product of the same name", latter.title)
            elif name == "section":
                yield self.env._("%s: moved to another section", latter.title)
            elif name == "description" and former.title == latter.title:
                yield self.env._("%s: the description changed", latter.title)
            elif pair := values.get(name):
                yield self.env._(
                    "%(line)s: %(what)s %(before)s → %(after)s", line=former.title if name == "description" else latter.title,
                    what=labels[name], before=pair[0] or "–", after=pair[1] or "–")

    def _sales_os_line_words(self, offer, line):
        if line.kind != "product":
            return line.title
        return self.env._(
            "%(line)s, %(quantity)s, %(amount)s", line=line.title, quantity=self._sales_os_figure(line.quantity, line.uom_name),
            amount=self._sales_os_money(offer, line.subtotal))

    def _sales_os_term_value(self, name, value):
        if name == "validity":
            return format_date(self.env, value) if value else "–"
        return self._sales_os_figure(value, "%") if name == "prepayment_percent" else str(value or "–")

    def _sales_os_figure(self, value, unit=""):
        text = formatLang(self.env, float(value), digits=max(0, -value.normalize().as_tuple().exponent))
        return f"{text} {unit}".strip()

    def _sales_os_money(self, offer, value):
        currency = self.env["res.currency"].browse(self._sales_os_currency_id(offer.currency))
        return formatLang(self.env, float(value), currency_obj=currency)

    @api.model
    @ormcache("code")
    def _sales_os_currency_id(self, code):
        return self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)], limit=1).id

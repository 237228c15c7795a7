import functools
import subprocess

from odoo import api, models
from odoo.tools import find_in_path
from odoo.tools.misc import formatLang

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact
from odoo.addons.sales_os.algorithms.quote.section_total import SectionLine, section_totals

SECTIONS = ("line_section", "line_subsection")
# a description of so many characters may be longer than a page
LONG = 1500


@functools.lru_cache(1)
def has_patched_qt():
    """Whether the printing program is a build that repeats table headers and keeps table rows together."""
    try:
        program = find_in_path("wkhtmltopdf")
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return False
    return "with patched qt" in told.stdout


class SalesOsQuotePage(models.AbstractModel):
    """The lines of the printed quote: sections with their totals, price breaks, and options beside the offer."""

    _inherit = "sales_os.quote.page"

    @api.model
    def _lines(self, order):
        lines = order._get_order_lines_to_report()
        options = lines.filtered(lambda line: not line.display_type and not line.product_uom_qty and line._is_line_optional())
        tiers = order._sales_os_price_tiers() if order.company_id.sales_os_quote_show_tiers and order.state in ("draft", "sent") else {}
        filled = {above.id for line in lines - options if not line.display_type for above in (line.parent_id, line.parent_id.parent_id)}
        emptied = {above.id for line in options for above in (line.parent_id, line.parent_id.parent_id)} - filled
        shown = (lines - options).filtered(lambda line: line.id not in emptied)
        columns = {"discount": any(line.discount for line in lines), "taxes": any(line.tax_ids for line in lines)}
        rows = list(self._rows(order, shown, tiers))
        return {
            "columns": columns,
            "column_count": 4 + sum(columns.values()),
            "rows": rows,
            "breaking": self._breaking(rows),
            "options": [self._option(order, line) for line in options],
            "currency_name": order.currency_id.name,
        }

    @api.model
    def _breaking(self, rows):
        """How rows keep together at the end of a page, as the class of the table.

        With patched Qt the header is repeated, unless a row longer than a page would be written over it. Without it rows of a table
        are cut, so each is a table of its own.
        """
        if not has_patched_qt():
            return "so_each"
        return "so_once" if any(row.get("is_long") for row in rows) else ""

    @api.model
    def _rows(self, order, lines, tiers):
        totals = section_totals([
            SectionLine(
                key=line.id, parent=line.parent_id.id or None, amount=exact(0 if line.display_type else line.price_subtotal))
            for line in order.order_line
        ])
        combos = {}
        for line in order.order_line.filtered("combo_item_id"):
            combos[line.linked_line_id.id] = combos.get(line.linked_line_id.id, 0) + exact(line.price_subtotal)
        for line in lines:
            if line.display_type in SECTIONS:
                yield from self._section_rows(order, line, totals)
            elif line.display_type:
                yield {"kind": "note", "text": line.name or "", "depth": self._depth(line)}
            elif line.product_type == "combo":
                yield {**self._product_row(order, line, ()), "kind": "combo", "amount": self._number(order, combos.get(line.id, 0))}
            else:
                yield self._product_row(order, line, tiers.get(line.id, ()))

    @api.model
    def _section_rows(self, order, line, totals):
        is_section = line.display_type == "line_section"
        if line.collapse_composition:
            for part in line._get_grouped_section_summary():
                yield {
                    "kind": "summary", "title": line.name or "", "text": "", "is_long": False, "tiers": "", "depth": int(not is_section),
                    "quantity": "1", "unit": "", "price": self._number(order, part["price_subtotal"]),
                    "discount": "", "taxes": ", ".join(part["tax_labels"]), "amount": self._number(order, part["price_subtotal"]),
                }
            return
        shows_total = is_section or not line.parent_id.collapse_prices
        yield {
            "kind": "section" if is_section else "subsection", "title": line.name or "", "depth": int(not is_section),
            "amount": self._number(order, totals.get(line.id, 0)) if shows_total else "",
            "optional": line.is_optional,
        }

    @api.model
    def _product_row(self, order, line, tiers):
        title, _separator, text = (line.name or "").strip().partition("\n")
        hidden = line.parent_id.collapse_prices or line.parent_id.parent_id.collapse_prices
        return {
            "kind": "line", "title": title, "text": text.strip(), "is_long": len(text) > LONG, "depth": self._depth(line),
            "quantity": self._quantity(line.product_uom_qty), "unit": line.product_uom_id.name or "",
            "price": "" if hidden else self._price(order, line.price_unit),
            "discount": "" if hidden or not line.discount else f"{self._quantity(line.discount)} %",
            "taxes": ", ".join(tax.tax_label for tax in line.tax_ids if tax.tax_label),
            "amount": "" if hidden or line.is_downpayment else self._number(order, line.price_subtotal),
            "tiers": "" if hidden else self._tiers(order, line, tiers),
        }

    @api.model
    def _option(self, order, line):
        title, _separator, text = (line.name or "").strip().partition("\n")
        net_price = line.price_unit * (1 - (line.discount or 0.0) / 100)
        return {
            "title": title, "text": text.strip(), "unit": line.product_uom_id.name or "", "price": self._price(order, net_price),
            "taxes": ", ".join(tax.tax_label for tax in line.tax_ids if tax.tax_label),
        }

    @api.model
    def _tiers(self, order, line, tiers):
        return " · ".join(
            self.env._("from %(quantity)s %(unit)s: %(price)s", quantity=self._quantity(float(step.quantity)),
                       unit=line.product_uom_id.name or "", price=self._price(order, float(step.price)))
            for step in tiers)

    @api.model
    def _depth(self, line):
        return min(2, bool(line.parent_id) + bool(line.parent_id.parent_id)) + bool(line.combo_item_id)

    @api.model
    def _number(self, order, amount):
        return formatLang(self.env, float(amount), digits=order.currency_id.decimal_places)

    @api.model
    def _price(self, order, amount):
        """As many decimals as the currency has, more only where the price needs them."""
        least = order.currency_id.decimal_places
        most = max(least, self.env["decimal.precision"].precision_get("Product Price"))
        needed = next((digits for digits in range(least, most) if abs(round(amount, digits) - amount) < 10 ** -(most + 2)), most)
        return formatLang(self.env, amount, digits=needed)

    @api.model
    def _quantity(self, value):
        most = self.env["decimal.precision"].precision_get("Product Unit")
        needed = next((digits for digits in range(most) if abs(round(value, digits) - value) < 10 ** -(most + 2)), most)
        return formatLang(self.env, value, digits=needed)

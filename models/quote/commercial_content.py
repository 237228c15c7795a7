from odoo import fields, models
from odoo.tools import html2plaintext

from odoo.addons.sales_os.algorithms.quote.commercial_content import CommercialContent, ContentLine, content_hash, exact

KINDS = {"line_section": "section", "line_subsection": "subsection", "line_note": "note"}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sales_os_commercial_content(self):
        """Return what each order offers as ``{order id: CommercialContent}``, in a constant number of queries.

        Later parts add agreed terms of theirs as ``extras``. Costs are filled in for those who may read them.
        """
        sees_cost = self._sales_os_sees_cost()
        return {
            order.id: CommercialContent(
                customer=order.partner_id.id,
                customer_name=order.partner_id.name or "",
                currency=order.currency_id.name or "",
                payment_term=order.payment_term_id.id or None,
                payment_term_name=order.payment_term_id.name or "",
                prepayment_percent=exact(order.prepayment_percent * 100) if order.require_payment else exact(0),
                lines=tuple(order.order_line._sales_os_content_lines(sees_cost)),
                untaxed=exact(order.amount_untaxed),
                tax=exact(order.amount_tax),
                total=exact(order.amount_total),
                terms=html2plaintext(order.note or "").strip(),
                validity=order.validity_date or None,
            )
            for order in self
        }

    def _sales_os_content_hashes(self):
        """Return ``{order id: hash of what it offers}``."""
        return {order_id: content_hash(content) for order_id, content in self._sales_os_commercial_content().items()}

    def _sales_os_sees_cost(self):
        """Whether the user may read costs, and so margins."""
        lines = self.env["sale.order.line"]
        return self.env.su or lines._has_field_access(lines._fields["purchase_price"], "read")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    sales_os_lineage_line = fields.Integer(
        string="Line of the First Revision", copy=False, readonly=True,
        help="By which a line is recognised in all revisions of its quote; 0 in the first one.")

    def _sales_os_content_lines(self, sees_cost):
        """Yield the lines of one order as content, in the order in which they stand.

        Down payments and expenses charged later are settled on the order but were never part of the offer.
        """
        section, subsection, is_optional = "", "", [False, False]
        for line in self.sorted(lambda line: (line.sequence, line.id or 0)):
            if line.is_downpayment or line.is_expense:
                continue
            kind = KINDS.get(line.display_type, "product")
            if kind == "section":
                section, subsection, is_optional = line._sales_os_title(), "", [line.is_optional, False]
            elif kind == "subsection":
                subsection, is_optional[1] = line._sales_os_title(), line.is_optional
            stands_in = {"section": (), "subsection": (section,)}.get(kind, (section, subsection))
            yield ContentLine(
                key=line.id,
                kind=kind,
                product=line.product_id.id or None,
                description="\n".join(text.rstrip() for text in (line.name or "").strip().splitlines()),
                quantity=exact(line.product_uom_qty),
                uom=line.product_uom_id.id or None,
                uom_name=line.product_uom_id.name or "",
                unit_price=exact(line.price_unit),
                discount_percent=exact(line.discount),
                taxes=tuple(line.tax_ids.ids),
                tax_names=tuple(line.tax_ids.mapped("name")),
                subtotal=exact(line.price_subtotal),
                total=exact(line.price_total),
                is_optional=any(is_optional),
                section=tuple(filter(None, stands_in)),
                lineage=line.sales_os_lineage_line or line.id or None,
                cost_amount=exact(line.purchase_price * line.product_uom_qty) if sees_cost else None,
            )

    def _sales_os_title(self):
        return (self.name or "").strip().split("\n", 1)[0].strip()

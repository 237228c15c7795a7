from odoo import models
from odoo.tools import format_date

from odoo.addons.sales_os.algorithms.quote.side_by_side import table


class SalesOsQuoteAlternative(models.Model):
    """What the customer's page of alternatives shows: nothing of it but what the quotations' own pages show."""

    _inherit = "sales_os.quote.alternative"

    def _page_values(self):
        """Return plain values for the page; what may not be shown now, because it is being checked, is left out."""
        self.ensure_one()
        orders = self._shown_orders().filtered(lambda order: not order._sales_os_is_held())
        contents = orders._sales_os_commercial_content()
        return {
            "group": self,
            "offers": [self._page_offer(order, contents[order.id]) for order in orders],
            "rows": [self._page_row(row, orders, contents) for row in table([contents[order.id] for order in orders])],
        }

    def _page_offer(self, order, content):
        return {
            "label": order.sales_os_alternative_label or "",
            "name": order.name,
            "total": order._sales_os_money(content, content.total),
            "untaxed": order._sales_os_money(content, content.untaxed),
            "payment_term": content.payment_term_name,
            "validity": format_date(self.env, order.validity_date) if order.validity_date else "",
            "url": order.get_portal_url(),
            "is_accepted": order.state == "sale",
            "is_closed": order.state == "cancel",
            "is_expired": order.is_expired,
            "can_accept": order._has_to_be_signed() or order._has_to_be_paid(),
        }

    def _page_row(self, row, orders, contents):
        cells = []
        for order, cell in zip(orders, row.cells, strict=True):
            cells.append(None if cell.subtotal is None else {
                "quantity": order._sales_os_figure(cell.quantity, cell.uom_name),
                "subtotal": order._sales_os_money(contents[order.id], cell.subtotal),
                "is_optional": cell.is_optional,
            })
        return {"title": row.title, "differs": row.differs, "cells": cells}

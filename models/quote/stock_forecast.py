from odoo import models

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sales_os_forecasts(self):
        """Return ``{line id: quantity forecast for the delivery date}`` in the line's unit; nothing without Inventory's sales.

        Products that are not stored and those made or bought to order are never short.
        """
        if "virtual_available_at_date" not in self._fields:
            return {}
        forecasts = {}
        for line in self:
            if line.product_id.is_storable and not line.is_mto:
                forecasts[line.id] = exact(line.virtual_available_at_date)
        return forecasts

from odoo import api, models


class SalesOsFinancingOffer(models.Model):
    """A financing that the customer chose is part of what was signed: changing it voids the signature as any other edit does."""

    _inherit = "sales_os.financing.offer"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse({vals.get("order_id") for vals in vals_list} - {None, False})
        orders, watched = orders._sales_os_watch_signatures()
        offers = super().create(vals_list)
        orders._sales_os_void_changed(watched)
        return offers

    def write(self, vals):
        orders, watched = self.order_id._sales_os_watch_signatures()
        result = super().write(vals)
        orders._sales_os_void_changed(watched)
        return result

    def unlink(self):
        orders, watched = self.order_id._sales_os_watch_signatures()
        result = super().unlink()
        orders._sales_os_void_changed(watched)
        return result

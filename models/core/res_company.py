from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_tile_url = fields.Char(
        string="Map Tile Address",
        help="Address of a tile server with {z}, {x} and {y}. Empty: maps draw shapes, customers and routes without a background, "
             "and no request leaves the browser.",
    )
    sales_os_tile_attribution = fields.Char(string="Map Attribution", help="Shown on the map, as the tile server's terms ask.")

    @api.constrains("sales_os_tile_url")
    def _check_sales_os_tile_url(self):
        for company in self.filtered("sales_os_tile_url"):
            url = company.sales_os_tile_url
            if not url.startswith(("https://", "http://")) or not all(part in url for part in ("{z}", "{x}", "{y}")):
                raise ValidationError(self.env._(
                    "The map tile address of %s must start with https:// and contain {z}, {x} and {y}.", company.name))

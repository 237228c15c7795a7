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

    def write(self, vals):
        settings = [
            name for name in vals if name.startswith("sales_os_") and name in self._fields and self._fields[name].store]
        if not settings:
            return super().write(vals)
        audit = self.env["sales_os.audit.entry"]
        before = audit._in_words(self, settings)
        result = super().write(vals)
        audit._append_changes({company.id: company for company in self}, before, audit._in_words(self, settings), "setting")
        return result

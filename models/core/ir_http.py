from odoo import models
from odoo.tools import html_sanitize


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the browser where each of the user's companies takes its map tiles from, if from anywhere."""
        result = super().session_info()
        if result.get("is_internal_user"):
            # the user's own companies: nothing but the two map settings leaves the record
            companies = self.env.user.company_ids.sudo().filtered("sales_os_tile_url")
            result["sales_os_map_tiles"] = {
                company.id: {
                    "url": company.sales_os_tile_url,
                    "attribution": str(html_sanitize(company.sales_os_tile_attribution or "")),
                }
                for company in companies
            }
        return result

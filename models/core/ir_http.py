from odoo import models
from odoo.tools import html_sanitize


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the browser, for each of the user's companies, where a map begins and where its tiles come from, if any."""
        result = super().session_info()
        if result.get("is_internal_user"):
            # the user's own companies: nothing but the map settings and the company's place leaves the records
            companies = self.env.user.company_ids.sudo()
            result["sales_os_map_tiles"] = {
                company.id: {
                    "url": company.sales_os_tile_url,
                    "attribution": str(html_sanitize(company.sales_os_tile_attribution or "")),
                }
                for company in companies.filtered("sales_os_tile_url")
            }
            result["sales_os_map_home"] = {
                company.id: [company.partner_id.partner_latitude, company.partner_id.partner_longitude]
                for company in companies
                if company.partner_id.partner_latitude or company.partner_id.partner_longitude
            }
        return result

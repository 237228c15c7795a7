from odoo import api, models


class ProductPricelist(models.Model):
    """A customer without a pricelist of its own has that of its segment; the country's comes after it."""

    _inherit = "product.pricelist"

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not self.env["res.groups"]._is_feature_enabled("product.group_product_pricelist"):
            return result
        # sudo: which pricelist applies must not depend on who may read segments
        for partner in self.env["res.partner"].sudo().with_context(active_test=False).browse(partner_ids):
            pricelist = partner.sales_os_segment_id.pricelist_id._get_partner_pricelist_multi_filter_hook()
            own = partner.specific_property_product_pricelist._get_partner_pricelist_multi_filter_hook()
            if pricelist and not own:
                result[partner.id] = pricelist.with_env(self.env)
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.depends("sales_os_segment_id.pricelist_id")
    def _compute_product_pricelist(self):
        return super()._compute_product_pricelist()

    def _inverse_product_pricelist(self):
        """Choosing the pricelist that the country would give is a choice against the segment's, and is kept."""
        chosen = {partner: partner.property_product_pricelist for partner in self}
        result = super()._inverse_product_pricelist()
        for partner, pricelist in chosen.items():
            # sudo: see _get_partner_pricelist_multi
            of_segment = partner.sudo().sales_os_segment_id.pricelist_id
            if of_segment and pricelist:
                partner.specific_property_product_pricelist = False if pricelist.id == of_segment.id else pricelist
        return result

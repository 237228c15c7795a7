from odoo import fields, models


class SalesOsSegment(models.Model):
    _inherit = "sales_os.segment"

    cadence_id = fields.Many2one(
        "sales_os.visit.cadence", string="Visit Cadence", check_company=True, ondelete="restrict",
        help="For customers of this segment for whom nobody chose a cadence and no cadence rule gives one.")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _sales_os_write_segments(self, wanted):
        """A cadence that came from the segment, or was missing, follows the segment."""
        changed = super()._sales_os_write_segments(wanted)
        changed._sales_os_follow_segment_cadence()
        return changed

    def write(self, vals):
        result = super().write(vals)
        if "sales_os_segment_id" in vals or "sales_os_segment_locked" in vals:
            self._sales_os_follow_segment_cadence()
        return result

    def _sales_os_follow_segment_cadence(self):
        # sudo: which cadence follows from a segment must not depend on who asks
        following = self.sudo().filtered(lambda partner: not partner.sales_os_cadence_id or partner.sales_os_cadence_segment_id)
        return following._sales_os_apply_cadence_rules(again=True)

from odoo import api, models
from odoo.exceptions import AccessError


class SalesOsTerritoryAssignment(models.Model):
    """A manager gives the team's territories to the team's people; an administrator gives any to anybody."""

    _inherit = "sales_os.territory.assignment"

    @api.model_create_multi
    def create(self, vals_list):
        # before the rows exist: a new row would make its territory one of the team's
        self._check_team_territories({vals.get("territory_id") for vals in vals_list})
        return super().create(vals_list)

    def write(self, vals):
        if "territory_id" in vals:
            self._check_team_territories({vals["territory_id"]})
        result = super().write(vals)
        if "rep_id" in vals:
            # record rules are checked before a change; the new representative must be of the team as well
            self.check_access("write")
        return result

    @api.model
    def _check_team_territories(self, territory_ids):
        if self.env.su or self.env.user.has_group("sales_os.group_admin"):
            return
        territories = self.env["sales_os.territory"].browse(filter(None, territory_ids))
        strange = territories.filtered(lambda territory: not territory.is_in_my_team)
        if strange:
            raise AccessError(self.env._(
                "%s is not covered by your team: ask an administrator of Sales OS.", ", ".join(strange.mapped("name"))))

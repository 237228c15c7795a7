from odoo import api, fields, models

MAP_LIMIT = 1_000


class SalesOsTerritoryMap(models.Model):
    """Territories as shapes on a map, with their customers and the homes of their representatives."""

    _inherit = "sales_os.territory"

    map_data = fields.Json(compute="_compute_map_data")

    def _shapes(self):
        return [
            {"id": territory.id, "model": "sales_os.territory", "label": territory.name, "color": territory.color,
             "geojson": territory.polygon}
            for territory in self if territory.polygon
        ]

    @api.model
    @api.readonly
    def map_shapes(self):
        """The outlines of all territories in the companies at hand, as shapes of a map."""
        return self.search([("polygon", "!=", False), ("company_id", "in", self.env.companies.ids)])._shapes()

    @api.depends("polygon", "color", "parent_path", "partner_ids", "assignment_ids")
    def _compute_map_data(self):
        for territory in self:
            inside = self.search([("id", "child_of", territory.ids)]) if territory.ids else territory
            beside = self.search([
                ("parent_id", "=", territory.parent_id.id), ("company_id", "=", territory.company_id.id),
                ("id", "not in", inside.ids), ("polygon", "!=", False)])
            others = beside._shapes()
            for shape in others:
                shape["color"] = "#adb5bd"
            territory.map_data = {
                "shapes": others + (inside - territory)._shapes() + territory._shapes(),
                "points": inside._customer_points() + inside._home_points(), "routes": [],
            }

    def _customer_points(self):
        partners = self.env["res.partner"].search(
            [("sales_os_territory_id", "in", self.ids), "|", ("partner_latitude", "!=", 0), ("partner_longitude", "!=", 0)],
            limit=MAP_LIMIT, order="id")
        return [
            {"id": partner.id, "model": "res.partner", "label": partner.display_name, "detail": partner.sales_os_territory_id.name,
             "lat": partner.partner_latitude, "lng": partner.partner_longitude, "color": partner.sales_os_territory_id.color,
             "group": self.env._("Customers")}
            for partner in partners
        ]

    def _home_points(self):
        # sudo: colleagues' homes are rounded to about a kilometre for those who see the territory
        reps = self.sudo().owner_id.filtered(lambda rep: rep.start_latitude or rep.start_longitude)
        return [
            {"id": rep.id, "model": "sales_os.rep", "label": rep.name, "detail": self.env._("Owner"), "lat": round(rep.start_latitude, 2),
             "lng": round(rep.start_longitude, 2), "color": rep.color, "badge": "⌂", "group": self.env._("Representatives")}
            for rep in reps
        ]

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_os.algorithms.geo.polygon import GeoJsonError, parse_geojson

# contact persons go with their company and would only be counted twice
COUNTED = ["|", ("parent_id", "=", False), ("type", "!=", "contact")]


class SalesOsTerritory(models.Model):
    """A part of the market: a node of the territory tree. Lives through all versions of the rules."""

    _name = "sales_os.territory"
    _description = "Territory"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _parent_store = True
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=False, tracking=True)
    code = fields.Char(required=True, copy=False, index=True, tracking=True, default=lambda self: self.env._("New"),
                       help="Short and unique in the company. Given by a sequence when left as it is.")
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(string="Colour", help="Colour on maps, lists and boards.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    parent_id = fields.Many2one(
        "sales_os.territory", string="Part Of", index=True, ondelete="restrict", check_company=True, tracking=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("sales_os.territory", "parent_id", string="Parts")
    level = fields.Integer(compute="_compute_level", store=True, help="0 for a territory at the top.")
    version_id = fields.Many2one(
        "sales_os.territory.version", string="Introduced By", index=True, ondelete="restrict", check_company=True, tracking=True,
        help="The rule version that brings this territory into use. Rules without a version of their own follow it.",
    )
    rule_ids = fields.One2many("sales_os.territory.rule", "territory_id", string="Rules", copy=True)
    assignment_ids = fields.One2many("sales_os.territory.assignment", "territory_id", string="Representatives", copy=False)
    partner_ids = fields.One2many("res.partner", "sales_os_territory_id", string="Customers", copy=False)
    polygon = fields.Text(
        string="Outline", help="GeoJSON: a Polygon or MultiPolygon, holes allowed. Rules with “Inside the outline” use it.")
    note = fields.Html(string="Notes")
    partner_count = fields.Integer(string="Customers here", compute="_compute_partner_count")
    child_count = fields.Integer(string="Parts below", compute="_compute_child_count")

    _code_uniq = models.UniqueIndex("(company_id, code)", "Another territory of this company has this code.")

    @api.depends("name", "code")
    @api.depends_context("sales_os_full_path")
    def _compute_display_name(self):
        for territory in self:
            if self.env.context.get("sales_os_full_path") and territory.parent_id:
                territory.display_name = f"{territory.parent_id.display_name} / {territory.name}"
            else:
                territory.display_name = territory.name or ""

    @api.depends("parent_path")
    def _compute_level(self):
        for territory in self:
            territory.level = max((territory.parent_path or "").count("/") - 1, 0)

    def _compute_partner_count(self):
        """Customers here and in all parts, in one query."""
        counts = {territory.id: 0 for territory in self}
        below = self.search_fetch([("id", "child_of", self.ids)], ["parent_path"]) if self.ids else self
        for territory, count in self.env["res.partner"]._read_group(
            [("sales_os_territory_id", "in", below.ids), *COUNTED], ["sales_os_territory_id"], ["__count"]
        ):
            for ancestor in (territory.parent_path or "").split("/")[:-1]:
                if int(ancestor) in counts:
                    counts[int(ancestor)] += count
        for territory in self:
            territory.partner_count = counts.get(territory.id, 0)

    @api.depends("child_ids")
    def _compute_child_count(self):
        counts = dict(self._read_group([("parent_id", "in", self.ids)], ["parent_id"], ["__count"]))
        for territory in self:
            territory.child_count = counts.get(territory, 0)

    @api.constrains("polygon")
    def _check_polygon(self):
        messages = {
            "not-json": self.env._("it is no JSON"), "not-geojson": self.env._("it is no GeoJSON"),
            "no-polygon": self.env._("it holds no Polygon or MultiPolygon"),
            "position": self.env._("a position is not [longitude, latitude]"),
            "range": self.env._("a position does not lie on Earth"), "open-ring": self.env._("a ring does not end where it starts"),
            "short-ring": self.env._("a ring needs at least three corners"), "too-large": self.env._("it has too many corners"),
        }
        for territory in self:
            if not territory.polygon:
                if territory.rule_ids.filtered("inside_polygon"):
                    raise ValidationError(self.env._(
                        "Rules of %s ask for customers inside its outline: change them before you remove it.", territory.name))
                continue
            try:
                parse_geojson(territory.polygon)
            except GeoJsonError as error:
                raise ValidationError(self.env._(
                    "The outline of %(territory)s cannot be used: %(why)s (%(detail)s).", territory=territory.name,
                    why=messages.get(error.code, error.code), detail=error.detail)) from error

    @api.model_create_multi
    def create(self, vals_list):
        unnamed = self.env._("New")
        for vals in vals_list:
            if vals.get("code", unnamed) in (unnamed, False, ""):
                company_id = vals.get("company_id") or self.env.company.id
                # sudo: a sequence is technical and readable by nobody but administrators
                vals["code"] = self.env["ir.sequence"].sudo().with_company(company_id).next_by_code("sales_os.territory")
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("parent_id"):
            self._check_no_cycle(vals["parent_id"])
        followers = self.env["sales_os.territory.rule"]
        if "version_id" in vals:
            # rules that stood with the old version move along; those of other versions stay where they are
            for territory in self:
                followers |= territory.rule_ids.filtered(lambda rule: rule.version_id == rule.territory_id.version_id)
        result = super().write(vals)
        if {"parent_id", "polygon", "active", "company_id"} & set(vals):
            # rules are kept ready to match, with the depth and outline of their territory
            self.env.registry.clear_cache()
        if followers:
            followers.write({"version_id": vals["version_id"]})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_without_history(self):
        # sudo: customers and orders that the user does not see count as well
        for territory in self.sudo():
            customer = territory.partner_ids[:1]
            order = self.env["sale.order"].sudo().search([("sales_os_territory_id", "=", territory.id)], limit=1)
            if customer or order:
                raise UserError(self.env._(
                    "%(territory)s still has %(record)s: archive the territory instead, its history stays readable.",
                    territory=territory.name, record=(customer or order).display_name))

    def unlink(self):
        # not left to the database's cascade: the kept rules must be forgotten
        self.rule_ids.unlink()
        return super().unlink()

    def _check_no_cycle(self, parent_id):
        # sudo: the path above may lie outside what the user sees
        above = self.sudo().browse(parent_id)
        path = (above.parent_path or "").split("/")
        for territory in self:
            if str(territory.id) in path:
                raise ValidationError(self.env._(
                    "%(territory)s cannot be part of %(parent)s, which is the same territory or lies inside it.",
                    territory=territory.name, parent=above.name))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        return [
            vals if default and "name" in default else {**vals, "name": self.env._("%s (copy)", territory.name)}
            for territory, vals in zip(self, vals_list, strict=True)
        ]

    def action_open_partners(self):
        """Open the customers of these territories and all their parts."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Customers"), "res_model": "res.partner",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": [["sales_os_territory_id", "child_of", self.ids], *COUNTED],
        }

    def action_open_parts(self):
        """Open the parts of these territories, at any depth."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Parts"), "res_model": "sales_os.territory",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": [["id", "child_of", self.ids], ["id", "not in", self.ids]],
        }

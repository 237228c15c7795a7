from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsTerritoryRule(models.Model):
    """Which customers belong to a territory: all criteria given must hold, an empty one means *any*."""

    _name = "sales_os.territory.rule"
    _description = "Territory Rule"
    _order = "priority desc, territory_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)
    territory_id = fields.Many2one(
        "sales_os.territory", required=True, ondelete="cascade", index=True, check_company=True)
    version_id = fields.Many2one(
        "sales_os.territory.version", index=True, ondelete="cascade", check_company=True,
        help="Empty: in force under every version.")
    version_state = fields.Selection(related="version_id.state", string="Version State")
    company_id = fields.Many2one(related="territory_id.company_id", store=True, precompute=True, index=True)
    active = fields.Boolean(default=True)
    priority = fields.Integer(
        default=10, help="Higher wins. Ties go to the deeper territory, then the narrower postal code, then the older rule.")
    country_ids = fields.Many2many("res.country", "sales_os_territory_rule_country_rel", "rule_id", "country_id", string="Countries")
    state_ids = fields.Many2many("res.country.state", "sales_os_territory_rule_state_rel", "rule_id", "state_id", string="States")
    zip_patterns = fields.Char(string="Postal Codes", help="Separated by commas: 75001, 75*, 75001-75020")
    city = fields.Char(help="Exact name of the town, upper or lower case, with or without accents.")
    category_ids = fields.Many2many(
        "res.partner.category", "sales_os_territory_rule_category_rel", "rule_id", "category_id", string="Tags")
    industry_ids = fields.Many2many(
        "res.partner.industry", "sales_os_territory_rule_industry_rel", "rule_id", "industry_id", string="Industries")
    partner_ids = fields.Many2many(
        "res.partner", "sales_os_territory_rule_partner_rel", "rule_id", "partner_id", string="Named Accounts",
        help="These customers, and the addresses below them, wherever they are.")
    inside_polygon = fields.Boolean(string="Inside the Outline", help="The position lies inside the outline of the territory.")
    revenue_min = fields.Float(string="Annual Revenue From", help="0: no lower bound.")
    revenue_max = fields.Float(string="Annual Revenue To", help="0: no upper bound.")
    domain = fields.Char(string="Further Conditions", help="A filter on the customer; only stored fields.")

    @api.depends("territory_id", "zip_patterns", "city")
    def _compute_name(self):
        for rule in self:
            rule.name = rule.name or rule.territory_id.name

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "version_id" not in vals and vals.get("territory_id"):
                vals["version_id"] = self._default_version(vals["territory_id"]).id
        return super().create(vals_list)

    @api.model
    def _default_version(self, territory_id):
        """A rule joins the draft that introduces its territory, else the rules in force."""
        territory = self.env["sales_os.territory"].browse(territory_id)
        if territory.version_id.state == "draft":
            return territory.version_id
        return self.env["sales_os.territory.version"]._active(territory.company_id) or territory.version_id

    def _check_not_archived(self):
        for rule in self:
            if rule.version_id.state == "archived":
                raise UserError(self.env._(
                    "Rule %(rule)s belongs to the archived version %(version)s, which is kept as it was. Change a draft instead.",
                    rule=rule.display_name, version=rule.version_id.name))

    def write(self, vals):
        self._check_not_archived()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_archived(self):
        self._check_not_archived()

import ast
from dataclasses import replace
from functools import lru_cache

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.geo.polygon import parse_geojson
from odoo.addons.sales_os.algorithms.territory.rule import Rule
from odoo.addons.sales_os.algorithms.territory.zip_pattern import ZipPatternError, parse_zip_patterns

# one outline serves many rules and versions; parsing is pure
_shape = lru_cache(maxsize=256)(parse_geojson)


class SalesOsTerritoryRule(models.Model):
    """Which customers belong to a territory: all criteria given must hold, an empty one means *any*."""

    _name = "sales_os.territory.rule"
    _description = "Territory Rule"
    _inherit = ["sales_os.criteria.mixin"]
    _order = "priority desc, territory_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)
    # the company is the territory's: nothing to check, and no company yet to choose a territory by
    territory_id = fields.Many2one("sales_os.territory", required=True, ondelete="cascade", index=True)
    version_id = fields.Many2one(
        "sales_os.territory.version", index=True, ondelete="cascade", check_company=True,
        help="Empty: in force under every version.")
    version_state = fields.Selection(related="version_id.state", string="Stage")
    company_id = fields.Many2one(related="territory_id.company_id", store=True, precompute=True, index=True)
    active = fields.Boolean(default=True)
    priority = fields.Integer(
        default=10, help="Higher wins. Ties go to the deeper territory, then the narrower postal code, then the older rule.")
    country_ids = fields.Many2many("res.country", "sales_os_territory_rule_country_rel", "rule_id", "country_id", string="Countries")
    state_ids = fields.Many2many("res.country.state", "sales_os_territory_rule_state_rel", "rule_id", "state_id", string="States")
    zip_patterns = fields.Char(string="Postal Codes", help="Separated by commas: 75001, 75*, 75001-75020")
    city = fields.Char(help="Name of the town; upper or lower case and accents do not matter.")
    category_ids = fields.Many2many(
        "res.partner.category", "sales_os_territory_rule_category_rel", "rule_id", "category_id", string="Tags",
        help="One of these tags, or a tag below one of them.")
    industry_ids = fields.Many2many(
        "res.partner.industry", "sales_os_territory_rule_industry_rel", "rule_id", "industry_id", string="Industries")
    segment_ids = fields.Many2many(
        "sales_os.segment", "sales_os_territory_rule_segment_rel", "rule_id", "segment_id", string="Segments", check_company=True)
    partner_ids = fields.Many2many(
        "res.partner", "sales_os_territory_rule_partner_rel", "rule_id", "partner_id", string="Named Accounts",
        help="These customers, and the addresses below them, wherever they are.")
    inside_polygon = fields.Boolean(string="Inside the Outline", help="The position lies inside the outline of the territory.")
    revenue_min = fields.Float(string="Annual Revenue From", help="0: no lower bound.")
    revenue_max = fields.Float(string="Annual Revenue To", help="0: no upper bound.")
    domain = fields.Char(string="Further Conditions", help="A filter on the customer; it may use any field that you may read yourself.")

    _revenue_range = models.Constraint(
        "CHECK (revenue_min >= 0 AND revenue_max >= 0 AND (revenue_max = 0 OR revenue_max >= revenue_min))",
        "The annual revenue must run from a smaller to a larger number; 0 means no bound.",
    )

    @api.depends("territory_id", "zip_patterns", "city", "inside_polygon")
    def _compute_name(self):
        for rule in self:
            what = rule.zip_patterns or rule.city or (rule.inside_polygon and self.env._("outline")) or ""
            generated = f"{rule.territory_id.name}: {what}" if what else rule.territory_id.name
            # a name given by hand stays; a generated one follows
            if not rule.name or rule.name.startswith(f"{rule.territory_id.name}: ") or rule.name == rule.territory_id.name:
                rule.name = generated

    @api.constrains("zip_patterns")
    def _check_zip_patterns(self):
        messages = {
            "star": self.env._("a star may only stand at the end: 75*"),
            "range-lengths": self.env._("a range needs two complete codes of the same length: 75001-75020"),
            "range-order": self.env._("a range runs from the smaller to the larger code: 75001-75020"),
        }
        for rule in self:
            try:
                parse_zip_patterns(rule.zip_patterns or "")
            except ZipPatternError as error:
                raise ValidationError(self.env._(
                    "The postal code pattern “%(pattern)s” of %(territory)s cannot be used: %(why)s.",
                    pattern=error.pattern, territory=rule.territory_id.name,
                    why=messages.get(error.code) or error.code)) from error

    @api.constrains("inside_polygon", "territory_id")
    def _check_outline(self):
        for rule in self:
            if rule.inside_polygon and not rule.territory_id.polygon:
                raise ValidationError(self.env._(
                    "A rule asks for customers inside the outline of %s, which has none: draw it first.", rule.territory_id.name))

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self.filtered("domain"):
            try:
                domain = Domain(ast.literal_eval(rule.domain))
                # as the author, not as the system: a condition on what one may not read would tell it
                self.env["res.partner"].search(domain, limit=1)
            except (ValueError, SyntaxError, TypeError, KeyError, AccessError, UserError) as error:
                raise ValidationError(self.env._(
                    "The further conditions of %(rule)s cannot be used on customers: %(error)s",
                    rule=rule.display_name, error=error)) from error
            if any(condition.field_expr.startswith(("sales_os_territory", "sales_os_rep")) for condition in domain.iter_conditions()):
                raise ValidationError(self.env._(
                    "The further conditions of %s ask for the territory that the rule is to find.", rule.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "version_id" not in vals and vals.get("territory_id"):
                vals["version_id"] = self._default_version(vals["territory_id"]).id
        rules = super().create(vals_list)
        rules._check_not_archived()
        self.env.registry.clear_cache()
        return rules

    @api.model
    def _default_version(self, territory_id):
        """A rule joins the draft that introduces its territory, else the rules in force."""
        territory = self.env["sales_os.territory"].browse(territory_id)
        if territory.version_id.state == "draft":
            return territory.version_id
        return self.env["sales_os.territory.version"]._active(territory.company_id)

    def write(self, vals):
        self._check_not_archived()
        result = super().write(vals)
        self._check_not_archived()
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _check_not_archived(self):
        for rule in self:
            if rule.version_id.state == "archived":
                raise UserError(self.env._(
                    "Rule %(rule)s belongs to the archived version %(version)s, which is kept as it was. Change a draft instead.",
                    rule=rule.display_name, version=rule.version_id.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_not_archived(self):
        self._check_not_archived()

    @api.model
    @tools.ormcache("company_id", "version_id")
    def _rules_of(self, company_id, version_id):
        """The rules of a version, and those in force under every version, ready to match; kept until one changes."""
        # sudo: what belongs to whom must not depend on who asks
        rules = self.sudo().search([
            ("company_id", "=", company_id), ("version_id", "in", [version_id or False, False]), ("territory_id.active", "=", True),
        ])
        # an outline that was taken away while the rule slept holds nobody
        return tuple(rule._as_match_rule() for rule in rules if rule.territory_id.polygon or not rule.inside_polygon)

    def _as_match_rule(self):
        territory = self.territory_id
        return Rule(
            key=self.id, territory=territory.id, priority=self.priority, depth=territory.level,
            countries=frozenset(self.country_ids.ids), states=frozenset(self.state_ids.ids),
            zips=parse_zip_patterns(self.zip_patterns or ""), city=self.city or "",
            categories=frozenset(self.category_ids.ids), industries=frozenset(self.industry_ids.ids),
            segments=frozenset(self.segment_ids.ids), accounts=frozenset(self.partner_ids.ids),
            revenue_min=self.revenue_min, revenue_max=self.revenue_max,
            shape=_shape(territory.polygon) if self.inside_polygon and territory.polygon else None,
            domain_keys=frozenset() if self.domain else None,
        )

    @api.model
    def _answer_domains(self, rules, keys):
        """Return ``rules`` with the customers among ``keys`` that meet their further conditions: one query a rule that has some."""
        asking = self.browse([rule.key for rule in rules if rule.domain_keys is not None])
        if not asking:
            return rules
        by_id = {getattr(key, "origin", key): key for key in keys}
        ids = [partner_id for partner_id in by_id if partner_id]
        answers = {
            # sudo: the author's right to ask was checked when the conditions were saved
            rule.id: frozenset(by_id[partner_id] for partner_id in self.env["res.partner"].sudo().with_context(active_test=False)
                               ._search(Domain("id", "in", ids) & Domain(ast.literal_eval(rule.domain))))
            for rule in asking.sudo()
        }
        return tuple(replace(rule, domain_keys=answers[rule.key]) if rule.key in answers else rule for rule in rules)

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from odoo.addons.sales_os.algorithms.discount.exact import exact
from odoo.addons.sales_os.algorithms.discount.policy_row import PolicyRow


class SalesOsDiscountPolicy(models.Model):
    """Who may give which discount, where this row is the first that matches."""

    _name = "sales_os.discount.policy"
    _description = "Discount Policy"
    _inherit = ["sales_os.match.mixin", "mail.thread"]
    _check_company_auto = True

    _match_criteria = {
        "team_ids": "team", "territory_ids": "territory", "pricelist_ids": "pricelist", "partner_ids": "customer",
        "category_ids": "category", "segment_ids": "segment",
    }

    name = fields.Char(required=True, translate=True, tracking=True)
    company_id = fields.Many2one(tracking=True, default=lambda self: self.env.company)
    sequence = fields.Integer(tracking=True)
    active = fields.Boolean(tracking=True)
    team_ids = fields.Many2many(
        "crm.team", "sales_os_discount_policy_team_rel", "policy_id", "team_id", string="Sales Teams", check_company=True)
    territory_ids = fields.Many2many(
        "sales_os.territory", "sales_os_discount_policy_territory_rel", "policy_id", "territory_id", string="Territories",
        check_company=True, help="The order's territory, or one above it.")
    segment_ids = fields.Many2many(
        "sales_os.segment", "sales_os_discount_policy_segment_rel", "policy_id", "segment_id", string="Segments", check_company=True,
        help="The segment of the customer's company.")
    pricelist_ids = fields.Many2many(
        "product.pricelist", "sales_os_discount_policy_pricelist_rel", "policy_id", "pricelist_id", string="Pricelists", check_company=True)
    partner_ids = fields.Many2many(
        "res.partner", "sales_os_discount_policy_partner_rel", "policy_id", "partner_id", string="Customers", check_company=True,
        help="The customer, or the company it belongs to.")
    category_ids = fields.Many2many(
        "product.category", "sales_os_discount_policy_category_rel", "policy_id", "category_id", string="Product Categories",
        help="The policy tests the lines of these categories (and those below) on their own. Discount lines are spread over all lines.")
    level_ids = fields.One2many("sales_os.discount.level", "policy_id", string="Levels", copy=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    least_volume_percent = fields.Float(
        string="Keeps Down To (%)", default=50.0, digits=(5, 2), tracking=True,
        help="An approval stays in force while the order is worth at least this share of what was approved. 0: however small it becomes.")
    level_summary = fields.Char(compute="_compute_level_summary")

    _volume_share = models.Constraint(
        "CHECK (least_volume_percent BETWEEN 0 AND 100)", "The share down to which an approval stays in force lies between 0 and 100 %.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for policy in self:
            policy.currency_id = (policy.company_id or self.env.company).currency_id

    @api.depends("level_ids.name", "level_ids.max_discount_percent")
    def _compute_level_summary(self):
        for policy in self:
            policy.level_summary = " → ".join(level.display_name for level in policy.level_ids.sorted("sequence"))

    @api.constrains("level_ids", "active")
    def _check_levels(self):
        for policy in self:
            if policy.active and not policy.level_ids:
                raise ValidationError(self.env._(
                    "Policy %s has no level: add at least one, for example up to 10 %% approved by nobody.", policy.name))
        self.level_ids._check_ladder()

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        # a policy that comes without the field names no level at all: the constraint above would not be asked
        policies._check_levels()
        policies._policies_changed()
        return policies

    def write(self, vals):
        result = super().write(vals)
        self._policies_changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._policies_changed()
        return result

    @api.model
    def _policies_changed(self):
        """Forget the rows that are kept in memory, and judge the open quotes anew."""
        self.env.registry.clear_cache()
        orders = self.env["sale.order"]
        # sudo: each open quote follows the rules, whoever may see it
        open_quotes = orders.sudo().search([("state", "in", ("draft", "sent"))])
        for name in ("sales_os_approval_state", "sales_os_approval_reason"):
            self.env.add_to_compute(orders._fields[name], open_quotes)

    @api.model
    @tools.ormcache("company_id")
    def _policy_rows(self, company_id):
        """The policies of a company in the order in which they are tried, as :class:`PolicyRow`."""
        # sudo: the rules hold for everybody
        return self.sudo().search([("company_id", "in", (False, company_id))])._as_policy_rows()

    def _as_policy_rows(self):
        by_key = {policy.id: policy for policy in self}
        return tuple(
            PolicyRow(
                key=row.key, match=row, levels=tuple(by_key[row.key].level_ids._as_levels()),
                least_volume_percent=exact(by_key[row.key].least_volume_percent))
            for row in self._match_rows())

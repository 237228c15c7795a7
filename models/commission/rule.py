from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MOST_PERCENT = 100.0
MOST_MONEY = 1_000_000.0


class SalesOsCommissionRule(models.Model):
    """What one kind of sale earns: criteria on the left, pay on the right. The first row that matches wins."""

    _name = "sales_os.commission.rule"
    _description = "Commission Rule"
    _inherit = ["sales_os.match.mixin"]
    _order = "version_id, sequence, id"
    _check_company_auto = True

    _match_criteria = {
        "product_ids": "product",
        "category_ids": "category",
        "tag_ids": "tag",
        "partner_ids": "partner",
        "territory_ids": "territory",
        "segment_ids": "segment",
        "channel_ids": "channel",
    }

    name = fields.Char(required=True, compute="_compute_name", store=True, readonly=False, precompute=True, copy=True)
    plan_id = fields.Many2one("sales_os.commission.plan", required=True, ondelete="cascade", index=True)
    version_id = fields.Many2one(
        "sales_os.commission.plan.version", required=True, ondelete="cascade", index=True, domain="[('plan_id', '=', plan_id)]",
        help="Left empty, the rule joins the draft version of the plan.")
    version_state = fields.Selection(related="version_id.state", string="Stage")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")

    product_ids = fields.Many2many(
        "product.product", "sales_os_commission_rule_product_rel", "rule_id", "product_id", string="Products", check_company=True)
    category_ids = fields.Many2many(
        "product.category", "sales_os_commission_rule_category_rel", "rule_id", "category_id", string="Product Categories",
        help="The product's category, or one above it.")
    tag_ids = fields.Many2many(
        "res.partner.category", "sales_os_commission_rule_tag_rel", "rule_id", "tag_id", string="Customer Tags",
        help="One of the customer's tags, or one above it.")
    partner_ids = fields.Many2many(
        "res.partner", "sales_os_commission_rule_partner_rel", "rule_id", "partner_id", string="Customers",
        help="These companies, with all their addresses.")
    territory_ids = fields.Many2many(
        "sales_os.territory", "sales_os_commission_rule_territory_rel", "rule_id", "territory_id", string="Territories",
        check_company=True, help="The territory of the sale, or one above it.")
    segment_ids = fields.Many2many(
        "sales_os.segment", "sales_os_commission_rule_segment_rel", "rule_id", "segment_id", string="Segments")
    channel_ids = fields.Many2many(
        "sales_os.channel", "sales_os_commission_rule_channel_rel", "rule_id", "channel_id", string="Channels")
    new_customer = fields.Selection(
        [("new", "New customers only"), ("known", "Known customers only")], string="Customer Is",
        help="New: the customer's first order, or first invoice where the plan pays on invoices or payments. Empty: any.")

    basis = fields.Selection(
        [("revenue", "Revenue"), ("margin", "Margin"), ("quantity", "Quantity"), ("new_customer", "New customer")],
        required=True, default="revenue",
        help="Margin: untaxed amount less the cost at the time of the sale. Quantity: in the product's own unit of measure.")
    method = fields.Selection(
        [("percent", "Percent"), ("fixed", "Fixed amount"), ("tier", "Tiers")], required=True, default="percent",
        help="Fixed: money a unit; with the scope order or period, money once an order or period.")
    rate = fields.Float(digits=(16, 4), aggregator=None, help="Percent, or money a unit for a fixed amount.")
    scope = fields.Selection(
        [("line", "Each line"), ("order", "The order"), ("period", "The period")], required=True, default="line",
        help="What tiers, cap and floor are counted over.")
    tier_mode = fields.Selection(
        [("marginal", "Only the part above the bound"), ("whole", "The whole amount")],
        string="A Higher Tier Pays", required=True, default="marginal")
    tier_ids = fields.One2many("sales_os.commission.tier", "rule_id", string="Tiers", copy=True)
    multiplier_ids = fields.One2many("sales_os.commission.multiplier", "rule_id", string="Multipliers", copy=True)
    cap_amount = fields.Monetary(
        string="Cap", help="One line, order or period (see scope) earns at most this by this rule. 0: no cap.")
    floor_amount = fields.Monetary(
        string="Floor", help="One line, order or period with a sale earns at least this by this rule. 0: no floor.")
    charge_losses = fields.Boolean(
        string="Losses Reduce Pay", help="Off: a line sold below its cost earns nothing. On: it takes something away.")
    is_additional = fields.Boolean(
        string="Pays Beside Others", help="Paid in addition to the first matching rule, for instance a bonus for new customers.")

    _rate_positive = models.Constraint("CHECK (rate >= 0)", "A rate cannot be negative.")
    _bounds = models.Constraint(
        "CHECK (COALESCE(cap_amount, 0) >= 0 AND COALESCE(floor_amount, 0) >= 0"
        " AND (COALESCE(cap_amount, 0) = 0 OR cap_amount >= COALESCE(floor_amount, 0)))",
        "Cap and floor cannot be negative, and the floor cannot lie above the cap.")

    @api.depends("basis", "method", "rate")
    def _compute_name(self):
        basis, method = (dict(self._fields[name]._description_selection(self.env)) for name in ("basis", "method"))
        for rule in self:
            rule.name = rule.name or f"{basis.get(rule.basis, '')}: {method.get(rule.method, '')}"

    @api.constrains("basis", "method", "rate", "scope", "tier_ids", "multiplier_ids")
    def _check_rate(self):
        for rule in self:
            if rule.basis in ("quantity", "new_customer") and rule.method == "percent":
                raise ValidationError(self.env._(
                    "Rule “%s” counts units, so a percentage has no meaning: choose a fixed amount or tiers (money a unit).", rule.name))
            most = MOST_PERCENT if rule._is_percent() else MOST_MONEY
            for rate in [rule.rate, *rule.tier_ids.mapped("rate")]:
                if not 0 <= rate <= most:
                    raise ValidationError(self.env._(
                        "Rule “%(rule)s” pays %(rate)s: a rate lies between 0 and %(most)s.", rule=rule.name, rate=rate, most=int(most)))

    def _is_percent(self):
        """Whether rates are percents of money; otherwise they are money a unit."""
        return self.method != "fixed" and self.basis in ("revenue", "margin")

    def _check_terms(self):
        """What a draft may still lack, but an approved version may not."""
        for rule in self:
            if rule.method == "tier" and not rule.tier_ids:
                raise ValidationError(self.env._("Rule “%s” pays by tiers, but has none: add the first one, from 0.", rule.name))
            if rule.method != "tier" and not rule.rate:
                raise ValidationError(self.env._("Rule “%s” has the rate 0, so it would pay nothing: give it a rate.", rule.name))

    def _match_rows(self):
        words = {"new": frozenset({"new"}), "known": frozenset({"known"})}
        rules = {rule.id: rule for rule in self}
        return [
            type(row)(key=row.key, criteria={**row.criteria, **(
                {"new_customer": words[rules[row.key].new_customer]} if rules[row.key].new_customer else {})})
            for row in super()._match_rows()
        ]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("version_id") and vals.get("plan_id"):
                vals["version_id"] = self.env["sales_os.commission.plan"].browse(vals["plan_id"])._draft_version().id
            elif vals.get("version_id") and not vals.get("plan_id"):
                vals["plan_id"] = self.env["sales_os.commission.plan.version"].browse(vals["version_id"]).plan_id.id
        rules = super().create(vals_list)
        rules._check_changeable()
        return rules

    def write(self, vals):
        self._check_changeable()
        result = super().write(vals)
        self._check_changeable()
        return result

    @api.ondelete(at_uninstall=False)
    def _check_changeable(self):
        for rule in self:
            if rule.version_id.state == "approved":
                raise UserError(self.env._(
                    "Rule “%(rule)s” belongs to %(version)s, which is approved. Make a new version of the plan to change terms.",
                    rule=rule.name, version=rule.version_id.display_name))
            if rule.version_id.plan_id != rule.plan_id:
                raise ValidationError(self.env._("Rule “%s” belongs to one plan and to a version of another.", rule.name))

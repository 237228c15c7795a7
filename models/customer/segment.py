from decimal import Decimal

from odoo import api, fields, models, tools

from odoo.addons.sales_os.algorithms.customer.segment import SegmentRow


class SalesOsSegment(models.Model):
    """A class of customers and how they are treated. Segments are tried in order; the first that fits wins."""

    _name = "sales_os.segment"
    _description = "Customer Segment"
    _inherit = ["sales_os.match.mixin"]
    _check_company_auto = True

    _match_criteria = {"category_ids": "tag", "industry_ids": "industry", "country_ids": "country"}

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and lasting; integrations and imports know the segment by it.")
    description = fields.Text(translate=True, help="Whom the segment is meant for.")
    color = fields.Integer()
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    revenue_from = fields.Monetary(
        help="Orders confirmed in the last 365 days, without taxes, of the customer and all its addresses. 0: no lower bound. A segment of "
             "all companies is compared in the currency of the company that the customer orders from.")
    revenue_below = fields.Monetary(help="The bound itself belongs to the next segment. 0: no upper bound.")
    orders_from = fields.Integer(help="Confirmed orders in the last 365 days. 0: none needed.")
    category_ids = fields.Many2many(
        "res.partner.category", "sales_os_segment_category_rel", "segment_id", "category_id", string="Tags",
        help="One of these tags, or a tag below one of them.")
    industry_ids = fields.Many2many(
        "res.partner.industry", "sales_os_segment_industry_rel", "segment_id", "industry_id", string="Industries")
    country_ids = fields.Many2many("res.country", "sales_os_segment_country_rel", "segment_id", "country_id", string="Countries")
    pricelist_id = fields.Many2one(
        "product.pricelist", company_dependent=True, check_company=True,
        help="For customers of this segment that have no pricelist of their own; it goes before the pricelist of the country. Each company "
             "has its own here.")
    activity_plan_id = fields.Many2one(
        "mail.activity.plan", company_dependent=True, check_company=True, domain=[("res_model", "=", "res.partner")],
        help="Started from the customer, or from a selection of customers. Each company has its own here.")
    partner_count = fields.Integer(string="Number of Customers", compute="_compute_partner_count")

    _code_uniq = models.UniqueIndex("(code, COALESCE(company_id, 0))", "There is already a segment with this code.")
    _revenue_band = models.Constraint(
        "CHECK (revenue_from >= 0 AND revenue_below >= 0 AND (revenue_below = 0 OR revenue_below > revenue_from))",
        "The revenue of a segment runs from a smaller to a larger amount; 0 means no bound.")
    _orders_from_positive = models.Constraint("CHECK (orders_from >= 0)", "The number of orders of a segment cannot be negative.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for segment in self:
            segment.currency_id = (segment.company_id or self.env.company).currency_id

    def _compute_partner_count(self):
        counts = dict(self.env["res.partner"]._read_group(
            [("sales_os_segment_id", "in", self.ids), "|", ("is_company", "=", True), ("parent_id", "=", False)],
            ["sales_os_segment_id"], ["__count"]))
        for segment in self:
            segment.partner_count = counts.get(segment, 0)

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create(vals_list)
        self.env.registry.clear_cache()
        return segments

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        return [
            {**vals, **({} if default and "code" in default else {"code": self.env._("%s-copy", segment.code)})}
            for segment, vals in zip(self, vals_list, strict=True)
        ]

    @api.model
    @tools.ormcache("company_id")
    def _rows_of(self, company_id):
        """The rows that speak of customers of a company (False: of a shared one without orders), ready to match."""
        # sudo: which segment a customer has must not depend on who asks
        segments = self.sudo().search([("company_id", "in", [False, company_id or False])], order="sequence, id")
        return tuple(segment._as_row(match) for segment, match in zip(segments, segments._match_rows(), strict=True))

    def _as_row(self, match):
        return SegmentRow(
            row=match, orders_from=self.orders_from,
            revenue_from=Decimal(str(self.revenue_from)) if self.revenue_from else None,
            revenue_below=Decimal(str(self.revenue_below)) if self.revenue_below else None)

    def action_view_customers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers of segment %s", self.name),
            "res_model": "res.partner",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("sales_os_segment_id", "=", self.id), "|", ("is_company", "=", True), ("parent_id", "=", False)],
        }

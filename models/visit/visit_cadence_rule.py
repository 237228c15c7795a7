from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.sales_os.algorithms.core.match_row import decide


class SalesOsVisitCadenceRule(models.Model):
    """Which cadence a customer gets when nobody chose one: the first row that matches."""

    _name = "sales_os.visit.cadence.rule"
    _description = "Cadence Rule"
    _inherit = ["sales_os.match.mixin"]
    _check_company_auto = True

    _match_criteria = {
        "territory_ids": "territory",
        "category_ids": "tag",
        "industry_ids": "industry",
        "segment_ids": "segment",
        "country_ids": "country",
        "state_ids": "state",
    }

    name = fields.Char(required=True, translate=True)
    cadence_id = fields.Many2one("sales_os.visit.cadence", required=True, check_company=True, ondelete="cascade", index=True)
    territory_ids = fields.Many2many(
        "sales_os.territory",
        "sales_os_cadence_rule_territory_rel",
        "rule_id",
        "territory_id",
        string="Territories",
        check_company=True,
        help="The customer's territory, or one above it.",
    )
    category_ids = fields.Many2many(
        "res.partner.category",
        "sales_os_cadence_rule_category_rel",
        "rule_id",
        "category_id",
        string="Tags",
        help="One of the customer's tags, or one above it.",
    )
    industry_ids = fields.Many2many(
        "res.partner.industry", "sales_os_cadence_rule_industry_rel", "rule_id", "industry_id", string="Industries"
    )
    segment_ids = fields.Many2many(
        "sales_os.segment", "sales_os_cadence_rule_segment_rel", "rule_id", "segment_id", string="Segments", check_company=True
    )
    country_ids = fields.Many2many("res.country", "sales_os_cadence_rule_country_rel", "rule_id", "country_id", string="Countries")
    state_ids = fields.Many2many("res.country.state", "sales_os_cadence_rule_state_rel", "rule_id", "state_id", string="States")
    partner_ids = fields.One2many("res.partner", "sales_os_cadence_rule_id", string="Customers")
    partner_count = fields.Integer(string="Number of Customers", compute="_compute_partner_count")

    def _compute_partner_count(self):
        counts = dict(
            self.env["res.partner"]._read_group([("sales_os_cadence_rule_id", "in", self.ids)], ["sales_os_cadence_rule_id"], ["__count"])
        )
        for rule in self:
            rule.partner_count = counts.get(rule, 0)

    def _winners(self, partners):
        """Return ``{rule: partners}`` for those of ``partners`` that a row of ``self`` matches; queries do not grow with them."""
        won = {}
        for company, group in partners.grouped("company_id").items():
            own = self.filtered(lambda rule, company=company: rule.company_id in (self.env["res.company"], company or self.env.company))
            rows = own._match_rows()
            decided = {}
            for partner in group:
                facts = partner._sales_os_cadence_facts()
                key = tuple(facts.values())
                if key not in decided:
                    decided[key] = decide(rows=rows, facts=facts).winner
                if decided[key]:
                    won.setdefault(decided[key], []).append(partner.id)
        return {self.browse(rule_id): partners.browse(ids) for rule_id, ids in won.items()}

    def action_apply(self, again=False):
        """Give a cadence to the customers that have none; with ``again`` also decide anew where a rule had decided.

        A cadence chosen by hand stays. Where no rule matches, the customer's segment gives the cadence.

        :return: ``{"customers": how many got another cadence}``
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_manager"):
            raise AccessError(self.env._("Only managers of Sales OS may apply the cadence rules."))
        domain = [("sales_os_cadence_id", "=", False)]
        if again:
            domain = ["|", "|", *domain, ("sales_os_cadence_rule_id", "!=", False), ("sales_os_cadence_segment_id", "!=", False)]
        partners = self.env["res.partner"].search([("parent_id", "=", False), *domain])
        return {"customers": partners._sales_os_apply_cadence_rules(again=again)}

    def action_apply_notify(self):
        """Button: apply the rules to customers without a cadence, and say how many got one."""
        return self.env["res.partner"]._sales_os_cadence_notice(self.action_apply()["customers"])

    def action_apply_again_notify(self):
        """Button: the same, deciding anew where a rule had decided."""
        return self.env["res.partner"]._sales_os_cadence_notice(self.action_apply(again=True)["customers"])

    def action_view_customers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers of rule %s", self.name),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("sales_os_cadence_rule_id", "=", self.id)],
        }

from dataclasses import replace

from odoo import api, fields, models, tools

#: what a rule may name, and how the decision knows it
NAMED = {
    "partner_ids": "accounts",
    "country_ids": "countries",
    "state_ids": "states",
    "category_ids": "categories",
    "industry_ids": "industries",
    "segment_ids": "segments",
}
NOBODY = frozenset([0])


class SalesOsTerritoryRule(models.Model):
    """An empty criterion means *any*: a rule whose named customers, tags or places were deleted must not begin to take everybody."""

    _inherit = "sales_os.territory.rule"

    asked = fields.Char(string="Criteria Set", readonly=True, copy=False, help="What the rule named when it was last saved.")

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._remember_asked()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if not NAMED.keys().isdisjoint(vals):
            self._remember_asked()
        return result

    def _remember_asked(self):
        for rule in self:
            asked = ",".join(name for name in NAMED if rule[name])
            if (rule.asked or "") != asked:
                rule.asked = asked

    def _as_match_rule(self):
        rule = super()._as_match_rule()
        lost = {NAMED[name]: NOBODY for name in (self.asked or "").split(",") if name and not self[name]}
        return replace(rule, **lost) if lost else rule

    @api.model
    @tools.ormcache()
    def _ask_for_segments(self):
        """Say whether a change of segment can move anybody; kept until a rule changes."""
        # sudo: what belongs to whom must not depend on who asks
        return bool(self.sudo().search_count([("segment_ids", "!=", False)], limit=1))

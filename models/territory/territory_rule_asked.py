from dataclasses import replace

from odoo import api, models, tools


class SalesOsTerritoryRule(models.Model):
    """What a rule may name, and how the decision knows it."""

    _inherit = "sales_os.territory.rule"

    _match_criteria = {
        "partner_ids": "accounts",
        "country_ids": "countries",
        "state_ids": "states",
        "category_ids": "categories",
        "industry_ids": "industries",
        "segment_ids": "segments",
    }

    def _as_match_rule(self):
        return replace(super()._as_match_rule(), **self._named_criteria())

    @api.model
    @tools.ormcache()
    def _ask_for_segments(self):
        """Say whether a change of segment can move anybody; kept until a rule changes."""
        # sudo: what belongs to whom must not depend on who asks
        return bool(self.sudo().search_count([("segment_ids", "!=", False)], limit=1))

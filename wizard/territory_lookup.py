from markupsafe import Markup

from odoo import api, fields, models


class SalesOsTerritoryLookup(models.TransientModel):
    """Who covers this address? The answer with its reasons, while one types."""

    _name = "sales_os.territory.lookup"
    _description = "Who covers this address?"

    partner_id = fields.Many2one("res.partner", string="Customer")
    date = fields.Date(required=True, default=fields.Date.context_today)
    country_id = fields.Many2one("res.country", default=lambda self: self.env.company.country_id)
    state_id = fields.Many2one("res.country.state", domain="[('country_id', '=?', country_id)]")
    zip = fields.Char(string="Postal Code")
    city = fields.Char()
    latitude = fields.Float(digits=(10, 7))
    longitude = fields.Float(digits=(10, 7))
    category_ids = fields.Many2many("res.partner.category", string="Tags")
    industry_id = fields.Many2one("res.partner.industry")
    segment_id = fields.Many2one("sales_os.segment")
    annual_revenue = fields.Float()
    territory_id = fields.Many2one("sales_os.territory", compute="_compute_answer")
    rule_id = fields.Many2one("sales_os.territory.rule", string="By Rule", compute="_compute_answer")
    version_id = fields.Many2one("sales_os.territory.version", string="In the Version", compute="_compute_answer")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", compute="_compute_answer")
    reason = fields.Text(compute="_compute_answer")
    losers = fields.Html(string="Also Matching", compute="_compute_answer")

    @api.depends("partner_id", "date", "country_id", "state_id", "zip", "city", "latitude", "longitude", "category_ids", "industry_id",
                 "segment_id", "annual_revenue")
    def _compute_answer(self):
        Territory = self.env["sales_os.territory"]
        for lookup in self:
            if lookup.partner_id:
                answer = Territory.resolve(lookup.partner_id.ids, lookup.date)[lookup.partner_id._origin.id]
            else:
                answer = Territory.resolve_address({
                    "country_id": lookup.country_id.id, "state_id": lookup.state_id.id, "zip": lookup.zip, "city": lookup.city,
                    "latitude": lookup.latitude, "longitude": lookup.longitude, "category_ids": lookup.category_ids._origin.ids,
                    "industry_id": lookup.industry_id.id, "segment_id": lookup.segment_id.id, "annual_revenue": lookup.annual_revenue,
                }, lookup.date)
            lookup.territory_id = answer["territory_id"]
            lookup.rule_id = answer["rule_id"]
            lookup.version_id = answer["version_id"]
            lookup.rep_id = answer["rep_id"]
            lookup.reason = answer["reason"]
            lookup.losers = lookup._loser_table(answer["losers"])

    def _loser_table(self, losers):
        if not losers:
            return False
        rules = self.env["sales_os.territory.rule"].browse([loser["rule_id"] for loser in losers])
        rows = Markup().join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td></tr>") % (rule.territory_id.name, rule.display_name, loser["reason"])
            for rule, loser in zip(rules, losers, strict=True))
        head = Markup("<tr><th>%s</th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Territory"), self.env._("Rule"), self.env._("Lost because of"))
        return Markup("<table class='table table-sm'><thead>%s</thead><tbody>%s</tbody></table>") % (head, rows)

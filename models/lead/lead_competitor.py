from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SalesOsLeadCompetitor(models.Model):
    """A competitor met at a lead: with which price, and whether they got the deal."""

    _name = "sales_os.lead.competitor"
    _description = "Competitor of a Lead"
    _order = "lead_id, id"
    _rec_name = "competitor_id"

    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    competitor_id = fields.Many2one("sales_os.competitor", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one(related="lead_id.company_currency")
    price = fields.Monetary(string="Their Price", help="What they ask for the whole deal, without taxes. 0: not known.")
    expected_revenue = fields.Monetary(related="lead_id.expected_revenue", string="Our Price")
    gap_percent = fields.Float(
        string="We Are Dearer By (%)", compute="_compute_gap_percent", store=True, digits=(16, 1), aggregator="avg",
        help="Of the whole deal; empty where one of the prices is not known.")
    source = fields.Char(help="Where the price is known from.")
    note = fields.Char()
    is_winner = fields.Boolean(string="Got the Deal")
    outcome = fields.Selection(
        [("open", "Open"), ("won", "We won"), ("lost_to", "Lost to them"), ("lost", "Lost to somebody else or nobody")],
        compute="_compute_outcome", store=True, index=True)

    _once = models.UniqueIndex("(lead_id, competitor_id)", "This competitor stands on the lead already.")
    _price_not_negative = models.Constraint("CHECK (price >= 0)", "A price is not negative.")

    @api.depends("price", "lead_id.expected_revenue")
    def _compute_gap_percent(self):
        for line in self:
            ours = line.lead_id.expected_revenue
            line.gap_percent = 100 * (ours - line.price) / line.price if line.price and ours else 0.0

    @api.depends("lead_id.won_status", "is_winner")
    def _compute_outcome(self):
        for line in self:
            status = line.lead_id.won_status
            line.outcome = "won" if status == "won" else "open" if status != "lost" else "lost_to" if line.is_winner else "lost"

    @api.constrains("is_winner", "lead_id")
    def _check_one_winner(self):
        for lead in self.lead_id:
            winners = lead.sales_os_competitor_ids.filtered("is_winner")
            if len(winners) > 1:
                raise ValidationError(self.env._(
                    "%(lead)s cannot have gone to %(first)s and to %(second)s: mark one of them.", lead=lead.name,
                    first=winners[0].competitor_id.name, second=winners[1].competitor_id.name))
            if winners and lead.won_status == "won":
                raise ValidationError(self.env._("%(lead)s was won: no competitor got it.", lead=lead.name))


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sales_os_competitor_ids = fields.One2many("sales_os.lead.competitor", "lead_id", string="Competitors")

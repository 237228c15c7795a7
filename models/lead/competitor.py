from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.insight.competition import Deal, PriceObservation, price_gaps, records, typical_gap


class SalesOsCompetitor(models.Model):
    """Somebody we meet at customers: what is known of them, and how we do against them."""

    _name = "sales_os.competitor"
    _description = "Competitor"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    website = fields.Char()
    strengths = fields.Text()
    weaknesses = fields.Text()
    answer = fields.Text(string="What to Answer", help="What a representative says when the customer names them.")
    color = fields.Integer()
    meeting_ids = fields.One2many("sales_os.lead.competitor", "competitor_id", string="Met At")
    price_ids = fields.One2many("sales_os.competitor.price", "competitor_id", string="Prices Seen")
    deal_count = fields.Integer(string="Closed Deals", compute="_compute_record")
    open_count = fields.Integer(string="Open Deals", compute="_compute_record")
    win_rate_percent = fields.Float(string="Won (%)", compute="_compute_record", digits=(16, 1))
    record_words = fields.Char(string="Our Record", compute="_compute_record")
    gap_words = fields.Char(string="Our Prices", compute="_compute_gap_words")

    _name_uniq = models.UniqueIndex("(company_id, name) NULLS NOT DISTINCT", "There is a competitor of this name already.")

    @api.depends_context("uid", "lang")
    @api.depends("meeting_ids.outcome")
    def _compute_record(self):
        """Of the deals the user sees: win rate with Wilson's interval, which says how little a few deals tell."""
        lines = self.env["sales_os.lead.competitor"].search_fetch(
            [("competitor_id", "in", self.ids)], ["competitor_id", "lead_id", "outcome", "is_winner", "expected_revenue"])
        by_lead = lines.grouped("lead_id")
        found = {record.competitor: record for record in records(deals=[
            Deal(
                is_won=of_lead[0].outcome == "won", amount=Decimal(str(of_lead[0].expected_revenue or 0)),
                lost_to=of_lead.filtered("is_winner").competitor_id[:1].id or None, against=frozenset(of_lead.competitor_id.ids))
            for lead, of_lead in by_lead.items() if of_lead[0].outcome != "open"])}
        for competitor in self:
            record = found.get(competitor.id)
            competitor.open_count = len(lines.filtered(
                lambda line, competitor=competitor: line.competitor_id == competitor and line.outcome == "open"))
            competitor.deal_count = record.won + record.lost if record else 0
            competitor.win_rate_percent = 100 * record.rate if record else 0.0
            competitor.record_words = self.env._(
                "%(won)s won, %(lost)s lost (%(to)s to them): %(rate)s %%, with so few deals anything from %(low)s to %(high)s %%",
                won=record.won, lost=record.lost, to=record.lost_to, rate=f"{100 * record.rate:.0f}", low=f"{100 * record.low:.0f}",
                high=f"{100 * record.high:.0f}") if record else self.env._("No closed deal against them yet.")

    @api.depends_context("lang")
    @api.depends("price_ids.price", "price_ids.date", "price_ids.product_id.list_price")
    def _compute_gap_words(self):
        today = fields.Date.context_today(self)
        for competitor in self:
            gaps = competitor._price_gaps(today)
            gap = typical_gap(gaps)
            if gap is None:
                competitor.gap_words = self.env._("No price seen in half a year.")
            elif gap > 0:
                competitor.gap_words = self.env._("Usually %(gap)s %% dearer than theirs (%(count)s products).", gap=gap, count=len(gaps))
            else:
                competitor.gap_words = self.env._("Usually %(gap)s %% cheaper than theirs (%(count)s products).", gap=-gap, count=len(gaps))

    def _price_gaps(self, today):
        self.ensure_one()
        prices = self.price_ids
        return price_gaps(
            today=today, our_prices={product.id: Decimal(str(product.list_price)) for product in prices.product_id},
            observations=[
                PriceObservation(self.id, row.product_id.id, row.date, Decimal(str(row._price_in(row.product_id.currency_id))),
                    row.source or "")
                for row in prices.sorted("id")])


class SalesOsCompetitorPrice(models.Model):
    """A competitor's price of something that stands beside a product of ours: when it was seen, and where."""

    _name = "sales_os.competitor.price"
    _description = "Price of a Competitor"
    _order = "date desc, id desc"
    _rec_name = "product_id"

    competitor_id = fields.Many2one("sales_os.competitor", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="competitor_id.company_id", store=True, index=True)
    product_id = fields.Many2one("product.product", string="Our Product", required=True, index=True, ondelete="cascade")
    their_product = fields.Char(help="What they call it.")
    price = fields.Monetary(required=True, help="For one unit of our product, without taxes.")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    date = fields.Date(string="Seen On", required=True, default=fields.Date.context_today, index=True)
    source = fields.Char(required=True, help="Where: price list, offer shown by the customer, web shop …")
    user_id = fields.Many2one("res.users", string="Seen By", default=lambda self: self.env.user, readonly=True)
    our_price = fields.Float(related="product_id.list_price", string="Our List Price")
    gap_percent = fields.Float(
        string="We Are Dearer By (%)", compute="_compute_gap_percent", digits=(16, 1), help="Below zero: cheaper.")

    _price_positive = models.Constraint("CHECK (price > 0)", "A price lies above zero.")

    @api.depends("price", "currency_id", "date", "product_id.list_price")
    def _compute_gap_percent(self):
        for row in self:
            theirs = row._price_in(row.product_id.currency_id)
            row.gap_percent = 100 * (row.product_id.list_price - theirs) / theirs if theirs else 0.0

    def _price_in(self, currency):
        """The price in another currency, at the rate of the day it was seen."""
        return self.currency_id._convert(self.price, currency or self.currency_id, self.env.company, self.date or fields.Date.today())

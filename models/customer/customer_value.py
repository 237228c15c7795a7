from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class SalesOsCustomerValue(models.Model):
    """What one customer is worth to one company, found every night from its confirmed orders."""

    _name = "sales_os.customer.value"
    _description = "Customer Value"
    _order = "clv_amount desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    run_id = fields.Many2one(
        "sales_os.customer.value.run", string="Worked Out By", required=True, readonly=True, index=True, ondelete="restrict")
    computed_on = fields.Datetime(related="run_id.computed_on")
    segment_id = fields.Many2one(related="partner_id.sales_os_segment_id", string="Segment")

    order_count = fields.Integer(string="Orders", readonly=True)
    total_amount = fields.Monetary(string="Ordered", readonly=True, help="All confirmed orders without taxes.")
    year_amount = fields.Monetary(string="Ordered in a Year", readonly=True, help="Confirmed orders of the last 365 days without taxes.")
    date_first_order = fields.Date(string="First Order", readonly=True)
    date_last_order = fields.Date(string="Last Order", readonly=True)
    silent_days = fields.Integer(string="Days Silent", compute="_compute_silent_days", help="Days since the last order.")
    usual_days = fields.Float(
        string="Usual Interval (days)", readonly=True, digits=(16, 1), aggregator="avg",
        help="Between two days with an order. 0: one order only.")
    recency = fields.Integer(readonly=True, aggregator="avg", help="1 to 5: the fifth of all customers, 5 for who ordered latest.")
    frequency = fields.Integer(readonly=True, aggregator="avg", help="1 to 5: the fifth of all customers, 5 for who ordered most often.")
    monetary = fields.Integer(readonly=True, aggregator="avg", help="1 to 5: the fifth of all customers, 5 for who ordered for most.")
    rfm_code = fields.Char(string="RFM", readonly=True, index=True, help="Recency, frequency, monetary value: 555 the best.")

    verdict = fields.Selection(
        [("fitted", "Fitted"), ("uncertain", "Uncertain"), ("too_little_history", "Too little history")],
        string="Reliability", required=True, readonly=True)
    alive_percent = fields.Float(
        string="Still a Customer (%)", readonly=True, digits=(16, 1), aggregator="avg",
        help="Probability that the customer has not left for good. The model assumes it of everybody who ordered once: rank by expected "
        "orders.")
    expected_orders = fields.Float(readonly=True, digits=(16, 2), help="Days with an order within the horizon (52 weeks).")
    usual_orders = fields.Float(readonly=True, digits=(16, 2), help="What was expected on the day of the last order.")
    order_percent = fields.Float(string="Orders Again (%)", readonly=True, digits=(16, 1), aggregator="avg",
                                 help="Probability of at least one order within the horizon.")
    order_value_amount = fields.Monetary(string="Value of an Order", readonly=True, aggregator="avg")
    clv_amount = fields.Monetary(string="Customer Value", readonly=True,
        help="Expected value of the orders of the next 52 weeks, discounted.")
    clv_low_amount = fields.Monetary(string="Value, Low", readonly=True, aggregator=None, help="In 9 cases of 10 it is more.")
    clv_high_amount = fields.Monetary(string="Value, High", readonly=True, aggregator=None, help="In 9 cases of 10 it is less.")

    churn_state = fields.Selection(
        [("slipping", "Slipping away"), ("lost", "Lost"), ("steady", "Steady"), ("unknown", "Not known")],
        string="Churn", required=True, readonly=True, index=True)
    churn_percent = fields.Float(string="Churn Risk (%)", readonly=True, digits=(16, 1), aggregator="avg",
                                 help="Probability that no order comes within the horizon.")
    decline_percent = fields.Float(string="Decline (%)", readonly=True, digits=(16, 1), aggregator="avg",
                                   help="How many of the orders once expected are no longer expected.")
    at_stake_amount = fields.Monetary(string="At Stake", readonly=True, help="Orders no longer expected × value of an order.")
    churn_reason = fields.Text(string="Why", compute="_compute_words")
    value_reason = fields.Text(string="How", compute="_compute_words")

    _customer_uniq = models.UniqueIndex("(partner_id, company_id)", "This customer has been valued for this company already.")
    _clv_idx = models.Index("(company_id, clv_amount DESC)")

    @api.depends("date_last_order")
    def _compute_silent_days(self):
        today = fields.Date.context_today(self)
        for value in self:
            value.silent_days = max(0, (today - value.date_last_order).days) if value.date_last_order else 0

    @api.depends_context("lang")
    @api.depends("churn_state", "verdict", "run_id")
    def _compute_words(self):
        for value in self:
            value.churn_reason = value._churn_words()
            value.value_reason = value._value_words()

    def _churn_words(self):
        """Say what the churn state rests on; every figure is one of the record's own."""
        env = self.env
        parts = [env._("The last order came %(date)s, %(days)s days ago.", date=format_date(env, self.date_last_order),
            days=self.silent_days)]
        if self.usual_days:
            parts.append(env._("Orders usually come every %s days.", f"{self.usual_days:.0f}"))
        elif self.order_count:
            parts.append(env._("All orders came on one day, so there is no usual interval yet."))
        if self.churn_state == "unknown":
            parts.append(env._("The company has too few customers who came back to say more."))
            return " ".join(parts)
        parts.append(env._(
            "In the next year %(now)s orders are expected; on the day of the last order it was %(then)s.",
            now=f"{self.expected_orders:.1f}", then=f"{self.usual_orders:.1f}"))
        parts.append(env._(
            "That no order comes at all has a probability of %(risk)s %%; orders for %(amount)s are no longer expected.",
            risk=f"{self.churn_percent:.0f}", amount=format_amount(env, self.at_stake_amount, self.currency_id)))
        return " ".join(parts)

    def _value_words(self):
        env = self.env
        if self.verdict == "too_little_history":
            return self.run_id._model_words()
        words = env._(
            "%(orders)s orders of about %(each)s are expected in 52 weeks (BG/NBD and Gamma-Gamma, fitted to all customers of "
            "%(company)s); "
            "in 8 cases of 10 the value lies between %(low)s and %(high)s.",
            orders=f"{self.expected_orders:.1f}", each=format_amount(env, self.order_value_amount, self.currency_id),
            company=self.company_id.name, low=format_amount(env, self.clv_low_amount, self.currency_id),
            high=format_amount(env, self.clv_high_amount, self.currency_id))
        if self.verdict == "uncertain":
            words += " " + self.run_id._model_words()
        return words

    def action_open_customer(self):
        """Open the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "res.partner", "res_id": self.partner_id.id,
            "views": [[False, "form"]], "name": self.partner_id.display_name,
        }

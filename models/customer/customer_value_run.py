from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

KEPT_MONTHS = 13
MODEL_VERDICTS = [
    ("fitted", "Fitted"),
    ("correlated", "Fitted, but order value and frequency go together"),
    ("constant", "All orders cost the same"),
    ("at_limit", "Not determined by the data"),
    ("too_little_history", "Too little history"),
]


class SalesOsCustomerValueRun(models.Model):
    """One night's fit of the models that customer values rest on: what went in, what came out, how right it has been."""

    _name = "sales_os.customer.value.run"
    _description = "Valuation of Customers"
    _order = "computed_on desc, id desc"
    _rec_name = "computed_on"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    computed_on = fields.Datetime(required=True, readonly=True, index=True)
    customers = fields.Integer(readonly=True, aggregator=None, help="Customers with at least one confirmed order.")
    repeat_buyers = fields.Integer(readonly=True, aggregator=None, help="Those who ordered on more than one day.")
    orders = fields.Integer(readonly=True, aggregator=None)
    buying_verdict = fields.Selection(MODEL_VERDICTS, string="Repeat Buying", readonly=True)
    spending_verdict = fields.Selection(MODEL_VERDICTS, string="Order Value", readonly=True)
    rate_shape = fields.Float(string="r", readonly=True, digits=(16, 4), aggregator=None)
    rate_scale = fields.Float(string="α", readonly=True, digits=(16, 4), aggregator=None)
    leave_first = fields.Float(string="a", readonly=True, digits=(16, 4), aggregator=None)
    leave_second = fields.Float(string="b", readonly=True, digits=(16, 4), aggregator=None)
    log_likelihood = fields.Float(readonly=True, digits=(16, 2), aggregator=None)
    value_p = fields.Float(string="p", readonly=True, digits=(16, 4), aggregator=None)
    value_q = fields.Float(string="q", readonly=True, digits=(16, 4), aggregator=None)
    value_gamma = fields.Float(string="γ", readonly=True, digits=(16, 4), aggregator=None)
    correlation = fields.Float(
        readonly=True, digits=(16, 3), aggregator=None,
        help="Of order value and frequency. The model assumes that there is none; above 0.3 the values are to be read with care.")
    horizon_weeks = fields.Integer(string="Horizon (weeks)", readonly=True, aggregator=None)
    margin_percent = fields.Float(
        string="Counted (%)", readonly=True, aggregator=None, groups="sales_os.group_manager,sales_os.group_executive",
        help="Share of a sale that counts as value.")
    discount_percent = fields.Float(string="Discounted by (% a year)", readonly=True, aggregator=None)
    check_weeks = fields.Integer(string="Weeks Checked", readonly=True, aggregator=None)
    check_customers = fields.Integer(string="Customers Checked", readonly=True, aggregator=None)
    check_expected = fields.Float(string="Orders Expected", readonly=True, digits=(16, 1), aggregator=None)
    check_actual = fields.Integer(string="Orders That Came", readonly=True, aggregator=None)
    check_error = fields.Float(string="Error", readonly=True, digits=(16, 3), aggregator=None, help="Mean error in orders a customer.")
    check_error_of_rule = fields.Float(
        string="Error of the Rule of Thumb", readonly=True, digits=(16, 3), aggregator=None,
        help="That everybody goes on buying as often as before.")
    words = fields.Text(string="In Words", compute="_compute_words")

    @api.depends_context("lang")
    @api.depends("buying_verdict", "spending_verdict", "check_error", "check_error_of_rule", "customers", "repeat_buyers")
    def _compute_words(self):
        for run in self:
            run.words = "\n".join(filter(None, (run._model_words(), run._check_words())))

    def _model_words(self):
        env = self.env
        if "too_little_history" in (self.buying_verdict, self.spending_verdict):
            return env._(
                "%(customers)s customers, of whom %(repeat)s came back, are too few to expect anything of them: there are scores of "
                "recency, "
                "frequency and value, and no customer value. It takes 20 customers and 10 who came back.",
                customers=self.customers, repeat=self.repeat_buyers)
        if self.buying_verdict == "at_limit" or self.spending_verdict == "at_limit":
            return env._("The customers are too much alike to tell them apart: the values hold on average and are marked as uncertain.")
        if self.spending_verdict == "correlated":
            return env._("Who orders often also orders for more, or for less: the model does not know that; read the values with care.")
        return env._("Fitted to the orders of %(customers)s customers, of whom %(repeat)s came back.",
                     customers=self.customers, repeat=self.repeat_buyers)

    def _check_words(self):
        env = self.env
        if not self.check_weeks:
            return env._("It could not be checked: the orders do not reach back far enough.")
        values = {
            "weeks": self.check_weeks, "expected": round(self.check_expected), "actual": self.check_actual,
            "error": f"{self.check_error:.2f}", "rule": f"{self.check_error_of_rule:.2f}",
        }
        if self.check_error < self.check_error_of_rule:
            return env._(
                "Shown only what was known %(weeks)s weeks ago, it expected %(expected)s orders; %(actual)s came. It was wrong by "
                "%(error)s "
                "orders a customer, the rule of thumb (everybody goes on as before) by %(rule)s.", **values)
        return env._(
            "Shown only what was known %(weeks)s weeks ago, it expected %(expected)s orders; %(actual)s came. It was wrong by %(error)s "
            "orders a customer and so no better than the rule of thumb (everybody goes on as before, %(rule)s): do not rely on it.",
            **values)

    @api.autovacuum
    def _gc_runs(self):
        """Runs are kept for a year; the one that values rest on stays."""
        old = self.search([("computed_on", "<", fields.Datetime.now() - relativedelta(months=KEPT_MONTHS))])
        used = self.env["sales_os.customer.value"].search([("run_id", "in", old.ids)]).run_id
        (old - used).unlink()

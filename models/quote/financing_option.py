from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact
from odoo.addons.sales_os.algorithms.quote.financing import MAX_MONTHS, FinancingTerms, plan, problems, rounded

KINDS = [("loan", "Loan"), ("balloon", "Balloon loan"), ("lease", "Lease")]
TIMINGS = [("arrears", "End of the month"), ("advance", "Beginning of the month")]
BASES = [("total", "Price with taxes"), ("untaxed", "Price without taxes")]
EXAMPLE_PRICE = 10_000


class SalesOsFinancingOption(models.Model):
    """A way to pay over time that the company offers, such as "36 months at 5.9 %"."""

    _name = "sales_os.financing.option"
    _description = "Financing Option"
    _order = "sequence, months, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id,
        help="Of the fees and limits; on a quote in another currency they are converted at the quote's date.")
    kind = fields.Selection(
        KINDS, required=True, default="loan",
        help="Loan: paid back in full by the instalments. Balloon loan: the last payment is large. "
             "Lease: the goods go back, or are bought, at the residual value.")
    months = fields.Integer(required=True, default=36)
    annual_rate_percent = fields.Float(
        string="Annual Rate (%)", digits=(16, 3), help="Nominal rate a year, charged monthly at a twelfth.")
    timing = fields.Selection(TIMINGS, string="Instalment Due", required=True, default="arrears")
    base = fields.Selection(BASES, string="What Is Financed", required=True, default="total")
    down_payment_percent = fields.Float(
        string="Down Payment (%)", digits=(16, 2), help="The least that is paid at once; a customer may pay more.")
    residual_percent = fields.Float(
        string="Residual (%)", digits=(16, 2),
        help="Of the price: the last payment of a balloon loan, the value at which a lease ends. On a quote it may be lower, not higher.")
    fee_upfront_amount = fields.Monetary(string="Fee at the Start")
    fee_monthly_amount = fields.Monetary(string="Fee a Month")
    min_amount = fields.Monetary(string="From an Amount of", help="Offered for prices from here on.")
    max_amount = fields.Monetary(string="Up to an Amount of", help="0: no upper limit.")
    partner_id = fields.Many2one(
        "res.partner", string="Financed by", check_company=True, help="The bank or leasing company, where it is not us.")
    note = fields.Text(string="Conditions", translate=True, help="Printed below the comparison on the quote.")
    example_instalment_amount = fields.Monetary(
        string="Instalment per 10,000", compute="_compute_example", help="What a price of 10,000 costs a month.")
    example_effective_percent = fields.Float(string="Effective Rate (%)", compute="_compute_example", digits=(16, 2))

    _months_positive = models.Constraint("CHECK (months > 0)", "The months of a financing option must be at least 1.")
    _rate_not_negative = models.Constraint("CHECK (annual_rate_percent >= 0)", "The annual rate of a financing option is not negative.")

    @api.constrains(
        "kind", "months", "annual_rate_percent", "down_payment_percent", "residual_percent", "fee_upfront_amount", "fee_monthly_amount",
        "min_amount", "max_amount")
    def _check_terms(self):
        for option in self:
            found = next(problems(option._terms(price=option._example_price())), None)
            if found:
                raise ValidationError(self.env._(
                    "Financing option %(name)s: %(problem)s", name=option.name, problem=self._problem_text(found)))
            if option.min_amount < 0 or option.max_amount < 0 or (option.max_amount and option.max_amount < option.min_amount):
                raise ValidationError(self.env._(
                    "Financing option %s: the amounts must not be negative, and the lower limit not above the upper one.", option.name))

    @api.depends(
        "kind", "months", "annual_rate_percent", "timing", "down_payment_percent", "residual_percent", "fee_upfront_amount",
        "fee_monthly_amount")
    def _compute_example(self):
        for option in self:
            terms = option._terms(price=exact(EXAMPLE_PRICE))
            possible = not next(problems(terms), None)
            result = plan(terms) if possible else None
            option.example_instalment_amount = float(result.instalment) if possible else 0.0
            option.example_effective_percent = float(result.effective_annual_percent) if possible else 0.0

    def _example_price(self):
        """A price that the option is meant for: a large fee is no mistake where only large prices are financed."""
        return max(exact(EXAMPLE_PRICE), exact(self.min_amount))

    def _terms(self, *, price, down_payment=None, residual=None, rounding=None):
        """The option's terms for a price in its own currency."""
        self.ensure_one()
        rounding = exact(rounding or self.currency_id.rounding or 0.01)
        return FinancingTerms(
            price=price,
            months=self.months,
            annual_rate_percent=exact(self.annual_rate_percent),
            down_payment=self._share(price, self.down_payment_percent, rounding) if down_payment is None else down_payment,
            residual=self._share(price, self.residual_percent, rounding) if residual is None else residual,
            kind=self.kind or "loan",
            in_advance=self.timing == "advance",
            fee_upfront=exact(self.fee_upfront_amount),
            fee_monthly=exact(self.fee_monthly_amount),
            rounding=rounding,
        )

    @api.model
    def _share(self, price, percent, rounding):
        return rounded(price * exact(percent) / 100, rounding)

    @api.model
    def _problem_text(self, key):
        """In words what is wrong with terms and what to do."""
        return {
            "not_a_number": self.env._("an amount or rate is not a number. Enter plain figures."),
            "months": self.env._("the term must be between 1 and %s months.", MAX_MONTHS),
            "rate": self.env._("the annual rate must be between 0 and 100 %."),
            "fee": self.env._("a fee cannot be negative."),
            "price": self.env._("there is no price to finance yet. Add products first."),
            "down_payment": self.env._("the down payment cannot be negative."),
            "down_payment_price": self.env._("the down payment covers the whole price, so nothing is left to finance. Lower it."),
            "residual": self.env._("the residual value cannot be negative."),
            "residual_financed": self.env._("the residual value must be less than what is financed. Lower it or the down payment."),
            "residual_loan": self.env._("a loan is paid back in full and has no residual value. Choose a balloon loan or a lease."),
            "fee_financed": self.env._("the fee at the start is as high as what is financed."),
            "down_payment_minimum": self.env._("the down payment is below the least that the option asks for. Raise it."),
            "residual_maximum": self.env._("the residual value is above what the option allows. Lower it."),
            "amount_minimum": self.env._("the price is below the amount from which this option is offered."),
            "amount_maximum": self.env._("the price is above the amount up to which this option is offered."),
        }[key]

    @api.model
    def _plan_values(self, result):
        """A plan as plain values."""
        return {
            "financed": float(result.financed), "instalment": float(result.instalment), "last_instalment": float(result.last_instalment),
            "residual": float(result.residual), "interest": float(result.interest), "fees": float(result.fees), "cost": float(result.cost),
            "total": float(result.total), "effective_annual_percent": float(result.effective_annual_percent),
            "schedule": [
                {
                    "number": row.number, "month": row.month, "opening": float(row.opening), "interest": float(row.interest),
                    "principal": float(row.principal), "fee": float(row.fee), "amount": float(row.amount), "closing": float(row.closing),
                    "is_residual": row.is_residual,
                }
                for row in result.schedule
            ],
        }

    def _refuse(self, problem):
        raise UserError(self.env._("Financing option %(name)s: %(problem)s", name=self.name, problem=self._problem_text(problem)))

    def action_calculate(self, amount, down_payment=False, residual=False):
        """What financing ``amount`` costs under this option: instalment, cost, effective rate and the schedule.

        :param down_payment: paid at once, instead of the option's percentage
        :param residual: left at the end, instead of the option's percentage
        """
        self.ensure_one()
        self.check_access("read")
        try:
            price = exact(amount)
            given = [None if value is False else exact(value) for value in (down_payment, residual)]
        except ArithmeticError:
            self._refuse("not_a_number")
        terms = self._terms(price=price, down_payment=given[0], residual=given[1])
        found = next(problems(terms), None) or self._limit_problem(terms, exact(self.min_amount), exact(self.max_amount))
        if found:
            self._refuse(found)
        return self._plan_values(plan(terms))

    def _limit_problem(self, terms, least, most):
        """The key of the option's limit that possible terms break, or False."""
        if terms.price < least:
            return "amount_minimum"
        if most and terms.price > most:
            return "amount_maximum"
        if terms.down_payment < self._share(terms.price, self.down_payment_percent, terms.rounding):
            return "down_payment_minimum"
        if terms.residual > self._share(terms.price, self.residual_percent, terms.rounding):
            return "residual_maximum"
        return False

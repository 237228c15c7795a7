from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact
from odoo.addons.sales_os.algorithms.quote.financing import FinancingTerms, plan, problems

# what the option says and no one changes on a quote: a lower rate or fee would be a discount by the back door
TERMS = ("name", "kind", "months", "annual_rate_percent", "timing", "base", "fee_upfront_amount", "fee_monthly_amount", "note")
AMOUNTS = (
    "price_amount", "down_payment_amount", "residual_amount", "financed_amount", "instalment_amount", "last_instalment_amount",
    "total_amount", "cost_amount", "effective_annual_percent",
)
RESULTS = (*AMOUNTS, "problem_key")
CHOICE = ("is_chosen", "chosen_on")


def choices_of(name):
    """The same choices as the option's."""
    return lambda self: self.env["sales_os.financing.option"]._fields[name]._description_selection(self.env)


class SalesOsFinancingOffer(models.Model):
    """A financing option on one quote: the option's terms as they were that day, and what they mean for this price."""

    _name = "sales_os.financing.offer"
    _description = "Financing Offer"
    _order = "sequence, id"

    order_id = fields.Many2one("sale.order", string="Quote", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    order_state = fields.Selection(related="order_id.state", string="State of the Quote")
    sequence = fields.Integer(default=10)
    option_id = fields.Many2one(
        "sales_os.financing.option", required=True, ondelete="restrict", index=True,
        domain="[('company_id', '=', company_id)]")
    wished_down_payment_amount = fields.Monetary(
        string="Customer Pays at Once", help="0: the option's own down payment. A higher amount lowers the instalments.")
    residual_percent = fields.Float(
        string="Residual (%)", digits=(16, 2), compute="_compute_residual_percent", store=True, readonly=False, precompute=True,
        help="The option's, or less.")

    name = fields.Char(compute="_compute_terms", store=True, precompute=True)
    kind = fields.Selection(choices_of("kind"), compute="_compute_terms", store=True, precompute=True)
    months = fields.Integer(compute="_compute_terms", store=True, precompute=True)
    annual_rate_percent = fields.Float(
        string="Annual Rate (%)", digits=(16, 3), compute="_compute_terms", store=True, precompute=True, aggregator="avg")
    timing = fields.Selection(choices_of("timing"), string="Instalment Due", compute="_compute_terms", store=True, precompute=True)
    base = fields.Selection(choices_of("base"), string="What Is Financed", compute="_compute_terms", store=True, precompute=True)
    fee_upfront_amount = fields.Monetary(string="Fee at the Start", compute="_compute_terms", store=True, precompute=True)
    fee_monthly_amount = fields.Monetary(string="Fee a Month", compute="_compute_terms", store=True, precompute=True)
    note = fields.Text(string="Conditions", compute="_compute_terms", store=True, precompute=True)

    price_amount = fields.Monetary(string="Price", compute="_compute_plan", store=True)
    down_payment_amount = fields.Monetary(string="Down Payment", compute="_compute_plan", store=True)
    residual_amount = fields.Monetary(string="Residual", compute="_compute_plan", store=True)
    financed_amount = fields.Monetary(string="Financed", compute="_compute_plan", store=True)
    instalment_amount = fields.Monetary(
        string="Instalment", compute="_compute_plan", store=True, help="Paid every month, the monthly fee included.")
    last_instalment_amount = fields.Monetary(
        string="Last Instalment", compute="_compute_plan", store=True, help="Takes what rounding left, so that all adds up to the cent.")
    total_amount = fields.Monetary(
        string="Total Paid", compute="_compute_plan", store=True,
        help="Down payment, fees and all payments; the residual value of a lease is not paid.")
    cost_amount = fields.Monetary(
        string="Cost of Financing", compute="_compute_plan", store=True, help="Interest and fees: what it costs more than paying at once.")
    effective_annual_percent = fields.Float(
        string="Effective Rate (%)", compute="_compute_plan", store=True, digits=(16, 2), aggregator="avg",
        help="What the money costs a year with all fees, compounded (as the annual percentage rate of Directive 2008/48/EC).")
    problem_key = fields.Char(compute="_compute_plan", store=True)
    problem = fields.Char(compute="_compute_problem", help="Why this offer is not possible at this price.")

    is_chosen = fields.Boolean(string="Chosen", readonly=True, copy=False)
    chosen_on = fields.Datetime(readonly=True, copy=False)

    _chosen_uniq = models.UniqueIndex("(order_id) WHERE is_chosen", "Only one financing offer of a quote can be chosen.")

    @api.depends("option_id")
    def _compute_residual_percent(self):
        for offer in self:
            offer.residual_percent = offer.option_id.residual_percent

    @api.depends("option_id")
    def _compute_terms(self):
        """Copies of the day: an option that changes later leaves the quotes alone that were made before."""
        for offer in self:
            option = offer.option_id.with_context(lang=offer.order_id.partner_id.lang or self.env.lang)
            for name in TERMS:
                offer[name] = option[name]
            for name in ("fee_upfront_amount", "fee_monthly_amount"):
                offer[name] = offer._in_quote_currency(option[name])

    def _in_quote_currency(self, amount):
        option, order = self.option_id, self.order_id
        if not amount or not order.currency_id or option.currency_id == order.currency_id:
            return amount
        date = order.date_order or fields.Date.context_today(self)
        return option.currency_id._convert(amount, order.currency_id, order.company_id, date)

    @api.depends(
        "order_id.amount_total", "order_id.amount_untaxed", "order_id.state", "wished_down_payment_amount", "residual_percent",
        *TERMS[1:-1])
    def _compute_plan(self):
        for offer in self:
            if offer.order_id.state in ("sale", "cancel") and offer._origin:
                # agreed, or over: what was offered stays what it was
                for name in RESULTS:
                    offer[name] = offer[name]
                continue
            terms = offer._terms()
            offer.problem_key = next(problems(terms), None) or offer._limit_problem(terms)
            offer._set_amounts(terms, None if offer.problem_key else plan(terms))

    def _set_amounts(self, terms, result):
        self.price_amount = float(terms.price)
        self.down_payment_amount = float(terms.down_payment)
        self.residual_amount = float(terms.residual)
        self.financed_amount = float(result.financed) if result else 0.0
        self.instalment_amount = float(result.instalment) if result else 0.0
        self.last_instalment_amount = float(result.last_instalment) if result else 0.0
        self.total_amount = float(result.total) if result else 0.0
        self.cost_amount = float(result.cost) if result else 0.0
        self.effective_annual_percent = float(result.effective_annual_percent) if result else 0.0

    def _terms(self):
        self.ensure_one()
        order, share = self.order_id, self.option_id._share
        rounding = exact(self.currency_id.rounding or 0.01)
        price = exact(order.amount_untaxed if self.base == "untaxed" else order.amount_total)
        return FinancingTerms(
            price=price,
            months=self.months,
            annual_rate_percent=exact(self.annual_rate_percent),
            down_payment=exact(self.wished_down_payment_amount) or share(price, self.option_id.down_payment_percent, rounding),
            residual=share(price, self.residual_percent, rounding),
            kind=self.kind or "loan",
            in_advance=self.timing == "advance",
            fee_upfront=exact(self.fee_upfront_amount),
            fee_monthly=exact(self.fee_monthly_amount),
            rounding=rounding,
        )

    def _limit_problem(self, terms):
        option = self.option_id
        least, most = (exact(self._in_quote_currency(amount)) for amount in (option.min_amount, option.max_amount))
        return option._limit_problem(terms, least, most)

    @api.depends("problem_key")
    def _compute_problem(self):
        for offer in self:
            offer.problem = self.env._(
                "Not possible: %s", self.env["sales_os.financing.option"]._problem_text(offer.problem_key)) if offer.problem_key else False

    @api.constrains("option_id", "wished_down_payment_amount", "residual_percent")
    def _check_possible(self):
        for offer in self:
            if offer.option_id.company_id != offer.company_id:
                raise ValidationError(self.env._(
                    "Financing option %(option)s belongs to another company than quote %(quote)s.",
                    option=offer.option_id.name, quote=offer.order_id.name))
            if offer.problem_key and offer.problem_key != "price":
                raise ValidationError(self.env._(
                    "%(option)s on quote %(quote)s: %(problem)s", option=offer.option_id.name, quote=offer.order_id.name,
                    problem=self.env["sales_os.financing.option"]._problem_text(offer.problem_key)))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own_fields(vals)
        offers = super().create(vals_list)
        offers._check_open()
        return offers

    def write(self, vals):
        self._check_own_fields(vals)
        if "order_id" in vals and any(offer.order_id.id != vals["order_id"] for offer in self):
            raise UserError(self.env._("A financing offer stays on its quote: add the option to the other quote instead."))
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()

    def _check_own_fields(self, vals):
        """Terms come from the option and the choice from its button, whoever writes by whatever door."""
        closed = set(vals) & {*TERMS, *RESULTS, *CHOICE}
        if closed and not self.env.su:
            raise UserError(self.env._(
                "The terms of a financing offer come from its option, and their result is computed: %s cannot be written.",
                ", ".join(sorted(self._fields[name].string for name in closed))))

    def _check_open(self):
        for offer in self:
            if offer.order_id.state not in ("draft", "sent"):
                raise UserError(self.env._(
                    "Quote %s is confirmed or cancelled, so its financing does not change any more. Make a new revision.",
                    offer.order_id.name))

    def action_choose(self):
        """The customer takes this one: no other offer of the quote stays chosen."""
        self.ensure_one()
        self.check_access("write")
        if self.problem_key:
            raise UserError(self.env._(
                "%(option)s on quote %(quote)s: %(problem)s", option=self.name, quote=self.order_id.name,
                problem=self.env["sales_os.financing.option"]._problem_text(self.problem_key)))
        self._set_choice(self)
        return True

    def action_unchoose(self):
        """Nothing is chosen any more: the price is paid at once."""
        self.ensure_one()
        self.check_access("write")
        self._set_choice(self.browse())
        return True

    def _set_choice(self, chosen):
        order = self.order_id
        self._check_open()
        before = order.sales_os_financing_ids.filtered("is_chosen")
        if before == chosen:
            return
        # sudo: the two fields that only this method writes; the right to change the offer was checked by the caller
        before.sudo().write({"is_chosen": False, "chosen_on": False})
        before.flush_recordset(["is_chosen"])
        # sudo: as above
        chosen.sudo().write({"is_chosen": True, "chosen_on": fields.Datetime.now()})
        self.env["sales_os.audit.entry"]._append(
            order, "financing", old=before.name or "", new=chosen._in_words() if chosen else "")

    def _in_words(self):
        """The agreed terms as one text, the same for the same terms whatever the language."""
        self.ensure_one()
        terms = self._terms()
        return (
            f"{self.name}: {terms.kind}, {terms.months} x {self.instalment_amount:.2f} {self.currency_id.name}, "
            f"{terms.annual_rate_percent.normalize():f} %, {self.timing}, down {self.down_payment_amount:.2f}, "
            f"residual {self.residual_amount:.2f}, fees {self.fee_upfront_amount:.2f} + {self.fee_monthly_amount:.2f}, "
            f"total {self.total_amount:.2f}")

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SalesOsChannelCost(models.Model):
    """What a channel cost in a month: advertising, a stand, a dealer's fee. Wages and commissions are not entered here."""

    _name = "sales_os.channel.cost"
    _description = "Cost of a Channel"
    _order = "date desc, channel_id, id"
    _rec_name = "channel_id"
    _check_company_auto = True

    channel_id = fields.Many2one("sales_os.channel", required=True, index=True, ondelete="restrict", check_company=True)
    date = fields.Date(
        string="Month", required=True, index=True, default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
        help="Any day of the month; its first is kept.")
    name = fields.Char(string="What For", help="For example stand at the spring fair.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    amount = fields.Monetary(required=True)
    company_currency_id = fields.Many2one("res.currency", related="company_id.currency_id", string="Currency of the Company")
    company_amount = fields.Monetary(
        string="In the Company's Currency", currency_field="company_currency_id", compute="_compute_company_amount", store=True,
        help="At the rate of the first of the month, as it was when the amount was entered.")

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The cost of a channel is not negative.")
    _date_first_of_month = models.Constraint("CHECK (EXTRACT(DAY FROM date) = 1)",
        "The cost of a channel is dated by the first of its month.")

    @api.depends("amount", "currency_id", "company_id", "date")
    def _compute_company_amount(self):
        for cost in self:
            own = cost.company_id.currency_id
            cost.company_amount = cost.currency_id._convert(cost.amount, own, cost.company_id, cost.date) if (
                cost.currency_id and own and cost.date) else cost.amount

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._dated_by_month(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._dated_by_month(vals))

    @api.model
    def _dated_by_month(self, vals):
        return {**vals, "date": fields.Date.start_of(fields.Date.to_date(vals["date"]), "month")} if vals.get("date") else vals

    @api.onchange("date")
    def _onchange_date(self):
        if self.date:
            self.date = fields.Date.start_of(self.date, "month")


class SalesOsChannel(models.Model):
    _inherit = "sales_os.channel"

    target_share_percent = fields.Float(
        string="Target Share (%)", digits=(16, 1), help="The share of the revenue that is to come by this channel. Empty: no aim.")
    cost_ids = fields.One2many("sales_os.channel.cost", "channel_id", string="Costs",
        groups="sales_os.group_executive,sales_os.group_admin")

    @api.constrains("target_share_percent")
    def _check_target_share_percent(self):
        for channel in self:
            if not 0 <= channel.target_share_percent <= 100:
                raise ValidationError(self.env._(
                    "The target share of “%(channel)s” is %(share)s %%: enter a share between 0 and 100 %%.",
                    channel=channel.name, share=channel.target_share_percent))

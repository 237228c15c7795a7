from odoo import api, fields, models
from odoo.exceptions import ValidationError

RHYTHMS = [
    ("once", "Once"),
    ("fortnightly", "Every second week"),
    ("weekly", "Every week"),
    ("twice_weekly", "Twice a week"),
    ("thrice_weekly", "Three times a week"),
]


class SalesOsRouteWish(models.AbstractModel):
    """What is asked of a visit in a route plan, whether a place was found for it (a stop) or not (unplanned)."""

    _name = "sales_os.route.wish"
    _description = "Wished Visit of a Route Plan"
    _check_company_auto = True

    #: what a stop that did not fit, and comes back later, keeps
    _wish_fields = (
        "partner_id",
        "visit_id",
        "visit_minutes",
        "rhythm",
        "priority",
        "value_amount",
        "is_optional",
        "load",
        "window_start",
        "window_end",
        "reason",
        "keep_day",
        "locked",
        "appointment",
    )

    plan_id = fields.Many2one("sales_os.route.plan", string="Route Plan", required=True, ondelete="cascade", index=True, check_company=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    rep_id = fields.Many2one(related="plan_id.rep_id", store=True, precompute=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, ondelete="restrict", index=True, check_company=True)
    visit_id = fields.Many2one("sales_os.visit", ondelete="set null", index="btree_not_null", copy=False, check_company=True)
    visit_minutes = fields.Integer(
        string="Minutes", compute="_compute_wish", store=True, readonly=False, precompute=True, help="How long the visit takes."
    )
    rhythm = fields.Selection(
        RHYTHMS,
        default="once",
        required=True,
        help="How often the customer is visited within this plan; several visits fall on the same weekday.",
    )
    priority = fields.Integer(
        compute="_compute_wish",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="1 is the highest: it stays when not everything fits. 0: no priority.",
    )
    value_amount = fields.Monetary(string="Expected Value", help="What the visit is expected to be worth.")
    is_optional = fields.Boolean(
        string="Optional", help="Planned only when its expected value is more than the detour costs (see Value of an Hour in the settings)."
    )
    load = fields.Integer(help="How much room it takes in the car. Counted when the plan has a load a day.")
    window_start = fields.Float(
        string="Not Before", aggregator=None, help="Takes the place of the customer's opening hours. 0:00 to 0:00: no hours of its own."
    )
    window_end = fields.Float(string="Over By", aggregator=None)
    date = fields.Date(string="Day", index=True)
    keep_day = fields.Boolean(string="Keep the Day", help="Stays on its day; its place in the order is free.")
    locked = fields.Boolean(help="Stays on its day and at its place in the order.")
    appointment = fields.Datetime(string="Agreed Start", help="A time agreed with the customer: the visit begins exactly then.")
    reason = fields.Char(help="Why this customer is in the plan.")

    @api.depends("partner_id")
    def _compute_wish(self):
        for wish in self:
            cadence = wish.partner_id.sales_os_cadence_id
            company = wish.company_id or wish.plan_id.company_id or self.env.company
            wish.visit_minutes = cadence.minutes or company.sales_os_visit_default_minutes
            wish.priority = cadence.priority

    @api.constrains("visit_minutes", "priority", "load", "window_start", "window_end")
    def _check_wish(self):
        for wish in self:
            name = wish._customer().display_name
            if not 1 <= wish.visit_minutes <= 1440:
                raise ValidationError(self.env._("The visit to %s must take from 1 to 1440 minutes.", name))
            if wish.priority < 0 or wish.load < 0:
                raise ValidationError(self.env._("Priority and load of %s cannot be negative.", name))
            if not 0 <= wish.window_start <= 24 or not 0 <= wish.window_end <= 24:
                raise ValidationError(self.env._("The hours of %s must lie between 0:00 and 24:00.", name))
            if (wish.window_start or wish.window_end) and wish.window_end <= wish.window_start:
                raise ValidationError(self.env._("The hours of %s end before they start.", name))

    def _customer(self):
        # sudo: whom the visit is to, as far as one needs to get there; who put the customer into the plan could read it then,
        # and a territory that changes hands in between must not break the plan
        return self.partner_id.sudo()

    def _prepare_wish_vals(self):
        """What another wish for the same visit is made of."""
        self.ensure_one()
        return {name: self[name].id if self._fields[name].type == "many2one" else self[name] for name in self._wish_fields} | {
            "plan_id": self.plan_id.id,
            "date": (self.keep_day or self.locked) and self.date,
        }

    @api.model
    def _clock(self, hours):
        minutes = round(hours * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

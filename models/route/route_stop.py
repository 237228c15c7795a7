from datetime import UTC

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_os.algorithms.visit.working_day import local_date, zone

# an object of this process: no caller from outside can put it into a context
_BY_PLAN = object()

#: what the optimisation reads: a change makes the times of the plan old
ASKED_FIELDS = frozenset(
    {
        "partner_id",
        "visit_minutes",
        "rhythm",
        "priority",
        "value_amount",
        "is_optional",
        "load",
        "window_start",
        "window_end",
        "date",
        "sequence",
        "locked",
        "keep_day",
        "appointment",
        "visit_id",
    }
)

#: a change of these is another order given by a person: what was saved is counted from there on
ORDER_FIELDS = frozenset({"date", "sequence", "partner_id"})


class SalesOsRouteStop(models.Model):
    """One visit of a route plan: which day, in which place of the order, at what time."""

    _name = "sales_os.route.stop"
    _description = "Stop of a Route Plan"
    _inherit = ["sales_os.route.wish"]
    _order = "plan_id, date, sequence, id"
    _rec_name = "partner_id"

    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")
    sequence = fields.Integer(default=100_000, aggregator=None)
    position = fields.Integer(string="No.", readonly=True, copy=False, aggregator=None, help="Place in the order of its day.")
    arrival = fields.Datetime(readonly=True, copy=False)
    visit_start = fields.Datetime(string="Visit Starts", readonly=True, copy=False, help="After a wait, if there is one.")
    departure = fields.Datetime(readonly=True, copy=False)
    arrival_hour = fields.Float(string="Arrives", compute="_compute_hours", help="By the clock of the representative.")
    start_hour = fields.Float(string="Begins", compute="_compute_hours", help="When the visit begins: after a wait, or after lunch.")
    departure_hour = fields.Float(string="Leaves", compute="_compute_hours")
    travel_km = fields.Float(string="Way (km)", digits=(10, 1), readonly=True, copy=False)
    travel_minutes = fields.Integer(string="Drive (min)", readonly=True, copy=False)
    wait_minutes = fields.Integer(string="Wait (min)", readonly=True, copy=False)
    window_label = fields.Char(string="Hours", readonly=True, copy=False, help="When the customer can be visited on that day.")
    visit_state = fields.Selection(related="visit_id.state", string="State of the Visit")
    phone = fields.Char(related="partner_id.phone")
    address = fields.Char(compute="_compute_address", compute_sudo=True)

    _plan_date_idx = models.Index("(plan_id, date, sequence)")
    _visit_uniq = models.UniqueIndex("(plan_id, visit_id) WHERE visit_id IS NOT NULL", "This visit is a stop of the plan already.")

    @api.depends("arrival", "visit_start", "departure", "rep_id.tz")
    def _compute_hours(self):
        for stop in self:
            stop.arrival_hour = stop._local_hour(stop.arrival)
            stop.start_hour = stop._local_hour(stop.visit_start)
            stop.departure_hour = stop._local_hour(stop.departure)

    @api.depends("partner_id.street", "partner_id.street2", "partner_id.zip", "partner_id.city")
    def _compute_address(self):
        for stop in self:
            partner = stop.partner_id
            town = " ".join(filter(None, [partner.zip, partner.city]))
            stop.address = ", ".join(filter(None, [partner.street, partner.street2, town]))

    def _local_hour(self, moment):
        if not moment:
            return 0.0
        local = moment.replace(tzinfo=UTC).astimezone(zone(self.rep_id.tz))
        return local.hour + local.minute / 60

    @api.constrains("date", "appointment", "plan_id")
    def _check_days(self):
        for stop in self:
            day = stop.appointment and local_date(moment=stop.appointment, tz=stop.rep_id.tz) or stop.date
            if day and not stop.plan_id.date_start <= day <= stop.plan_id.date_end:
                raise ValidationError(
                    self.env._(
                        "%(customer)s is planned for %(day)s, outside the days of %(plan)s.",
                        customer=stop._customer().display_name,
                        day=day,
                        plan=stop.plan_id.display_name,
                    )
                )

    @api.constrains("locked", "keep_day", "date")
    def _check_held(self):
        for stop in self:
            if (stop.locked or stop.keep_day) and not stop.date and not stop.appointment:
                raise ValidationError(
                    self.env._("Give %s a day before you lock it: there is nothing to keep yet.", stop._customer().display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        stops = super().create(vals_list)
        if not self._is_by_plan():
            stops.plan_id._check_editable()
            stops._check_customers()
            stops._take_only_day()
            stops.plan_id._mark_stale(is_reordered=True)
        return stops

    def write(self, vals):
        if not self._is_by_plan() and ASKED_FIELDS & set(vals):
            self.plan_id._check_editable()
            if vals.get("appointment") and "date" not in vals:
                for stop in self:
                    day = local_date(moment=fields.Datetime.to_datetime(vals["appointment"]), tz=stop.rep_id.tz)
                    super(SalesOsRouteStop, stop).write({"date": day})
            self.plan_id._mark_stale(is_reordered=bool(ORDER_FIELDS & set(vals)))
        result = super().write(vals)
        if "partner_id" in vals:
            self._check_customers()
        return result

    def unlink(self):
        if not self._is_by_plan():
            self.plan_id._check_editable()
            self._break_rhythms()
            self.plan_id._mark_stale(is_reordered=True)
        return super().unlink()

    def _by_plan(self):
        """For the plan's own writes: they neither ask for the state nor make the times old."""
        return self.with_context(sales_os_route_by_plan=_BY_PLAN)

    def _check_customers(self):
        """Nobody learns the address of a customer one may not see by planning a visit there."""
        self.partner_id.check_access("read")

    def _is_by_plan(self):
        return self.env.context.get("sales_os_route_by_plan") is _BY_PLAN

    def _take_only_day(self):
        for stop in self.filtered(lambda stop: not stop.date):
            if stop.appointment:
                stop._by_plan().date = local_date(moment=stop.appointment, tz=stop.rep_id.tz)
            elif stop.plan_id.date_start == stop.plan_id.date_end:
                stop._by_plan().date = stop.plan_id.date_start

    def _break_rhythms(self):
        """One visit of a rhythm is taken out by hand: the others keep their days instead of calling it back."""
        for stop in self.filtered(lambda stop: stop.rhythm != "once"):
            others = stop.plan_id.stop_ids.filtered(
                lambda other, stop=stop: other.partner_id == stop.partner_id and other.rhythm == stop.rhythm and other not in self
            )
            dated = others.filtered("date")
            dated._by_plan().write({"rhythm": "once", "keep_day": True})

    def action_toggle_lock(self):
        """Lock what is free, free what is locked."""
        self.check_access("write")
        for is_locked, stops in self.grouped("locked").items():
            stops.write({"locked": not is_locked})
        return True

    def action_navigate(self):
        self.ensure_one()
        return self.plan_id.action_navigate(stop_id=self.id)

    def action_open_visit(self):
        self.ensure_one()
        if not self.visit_id:
            raise UserError(self.env._("There is no visit to %s yet: confirm the plan first.", self._customer().display_name))
        return {"type": "ir.actions.act_window", "res_model": "sales_os.visit", "res_id": self.visit_id.id, "views": [[False, "form"]]}

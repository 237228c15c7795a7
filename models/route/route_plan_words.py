from odoo import api, models
from odoo.tools import format_date


class SalesOsRoutePlan(models.Model):
    """What the engine's codes mean, in words."""

    _inherit = "sales_os.route.plan"

    @api.model
    def _reason_words(self, reason, facts):
        """Return why a visit is not in the plan; ``facts`` are the engine's plain values (seconds of the day, dates)."""
        span, day = self._span, self._day
        words = {
            "no_position": lambda: self.env._("The customer has no position on the map: locate the address first."),
            "no_working_day": lambda: self.env._("Nobody works on the day it is wished for."),
            "no_rep": lambda: self.env._("No representative of this plan may go there."),
            "closed": lambda: self.env._("The customer is closed on all days that are possible."),
            "window_too_short": lambda: self.env._(
                "The visit takes %(needed)s minutes; the longest opening has %(longest)s.",
                needed=facts["service"] // 60,
                longest=facts["longest"] // 60,
            ),
            "window_outside_shift": lambda: self.env._(
                "The customer's hours %(window)s lie outside the working hours %(shift)s (%(day)s).",
                window=span(facts["window"]),
                shift=span(facts["shift"]),
                day=day(facts["day"]),
            ),
            "too_far": lambda: self.env._(
                "Driving there, the visit and driving back take %(needed)s minutes; the working day %(shift)s does not hold that.",
                needed=facts["needed"] // 60,
                shift=span(facts["shift"]),
            ),
            "too_much_driving": lambda: self.env._("The drive there and back alone takes %s minutes.", facts["needed"] // 60),
            "load_too_large": lambda: self.env._(
                "Its load of %(load)s is more than the %(capacity)s that fit into a day.", load=facts["load"], capacity=facts["capacity"]
            ),
            "no_visit_allowed": lambda: self.env._("The plan allows no visits a day."),
            "pattern_impossible": lambda: self.env._("Its rhythm cannot be kept: no weekday is possible in every week it needs."),
            "appointment_outside_shift": lambda: self.env._(
                "The agreed time %(start)s on %(day)s lies outside the working hours %(shift)s.",
                start=self._time(facts["start"]),
                day=day(facts["day"]),
                shift=span(facts["shift"]),
            ),
            "appointment_unreachable": lambda: self.env._(
                "The agreed time %(start)s on %(day)s cannot be reached: %(earliest)s is the earliest.",
                start=self._time(facts["start"]),
                day=day(facts["day"]),
                earliest=self._time(facts["earliest"]),
            ),
            "appointment_conflict": lambda: self.env._("It does not go together with another fixed visit of the same day."),
            "day_full": lambda: self.env._("The days are full."),
            "lower_value": lambda: self.env._("Its value is less than the detour it would cost."),
        }
        try:
            return words[reason]()
        except (KeyError, TypeError):
            # a reason that has learned other facts is still told by its name
            return self.env._("It does not fit (%s).", reason)

    @api.model
    def _issue_words(self, issue, subject):
        """Return what makes the whole question senseless. ``subject`` names the record it is about."""
        facts = issue.facts
        words = {
            "speed_not_positive": lambda: self.env._("%s: the average speed must be more than 0 km/h.", subject),
            "road_factor_too_small": lambda: self.env._("The road factor must be at least 1: change it in the settings."),
            "shift_ends_before_start": lambda: self.env._("%s: the working day ends before it starts.", subject),
            "day_too_long": lambda: self.env._("%s: a working day cannot be longer than 24 hours.", subject),
            "start_without_position": lambda: self.env._("%s: the home position is not a place on earth.", subject),
            "lunch_impossible": lambda: self.env._("%s: the lunch break does not fit into the working day.", subject),
            "window_ends_before_start": lambda: self.env._("%s: the hours end before they start.", subject),
            "negative": lambda: self.env._("%(subject)s: %(field)s cannot be negative.", subject=subject, field=facts.get("field")),
            "not_a_number": lambda: self.env._("%(subject)s: %(field)s is not a number.", subject=subject, field=facts.get("field")),
        }
        code = issue.issue.value
        return words[code]() if code in words else self.env._("%(subject)s cannot be planned (%(code)s).", subject=subject, code=code)

    @api.model
    def _time(self, seconds):
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"

    @api.model
    def _span(self, pair):
        return f"{self._time(pair[0])}–{self._time(pair[1])}"

    @api.model
    def _day(self, day):
        return format_date(self.env, day, date_format="EEE d MMM")

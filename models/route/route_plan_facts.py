from datetime import UTC, datetime, time, timedelta

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.route.field_day import day_facts
from odoo.addons.sales_os.algorithms.route.field_request import PlanFacts, StopFacts
from odoo.addons.sales_os.algorithms.visit.working_day import zone


class SalesOsRoutePlan(models.Model):
    """What an optimisation needs to know, read in a number of queries that does not grow with the stops."""

    _inherit = "sales_os.route.plan"

    def _check_ready(self):
        """Say in words why this plan cannot be computed at all."""
        self.ensure_one()
        rep = self.rep_id
        if self.state in ("confirmed", "done"):
            raise UserError(self.env._("%s is confirmed: set it back to draft before you optimise it again.", self.display_name))
        if not rep.active:
            raise UserError(self.env._("%s is archived and drives no routes: choose another representative.", rep.display_name))
        if rep.speed_kmh <= 0:
            raise UserError(self.env._("%s has an average speed of 0 km/h: enter one with which routes can be driven.", rep.display_name))
        if not rep.resource_calendar_id:
            raise UserError(self.env._("%s has no working hours: choose a calendar on the representative.", rep.display_name))
        if not self.stop_ids and not self.unplanned_ids:
            raise UserError(self.env._("%s has no stops: add customers, or generate the plan from the due customers.", self.display_name))

    def _work_days(self):
        """Return {date: worked day} of this plan's rep."""
        self.ensure_one()
        return self.rep_id._working_days(self.date_start, self.date_end).get(self.rep_id.id, {})

    def _plan_facts(self, wishes, worked):
        """Freeze everything: ``wishes`` are stops and unplanned rows, their index is their key."""
        self.ensure_one()
        # sudo: limits and home of the rep, and the company's settings, are needed to compute, not shown
        rep, company = self.rep_id.sudo(), self.company_id.sudo()
        openings = self._openings_by_partner([wish.partner_id.id for wish in wishes])
        home = (rep.start_latitude, rep.start_longitude)
        return PlanFacts(
            stops=tuple(self._stop_facts(index, wish, openings) for index, wish in enumerate(wishes)),
            days=tuple(
                day_facts(day=day, start=work.start, end=work.end, breaks=work.breaks, lunch=work.lunch)
                for day, work in sorted(worked.items())
            ),
            home=home if any(home) else None,
            objective=self.objective,
            speed_kmh=rep.speed_kmh,
            road_factor=company.sales_os_road_factor,
            hour_value=company.sales_os_hour_value_amount,
            max_day_minutes=rep.max_day_minutes,
            max_stops=self.max_stops or rep.max_day_visits,
            capacity=self.capacity,
            lunch_slack=company.sales_os_lunch_slack_minutes * 60,
        )

    def _stop_facts(self, index, wish, openings):
        is_stop = wish._name == "sales_os.route.stop"
        partner = wish._customer()
        position = (partner.partner_latitude, partner.partner_longitude)
        return StopFacts(
            key=index,
            position=position if any(position) else None,
            minutes=wish.visit_minutes,
            date=wish.date or None,
            sequence=wish.sequence if is_stop else 1_000_000,
            keep_day=wish.keep_day,
            locked=wish.locked,
            appointment=self._day_and_second(wish.appointment) if wish.appointment else None,
            rhythm=wish.rhythm,
            customer=partner.id,
            openings=openings.get(partner.id),
            window=(round(wish.window_start * 3600), round(wish.window_end * 3600)) if wish.window_end else None,
            priority=wish.priority,
            value=wish.value_amount,
            optional=wish.is_optional,
            load=wish.load,
        )

    def _openings_by_partner(self, partner_ids):
        """Return {partner id: {weekday: ((from, to), …)}}; partners without hours are missing: they are always open."""
        # sudo: when the customers of this plan are open, whoever keeps their record
        rows = (
            self.env["sales_os.customer.opening"]
            .sudo()
            .search_fetch(
                [("partner_id", "in", partner_ids)],
                ["partner_id", "weekday", "hour_from", "hour_to"],
                order="partner_id, weekday, hour_from",
            )
        )
        result = {}
        for row in rows:
            by_weekday = result.setdefault(row.partner_id.id, {})
            by_weekday[int(row.weekday)] = by_weekday.get(int(row.weekday), ()) + (
                (round(row.hour_from * 3600), round(row.hour_to * 3600)),
            )
        return result

    def _wishes(self, dates=None):
        """Return stops and unplanned rows in an order that does not depend on a former plan, so that the same plan is the same question."""
        self.ensure_one()
        stops = self.stop_ids if dates is None else self.stop_ids.filtered(lambda stop: stop.date in dates)
        unplanned = self.unplanned_ids if dates is None else self.unplanned_ids.browse()
        wishes = [*stops, *unplanned]
        return sorted(
            wishes,
            key=lambda wish: (
                wish.partner_id.id,
                wish.visit_minutes,
                wish.rhythm,
                wish.window_start,
                wish.window_end,
                wish.visit_id.id or 0,
                wish.id,
            ),
        )

    def _day_and_second(self, moment):
        """A moment as (day, second of the day) by the rep's clock."""
        local = moment.replace(tzinfo=UTC).astimezone(zone(self.rep_id.tz))
        return local.date(), local.hour * 3600 + local.minute * 60 + local.second

    def _moment(self, day, second):
        """The UTC moment when the rep's clock shows that second of the day, in whole minutes: never earlier than it can be reached."""
        local = datetime.combine(day, time.min) + timedelta(minutes=-(-second // 60))
        return local.replace(tzinfo=zone(self.rep_id.tz)).astimezone(UTC).replace(tzinfo=None)

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.route.calendar_file import CalendarEvent, calendar_file
from odoo.addons.sales_os.algorithms.route.navigation_link import navigation_links


class SalesOsRoutePlan(models.Model):
    """The plan on a map, in a navigation app and in a calendar."""

    _inherit = "sales_os.route.plan"

    map_data = fields.Json(string="Map", compute="_compute_map_data")

    @api.depends("stop_ids.date", "stop_ids.sequence", "stop_ids.arrival", "stop_ids.partner_id", "unplanned_ids.partner_id", "rep_id")
    def _compute_map_data(self):
        for plan in self:
            plan.map_data = plan._prepare_map_data()

    def _prepare_map_data(self):
        home = self._home()
        points, routes = [], []
        if home:
            points.append(
                {
                    "id": f"home-{self.rep_id.id}",
                    "model": "sales_os.rep",
                    "label": self.env._("Home of %s", self.rep_id.display_name),
                    "detail": "",
                    "lat": home[0],
                    "lng": home[1],
                    "color": "#333333",
                    "badge": "⌂",
                }
            )
        days = sorted({stop.date for stop in self.stop_ids if stop.date})
        for number, day in enumerate(days):
            color = number % 11 + 1
            stops = self._stops_of(day)
            path = [place for stop in stops if (place := self._place(stop._customer()))]
            if path:
                routes.append(
                    {
                        "id": f"{self.id}-{day}",
                        "label": self._day(day),
                        "color": color,
                        "points": [list(place) for place in ([home] if home else []) + path + ([home] if home else [])],
                    }
                )
            points += [self._prepare_map_point(stop, day, color) for stop in stops if self._place(stop._customer())]
        points += [
            {
                "id": f"unplanned-{row.id}",
                "model": "res.partner",
                "label": row._customer().display_name,
                "detail": row.reason_text,
                "lat": row._customer().partner_latitude,
                "lng": row._customer().partner_longitude,
                "color": "#999999",
                "badge": "–",
            }
            for row in self.unplanned_ids
            if self._place(row._customer())
        ]
        return {"shapes": [], "points": points, "routes": routes}

    def _prepare_map_point(self, stop, day, color):
        hours = f"{stop._clock(stop.arrival_hour)}–{stop._clock(stop.departure_hour)}" if stop.arrival else ""
        return {
            "id": stop.id,
            "model": stop._name,
            "label": stop._customer().display_name,
            "detail": " · ".join(filter(None, [self._day(day), hours])),
            "lat": stop._customer().partner_latitude,
            "lng": stop._customer().partner_longitude,
            "color": color,
            "badge": str(stop.position),
            "route": f"{self.id}-{day}",
        }

    def _home(self):
        rep = self.rep_id
        return (rep.start_latitude, rep.start_longitude) if rep.start_latitude or rep.start_longitude else None

    @api.model
    def _place(self, partner):
        place = (partner.partner_latitude, partner.partner_longitude)
        return place if any(place) else None

    def _stops_of(self, day):
        return self.stop_ids.filtered(lambda stop: stop.date == day).sorted(lambda stop: (stop.sequence, stop.id))

    def action_navigate(self, date=False, stop_id=False):
        """Open the navigation service: the way to one stop, or through the open stops of a day (today, else the first with stops)."""
        self.ensure_one()
        self.check_access("read")
        if stop_id:
            stop = self.stop_ids.filtered(lambda stop: stop.id == stop_id)
            if not stop:
                raise UserError(self.env._("This stop is not part of %s.", self.display_name))
            return self._navigation_action([self._place(stop._customer())], stop._customer().display_name, self.company_id)
        day = self._navigation_day(self._sales_os_day(date) or None)
        left = self._stops_of(day).filtered(lambda stop: stop.visit_state not in ("done", "cancelled"))
        home = self._home()
        places = [self._place(stop._customer()) for stop in left]
        if home and len(left) == len(self._stops_of(day)):
            places.insert(0, home)
        return self._navigation_action(places + ([home] if home and places else []), self._day(day), self.company_id)

    def _navigation_day(self, date):
        days = sorted({stop.date for stop in self.stop_ids if stop.date})
        if date and date not in days:
            raise UserError(self.env._("%(plan)s has no stops on %(day)s.", plan=self.display_name, day=self._day(date)))
        if not days:
            raise UserError(self.env._("%s has no stops with a day yet: optimise it first.", self.display_name))
        today = fields.Date.context_today(self.with_context(tz=self.rep_id.tz))
        return date or (today if today in days else days[0])

    @api.model
    def _navigation_action(self, places, name, company):
        places = [place for place in places if place and any(place)]
        if not places:
            raise UserError(self.env._("%s has no position on the map: locate the address first.", name))
        # sudo: which service the company uses is no secret
        links = navigation_links(points=places, service=company.sudo().sales_os_navigation_service or "google")
        return {"type": "ir.actions.act_url", "url": links[0], "target": "new"}

    def action_calendar_file(self, date=False):
        """Download the stops with their times as an iCalendar file."""
        self.ensure_one()
        self.check_access("read")
        day = self._sales_os_day(date)
        suffix = f"?date={day}" if day else ""
        return {"type": "ir.actions.act_url", "url": f"/sales_os/route_plan/{self.id}/calendar.ics{suffix}", "target": "download"}

    def _calendar_text(self, date=None):
        """Return the plan, or one day of it, as the text of an iCalendar file."""
        self.ensure_one()
        stops = self.stop_ids.filtered(lambda stop: stop.arrival and (not date or stop.date == date))
        return calendar_file(
            events=[self._prepare_calendar_event(stop) for stop in stops.sorted("arrival")],
            stamp=fields.Datetime.now(),
            name=self.display_name,
        )

    def _prepare_calendar_event(self, stop):
        partner = stop._customer()
        place = self._place(partner)
        lines = [
            partner.phone and self.env._("Phone: %s", partner.phone),
            stop.window_label and self.env._("Hours: %s", stop.window_label),
            stop.reason,
        ]
        return CalendarEvent(
            uid=f"route-stop-{stop.id}@{self.env.cr.dbname}.sales-os",
            start=stop.visit_start or stop.arrival,
            stop=stop.departure,
            summary=partner.display_name,
            location=stop.address,
            description="\n".join(filter(None, lines)),
            latitude=place and place[0],
            longitude=place and place[1],
        )

from odoo import models


class SalesOsRoutePlan(models.Model):
    """What an optimisation writes: a few statements, however many stops there are."""

    _inherit = "sales_os.route.plan"

    def _apply_days(self, days, wishes, request, dates=None):
        """Write the stops of ``days`` (the engine's day plans) and one row a day; stops that have no place any more go."""
        self.ensure_one()
        # sudo: whether the user may change this plan was checked; its rows follow
        Stop = self.env["sales_os.route.stop"].sudo()._by_plan()
        used, made, left = {}, [], set()
        for day in days:
            for found in day.stops:
                keys = request.stops_by_visit[found.visit]
                turn = used[found.visit] = used.get(found.visit, 0) + 1
                wish = wishes[keys[turn - 1]] if turn <= len(keys) else wishes[keys[0]]
                vals = self._prepare_stop_vals(day, found, wish)
                if wish._name == Stop._name and turn <= len(keys):
                    Stop.browse(wish.id).write(vals)
                else:
                    made.append({**wish._prepare_wish_vals(), **vals, **({} if turn <= len(keys) else {"visit_id": False})})
        for visit, keys in request.stops_by_visit.items():
            if visit in used:
                # a rhythm that now needs fewer visits, or a row that has become a stop
                left |= {wishes[key] for position, key in enumerate(keys) if position >= used[visit] or wishes[key]._name != Stop._name}
        self._remove(left)
        Stop.create(made)
        self._apply_day_rows(days, dates)

    def _remove(self, wishes):
        for name in ("sales_os.route.stop", "sales_os.route.unplanned"):
            records = self.env[name].browse([wish.id for wish in wishes if wish._name == name])
            # sudo: as above
            records = records.sudo()
            (records._by_plan() if hasattr(records, "_by_plan") else records).unlink()

    def _prepare_stop_vals(self, day, found, wish):
        return {
            "date": day.day,
            # one order through the whole plan, with room for a hundred stops a day
            "sequence": 100 * (day.day - self.date_start).days + found.sequence,
            "position": found.sequence,
            "arrival": self._moment(day.day, found.arrival),
            "visit_start": self._moment(day.day, found.start),
            "departure": self._moment(day.day, found.departure),
            "travel_km": found.travel_metres / 1000,
            "travel_minutes": round(found.travel_seconds / 60),
            "wait_minutes": round(found.wait / 60),
            "window_label": self._hours_label(wish, day.day),
        }

    def _hours_label(self, wish, day):
        if wish.window_end:
            return f"{wish._clock(wish.window_start)}–{wish._clock(wish.window_end)}"
        openings = wish._customer().sales_os_opening_ids.filtered(lambda opening: opening.weekday == str(day.weekday()))
        return ", ".join(f"{wish._clock(opening.hour_from)}–{wish._clock(opening.hour_to)}" for opening in openings.sorted("hour_from"))

    def _apply_day_rows(self, days, dates):
        # sudo: as above
        rows = self.day_ids.sudo().filtered(lambda row: dates is None or row.date in dates)
        rows.unlink()
        found = {day.day: day for day in days}
        worked = self._work_days()
        # sudo: as above
        self.env["sales_os.route.day"].sudo().create(
            [self._prepare_day_vals(day, found.get(day), day in worked) for day in self._all_dates() if dates is None or day in dates]
        )

    def _all_dates(self):
        return [self.date_start.fromordinal(number) for number in range(self.date_start.toordinal(), self.date_end.toordinal() + 1)]

    def _prepare_day_vals(self, date, day, is_worked):
        vals = {"plan_id": self.id, "date": date, "is_worked": is_worked}
        if not day:
            return {**vals, "note": self.env._("No stops") if is_worked else self.env._("Not at work")}
        return {
            **vals,
            "stop_count": len(day.stops),
            "leave": self._moment(date, day.leave // 60 * 60),
            "back": self._moment(date, day.back),
            "leave_hour": day.leave // 60 / 60,
            "back_hour": -(-day.back // 60) / 60,
            "lunch_hour": day.lunch.start // 60 / 60 if day.lunch else 0.0,
            "lunch_minutes": round((day.lunch.end - day.lunch.start) / 60) if day.lunch else 0,
            "travel_km": day.travel_metres / 1000,
            "back_km": day.back_metres / 1000,
            "travel_minutes": round(day.travel_seconds / 60),
            "visit_minutes": round(day.service_seconds / 60),
            "wait_minutes": round(day.wait_seconds / 60),
        }

    def _apply_unplanned(self, result, wishes, request):
        """One row for each visit that did not fit; the stops that stood for it go."""
        out = {entry.visit: entry for entry in result.unplanned}
        vals_list, gone = [], set()
        for visit, entry in out.items():
            members = [wishes[key] for key in request.stops_by_visit[visit]]
            gone |= set(members)
            vals_list.append(
                {
                    **members[0]._prepare_wish_vals(),
                    "reason_code": entry.reason.value,
                    "reason_text": self._reason_words(entry.reason.value, entry.facts),
                }
            )
        self._remove(gone)
        # sudo: as above
        self.env["sales_os.route.unplanned"].sudo().create(vals_list)

    def _apply_totals(self, **vals):
        """The plan's figures are the sums of its days."""
        days = self.day_ids
        total_km = sum(days.mapped("travel_km"))
        baseline_km = vals.get("baseline_km", self.baseline_km)
        out = sum((day.back - day.leave).total_seconds() / 60 for day in days if day.leave and day.back)
        # sudo: as above
        self.sudo().write(
            {
                "total_km": total_km,
                "travel_minutes": sum(days.mapped("travel_minutes")),
                "visit_minutes": sum(days.mapped("visit_minutes")),
                "wait_minutes": sum(days.mapped("wait_minutes")),
                "total_minutes": round(out),
                "saved_km": baseline_km - total_km if baseline_km else 0.0,
                **vals,
            }
        )

from datetime import time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.visit.free_slot import next_free_start
from odoo.addons.sales_os.algorithms.visit.working_day import local_time, moment_of

SUGGESTIONS = 8
MAX_REPS = 1_000
DAY_BEGIN = time(9)


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    @api.model
    def my_day(self, date=False, rep_id=False):
        """Return one representative's day for the screen *My day*, in one call; the number of queries does not grow with the visits."""
        rep = self.env["sales_os.rep"]._sales_os_reachable(rep_id)
        if not rep:
            return {
                "rep": False,
                "reps": self._day_reps(rep),
                "visits": [],
                "suggestions": [],
                "date": fields.Date.to_string(self._read_day(date, rep)),
            }
        day = self._read_day(date, rep)
        visits = self.search(
            [("rep_id", "=", rep.id), ("state", "!=", "cancelled"), "|", ("date_local", "=", day), ("state", "=", "in_progress")],
            order="date_start, id",
        )
        may_act = rep in self.env["sales_os.rep"]._sales_os_below() or self.env.user.has_group("sales_os.group_admin")
        return {
            "date": fields.Date.to_string(day),
            "today": fields.Date.to_string(rep._today()),
            "rep": {
                "id": rep.id,
                "name": rep.display_name,
                "tz": rep.tz,
                "consent": rep.location_consent,
                "is_own": rep.user_id == self.env.user,
            },
            "reps": self._day_reps(rep),
            "may_act": may_act,
            # sudo: a setting of the company
            "policy": rep.company_id.sudo().sales_os_visit_location_policy,
            "note_kinds": self.env["sales_os.visit.note"]._fields["kind"]._description_selection(self.env),
            "outcomes": self._day_outcomes(rep.company_id),
            "visits": [visit._day_row() for visit in visits],
            "progress": self._day_progress(visits, day),
            "suggestions": self.due_list(rep.id, fields.Date.to_string(day), SUGGESTIONS) if may_act else [],
        }

    def _day_row(self):
        """One visit as *My day* shows it."""
        # sudo: whom the visit is to, as far as one needs to get there
        partner, kind = self.partner_id.sudo(), self.type_id
        clock = local_time(moment=self.date_start, tz=self.rep_id.tz), local_time(moment=self.date_stop, tz=self.rep_id.tz)
        return {
            "id": self.id,
            "state": self.state,
            "state_label": self._state_label(self.state),
            "date": fields.Date.to_string(self.date_local),
            "start": clock[0].strftime("%H:%M"),
            "stop": clock[1].strftime("%H:%M"),
            "type": kind.name,
            "subject": self.subject or "",
            "partner_id": partner.id,
            "customer": partner.display_name,
            "contact": self.contact_id.sudo().name or "",
            "phone": self.contact_id.sudo().phone or partner.phone or "",
            "address": ", ".join(part for part in (partner.street, " ".join(filter(None, (partner.zip, partner.city)))) if part),
            "latitude": partner.partner_latitude or False,
            "longitude": partner.partner_longitude or False,
            "checked_in": local_time(moment=self.checked_in, tz=self.rep_id.tz).strftime("%H:%M") if self.checked_in else False,
            "checked_out": local_time(moment=self.checked_out, tz=self.rep_id.tz).strftime("%H:%M") if self.checked_out else False,
            "minutes": self.actual_minutes,
            "location_state": self.location_state or False,
            "distance_m": self.check_in_distance_m,
            "outcome_id": self.outcome_id.id or False,
            "outcome": self.outcome_id.name or "",
            "next_action_date": fields.Date.to_string(self.next_action_date) if self.next_action_date else False,
            "overlap": self.overlap_warning or "",
            "needs": [name for name in ("note", "photo", "signature", "checklist", "outcome") if kind[f"needs_{name}"]],
            "notes": [
                {
                    "id": note.id,
                    "kind": note.kind,
                    "body": note.body or "",
                    "photo": note.has_photo,
                    "signature": note.has_signature,
                    "signed_by": note.signed_by or "",
                }
                for note in self.note_ids
            ],
            "checklist": [
                {"id": line.id, "name": line.name, "done": line.is_done, "required": line.is_required} for line in self.checklist_ids
            ],
            "order_count": self.order_count,
        }

    def _day_reps(self, rep):
        """Whom the caller may choose: those below, or all for those who read all."""
        Rep = self.env["sales_os.rep"]
        reps = Rep.search([], limit=MAX_REPS) if Rep._sales_os_sees_all() else Rep._sales_os_below()
        return [{"id": other.id, "name": other.display_name} for other in reps | rep]

    def _day_outcomes(self, company):
        outcomes = self.env["sales_os.visit.outcome"].search([("company_id", "in", [False, company.id])])
        return [{"id": outcome.id, "code": outcome.code, "name": outcome.name, "days": outcome.next_action_days} for outcome in outcomes]

    def _day_progress(self, visits, day):
        today = visits.filtered(lambda visit: visit.date_local == day)
        return {
            "total": len(today),
            "done": len(today.filtered(lambda visit: visit.state == "done")),
            "missed": len(today.filtered(lambda visit: visit.state == "missed")),
            "minutes": sum(today.mapped("actual_minutes")),
            "planned_minutes": sum(today.mapped("planned_minutes")),
        }

    @api.model
    def record(self, values):
        """Make a visit, or find the one that was made by the same ``client_uuid``; safe to call again.

        :return: ``{"id", "state", "created"}``
        """
        if not isinstance(values, dict):
            raise UserError(self.env._("A visit is recorded from named values, such as partner_id and date_start."))
        unknown = sorted(name for name in values if name not in self._fields)
        if unknown:
            raise UserError(self.env._("A visit has no %s.", ", ".join(map(str, unknown))))
        uuid = self._clean_uuid(values.get("client_uuid"))
        known = self._by_uuid([uuid]).get(uuid) if uuid else None
        visit = known or self.create([values])
        return {"id": visit.id, "state": visit.state, "created": not known}

    @api.model
    def action_plan_visit(self, partner_id, date=False, rep_id=False, client_uuid=False):
        """Plan a visit at the next free time of the representative's day.

        :return: as `record`
        """
        rep = self.env["sales_os.rep"]._sales_os_reachable(rep_id)
        if not rep:
            raise UserError(self.env._("You are no representative: choose for whom the visit is planned."))
        day = self._read_day(date, rep)
        if day < rep._today():
            raise UserError(self.env._("The day %s is over: choose today or a later day.", fields.Date.to_string(day)))
        partner = self.env["res.partner"].browse(partner_id).exists()
        if not partner:
            raise UserError(self.env._("There is no customer number %s.", partner_id))
        return self.record(
            {
                "rep_id": rep.id,
                "partner_id": partner.id,
                "company_id": rep.company_id.id,
                "client_uuid": client_uuid,
                "date_start": self._free_start(rep, day, partner),
            }
        )

    def _free_start(self, rep, day, partner):
        worked = rep._working_days(day, day).get(rep.id, {}).get(day)
        begin = moment_of(day=day, clock=worked.start.time() if worked else DAY_BEGIN, tz=rep.tz)
        if day == rep._today():
            begin = max(begin, fields.Datetime.now() + timedelta(minutes=5))
        taken = self.search([("rep_id", "=", rep.id), ("date_local", "=", day), ("state", "in", ("planned", "in_progress"))])
        # sudo: a setting of the company
        minutes = partner.sales_os_cadence_id.minutes or rep.company_id.sudo().sales_os_visit_default_minutes
        return next_free_start(earliest=begin, minutes=minutes, taken=[(visit.date_start, visit.date_stop) for visit in taken])

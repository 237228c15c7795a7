from datetime import timedelta

from odoo import models


class SalesOsDemo(models.AbstractModel):
    """Visits of the story with their checklists, notes and check-in positions."""

    _inherit = "sales_os.demo"

    def _make_visits(self, facts):
        types = {kind.code: kind for kind in self.env["sales_os.visit.type"].search([])}
        outcomes = {outcome.code: outcome for outcome in self.env["sales_os.visit.outcome"].search([])}
        consent = {rep.id: rep.location_consent for rep in self.env["sales_os.rep"].search([])}
        vals_list = []
        for fact in facts:
            vals = {
                "rep_id": fact.rep,
                "partner_id": fact.customer.key,
                "type_id": types[fact.kind].id,
                "subject": fact.subject,
                "date_start": self._moment(fact.day, fact.start),
                "planned_minutes": fact.minutes,
                "state": fact.state,
            }
            if fact.state == "cancelled":
                vals["cancel_reason"] = fact.reason
            if fact.state == "done":
                begin = self._moment(fact.day, fact.start + fact.late)
                vals |= {"checked_in": begin, "checked_out": begin + timedelta(minutes=fact.stay), "outcome_id": outcomes[fact.outcome].id}
                far = fact.metres > 250
                vals["location_state"] = "unknown" if not consent[fact.rep] else "far" if far else "on_site"
                if consent[fact.rep]:
                    vals["check_in_distance_m"] = fact.metres
                    vals["far_reason"] = "Met at the market hall" if far else False
            vals_list.append(vals)
        visits = self.env["sales_os.visit"].create(vals_list)
        self.env["sales_os.visit.check"].create(
            [
                {
                    "visit_id": visit.id,
                    "name": check.name,
                    "sequence": check.sequence,
                    "is_required": check.is_required,
                    "is_done": True,
                    "done_on": visit.checked_out,
                    "done_by_id": visit.rep_id.user_id.id,
                }
                for visit in visits
                if visit.state == "done"
                for check in visit.type_id.check_ids
            ]
        )
        return visits

    def _make_notes(self, facts, visits):
        self.env["sales_os.visit.note"].create(
            [
                {"visit_id": visit.id, "kind": fact.note[0], "body": fact.note[1]}
                for fact, visit in zip(facts, visits, strict=True)
                if fact.note
            ]
        )

    def _make_positions(self, facts, visits):
        """Where the check-ins were, for representatives who agreed to it; ``metres`` north of the customer."""
        self.env["sales_os.visit.position"].create(
            [
                {
                    "visit_id": visit.id,
                    "latitude": fact.customer.latitude + fact.metres / 111_195,
                    "longitude": fact.customer.longitude,
                    "accuracy_m": 15,
                    "recorded": visit.checked_in,
                }
                for fact, visit in zip(facts, visits, strict=True)
                if fact.state == "done" and visit.rep_id.location_consent
            ]
        )

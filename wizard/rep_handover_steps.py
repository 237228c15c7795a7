from datetime import timedelta

from odoo import fields, models

from odoo.addons.sales_os.algorithms.territory.handover import PAST, WHOLE, overlap, share_of


class SalesOsRepHandover(models.TransientModel):
    """What one representative has that the other is to get: the same list for the preview and for the hand-over."""

    _inherit = "sales_os.rep.handover"

    def _steps(self):
        """Return one step for each record concerned, in a fixed order; ``why`` says what keeps it where it is.

        A step is ``{"record", "name", "what", "why", "values", "watched", "makes", "guard", "audited"}``.
        """
        self._check_question()
        # sudo: the preview lists all that belongs to a representative the manager answers for, which was checked
        own = self.sudo()
        return [
            step
            for wanted, steps in (
                (self.with_assignments, own._assignment_steps),
                (self.with_visits, own._visit_steps),
                (self.with_leads, own._lead_steps),
                (self.with_quotes, own._quote_steps),
                (self.with_customers, own._customer_steps),
            )
            if wanted
            for step in steps()
        ]

    def _step(self, record, what, values, why=False, watched=(), makes=None, guard=None, audited=True):
        return {
            "record": record,
            "name": record.display_name,
            "what": what,
            "why": why,
            "values": values,
            "makes": makes,
            "guard": guard or False,
            "watched": [*values, *watched],
            "audited": audited,
        }

    def _assignment_steps(self):
        Assignment = self.env["sales_os.territory.assignment"]
        rows = Assignment.search(
            [
                ("rep_id", "in", (self.rep_from_id | self.rep_to_id).ids),
                ("company_id", "=", self.company_id.id),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", self.date),
            ],
            order="territory_id, role, date_start, id",
        )
        taken = rows.filtered(lambda row: row.rep_id == self.rep_to_id)
        for row in rows.filtered(lambda row: row.rep_id == self.rep_from_id):
            end = row.date_end or None
            share = share_of(start=row.date_start, end=end, day=self.date)
            if share == PAST:
                continue
            start = max(row.date_start, self.date)
            clash = row.role == "overlay" and taken.filtered(
                lambda other, row=row, start=start, end=end: (
                    other.territory_id == row.territory_id
                    and other.role == row.role
                    and overlap(start=start, end=end, other_start=other.date_start, other_end=other.date_end or None)
                )
            )
            why = clash and self.env._("%s has this role there already.", self.rep_to_id.display_name)
            if share == WHOLE:
                yield self._step(row, self.env._("Assignment"), {"rep_id": self.rep_to_id.id}, why=why, audited=False)
            else:
                yield self._step(
                    row,
                    self.env._("Assignment"),
                    {"date_end": fields.Date.to_string(self.date - timedelta(days=1))},
                    why=why,
                    audited=False,
                    makes={
                        "territory_id": row.territory_id.id,
                        "rep_id": self.rep_to_id.id,
                        "role": row.role,
                        "date_start": self.date,
                        "date_end": row.date_end,
                        "note": row.note,
                    },
                )

    def _visit_steps(self):
        visits = self.env["sales_os.visit"].search(
            [
                ("rep_id", "=", self.rep_from_id.id),
                ("company_id", "=", self.company_id.id),
                ("date_local", ">=", self.date),
                ("state", "in", ("planned", "in_progress")),
            ],
            order="date_start, id",
        )
        for visit in visits:
            plan, why = visit.route_stop_id.plan_id, False
            if visit.state == "in_progress":
                why = self.env._("It is in progress.")
            elif plan.state == "confirmed":
                why = self.env._("It is a stop of the confirmed route plan %s: put that back to draft first.", plan.display_name)
            yield self._step(visit, self.env._("Visit"), {"rep_id": self.rep_to_id.id}, why=why, guard={"state": "planned"}, audited=False)

    def _lead_steps(self):
        leads = self._of_salesperson("crm.lead", [("won_status", "=", "pending"), ("active", "=", True)])
        for lead in leads:
            what = self.env._("Lead") if lead.type == "lead" else self.env._("Opportunity")
            yield self._step(lead, what, self._new_salesperson(), why=self._undated_why(), watched=["team_id"])

    def _quote_steps(self):
        for order in self._of_salesperson("sale.order", [("state", "in", ("draft", "sent"))]):
            yield self._step(order, self.env._("Quote"), self._new_salesperson(), why=self._undated_why(), watched=["team_id"])

    def _customer_steps(self):
        for partner in self._of_salesperson("res.partner", []):
            yield self._step(partner, self.env._("Customer's salesperson"), self._new_salesperson(), why=self._undated_why())

    def _of_salesperson(self, model, domain):
        if not self.rep_from_id.user_id:
            return self.env[model]
        return self.env[model].search(
            [("user_id", "=", self.rep_from_id.user_id.id), ("company_id", "in", [False, self.company_id.id]), *domain], order="id"
        )

    def _new_salesperson(self):
        return {"user_id": self.rep_to_id.user_id.id}

    def _undated_why(self):
        """What keeps that which has no day of its own."""
        if not self.rep_to_id.user_id:
            return self.env._("%s has no login and cannot be the salesperson.", self.rep_to_id.display_name)
        if self.date > fields.Date.context_today(self) and not self.is_undated_now:
            return self.env._("It has no day of its own: hand it over on %s, or tick that it goes at once.", self.date)
        return False

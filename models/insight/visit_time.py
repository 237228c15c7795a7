from datetime import timedelta

from pytz import timezone, utc

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.insight.visit_time import VisitOutcome, best_visit_times

REMEMBERED_DAYS = 365
FEWEST_OWN = 2


class ResPartner(models.Model):
    """When a visit to a customer succeeds, by past outcomes; told in the due list where the customer's own visits say something."""

    _inherit = "res.partner"

    sales_os_best_visit_time = fields.Char(
        string="Best Visit Time", compute="_compute_sales_os_best_visit_time", groups="sales_os.group_rep,sales_os.group_executive",
        help="Weekday and hour in which visits succeeded most often: the customer's own, drawn to what is usual.")

    def _compute_sales_os_best_visit_time(self):
        best = self._sales_os_best_slots()
        for partner in self:
            slots = best.get(partner.id)
            partner.sales_os_best_visit_time = self._sales_os_slot_words(slots[0]) if slots else ""

    def _sales_os_best_slots(self):
        """Return ``{partner id: [VisitSlot]}`` of those whose own visits say something: two queries."""
        since = fields.Datetime.now() - timedelta(days=REMEMBERED_DAYS)
        # sudo: outcomes of all colleagues' visits are learned from; only slots of the own customers leave this method
        visits = self.env["sales_os.visit"].sudo().search_fetch(
            [("state", "=", "done"), ("checked_in", ">=", since), ("company_id", "=", self.env.company.id)],
            ["partner_id", "rep_id", "checked_in", "is_positive"])
        zones = {rep.id: timezone(rep.tz or "UTC") for rep in visits.rep_id}
        outcomes = []
        for visit in visits:
            at = utc.localize(visit.checked_in).astimezone(zones[visit.rep_id.id])
            outcomes.append(VisitOutcome(visit.partner_id.commercial_partner_id.id, at.weekday(), at.hour, bool(visit.is_positive)))
        made = {}
        for outcome in outcomes:
            made[outcome.customer] = made.get(outcome.customer, 0) + 1
        known = [partner.id for partner in self if made.get(partner.id, 0) >= FEWEST_OWN]
        slots = best_visit_times(outcomes=outcomes, customers=known, count=7 * 24)
        # only what the customer's own visits say; what is usual elsewhere is no news of this customer
        own = {key: [slot for slot in found if slot.own_successes] for key, found in slots.items()}
        return {key: found for key, found in own.items() if found}

    @api.model
    def _sales_os_slot_words(self, slot):
        weekdays = dict(self.env["sales_os.customer.opening"]._fields["weekday"]._description_selection(self.env))
        return self.env._(
            "best on %(weekday)s about %(hour)s:00 (%(won)s of %(made)s visits succeeded then)", weekday=weekdays[str(slot.weekday)],
            hour=slot.hour, won=slot.own_successes, made=slot.own)


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    @api.model
    @api.readonly
    def due_list(self, rep_id=False, date=False, limit=80):
        """The due list, with the best time of each customer in its why: ``best_time`` beside the other keys, empty where nothing tells."""
        rows = super().due_list(rep_id=rep_id, date=date, limit=limit)
        partners = self.env["res.partner"].browse([row["partner_id"] for row in rows])
        best = partners._sales_os_best_slots() if partners else {}
        for row in rows:
            slots = best.get(row["partner_id"])
            row["best_time"] = partners._sales_os_slot_words(slots[0]) if slots else ""
            row["why"] = ", ".join(filter(None, (row["why"], row["best_time"])))
        return rows

from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.insight.visit_time import VisitOutcome, best_visit_times
from odoo.addons.sales_os.algorithms.visit.working_day import local_date, local_time

REMEMBERED_DAYS = 730
MOST_VISITS = 20_000
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    @api.model
    @api.readonly
    def best_times(self, partner_ids):
        """When visits to these customers have worked best, from the outcomes of the last two years that the caller may see.

        :return: ``{"customer id": [{"weekday", "hour", "chance_percent"}]}``, the best first, at most three
        """
        since = fields.Datetime.now() - timedelta(days=REMEMBERED_DAYS)
        visits = self.search(
            [("state", "=", "done"), ("checked_in", ">=", since), ("outcome_id", "!=", False)], order="id desc", limit=MOST_VISITS
        )
        outcomes = []
        for visit in visits:
            when = {"moment": visit.checked_in, "tz": visit.rep_id.tz}
            weekday, hour = local_date(**when).weekday(), local_time(**when).hour
            outcomes.append(
                VisitOutcome(customer=visit.partner_id.id, weekday=weekday, hour=hour, is_success=visit.is_positive)
            )
        found = best_visit_times(outcomes=outcomes, customers=self._sales_os_ids(partner_ids))
        return {
            str(partner_id): [
                {"weekday": WEEKDAYS[slot.weekday], "hour": slot.hour, "chance_percent": round(100 * slot.chance)} for slot in slots
            ]
            for partner_id, slots in found.items()
        }

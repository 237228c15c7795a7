from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.visit.due import rank_due

MAX_DUE = 500


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    @api.model
    @api.readonly
    def due_list(self, rep_id=False, date=False, limit=80):
        """Return the customers a representative should visit next, the most urgent first, each with the why in words.

        :param rep_id: False for the own; another one must be below the caller (executives and administrators: any)
        :param date: day the list is made for, False for today
        :return: list of ``{"partner_id", "name", "city", "phone", "latitude", "longitude", "cadence", "last_visit", "date_due",
            "overdue_days", "score", "why", "reasons": [{"code", "points", "text"}]}``
        """
        rep = self.env["sales_os.rep"]._sales_os_reachable(rep_id)
        day = self._read_day(date, rep)
        if not isinstance(limit, int) or limit < 1:
            raise UserError(self.env._("The limit of the due list must be a whole number from 1 on."))
        if not rep:
            return []
        customers = self.env["res.partner"].search(rep._customer_domain(day), order="id")
        # sudo: settings of the company
        ranked = rank_due(
            customers=customers._sales_os_due_facts(day).values(),
            today=day,
            weights=rep.company_id.sudo()._sales_os_due_weights(),
            limit=min(limit, MAX_DUE),
        )
        by_id = {partner.id: partner for partner in self.env["res.partner"].browse([verdict.key for verdict in ranked])}
        return [self._due_row(by_id[verdict.key], verdict) for verdict in ranked]

    def _due_row(self, partner, verdict):
        reasons = [
            {"code": reason.code, "points": reason.points, "text": partner._sales_os_due_words(reason)} for reason in verdict.reasons
        ]
        last = partner.sales_os_last_visit_date
        return {
            "partner_id": partner.id,
            "name": partner.display_name,
            "city": partner.city or "",
            "phone": partner.phone or "",
            "latitude": partner.partner_latitude or False,
            "longitude": partner.partner_longitude or False,
            "cadence": partner.sales_os_cadence_id.name or "",
            "last_visit": fields.Date.to_string(last) if last else False,
            "date_due": fields.Date.to_string(verdict.date_due) if verdict.date_due else False,
            "overdue_days": verdict.overdue_days,
            "score": verdict.score,
            "why": ", ".join(reason["text"] for reason in reasons),
            "reasons": reasons,
        }

    @api.model
    def _read_day(self, value, rep):
        try:
            day = fields.Date.to_date(value) if value else False
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The date must be a day like 2026-01-31, not %s.", value)) from error
        return day or rep._today()

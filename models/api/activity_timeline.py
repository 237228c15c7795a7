from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.api.timeline import merge_newest_first

LONGEST_DAYS = 366
MOST = 1_000


class SalesOsRep(models.Model):
    _inherit = "sales_os.rep"

    @api.model
    @api.readonly
    def pipeline_activity(self, date_from, date_to, rep_id=False, territory_id=False, limit=200):
        """Stage moves, visits, calls, quotes and orders of a time as one line, the newest first; what the caller may see of them.

        :param date_from: first day, ``date_to``: last day (UTC)
        :param territory_id: with the territories below
        :return: list of ``{"moment", "kind", "model", "id", "title", "detail", "partner_id", "partner", "rep_id", "amount", "currency"}``
        """
        try:
            first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The days must be like 2026-01-31.")) from error
        if not first or not last or not 0 <= (last - first).days < LONGEST_DAYS:
            raise UserError(self.env._("The last day must come after the first, at most %s days later.", LONGEST_DAYS))
        limit = max(1, min(int(limit), MOST))
        rep = self.search([("id", "=", rep_id)]) if rep_id else self.browse()
        if rep_id and not rep:
            raise UserError(self.env._("There is no representative number %s whom you may see.", rep_id))
        between = (fields.Datetime.to_datetime(first), fields.Datetime.to_datetime(last + timedelta(days=1)))
        rows = [
            *self._moves_between(between, rep, territory_id, limit),
            *self._visits_between(between, rep, territory_id, limit),
            *self._calls_between(between, rep, territory_id, limit),
            *self._orders_between(between, rep, territory_id, limit),
        ]
        return merge_newest_first(rows=rows, limit=limit)

    def _between(self, name, between, rep, territory_id, rep_domain):
        domain = [(name, ">=", between[0]), (name, "<", between[1])]
        return domain + (rep_domain if rep else [])

    def _row(self, moment, kind, record, title, detail="", partner=None, rep=None, amount=None, currency=None):
        partner = (partner or self.env["res.partner"]).sudo()  # sudo: the name, as read() gives it with each link
        return {
            "moment": fields.Datetime.to_string(moment),
            "kind": kind,
            "model": record._name,
            "id": record.id,
            "title": title or "",
            "detail": detail or "",
            "partner_id": partner.id or False,
            "partner": partner.display_name or "",
            "rep_id": rep.id if rep else False,
            "amount": f"{currency.round(amount):.{currency.decimal_places}f}" if currency else "",
            "currency": currency.name if currency else "",
        }

    def _moves_between(self, between, rep, territory_id, limit):
        domain = self._between("moved_on", between, rep, territory_id, [("rep_id", "=", rep.id)])
        if territory_id:
            domain.append(("territory_id", "child_of", territory_id))
        moves = self.env["sales_os.stage.move"].search(domain, limit=limit)
        return [
            self._row(
                move.moved_on, "stage_move", move, move.lead_id.sudo().name,  # sudo: as above
                f"{move.from_stage_id.name or ''} → {move.stage_id.name or ''}", move.lead_id.partner_id, move.rep_id, move.amount,
                move.currency_id,
            )
            for move in moves
        ]  # fmt: skip

    def _visits_between(self, between, rep, territory_id, limit):
        domain = self._between("date_start", between, rep, territory_id, [("rep_id", "=", rep.id)])
        if territory_id:
            domain.append(("territory_id", "child_of", territory_id))
        visits = self.env["sales_os.visit"].search(domain + [("state", "!=", "cancelled")], order="date_start desc", limit=limit)
        return [
            self._row(
                visit.checked_in or visit.date_start, "visit", visit, visit.type_id.name,
                " · ".join(filter(None, [visit._state_label(visit.state), visit.outcome_id.name])), visit.partner_id, visit.rep_id,
            )
            for visit in visits
        ]  # fmt: skip

    def _calls_between(self, between, rep, territory_id, limit):
        if not rep.user_id and rep:
            return []
        domain = [
            ("active", "=", False), ("activity_category", "=", "phonecall"), ("res_model", "in", ("crm.lead", "res.partner", "sale.order")),
            ("date_done", ">=", between[0].date()), ("date_done", "<", between[1].date()),
        ]  # fmt: skip
        if rep:
            domain.append(("user_id", "=", rep.user_id.id))
        calls = self.env["mail.activity"].with_context(active_test=False).search(domain, order="date_done desc, id desc", limit=limit)
        if territory_id:
            calls = calls.filtered(lambda call: self._is_in_territory(call, territory_id))
        return [
            self._row(fields.Datetime.to_datetime(call.date_done), "call", call, call.summary or call.res_name, call.feedback or "")
            for call in calls
        ]

    def _is_in_territory(self, call, territory_id):
        territory = self.env[call.res_model].browse(call.res_id).sales_os_territory_id
        return str(territory_id) in (territory.parent_path or "").split("/")

    def _orders_between(self, between, rep, territory_id, limit):
        mine = ["|", ("user_id", "=", rep.user_id.id or -1), ("sales_os_credit_ids.rep_id", "=", rep.id)]
        domain = self._between("date_order", between, rep, territory_id, mine)
        if territory_id:
            domain.append(("sales_os_territory_id", "child_of", territory_id))
        orders = self.env["sale.order"].search(domain, order="date_order desc, id desc", limit=limit)
        states = dict(orders._fields["state"]._description_selection(self.env))
        return [
            self._row(
                order.date_order, "order" if order.state == "sale" else "quote", order, order.name, states.get(order.state, ""),
                order.partner_id, order.user_id.sales_os_rep_ids[:1], order.amount_untaxed, order.currency_id,
            )
            for order in orders
        ]  # fmt: skip

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

NAMES = {"rep_id", "date_start", "date_end", "partner_ids", "objective", "seed", "locked"}
MOST_STOPS = 400


class SalesOsRoutePlan(models.Model):
    _inherit = "sales_os.route.plan"

    @api.model
    def record(self, values):
        """Make a route plan and find its order and times.

        :param values: ``{"rep_id", "date_start", "date_end", "partner_ids": [ids] or "due", "objective", "seed",
            "locked": [{"partner_id", "date"}]}``; locked customers stay on their day and place
        :return: ``{"id", "state"}``
        """
        if not isinstance(values, dict) or not values.get("rep_id") or not values.get("date_start"):
            raise UserError(self.env._("A route plan is recorded from named values, at least rep_id and date_start."))
        if unknown := set(values) - NAMES:
            raise UserError(self.env._("A route plan is recorded without %s.", ", ".join(sorted(map(str, unknown)))))
        rep = self.env["sales_os.rep"].search([("id", "=", values["rep_id"])])
        if not rep:
            raise UserError(self.env._("There is no representative number %s whom you may plan for.", values["rep_id"]))
        partners = values.get("partner_ids") or []
        vals = {
            "rep_id": rep.id,
            "company_id": rep.company_id.id,
            "date_start": values["date_start"],
            "date_end": values.get("date_end") or values["date_start"],
            "stop_ids": [] if partners == "due" else self._prepare_wanted(partners, values.get("locked") or []),
        }
        vals.update({name: values[name] for name in ("objective", "seed") if values.get(name)})
        plan = self.create(vals)
        if partners == "due":
            plan.action_add_due_customers()
            plan._hold(values.get("locked") or [])
        plan.action_optimize()
        return {"id": plan.id, "state": plan.state}

    def _prepare_wanted(self, partner_ids, locked):
        if not isinstance(partner_ids, list) or len(partner_ids) > MOST_STOPS:
            raise UserError(self.env._('The customers of a plan are a list of at most %s ids, or "due".', MOST_STOPS))
        held = {row.get("partner_id"): row.get("date") for row in locked if isinstance(row, dict)}
        wanted = list(dict.fromkeys([*partner_ids, *held]))
        return [
            Command.create({
                "partner_id": partner_id,
                "sequence": index,
                **({"locked": True, "date": held[partner_id]} if held.get(partner_id) else {}),
            })
            for index, partner_id in enumerate(wanted, 1)
        ]  # fmt: skip

    def _hold(self, locked):
        for row in locked:
            stops = self.stop_ids.filtered(lambda stop, row=row: stop.partner_id.id == row.get("partner_id"))
            stops.write({"locked": True, "date": row.get("date")})

import json

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from odoo.addons.sales_os.algorithms.lead.routing import LeadFacts, Pool, RepFacts, route_leads

BATCH = 5_000


class CrmLead(models.Model):
    """Who gets a lead that nobody has: the territory's people, then the team's, by absence, capacity and turn, with the reason."""

    _inherit = "crm.lead"

    sales_os_routing_reason = fields.Char(string="Why This Salesperson", readonly=True, copy=False, help="Or why nobody.")
    sales_os_routed_on = fields.Datetime(string="Routed On", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        nobodys = leads.filtered(lambda lead: not lead.user_id and lead.active and lead.won_status == "pending")
        for company, of_company in nobodys._sales_os_by_company():
            if company.sales_os_route_leads:
                # sudo: who gets a lead must not depend on who or what brings it in
                of_company.sudo()._sales_os_route(company)
        return leads

    def action_sales_os_route(self):
        """Give those of these leads that nobody has to somebody.

        :return: ``{"assigned": n, "unassigned": n}``
        """
        self.check_access("write")
        result = {"assigned": 0, "unassigned": 0}
        nobodys = self.filtered(lambda lead: not lead.user_id and lead.active and lead.won_status == "pending")
        for company, leads in nobodys._sales_os_by_company():
            # sudo: see create; the right to change these leads was checked
            assigned = leads.sudo()._sales_os_route(company)
            result["assigned"] += assigned
            result["unassigned"] += len(leads) - assigned
        return result

    def action_sales_os_route_and_tell(self):
        """Button: route, and say how many found somebody."""
        result = self.action_sales_os_route()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "warning" if result["unassigned"] else "success", "title": self.env._("Leads"),
                "message": self.env._("%(assigned)s leads given to somebody, %(unassigned)s to nobody: each says why.", **result),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _sales_os_route(self, company):
        """Route all of ``self``, leads of one company; queries grow with the people who get some, not with the leads."""
        today = fields.Date.context_today(self)
        territories = self._sales_os_routing_territories()
        reps = self._sales_os_routing_reps(company, today)
        pools = [*self._sales_os_territory_pools(territories, today), *self._sales_os_team_pools(reps)]
        paths = {territory.id: [("territory", int(part)) for part in reversed((territory.parent_path or "").split("/")) if part]
                 for territory in territories}
        answers = route_leads(
            leads=[
                LeadFacts(
                    key=lead.id, pools=(*paths.get(lead.sales_os_territory_id.id, ()), *([("team",
                        lead.team_id.id)] if lead.team_id else [])),
                    urgency=lead.sales_os_priority, waiting=lead.create_date.timestamp())
                for lead in self
            ],
            reps=reps.values(), pools=pools)
        self._sales_os_give(answers, reps)
        self._sales_os_tell_reasons(answers)
        return sum(answer.rep is not None for answer in answers)

    def _sales_os_routing_territories(self):
        of_leads = self.sales_os_territory_id
        ids = {int(part) for territory in of_leads for part in (territory.parent_path or "").split("/") if part}
        return self.env["sales_os.territory"].browse(sorted(ids))

    @api.model
    def _sales_os_territory_pools(self, territories, today):
        holders = territories._holders_on(today)
        return [
            Pool(("territory", territory.id), "territory", tuple(
                (holders[territory.id][role],) for role in ("owner", "backup") if role in holders.get(territory.id, ())))
            for territory in territories]

    def _sales_os_team_pools(self, reps):
        by_user = {rep.user_id.id: rep.id for rep in self.env["sales_os.rep"].browse(reps) if rep.user_id}
        return [
            Pool(("team", team.id), "team", (tuple(by_user[user.id] for user in team.member_ids if user.id in by_user),))
            for team in self.team_id]

    @api.model
    def _sales_os_routing_reps(self, company, today):
        """Return ``{rep id: RepFacts}`` of all representatives of the company."""
        reps = self.env["sales_os.rep"].search([("company_id", "=", company.id)])
        available = set(reps._available_on(today).ids)
        rows = self._read_group(
            [("user_id", "in", reps.user_id.ids), ("won_status", "=", "pending")], ["user_id"], ["__count", "sales_os_routed_on:max"])
        loads = {user.id: (count, last.timestamp() if last else 0.0) for user, count, last in rows}
        return {
            rep.id: RepFacts(
                key=rep.id, capacity=rep.lead_capacity or None, load=loads.get(rep.user_id.id, (0, 0.0))[0],
                last=loads.get(rep.user_id.id, (0, 0.0))[1],
                away="no_login" if not rep.user_id else "" if rep.id in available else "absent")
            for rep in reps}

    @api.model
    def _sales_os_give(self, answers, reps):
        """One write a representative; he is told of all his new leads at once."""
        by_rep = {}
        for answer in answers:
            if answer.rep is not None:
                by_rep.setdefault(answer.rep, []).append(answer.lead)
        for rep in self.env["sales_os.rep"].browse(by_rep):
            leads = self.browse(by_rep[rep.id])
            user = rep.user_id
            leads = leads.with_context(tracking_disable=True)
            in_team = leads.filtered(lambda lead, user=user: user in lead.team_id.member_ids | lead.team_id.user_id)
            in_team.write({"user_id": user.id})
            # Odoo finds the team of a new salesperson lead by lead; it is the same for all of them
            (leads - in_team).write({"user_id": user.id, "team_id": self.env["crm.team"]._get_default_team_id(user_id=user.id).id})
            leads.message_subscribe(partner_ids=user.partner_id.ids)
            rep.user_id._bus_send("simple_notification", {
                "type": "info", "title": self.env._("New leads"), "message": self.env._("%s new leads are yours.", len(leads)),
                "sticky": False})

    @api.model
    def _sales_os_tell_reasons(self, answers):
        words, now = self._sales_os_routing_words(answers), fields.Datetime.now()
        for batch in split_every(BATCH, answers):
            batch = list(batch)
            leads = self.browse([answer.lead for answer in batch])
            leads.flush_recordset(["sales_os_routing_reason", "sales_os_routed_on"])
            self.env.execute_query(SQL(
                """UPDATE crm_lead SET sales_os_routing_reason = row.reason, sales_os_routed_on = CASE WHEN row.given THEN %s ELSE NULL END
                     FROM jsonb_to_recordset(%s::jsonb) AS row(id int, reason text, given bool)
                    WHERE crm_lead.id = row.id RETURNING crm_lead.id""",
                now, json.dumps([
                    {"id": answer.lead, "reason": words(answer), "given": answer.rep is not None} for answer in batch])))
            leads.invalidate_recordset(["sales_os_routing_reason", "sales_os_routed_on"])

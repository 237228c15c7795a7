from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.forecast.stage_progress import MoveReason, Waiting, idle, progress


class CrmLead(models.Model):
    """Goes on by declared rules when something happened, and tells when nothing did."""

    _inherit = "crm.lead"

    def _sales_os_progress(self, event, sources):
        """Move those that a rule of ``event`` moves.

        :param sources: ``{lead id: what happened, in words}``
        """
        # sudo: the rule moves the opportunity, not whoever confirmed the order or did the visit
        leads = self.sudo().exists()
        for company, group in leads.grouped(lambda lead: lead.company_id or lead.team_id.company_id or self.env.company).items():
            rules = self.env["sales_os.stage.rule"]._of(company, [event])
            if not rules:
                continue
            Stage = rules.env["crm.stage"]
            order = Stage._sales_os_order()
            decided = progress(
                event=event, rules=rules._facts(), leads=group._sales_os_waiting(), order=order,
                teams_of={stage.id: frozenset(stage.team_ids.ids) for stage in Stage.browse(order)})
            for lead in group.filtered(lambda one, moved=decided: one.id in moved):
                rule = rules.browse(decided[lead.id].key)
                words = self.env._("%(rule)s (%(document)s)", rule=rule.name, document=sources.get(lead.id, ""))
                lead.with_context(sales_os_stage_move=MoveReason(rule.id, words)).write({"stage_id": rule.target_stage_id.id})
                lead._message_log(body=words)

    def _sales_os_waiting(self):
        # sudo: when it moved last is no secret of whoever caused the event
        since = dict(self.env["sales_os.stage.move"].sudo()._read_group([("lead_id", "in", self.ids)], ["lead_id"], ["moved_on:max"]))
        return [
            Waiting(
                lead.id, lead.stage_id.id, lead.team_id.id or None, lead.active and lead.won_status == "pending",
                since.get(lead), lead.sales_os_idle_told or None, bool(lead.activity_ids))
            for lead in self
        ]

    @api.model
    def _cron_sales_os_idle(self):
        """Plan an activity for each open opportunity that has not moved for as long as its rule says."""
        now, count = fields.Datetime.now(), 0
        leads = self.search([("type", "=", "opportunity"), ("won_status", "=", "pending")], order="id")
        for company, group in leads.grouped(lambda lead: lead.company_id or lead.team_id.company_id or self.env.company).items():
            rules = self.env["sales_os.stage.rule"]._of(company, ["idle"])
            found = idle(rules=rules._facts(), leads=group._sales_os_waiting(), now=now) if rules else {}
            for rule in rules:
                told = group.filtered(lambda lead, rule=rule, found=found: lead.id in found and found[lead.id].key == rule.id)
                told._sales_os_plan_next_step(rule, now)
                count += len(told)
        return count

    def _sales_os_plan_next_step(self, rule, now):
        kind = rule.activity_type_id or self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        for lead in self:
            lead.activity_schedule(
                activity_type_id=kind.id if kind else False, summary=rule.note or rule.name,
                user_id=lead.user_id.id or lead.team_id.user_id.id or self.env.uid)
        self.write({"sales_os_idle_told": now})

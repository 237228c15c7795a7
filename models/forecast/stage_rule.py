from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sales_os.algorithms.forecast.stage_progress import ProgressRule


class SalesOsStageRule(models.Model):
    """A declared step of an opportunity: when this happens, it goes on to that stage, or somebody is reminded of it."""

    _name = "sales_os.stage.rule"
    _description = "Stage Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="The first rule of an event that serves the team decides.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: the rule serves every company.")
    event = fields.Selection(
        [("quote_sent", "A quote was sent"), ("visit_done", "A visit was done"), ("order_confirmed", "An order was confirmed"),
         ("idle", "Nothing happened")], required=True, default="quote_sent")
    team_ids = fields.Many2many("crm.team", string="Sales Teams", help="Empty: all teams.")
    target_stage_id = fields.Many2one(
        "crm.stage", string="Goes On To", ondelete="cascade", help="Never backwards: who is further already stays there.")
    stage_ids = fields.Many2many("crm.stage", string="In These Stages", help="Empty: in every stage.")
    idle_days = fields.Integer(string="Days Without a Move", default=14)
    activity_type_id = fields.Many2one(
        "mail.activity.type", string="Activity", ondelete="restrict", domain="[('res_model', 'in', [False, 'crm.lead'])]",
        help="Planned for the salesperson; empty: a to-do.")
    note = fields.Char(string="What Is to Be Done", translate=True)

    @api.constrains("event", "target_stage_id", "idle_days")
    def _check_complete(self):
        for rule in self:
            if rule.event == "idle" and rule.idle_days < 1:
                raise ValidationError(self.env._("Rule %s: say after how many days, at least 1.", rule.name))
            if rule.event != "idle" and not rule.target_stage_id:
                raise ValidationError(self.env._("Rule %s: say to which stage the opportunity goes on.", rule.name))

    def _facts(self):
        return [
            ProgressRule(
                rule.id, rule.event, rule.target_stage_id.id or None, frozenset(rule.team_ids.ids), frozenset(rule.stage_ids.ids),
                rule.idle_days)
            for rule in self.sorted(lambda rule: (rule.sequence, rule.id))
        ]

    @api.model
    def _of(self, company, events):
        """The rules in force for a company."""
        # sudo: rules are the company's, not the user's; whoever causes the event need not be able to read them
        return self.sudo().search([("event", "in", events), ("company_id", "in", [company.id, False])])

    @api.model
    def _seed(self):
        """The usual four, once; a stage that somebody deleted before has none."""
        for sequence, (name, event, stage) in enumerate((
            ("A visit was done: qualified", "visit_done", "crm.stage_lead2"),
            ("A quote was sent: proposition", "quote_sent", "crm.stage_lead3"),
            ("An order was confirmed: won", "order_confirmed", "crm.stage_lead4"),
        ), 1):
            target = self.env.ref(stage, raise_if_not_found=False)
            if target:
                self.create({"name": name, "sequence": sequence, "event": event, "target_stage_id": target.id})
        self.create({
            "name": "Two weeks without a move: plan the next step", "sequence": 9, "event": "idle", "idle_days": 14,
            "note": "Nothing has moved for two weeks: call, or close it."})
        return True

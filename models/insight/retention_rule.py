from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# what may be forgotten: the day it is counted from, the company, what is concerned, and how it can be done
FORGOTTEN = {
    "crm.lead": {
        "day": "date_closed", "company": "company_id", "actions": ("anonymise",), "domain": [
            ("won_status", "=", "lost"), "|", "|", "|", ("partner_id", "!=", False), ("email_from", "!=", False),
            ("contact_name", "!=", False), ("phone", "!=", False)]},
    "sales_os.visit.note": {"day": "create_date", "company": "visit_id.company_id", "actions": ("purge",), "domain": []},
    "sales_os.feedback": {
        "day": "asked_on", "company": "company_id", "actions": ("purge", "anonymise"), "domain": []},
    "sales_os.insight": {
        "day": "closed_on", "company": "company_id", "actions": ("purge",), "domain": [("state", "in", ("done", "dismissed"))]},
    "sales_os.nurture.enrolment": {
        "day": "date_start", "company": "company_id", "actions": ("purge",), "domain": [("state", "!=", "running")]},
    "sales_os.preference": {"day": "date", "company": "company_id", "actions": ("purge",), "domain": [("is_learnt", "=", False)]},
    # which of them are done with: retention_contact.py
    "res.partner": {"day": "create_date", "company": "company_id", "actions": ("anonymise",), "domain": []},
}
MODELS = [
    ("crm.lead", "Lost leads"), ("sales_os.visit.note", "Notes of visits"), ("sales_os.feedback", "Answers about satisfaction"),
    ("sales_os.insight", "Closed insights"), ("sales_os.nurture.enrolment", "Sequences that ended"),
    ("sales_os.preference", "Preferences noted by people"), ("res.partner", "Persons without business")]


class SalesOsRetentionRule(models.Model):
    """How long something is kept, and what happens then; tried out by a count before it is switched on."""

    _name = "sales_os.retention.rule"
    _description = "Retention Rule"
    _order = "model, id"
    _rec_name = "model"

    model = fields.Selection(MODELS, string="What", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="cascade")
    months = fields.Integer(string="Kept For (months)", required=True, default=36)
    action = fields.Selection(
        [("purge", "Delete"), ("anonymise", "Remove what names a person")], string="Then", required=True, default="purge")
    active = fields.Boolean(string="On", default=False, help="Off: nothing is removed; the number shows what would be.")
    stays = fields.Text(string="What Stays, and Why", compute="_compute_stays")
    due_count = fields.Integer(string="Due Now", compute="_compute_due_count", help="So many would be removed tonight.")
    ran_on = fields.Datetime(string="Last Run", readonly=True, copy=False)
    ran_count = fields.Integer(string="Removed Then", readonly=True, copy=False)

    _months_positive = models.Constraint("CHECK (months >= 1 AND months <= 600)", "Something is kept for 1 to 600 months.")
    _model_uniq = models.UniqueIndex("(company_id, model)", "There is a rule for this already: change that one.")

    @api.constrains("model", "action")
    def _check_action(self):
        labels = dict(self._fields["action"]._description_selection(self.env))
        for rule in self:
            possible = FORGOTTEN[rule.model]["actions"]
            if rule.action not in possible:
                raise ValidationError(self.env._(
                    "%(what)s: choose “%(possible)s”.", what=rule._what(), possible="” / “".join(labels[one] for one in possible)))

    @api.onchange("model")
    def _onchange_model(self):
        if self.model and self.action not in FORGOTTEN[self.model]["actions"]:
            self.action = FORGOTTEN[self.model]["actions"][0]

    @api.depends("model", "action")
    @api.depends_context("lang")
    def _compute_stays(self):
        words = self._stays_words()
        for rule in self:
            rule.stays = rule._feedback_words() if rule.model == "sales_os.feedback" else words.get(rule.model, "")

    @api.model
    def _stays_words(self):
        env = self.env
        return {
            "crm.lead": env._("Amount, stage, channel and loss reason stay: win rates and forecasts need them. Names, addresses and the "
                "conversation go."),
            "sales_os.visit.note": env._("The visit itself stays, with day, outcome and representative: it counts in the figures."),
            "sales_os.insight": env._("How often insights of a kind were useful is learnt anew from what is left."),
            "sales_os.nurture.enrolment": env._("The lead stays; that it was written to is forgotten."),
            "sales_os.preference": env._("What quotes and orders show is learnt again every night."),
        }
    def _feedback_words(self):
        if self.action == "purge":
            return self.env._("Deleted answers no longer count in the averages of past months.")
        return self.env._("The score stays for the averages; the comment goes.")

    @api.depends("model", "action", "months", "company_id")
    def _compute_due_count(self):
        for rule in self:
            rule.due_count = rule._count()

    def _count(self):
        # sudo: a number only, for whoever may read the rule
        return self.sudo()._records().search_count(self._due_domain()) if self.model and self.months > 0 else 0

    def _what(self):
        return dict(self._fields["model"]._description_selection(self.env))[self.model]

    @api.depends("model", "months")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = self.env._(
                "%(what)s after %(months)s months", what=rule._what(), months=rule.months) if rule.model else ""

    def _records(self):
        return self.env[self.model].with_context(active_test=False)

    def _before(self):
        return fields.Date.context_today(self) - relativedelta(months=self.months)

    def _due_domain(self):
        kind = FORGOTTEN[self.model]
        domain = Domain(kind["day"], "<", self._before()) & Domain(kind["domain"])
        domain &= Domain(kind["company"], "in", (self.company_id.id, False))
        if self.model == "sales_os.feedback" and self.action == "anonymise":
            domain &= Domain("comment", "not in", (False, ""))
        return domain

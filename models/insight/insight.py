from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("risky_lead", "Risky Lead"), ("stalled_deal", "Stalled Deal"), ("churn_risk", "Churn Risk"), ("territory_gap", "Territory Gap"),
    ("overdue_customer", "Overdue Customer"), ("discount_anomaly", "Unusual Discount"), ("commission_anomaly", "Unusual Commission"),
    ("quota_risk", "Quota at Risk"), ("forecast_deviation", "Forecast Missed"),
]
ACTIONS = [
    ("call", "Call"), ("follow_up", "Follow up"), ("visit", "Plan a visit"), ("collect", "Ask for payment"), ("assign", "Assign somebody"),
    ("review", "Look at it"),
]


class SalesOsInsight(models.Model):
    """Something a person should know of, found at night: what, how grave, why, what to do, and what became of it."""

    _name = "sales_os.insight"
    _description = "Insight"
    _inherit = "sales_os.state.mixin"
    _order = "score desc, id desc"
    _rec_name = "record_name"

    # an object of this process: no caller from outside can put it into a context
    _BY_ACTION = object()
    _state_transitions = {
        ("new", "acknowledged"): "sales_os.group_rep",
        ("new", "done"): "sales_os.group_rep",
        ("new", "dismissed"): "sales_os.group_rep",
        ("acknowledged", "done"): "sales_os.group_rep",
        ("acknowledged", "dismissed"): "sales_os.group_rep",
    }

    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    severity = fields.Selection(
        [("info", "Info"), ("warning", "Warning"), ("critical", "Critical")], required=True, readonly=True, index=True)
    score = fields.Float(
        string="Rank", readonly=True, aggregator=None, digits=(16, 2),
        help="Gravity × certainty × freshness × how often insights of this kind were acted on.")
    gravity = fields.Float(readonly=True, aggregator=None, digits=(16, 2))
    certainty = fields.Float(readonly=True, aggregator=None, digits=(16, 2))
    explanation = fields.Char(compute="_compute_words")
    evidence = fields.Text(compute="_compute_words", help="The facts it rests on, as they were when it was found last.")
    facts = fields.Json(readonly=True)
    suggested_action = fields.Selection(ACTIONS, required=True, readonly=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", required=True, readonly=True)
    record_name = fields.Char(string="About", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, index="btree_not_null", ondelete="cascade")
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", readonly=True, index=True, ondelete="cascade",
        help="Who should act; empty where nobody is responsible.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="At Stake", readonly=True)
    cause = fields.Char(readonly=True, default="", required=True)
    date_found = fields.Date(string="Found", required=True, readonly=True)
    date_evidence = fields.Date(string="Newest Evidence", required=True, readonly=True)
    date_expires = fields.Date(string="Holds Until", required=True, readonly=True)
    state = fields.Selection(
        [("new", "New"), ("acknowledged", "Acknowledged"), ("done", "Done"), ("dismissed", "Dismissed")],
        required=True, readonly=True, default="new", index=True)
    closed_on = fields.Date(readonly=True)
    closed_how = fields.Selection(
        [("user", "By a person"), ("gone", "The cause is gone"), ("expired", "Too old")], string="Closed", readonly=True)
    acted_on = fields.Datetime(readonly=True, help="When the suggested action was taken.")
    told_on = fields.Datetime(readonly=True, help="When its representative was told of it; never twice.")
    useful_words = fields.Char(string="How Useful So Far", compute="_compute_useful_words")
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _open_uniq = models.UniqueIndex(
        "(company_id, kind, res_model, res_id, cause) WHERE state IN ('new', 'acknowledged')", "This insight is open already.")
    _record_idx = models.Index("(res_model, res_id)")

    @api.depends_context("lang")
    @api.depends("kind", "facts", "record_name")
    def _compute_words(self):
        for insight in self:
            insight.explanation, insight.evidence = insight._explain()

    @api.depends("kind", "company_id")
    def _compute_useful_words(self):
        used = self._feedback(self.company_id)
        for insight in self:
            acted, dismissed = used.get((insight.company_id.id, insight.kind), (0, 0))
            insight.useful_words = self.env._(
                "Of %(all)s insights of this kind that were decided, %(acted)s were acted on.", all=acted + dismissed, acted=acted
            ) if acted + dismissed else self.env._("None of this kind has been decided yet.")

    @api.depends_context("uid")
    @api.depends("rep_id")
    def _compute_is_mine(self):
        for insight in self:
            insight.is_mine = insight.rep_id.user_id == self.env.user

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = [("rep_id.user_id", "=", self.env.uid)]
        return mine if True in value else ["!", *mine]

    @api.model
    def _feedback(self, companies):
        """Return what people did with insights: ``{(company id, kind): (acted on, dismissed)}``."""
        # sudo: numbers only, of all colleagues: a kind that nobody uses sinks for everybody
        rows = self.sudo()._read_group(
            [("company_id", "in", companies.ids), ("closed_how", "=", "user")], ["company_id", "kind", "state"], ["__count"])
        result = {}
        for company, kind, state, count in rows:
            acted, dismissed = result.get((company.id, kind), (0, 0))
            result[company.id, kind] = (acted + count, dismissed) if state == "done" else (acted, dismissed + count)
        return result

    def write(self, vals):
        if not self.env.su and self.env.context.get("sales_os_insight_by") is not self._BY_ACTION:
            raise UserError(self.env._("Insights are written by the night; take their action, or mark them as done or dismissed."))
        return super().write(vals)

from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsKpiSnapshot(models.Model):
    """What the figures of one day were, kept as they were: also what was open then, which nobody can work out afterwards."""

    _name = "sales_os.kpi.snapshot"
    _description = "Daily Snapshot"
    _order = "date desc, scope, id"
    _rec_name = "date"
    _inherit = ["sales_os.append.only.mixin"]
    _log_access = False
    _kept_message = "daily snapshots are append-only"

    date = fields.Date(
        string="Day", required=True, readonly=True, index=True, help="A day where the company is, from midnight to midnight.")
    scope = fields.Selection(
        [("rep", "Representative"), ("team", "Sales Team"), ("territory", "Territory")], string="Of", required=True, readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True, ondelete="restrict", index="btree_not_null")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict", index="btree_not_null")
    territory_id = fields.Many2one("sales_os.territory", readonly=True, ondelete="restrict", index="btree_not_null")
    responsible_id = fields.Many2one(
        "sales_os.rep", string="Answers For It", readonly=True, ondelete="restrict", index="btree_not_null",
        help="The representative, the owner of the territory on that day, or the leader of the team.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    revenue_amount = fields.Monetary(string="Revenue", readonly=True)
    order_amount = fields.Monetary(string="Ordered", readonly=True, help="Confirmed orders of the day, without taxes.")
    order_count = fields.Integer(string="Orders", readonly=True)
    units = fields.Float(readonly=True, digits=(16, 2))
    deals_won_count = fields.Integer(string="Deals Won", readonly=True)
    deals_lost_count = fields.Integer(string="Deals Lost", readonly=True)
    visit_count = fields.Integer(string="Visits Done", readonly=True)
    missed_count = fields.Integer(string="Visits Missed", readonly=True)
    call_count = fields.Integer(string="Calls", readonly=True)
    meeting_count = fields.Integer(string="Meetings", readonly=True)
    selling_hours = fields.Float(readonly=True, digits=(16, 2))
    is_open_known = fields.Boolean(
        string="Pipeline Known", readonly=True, help="No: the day was filled in later, and what was open then is not known.")
    open_count = fields.Integer(string="Open Opportunities", readonly=True, aggregator="avg")
    pipeline_amount = fields.Monetary(string="Pipeline", readonly=True, aggregator="avg")
    weighted_amount = fields.Monetary(string="Weighted Pipeline", readonly=True, aggregator="avg")
    taken_on = fields.Datetime(required=True, readonly=True)

    # one row a day and scope: a second run, or one beside it, finds the day taken
    _once = models.UniqueIndex(
        "(company_id, date, scope, COALESCE(rep_id, team_id, territory_id))", "This day was taken already.")
    _one_scope = models.Constraint(
        "CHECK (num_nonnulls(rep_id, team_id, territory_id) = 1)", "A snapshot is of one representative, team or territory.")

    @api.depends("date", "scope", "rep_id", "team_id", "territory_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.date or ''} · {(row.rep_id or row.team_id or row.territory_id).display_name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Snapshots are taken by a job each night, or filled in for days that are missing, never by hand."))

    def write(self, vals):
        raise UserError(self.env._("A snapshot says what a day was: it cannot be changed."))

    def unlink(self):
        raise UserError(self.env._("A snapshot says what a day was: it cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("Snapshots cannot be duplicated."))

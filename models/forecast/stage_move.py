from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SalesOsStageMove(models.Model):
    """Each step of an opportunity, as things were at that moment: who, where, how much, how likely, and why. Append-only."""

    _name = "sales_os.stage.move"
    _description = "Stage Move"
    _order = "moved_on desc, id desc"
    _rec_name = "lead_id"
    _inherit = ["sales_os.append.only.mixin"]
    _log_access = False
    _kept_message = "stage moves are append-only"
    _kept_loose = (
        "from_stage_id", "stage_id", "user_id", "moved_by_id", "rep_id", "team_id", "territory_id", "channel_id", "rule_id")

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, readonly=True, ondelete="cascade",
        help="An opportunity that is deleted or merged into another one takes its moves with it.")
    number = fields.Integer(required=True, readonly=True, aggregator=None, help="1 is the creation.")
    kind = fields.Selection(
        [("created", "Created"), ("forward", "Forward"), ("backward", "Backward"), ("won", "Won"), ("lost", "Lost"),
         ("reopened", "Reopened")], required=True, readonly=True)
    outcome = fields.Selection(
        [("pending", "Open"), ("won", "Won"), ("lost", "Lost")], string="Then", required=True, readonly=True)
    moved_on = fields.Datetime(required=True, readonly=True)
    moved_by_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="set null")
    from_stage_id = fields.Many2one("crm.stage", string="From", readonly=True, ondelete="set null")
    stage_id = fields.Many2one("crm.stage", string="To", readonly=True, ondelete="set null")
    days_in_stage = fields.Float(
        string="Days in the Stage Before", readonly=True, digits=(16, 2), aggregator="avg", help="How long it stood where it came from.")
    probability = fields.Float(string="Probability (%)", readonly=True, aggregator="avg", digits=(16, 1))
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", related="company_id.currency_id")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True, ondelete="set null")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True, ondelete="set null", index="btree_not_null")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")
    territory_id = fields.Many2one("sales_os.territory", readonly=True, ondelete="set null")
    channel_id = fields.Many2one("sales_os.channel", readonly=True, ondelete="set null")
    reason = fields.Char(readonly=True, help="Empty: moved by hand.")
    rule_id = fields.Many2one("sales_os.stage.rule", readonly=True, ondelete="set null")
    is_backfilled = fields.Boolean(
        string="Rebuilt", readonly=True,
        help="From before moves were recorded: rebuilt from creation, noted changes and closing. Amount, people and place are today's.")

    _number_uniq = models.UniqueIndex("(lead_id, number)", "This move is recorded already.")
    _moved_idx = models.Index("(moved_on)")

    def _kept_may_go(self):
        return SQL("NOT EXISTS (SELECT 1 FROM crm_lead WHERE id = OLD.lead_id)")

    @api.depends("lead_id", "number", "stage_id")
    def _compute_display_name(self):
        for move in self:
            # sudo: whoever may see the move may see where it led to
            move.display_name = f"{move.lead_id.name or ''} · {move.number} · {move.sudo().stage_id.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Stage moves are written when an opportunity moves, never by hand."))

    def write(self, vals):
        raise UserError(self.env._("Stage moves are append-only: what happened cannot be rewritten."))

    def unlink(self):
        raise UserError(self.env._("Stage moves are append-only: what happened cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("Stage moves are append-only: they cannot be duplicated."))

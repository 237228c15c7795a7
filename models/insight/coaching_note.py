from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsCoachingNote(models.Model):
    """What a manager tells a representative, from an insight or a day in the field, and what they agreed on."""

    _name = "sales_os.coaching.note"
    _description = "Coaching Note"
    _order = "date desc, id desc"
    _rec_name = "subject"
    _check_company_auto = True

    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="rep_id.company_id", store=True, index=True)
    author_id = fields.Many2one("res.users", string="By", required=True, readonly=True, default=lambda self: self.env.user, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    subject = fields.Char(required=True)
    body = fields.Text(string="What Was Seen", required=True)
    agreed = fields.Text(string="What Was Agreed On")
    date_review = fields.Date(string="Look Again On")
    insight_id = fields.Many2one("sales_os.insight", string="From Insight", ondelete="set null")
    is_shared = fields.Boolean(string="Shared", default=False,
        help="Shared notes are seen by the representative; others by the managers above only.")
    seen_on = fields.Datetime(string="Read by the Representative On", readonly=True, copy=False)

    @api.onchange("insight_id")
    def _onchange_insight_id(self):
        if self.insight_id:
            self.subject = self.subject or self.insight_id.explanation
            self.rep_id = self.rep_id or self.insight_id.rep_id

    def action_share(self):
        """Let the representative read it."""
        self.check_access("write")
        self.is_shared = True
        return True

    def action_seen(self):
        """The representative has read it."""
        for note in self:
            if note.rep_id.user_id != self.env.user:
                raise UserError(self.env._("Only %s can say that the note was read.", note.rep_id.name))
            if not note.seen_on:
                # sudo: a representative reads the notes about the own work and changes nothing of them but this mark
                note.sudo().seen_on = fields.Datetime.now()
        return True

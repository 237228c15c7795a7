from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.statement import content_hash


class SalesOsCommissionStatementSnapshot(models.Model):
    """What a statement said when it was submitted, line by line. Kept when the statement is unlocked and submitted again."""

    _name = "sales_os.commission.statement.snapshot"
    _description = "Statement Snapshot"
    _order = "statement_id, number, id"
    _rec_name = "number"
    _inherit = ["sales_os.append.only.mixin"]
    _log_access = False
    _kept_message = "snapshots of statements are append-only"

    statement_id = fields.Many2one("sales_os.commission.statement", required=True, readonly=True, ondelete="restrict", index=True)
    rep_id = fields.Many2one(related="statement_id.rep_id", string="Representative", store=True, precompute=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    taken_on = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    amount = fields.Monetary(string="Total", readonly=True, aggregator=None)
    entry_count = fields.Integer(string="Lines", readonly=True, aggregator=None)
    content = fields.Json(readonly=True)
    content_hash = fields.Char(
        string="Fingerprint", readonly=True, help="SHA-256 of the content; it tells whether two copies are the same.")
    unlock_reason = fields.Char(string="Unlocked Because", readonly=True)
    unlocked_on = fields.Datetime(readonly=True)
    unlocked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    line_html = fields.Html(string="Lines Then", compute="_compute_line_html", sanitize=False)

    _number_uniq = models.UniqueIndex("(statement_id, number)", "This snapshot was taken already.")

    def _kept_open(self):
        return ("unlock_reason", "unlocked_on", "unlocked_by_id")

    def _kept_may_change(self):
        # the note of an unlocking is added, once
        return SQL("OLD.unlocked_on IS NULL")

    @api.depends("statement_id.name", "number")
    def _compute_display_name(self):
        for snapshot in self:
            snapshot.display_name = self.env._(
                "%(statement)s, copy %(number)s", statement=snapshot.statement_id.name, number=snapshot.number)

    @api.depends("content")
    def _compute_line_html(self):
        for snapshot in self:
            snapshot.line_html = self.env["ir.qweb"]._render(
                "sales_os.commission_snapshot_lines", {"content": snapshot.content or {"lines": []}})

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Snapshots are taken when a statement is submitted, never by hand."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su or not set(vals) <= {"unlock_reason", "unlocked_on", "unlocked_by_id"}:
            raise UserError(self.env._("Snapshots do not change: they show what was submitted."))
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("Snapshots stay for the record: they cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("A snapshot cannot be duplicated."))

    def _note_unlock(self, reason):
        self.write({"unlock_reason": reason, "unlocked_on": fields.Datetime.now(), "unlocked_by_id": self.env.uid})

    def action_compare(self):
        """What differs from the copy before: lines that were added and that went.

        :return: ``{"before": amount, "after": amount, "added": [line], "removed": [line]}``
        """
        self.ensure_one()
        self.check_access("read")
        earlier = self.statement_id.snapshot_ids.filtered(lambda other: other.number < self.number)[-1:]
        old = {line["entry"]: line for line in (earlier.content or {}).get("lines", [])}
        new = {line["entry"]: line for line in (self.content or {}).get("lines", [])}
        return {
            "before": earlier.amount, "after": self.amount, "added": [line for key, line in new.items() if key not in old],
            "removed": [line for key, line in old.items() if key not in new],
        }


class SalesOsCommissionStatement(models.Model):
    _inherit = "sales_os.commission.statement"

    def _take_snapshot(self, reason):
        for statement in self:
            content = statement._plain_content()
            snapshot = self.env["sales_os.commission.statement.snapshot"].create({
                "statement_id": statement.id, "number": len(statement.snapshot_ids) + 1, "taken_on": fields.Datetime.now(),
                "user_id": self.env.uid, "amount": statement.amount, "entry_count": statement.entry_count, "content": content,
                "content_hash": content_hash(content),
            })
            self.env["sales_os.audit.entry"]._append(
                statement, "commission:snapshot", new=f"{snapshot.number}: {snapshot.content_hash}", reason=reason)

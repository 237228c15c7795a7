import json

from odoo import api, fields, models


class SalesOsTransferLine(models.Model):
    """One record of a transfer: what it was, what it became, or why it stayed."""

    _name = "sales_os.transfer.line"
    _description = "Transferred Record"
    _order = "transfer_id, id"
    _rec_name = "record_name"

    transfer_id = fields.Many2one("sales_os.transfer", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="transfer_id.company_id", store=True, precompute=True, index=True)
    model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="model", readonly=True)
    record_name = fields.Char(string="Record", readonly=True)
    what = fields.Char(readonly=True, help="What changes hands.")
    outcome = fields.Selection(
        [("moved", "Changed hands"), ("stays", "Stayed"), ("undone", "Given back"), ("changed_since", "Not given back")],
        required=True,
        readonly=True,
        index=True,
    )
    reason = fields.Char(string="Why", readonly=True)
    is_created = fields.Boolean(readonly=True, help="The record was made by the transfer; undoing deletes it.")
    old_values = fields.Json(readonly=True)
    new_values = fields.Json(readonly=True)
    guard_values = fields.Json(readonly=True, help="What must still hold for the record to be given back.")
    made_line_id = fields.Many2one(
        "sales_os.transfer.line",
        string="Replaced By",
        readonly=True,
        ondelete="set null",
        help="Goes back only when the record that was made in its place has gone.",
    )

    @api.model
    def _plain(self, record, names):
        """The values of ``record`` as JSON keeps them."""
        return {name: self._as_json(record[name]) for name in names}

    @api.model
    def _as_json(self, value):
        if isinstance(value, models.BaseModel):
            return value.id or False
        return fields.Date.to_string(value) if hasattr(value, "isoformat") else value

    def _give_back(self, reason):
        """Write the old values back, or delete what was made; what has changed since stays, and says why.

        :return: ``{"undone", "kept"}``: numbers of records
        """
        moved = self.filtered(lambda line: line.outcome == "moved")
        # what was made goes first, to make room for what was there
        for is_created in (True, False):
            lines = moved.filtered(lambda line, is_created=is_created: line.is_created == is_created)
            for model, of_model in lines.grouped("model").items():
                ready = of_model._ready_to_give_back(model)
                if is_created:
                    self.env[model].browse(ready.mapped("res_id")).unlink()
                else:
                    self._write_back(model, ready, reason)
                ready.write({"outcome": "undone", "reason": False})
        undone = moved.filtered(lambda line: line.outcome == "undone")
        return {"undone": len(undone), "kept": len(moved - undone)}

    def _ready_to_give_back(self, model):
        """The lines whose record is still as the transfer left it, or as it was before; the others are told why not."""
        by_id = {record.id: record for record in self.env[model].browse(self.mapped("res_id")).exists()}
        ready, reasons = self.browse(), {}
        for line in self:
            record = by_id.get(line.res_id)
            wanted = {**(line.new_values or {}), **(line.guard_values or {})}
            if record is None:
                reasons.setdefault(self.env._("Deleted since."), []).append(line.id)
            elif line.made_line_id and line.made_line_id.outcome != "undone":
                reasons.setdefault(self.env._("What took its place was changed since."), []).append(line.id)
            elif self._plain(record, wanted) == wanted or line.old_values and self._plain(record, line.old_values) == line.old_values:
                ready |= line
            else:
                reasons.setdefault(self.env._("Changed by somebody since."), []).append(line.id)
        for why, ids in reasons.items():
            self.browse(ids).write({"outcome": "changed_since", "reason": why})
        return ready

    def _write_back(self, model, lines, reason):
        """One write for all that go back to the same values, and one batch of audit entries."""
        Audit, old_by_id, new_by_id = self.env["sales_os.audit.entry"], {}, {}
        for _key, same in lines.grouped(lambda line: json.dumps(line.old_values, sort_keys=True)).items():
            values = same[0].old_values
            records = self.env[model].browse(same.mapped("res_id"))
            records = records.filtered(lambda record, values=values: self._plain(record, values) != values)
            for record in records:
                old_by_id[record.id], new_by_id[record.id] = self._plain(record, values), values
            records.with_context(mail_auto_subscribe_no_notify=True, sales_os_reason=reason).write(values)
        Audit._append(self.env[model].browse(old_by_id), "transfer_undone", old_by_id=old_by_id, new_by_id=new_by_id, reason=reason)

    def action_open(self):
        """Open the record."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self.model, "res_id": self.res_id, "views": [[False, "form"]]}

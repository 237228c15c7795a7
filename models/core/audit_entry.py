import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.core.hash_chain import GENESIS, ChainLink, broken_links, entry_hash

# one key for the whole database: the chain is one
CHAIN_LOCK = 7_305_019_19
VERIFY_BATCH = 5_000
ANCHOR = "sales_os.audit_anchor"


def _as_text(value):
    if value is None or value is False:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


class SalesOsAuditEntry(models.Model):
    """What happened, to which record, by whom. Append-only for everyone."""

    _name = "sales_os.audit.entry"
    _description = "Audit Entry"
    _order = "id desc"
    _inherit = ["sales_os.append.only.mixin"]
    _rec_name = "event"
    _log_access = False
    _kept_message = "audit entries are append-only"

    model = fields.Char(string="Document Model", required=True, readonly=True, index=True)
    res_id = fields.Many2oneReference(string="Document", model_field="model", readonly=True)
    event = fields.Char(required=True, readonly=True, index=True)
    old_value = fields.Text(readonly=True)
    new_value = fields.Text(readonly=True)
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    happened_on = fields.Datetime(required=True, readonly=True, index=True)
    previous_hash = fields.Char(readonly=True, required=True)
    hash = fields.Char(readonly=True, required=True)

    _document_idx = models.Index("(model, res_id)")

    @api.depends("event", "model", "res_id")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.event} · {entry.model} #{entry.res_id or 0}"

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Audit entries are written by the documents they tell of, never by hand."))

    def write(self, vals):
        raise UserError(self.env._("Audit entries are append-only: what happened cannot be rewritten."))

    def unlink(self):
        raise UserError(self.env._("Audit entries are append-only: what happened cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("Audit entries are append-only: they cannot be duplicated."))

    @api.model
    def _append(self, records, event, old="", new="", reason="", old_by_id=None, new_by_id=None):
        """Append one entry per record of ``records``, in one INSERT.

        :param old: value before, the same for all; ``old_by_id`` gives it per record id instead
        :param new: value after; likewise ``new_by_id``
        """
        if not records:
            return self.browse()
        has_company = "company_id" in records._fields
        # the company of a record that the user may only change, not read in full
        companies = {record.id: record.company_id.id for record in records.sudo()} if has_company else {}
        return self._append_rows([
            {
                "model": records._name,
                "res_id": record_id,
                "event": event,
                "old_value": _as_text((old_by_id or {}).get(record_id, old)),
                "new_value": _as_text((new_by_id or {}).get(record_id, new)),
                "reason": _as_text(reason),
                "company_id": companies.get(record_id) or self.env.company.id,
            }
            for record_id in records.ids
        ])

    @api.model
    def _append_rows(self, rows):
        """Append ``rows`` (dicts of model, res_id, event, old_value, new_value, reason, company_id) to the chain.

        Takes a lock that lasts until the transaction ends, so that the chain has one order: call it last.
        """
        if not rows:
            return self.browse()
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s)", CHAIN_LOCK))
        previous_hash = self._last_hash()
        happened_on = fields.Datetime.to_string(fields.Datetime.now())
        ready = []
        for position, row in enumerate(rows):
            row = {**row, "user_id": self.env.uid, "happened_on": happened_on, "previous_hash": previous_hash}
            previous_hash = row["hash"] = entry_hash(previous_hash=previous_hash, facts=self._facts(row))
            ready.append({**row, "position": position})
        inserted = self.env.execute_query(SQL(
            """INSERT INTO sales_os_audit_entry
                (model, res_id, event, old_value, new_value, reason, user_id, company_id, happened_on, previous_hash, hash)
                SELECT model, res_id, event, old_value, new_value, reason, user_id, company_id, happened_on, previous_hash, hash
                  FROM jsonb_to_recordset(%s::jsonb) AS row(
                       position int, model varchar, res_id int, event varchar, old_value text, new_value text, reason text,
                       user_id int, company_id int, happened_on timestamp, previous_hash varchar, hash varchar)
              ORDER BY position RETURNING id""",
            json.dumps(ready),
        ))
        return self.browse([row[0] for row in inserted])

    @staticmethod
    def _facts(row):
        return (
            row["model"], row["res_id"], row["event"], row["old_value"], row["new_value"], row["reason"],
            row["user_id"], row["company_id"], row["happened_on"],
        )

    def _last_hash(self):
        """The hash that ends the chain, also when another transaction has committed it after ours began."""
        newest = SQL("SELECT id, hash FROM sales_os_audit_entry ORDER BY id DESC LIMIT 1")
        tails = self.env.execute_query(newest)
        if not self.env.registry.ready:
            # while the addon is installed or updated nobody else writes, and another cursor would wait for our own table
            return max(tails)[1] if tails else GENESIS
        # our snapshot is older than the lock we just got: a fresh one sees what was committed meanwhile
        with self.env.registry.cursor() as fresh:
            fresh.execute(newest)
            tails += fresh.fetchall()
        return max(tails)[1] if tails else GENESIS

    @api.model
    def action_verify(self):
        """Recompute the whole chain from what is stored.

        :return: ``{"checked": number of entries, "broken": [ids]}``; an id stands for an entry that was altered,
            that follows a removed one, or that was once the last one verified and is gone
        """
        self._check_may_verify()
        checked, broken, last_id, previous_hash = 0, [], 0, GENESIS
        anchor_id, anchor_hash = self._anchor()
        anchor_seen = not anchor_id
        while rows := self.env.execute_query(SQL(
            """SELECT id, model, res_id, event, old_value, new_value, reason, user_id, company_id,
                      to_char(happened_on, 'YYYY-MM-DD HH24:MI:SS'), previous_hash, hash
                 FROM sales_os_audit_entry WHERE id > %s ORDER BY id LIMIT %s""", last_id, VERIFY_BATCH,
        )):
            links = [ChainLink(key=row[0], previous_hash=row[10], hash=row[11], facts=tuple(row[1:10])) for row in rows]
            broken += broken_links(links, previous_hash=previous_hash)
            anchor_seen = anchor_seen or any(link.key == anchor_id and link.hash == anchor_hash for link in links)
            checked, last_id, previous_hash = checked + len(rows), links[-1].key, links[-1].hash
        if not anchor_seen and anchor_id not in broken:
            broken.append(anchor_id)
        if not broken and last_id:
            # sudo: the anchor is ours alone; it remembers only a number and a hash
            self.env["ir.config_parameter"].sudo().set_param(ANCHOR, f"{last_id}:{previous_hash}")
        return {"checked": checked, "broken": sorted(broken)}

    def _anchor(self):
        # sudo: see action_verify; the anchor finds entries that were cut off at the end of the chain
        text = self.env["ir.config_parameter"].sudo().get_param(ANCHOR) or ""
        entry_id, _sep, digest = text.partition(":")
        return (int(entry_id), digest) if entry_id.isdigit() else (0, "")

    def _check_may_verify(self):
        if not self.env.su and not self.env.user.has_groups("sales_os.group_executive,sales_os.group_admin"):
            raise AccessError(self.env._("Only executives and administrators of Sales OS may verify the audit trail."))

    def action_open_document(self):
        """Open the record that this entry tells of."""
        self.ensure_one()
        if self.model not in self.env or not self.env[self.model].browse(self.res_id).exists():
            raise UserError(self.env._("The document of this entry does not exist any more: %s", self.display_name))
        return {"type": "ir.actions.act_window", "res_model": self.model, "res_id": self.res_id, "views": [[False, "form"]]}

    @api.model
    def action_verify_and_tell(self):
        """Verify and show the result to the person who pressed the button."""
        result = self.action_verify()
        if result["broken"]:
            message = self.env._("%(broken)s of %(checked)s entries are broken, the first is number %(first)s.",
                                 broken=len(result["broken"]), checked=result["checked"], first=result["broken"][0])
        else:
            message = self.env._("All %s entries are as they were written.", result["checked"])
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "danger" if result["broken"] else "success", "title": self.env._("Audit trail"),
                       "message": message, "sticky": bool(result["broken"])},
        }

    @api.model
    def _cron_verify(self):
        result = self.action_verify()
        if result["broken"]:
            # a log line is what an operator's monitoring sees
            raise UserError(self.env._("The audit trail is broken at entries %s.", result["broken"][:20]))

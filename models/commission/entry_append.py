import csv
import io
from itertools import islice

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError

from odoo.addons.sales_os.algorithms.commission.period import period_start
from odoo.addons.sales_os.algorithms.commission.trace import encode_steps

# the order of the values of a row; COPY is the quickest door into a table, and the unique index and the foreign keys stand in it, too
COPY = """
    COPY sales_os_commission_entry (
        plan_id, rule_id, rep_id, company_id, currency_id, kind, state, date, period_start, source_key, turn, order_id,
        move_id, source_model, source_id, partner_id, base_amount, rate, amount, source_currency_id, source_amount,
        currency_rate, currency_date, reversed_id, run_id, settled_on, booked_on, reason, trace, from_rep_id, statement_id)
    FROM STDIN WITH (FORMAT csv)
"""
# rows made at a time
PIECE = 200


class Lines:
    """Rows as a CSV file that is written while PostgreSQL reads it: neither waits for the other, and memory holds a piece only."""

    def __init__(self, rows):
        self.count, self._rows, self._text = 0, iter(rows), io.StringIO()
        self._writer = csv.writer(self._text)

    def read(self, _size):
        piece = list(islice(self._rows, PIECE))
        self.count += len(piece)
        self._text.seek(0)
        self._text.truncate()
        self._writer.writerows(piece)
        return self._text.getvalue()


class SalesOsCommissionEntry(models.Model):
    """How entries come into the ledger: in batches, once each."""

    _inherit = "sales_os.commission.entry"

    @api.model
    def _append_rows(self, rows):
        """Append ``rows`` (tuples of values in the order of :data:`COPY`; whatever makes them one by one must not read the database).

        :return: number of entries
        :raise ConcurrencyError: when one of them was booked meanwhile; the caller's transaction starts again and finds it
        """
        lines = Lines(rows)
        try:
            self.env.cr.copy_expert(COPY, lines)
        except UniqueViolation as error:
            raise ConcurrencyError("another run has booked some of these commissions") from error
        return lines.count

    @api.model
    def _append_adjustments(self, vals_list):
        """Append signed entries by hand: dicts of ``key``, ``plan``, ``rep``, ``amount``, ``date``, ``reason`` and, where it corrects
        one, ``entry``. Whoever calls has checked the right to do so. With the same key nothing is paid twice.

        :return: the entries
        """
        rows, keys = [], []
        now = fields.Datetime.to_string(fields.Datetime.now())
        for vals in vals_list:
            plan, rep, entry = vals["plan"], vals["rep"], vals.get("entry") or self.browse()
            if not (vals.get("reason") or "").strip():
                raise UserError(self.env._("An adjustment needs a reason: say why %s is paid more or less.", rep.name))
            day = fields.Date.to_date(vals["date"])
            amount = plan.currency_id.round(vals["amount"])
            if not amount:
                raise ValidationError(self.env._("An adjustment of 0 for %s changes nothing.", rep.name))
            keys.append(vals["key"])
            rows.append([
                plan.id, None, rep.id, plan.company_id.id, plan.currency_id.id, "adjustment", "earned", str(day),
                str(period_start(day=day, period=plan.period)), vals["key"], 0, entry.order_id.id or None, entry.move_id.id or None,
                entry.source_model or None, entry.source_id or None, entry.partner_id.id or None, 0, 0, amount,
                None, None, None, None, entry.id or None, None, None, now, vals["reason"], encode_steps([["adjustment", vals["reason"]]]),
                None, None,
            ])
        self._append_rows(rows)
        entries = self.search([("kind", "=", "adjustment"), ("source_key", "in", keys)])
        self.env["sales_os.audit.entry"]._append(
            entries, "commission:adjustment", new_by_id={entry.id: f"{entry.amount} {entry.currency_id.name}" for entry in entries},
            reason="; ".join(dict.fromkeys(vals["reason"] for vals in vals_list)))
        return entries

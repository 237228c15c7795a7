from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.statement import Line, totals


class SalesOsCommissionStatement(models.Model):
    """What a statement says, once for screen, PDF, XLSX, portal and snapshot, so that they cannot differ."""

    _inherit = "sales_os.commission.statement"

    def _content(self):
        """The statement as plain values; amounts as Decimal, exactly as the ledger holds them."""
        self.ensure_one()
        lines = self._content_lines()
        sums = totals(lines=[Line(row["kind"], row["plan"], row["amount"], row["late"]) for row in lines])
        kinds = dict(self.env["sales_os.commission.entry"]._fields["kind"]._description_selection(self.env))
        order = list(kinds)
        return {
            "number": self.name, "rep": self.rep_id.name, "code": self.rep_id.code or "", "company": self.company_id.name,
            "currency": self.currency_id.name, "digits": self.currency_id.decimal_places,
            "date_start": self.date_start, "date_end": self.date_end, "payable_on": self.payable_on,
            "state": self.state, "state_label": self._state_label(self.state), "is_provisional": self.state == "draft",
            "lines": lines, "total": sums.total, "late": sums.late,
            "by_kind": [(kinds[kind], sums.by_kind[kind]) for kind in order if kind in sums.by_kind],
            "by_plan": sorted(sums.by_plan.items()),
            "paid": self._exact(self.paid_amount), "left": self._exact(self.left_amount),
        }

    def _exact(self, amount):
        return Decimal(f"{amount:.{self.currency_id.decimal_places}f}")

    def _content_lines(self):
        """One dict a line, in the order of the days; numbers straight from the database, so that no float rounds them."""
        Entry = self.env["sales_os.commission.entry"]
        Entry.flush_model()
        numbers = {row[0]: row[1:] for row in self.env.execute_query(SQL(
            """SELECT id, amount::text, base_amount::text, rate::text FROM sales_os_commission_entry
                WHERE statement_id = %s""", self.id))}
        # sudo: names of documents, customers and plans belong on the statement, whoever prints it with the right to read it
        entries = Entry.sudo().search([("statement_id", "=", self.id)], order="date, id")
        kinds = dict(Entry._fields["kind"]._description_selection(self.env))
        digits = self.currency_id.decimal_places
        unit = Decimal(1).scaleb(-digits)
        result = []
        for position, entry in enumerate(entries, 1):
            amount, base, rate = (Decimal(text or "0") for text in numbers[entry.id])
            rule = entry.rule_id
            result.append({
                "entry": entry.id, "no": position, "date": entry.date, "kind": entry.kind, "kind_label": kinds[entry.kind],
                "document": (entry.move_id or entry.order_id).name or "", "customer": entry.partner_id.display_name or "",
                "plan": entry.plan_id.name, "rule": rule.name or "", "base": base, "rate": rate,
                "is_percent": bool(rule) and rule._is_percent() or entry.kind == "override",
                "amount": amount.quantize(unit), "late": entry.date < self.date_start, "settled": entry.state == "settled",
                "note": self._line_note(entry), "how": entry.trace_text or "",
            })
        return result

    def _line_note(self, entry):
        """What a reader asks about a line that is not a plain sale."""
        notes = []
        if entry.from_rep_id:
            notes.append(self.env._("sale of %s", entry.from_rep_id.name))
        if entry.reason_id:
            notes.append(entry.reason_id.name)
        if entry.kind == "adjustment" and entry.reason:
            notes.append(entry.reason)
        if entry.reason in ("changed", "vanished"):
            notes.append({
                "changed": self.env._("correction: the document was changed"),
                "vanished": self.env._("correction: the document was cancelled"),
            }[entry.reason])
        if entry.date < self.date_start:
            notes.append(self.env._("of an earlier period"))
        return " · ".join(notes)

    def _plain_content(self):
        """The content as JSON can hold it."""
        def plain(value):
            if isinstance(value, dict):
                return {key: plain(item) for key, item in value.items()}
            if isinstance(value, (list, tuple)):
                return [plain(item) for item in value]
            if isinstance(value, Decimal):
                return f"{value:f}"
            return fields.Date.to_string(value) if hasattr(value, "isoformat") else value
        return plain(self._content())

    def action_content(self):
        """What these statements say, for integrators: amounts as text, dates as ISO text, no None.

        :return: list of dicts
        """
        result = []
        for statement in self:
            statement.check_access("read")
            content = statement.sudo()._plain_content()  # sudo: see _content_lines; the right to read it was checked
            result.append({**content, "waiting": statement.sudo()._plain_waiting()})  # sudo: as above
        return result

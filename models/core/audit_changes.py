from odoo import api, models


class SalesOsAuditEntry(models.Model):
    """What changed of the rules themselves: an entry a field, with the value before and after in words."""

    _inherit = "sales_os.audit.entry"

    @api.model
    def _in_words(self, records, names):
        """Return ``{record id: {field name: value in words}}``, as it is now.

        A selection gives its key, a record its name, several records their names in the order of their ids.
        """
        records = records.sudo()  # sudo: what was or will be written by the caller is put into words, for the trail alone
        return {record.id: {name: self._value_in_words(record, name) for name in names} for record in records}

    @staticmethod
    def _value_in_words(record, name):
        field, value = record._fields[name], record[name]
        if field.type == "boolean":
            return "yes" if value else "no"
        if field.relational:
            return ", ".join(other.display_name or "" for other in value.sorted("id"))
        if field.type in ("float", "monetary"):
            return f"{value:.10g}"
        return "" if value is False else str(value)

    @api.model
    def _append_changes(self, document_by_id, before, after, kind, names=None):
        """Append an entry for each field whose words differ.

        :param document_by_id: record id -> the record that the entry stands at (a level's policy, for instance)
        :param before: an earlier answer of :meth:`_in_words`
        :param after: a later one
        :param kind: the entry's event is ``kind:field``
        :param names: record id -> what the reason calls it; its document's name where left out
        """
        rows = []
        for record_id, values in after.items():
            document = document_by_id[record_id].sudo()  # sudo: its name and company
            company = document if document._name == "res.company" else document.company_id
            for name, new in values.items():
                old = before[record_id][name]
                if new != old:
                    rows.append({
                        "model": document._name, "res_id": document.id, "event": f"{kind}:{name}", "old_value": old, "new_value": new,
                        "reason": (names or {}).get(record_id) or document.display_name, "company_id": (company or self.env.company).id,
                    })
        return self._append_rows(rows)

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError


class SalesOsClientUuidMixin(models.AbstractModel):
    """A document that a device names before the server does, so that a repeated call never makes a second one.

    Creating with a ``client_uuid`` that exists returns the existing record, untouched. Two calls at the same moment are
    told apart by the unique index: the later one starts again and finds what the earlier one made.
    """

    _name = "sales_os.client.uuid.mixin"
    _description = "Named by the Client"

    client_uuid = fields.Char(
        string="Client Reference",
        copy=False,
        readonly=True,
        help="Given by the device that recorded it. A repeated call with the same reference answers with the same record.",
    )

    _client_uuid_uniq = models.UniqueIndex("(client_uuid) WHERE client_uuid IS NOT NULL", "This client reference is already in use.")

    @api.model_create_multi
    def create(self, vals_list):
        wanted = [self._clean_uuid(vals.get("client_uuid")) for vals in vals_list]
        known = self._by_uuid([uuid for uuid in wanted if uuid])
        fresh, position_of = [], {}
        for vals, uuid in zip(vals_list, wanted, strict=True):
            if uuid and (uuid in known or uuid in position_of):
                continue
            if uuid:
                position_of[uuid] = len(fresh)
            fresh.append({**vals, "client_uuid": uuid})
        made = iter(self._create_once(super().create, fresh, bool(position_of)))
        records = self.browse()
        for uuid in wanted:
            record = known.get(uuid) if uuid else None
            if not record:
                record = next(made)
                if uuid:
                    known[uuid] = record
            records += record
        return records

    def _create_once(self, create, vals_list, has_uuid):
        if not has_uuid:
            return create(vals_list)
        try:
            with self.env.cr.savepoint():
                records = create(vals_list)
                records.flush_recordset(["client_uuid"])
                return records
        except UniqueViolation as error:
            if "client_uuid" not in (error.diag.constraint_name or ""):
                raise
            # another transaction has just made it; our snapshot cannot see it, a new one can
            raise ConcurrencyError("client_uuid") from error

    def _clean_uuid(self, value):
        if value is None or value is False:
            return False
        if not isinstance(value, str) or not 8 <= len(value.strip()) <= 64:
            raise UserError(self.env._("A client reference is a text of 8 to 64 characters, not %s.", repr(value)[:80]))
        return value.strip()

    def _by_uuid(self, uuids):
        if not uuids:
            return {}
        # sudo: the index spans all records; whether the caller may see what was found is checked below
        found = self.sudo().with_context(active_test=False).search([("client_uuid", "in", uuids)]).sudo(False)
        if found - found._filtered_access("read"):
            raise AccessError(self.env._("This client reference belongs to a %s you have no access to.", self._description))
        return {record.client_uuid: record for record in found}

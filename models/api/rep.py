from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SalesOsRep(models.Model):
    _inherit = "sales_os.rep"

    territory_assignment_ids = fields.One2many("sales_os.territory.assignment", "rep_id", string="Territories Held")

    @api.model
    def record(self, values):
        """Make a representative from plain values, with a contact of its own unless there is a login.

        :param values: ``{"name", "kind", "email", "code", "manager_id", "user_id", "calendar_id", "latitude", "longitude",
            "territories": [{"territory_id", "role", "date_start"}]}``; all but the name may be missing
        :return: ``{"id"}``
        """
        self.check_access("create")
        if not isinstance(values, dict) or not isinstance(values.get("name"), str) or not values["name"].strip():
            raise UserError(self.env._("A representative is recorded from named values, at least a name."))
        known = {"name", "kind", "email", "code", "manager_id", "user_id", "calendar_id", "latitude", "longitude", "territories"}
        if unknown := set(values) - known:
            raise UserError(self.env._("A representative is recorded without %s.", ", ".join(sorted(map(str, unknown)))))
        vals = {
            "kind": values.get("kind") or "field",
            "code": values.get("code") or False,
            "parent_id": values.get("manager_id") or False,
            "user_id": values.get("user_id") or False,
            "start_latitude": values.get("latitude") or 0.0,
            "start_longitude": values.get("longitude") or 0.0,
            "territory_assignment_ids": [
                Command.create({name: row.get(name) for name in ("territory_id", "role", "date_start") if row.get(name)})
                for row in values.get("territories") or ()
            ],
        }
        if values.get("calendar_id"):
            vals["resource_calendar_id"] = values["calendar_id"]
        if not vals["user_id"]:
            contact = {"name": values["name"].strip(), "email": values.get("email") or False, "is_company": False}
            vals["partner_id"] = self.env["res.partner"].create(contact).id
        rep = self.create(vals)
        return {"id": rep.id}

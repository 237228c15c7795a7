from odoo import api, models
from odoo.exceptions import UserError

PLAN_NAMES = ("client_uuid", "rep_id", "partner_id", "date_start", "subject", "planned_minutes", "lead_id")


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    @api.model
    def record_call(self, values):
        """Record one visit from plan to check-out in one call; safe to call again with the same ``client_uuid``.

        :param values: as of `record`, with ``type`` the code of a visit type, and further ``check_in``: arguments of `action_check_in`,
            ``check_out``: those of `action_check_out`, ``notes``: ``[{"kind", "body", "signed_by", "client_uuid"}]``
        :return: ``{"id", "state", "created"}``
        """
        if not isinstance(values, dict):
            raise UserError(self.env._("A visit is recorded from named values, such as partner_id and date_start."))
        if unknown := set(values) - {*PLAN_NAMES, "type", "check_in", "check_out", "notes"}:
            raise UserError(self.env._("A visit is recorded without %s.", ", ".join(sorted(map(str, unknown)))))
        plan = {name: values[name] for name in PLAN_NAMES if values.get(name)}
        if values.get("type"):
            plan["type_id"] = self._type_by_code(values["type"]).id
        if plan.get("rep_id"):
            plan["company_id"] = self.env["sales_os.rep"].search([("id", "=", plan["rep_id"])]).company_id.id or False
        made = self.record({name: value for name, value in plan.items() if value})
        visit = self.browse(made["id"])
        if values.get("check_in") is not None and visit.state in ("planned", "in_progress"):
            visit.action_check_in(**self._known(values["check_in"], ("latitude", "longitude", "accuracy_m", "far_reason")))
        visit._note_once(values.get("notes") or [], made["created"])
        if values.get("check_out") is not None:
            visit.action_check_out(**self._known(values["check_out"], ("outcome", "next_action_date")))
        return {"id": visit.id, "state": visit.state, "created": made["created"]}

    def _note_once(self, notes, is_new):
        """Add the notes; of a repeated call only those that bear a reference of their own, which finds what was written before."""
        wanted = [self._known(note, ("kind", "body", "signed_by", "client_uuid")) for note in notes]
        self.env["sales_os.visit.note"].create(
            [{**note, "visit_id": self.id} for note in wanted if is_new or note.get("client_uuid")]
        )

    def _known(self, values, names):
        if not isinstance(values, dict) or set(values) - set(names):
            raise UserError(self.env._("Only %s are known here.", ", ".join(names)))
        return {name: value for name, value in values.items() if value is not None and value is not False}

    @api.model
    def _type_by_code(self, code):
        kinds = self.env["sales_os.visit.type"].search([], limit=200)
        kind = kinds.filtered(lambda kind: kind.code == code)[:1]
        if not kind:
            codes = kinds.mapped("code")
            raise UserError(self.env._("There is no visit type %(code)s: use one of %(codes)s.", code=code, codes=", ".join(codes)))
        return kind

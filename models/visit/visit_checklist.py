from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsVisitCheck(models.Model):
    """A line of a visit's checklist: done or not, by whom and when."""

    _name = "sales_os.visit.check"
    _description = "Visit Checklist Line"
    _order = "sequence, id"

    visit_id = fields.Many2one("sales_os.visit", required=True, ondelete="cascade", index=True)
    rep_id = fields.Many2one(related="visit_id.rep_id", store=True, index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    is_required = fields.Boolean(string="Required")
    is_done = fields.Boolean(string="Done")
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, ondelete="restrict")
    done_on = fields.Datetime(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._sign(vals) for vals in vals_list])
        lines._check_visit_open()
        return lines

    def write(self, vals):
        self._check_visit_open()
        return super().write(self._sign(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_visit_open()

    def _sign(self, vals):
        vals = {name: value for name, value in vals.items() if name not in ("rep_id", "company_id")}
        if self.env.su and ("done_on" in vals or "done_by_id" in vals):
            return vals
        # who and when are never told by the caller
        vals = {name: value for name, value in vals.items() if name not in ("done_by_id", "done_on")}
        if "is_done" not in vals:
            return vals
        signed = (
            {"done_by_id": self.env.uid, "done_on": fields.Datetime.now()} if vals["is_done"] else {"done_by_id": False, "done_on": False}
        )
        return {**vals, **signed}

    def _check_visit_open(self):
        if self.env.su:
            return
        for visit in self.visit_id:
            if visit.state in ("done", "cancelled"):
                raise UserError(
                    self.env._(
                        "Visit %(visit)s is %(state)s: its checklist stays as it is.",
                        visit=visit.display_name,
                        state=visit._state_label(visit.state),
                    )
                )


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    checklist_ids = fields.One2many("sales_os.visit.check", "visit_id", copy=False)
    check_count = fields.Integer(string="Checklist Lines", compute="_compute_check_facts")
    check_done_count = fields.Integer(string="Checklist Lines Done", compute="_compute_check_facts")

    @api.depends("checklist_ids.is_done")
    def _compute_check_facts(self):
        for visit in self:
            visit.check_count = len(visit.checklist_ids)
            visit.check_done_count = len(visit.checklist_ids.filtered("is_done"))

    def _make_checklist(self, replace=False):
        """Give planned visits the checklist of their type; ``replace`` drops lines nobody has ticked yet."""
        planned = self.filtered(lambda visit: visit.state == "planned" and not any(visit.checklist_ids.mapped("is_done")))
        if replace:
            planned.checklist_ids.unlink()
        self.env["sales_os.visit.check"].create(
            [
                {"visit_id": visit.id, "sequence": check.sequence, "name": check.name, "is_required": check.is_required}
                for visit in planned
                if not visit.checklist_ids
                for check in visit.type_id.check_ids
            ]
        )

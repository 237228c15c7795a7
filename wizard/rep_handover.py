import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

QUESTION = {
    "rep_from_id",
    "rep_to_id",
    "date",
    "with_assignments",
    "with_visits",
    "with_leads",
    "with_quotes",
    "with_customers",
    "is_undated_now",
}


class SalesOsRepHandover(models.TransientModel):
    """Hand the work of one representative to another from a day on: look first, apply, take back."""

    _name = "sales_os.rep.handover"
    _description = "Hand Over"
    _inherit = ["sales_os.transfer.undo.mixin"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    rep_from_id = fields.Many2one(
        "sales_os.rep",
        string="From",
        required=True,
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        context={"active_test": False},
        default=lambda self: self._default_rep_from_id(),
    )
    rep_to_id = fields.Many2one(
        "sales_os.rep",
        string="To",
        required=True,
        check_company=True,
        domain="[('company_id', '=', company_id), ('id', '!=', rep_from_id)]",
    )
    date = fields.Date(
        string="From Day",
        required=True,
        default=fields.Date.context_today,
        help="The first day on which the work belongs to the other one.",
    )
    with_assignments = fields.Boolean(string="Territories", default=True)
    with_visits = fields.Boolean(string="Planned Visits", default=True)
    with_leads = fields.Boolean(string="Open Leads", default=True)
    with_quotes = fields.Boolean(string="Quotes", default=True)
    with_customers = fields.Boolean(string="Customers' Salesperson", default=True)
    is_undated_now = fields.Boolean(
        string="Leads, Quotes and Customers at Once",
        help="They have no day: when the day lies ahead, they stay until it has come, unless this is ticked.",
    )
    reason = fields.Char(string="Why")
    is_previewed = fields.Boolean(readonly=True)
    line_ids = fields.One2many("sales_os.rep.handover.line", "wizard_id", string="What Would Change", readonly=True)
    moving_count = fields.Integer(compute="_compute_counts")
    staying_count = fields.Integer(compute="_compute_counts")

    @api.model
    def _default_rep_from_id(self):
        if self.env.context.get("active_model") == "sales_os.rep":
            return self.env["sales_os.rep"].browse(self.env.context.get("active_id"))
        return self.env["sales_os.rep"]

    def _compute_display_name(self):
        self.display_name = self.env._("Hand Over")

    @api.depends("line_ids.is_moving")
    def _compute_counts(self):
        for wizard in self:
            wizard.moving_count = len(wizard.line_ids.filtered("is_moving"))
            wizard.staying_count = len(wizard.line_ids) - wizard.moving_count

    def write(self, vals):
        # another question: what was listed is no answer to it
        return super().write({**vals, "is_previewed": False} if QUESTION & set(vals) else vals)

    def action_preview(self):
        """List every record that would change hands, and what would stay with its reason. No record is touched."""
        self.ensure_one()
        steps = self._steps()
        self.line_ids.unlink()
        self.env["sales_os.rep.handover.line"].create(
            [
                {
                    "wizard_id": self.id,
                    "model": step["record"]._name,
                    "res_id": step["record"].id,
                    "record_name": step["name"],
                    "what": step["what"],
                    "is_moving": not step["why"],
                    "reason": step["why"],
                }
                for step in steps
            ]
        )
        self.is_previewed = True
        return True

    def action_apply(self):
        """Hand over what the preview lists, as it is at this moment.

        :return: the action that shows the transfer
        """
        self.ensure_one()
        if self.transfer_id:
            raise UserError(self.env._("This hand-over was applied already: see %s.", self.transfer_id.name))
        if self.line_ids and not self.is_previewed:
            raise UserError(self.env._("The question has changed since the preview: look at it again first."))
        steps = self._steps()
        if all(step["why"] for step in steps):
            raise UserError(self.env._("There is nothing to hand over from %s.", self.rep_from_id.display_name))
        self.transfer_id = self._apply(steps)
        return self.transfer_id._window()

    def _check_question(self):
        reps = self.rep_from_id | self.rep_to_id
        self._check_may_hand_over(reps)
        reps.check_access("read")
        if len(reps) < 2:
            raise UserError(self.env._("Choose two different representatives."))
        if not self.rep_to_id.active:
            raise UserError(self.env._("%s is archived and receives nothing new: choose another one.", self.rep_to_id.display_name))
        if reps.company_id != self.company_id:
            raise UserError(self.env._("Both representatives must belong to %s.", self.company_id.name))

    def _check_may_hand_over(self, reps):
        if self.env.su or self.env.user.has_group("sales_os.group_admin"):
            return
        if not self.env.user.has_group("sales_os.group_manager"):
            raise AccessError(self.env._("Only managers may hand over work."))
        # sudo: who is below the user; archived ones too, for theirs is the work that has to go
        mine = (
            self.env["sales_os.rep"].sudo().with_context(active_test=False).search([("id", "child_of", self.env.user.sales_os_rep_ids.ids)])
        )
        if set(reps.ids) - set(mine.ids):
            raise AccessError(self.env._("One of the two representatives does not belong to your team: ask an administrator."))

    def _apply(self, steps):
        """Write in batches: one write for all records that get the same values; then the transfer with all that undo needs."""
        # sudo: the manager answers for both representatives, which was checked; what moves was listed
        Line, Audit = self.env["sales_os.transfer.line"].sudo(), self.env["sales_os.audit.entry"]
        name = self.env._(
            "%(giver)s → %(target)s from %(day)s", giver=self.rep_from_id.display_name, target=self.rep_to_id.display_name, day=self.date
        )
        moving = [step for step in steps if not step["why"]]
        batches = {}
        for step in moving:
            step["old"] = Line._plain(step["record"], step["watched"])
            batches.setdefault((step["record"]._name, json.dumps(step["values"], sort_keys=True, default=str)), []).append(step)
        for (model, _values), same in batches.items():
            records = self.env[model].sudo().browse([step["record"].id for step in same])  # sudo: see above
            records.with_context(mail_auto_subscribe_no_notify=True, sales_os_reason=self.reason or name).write(same[0]["values"])
        makers = [step for step in moving if step["makes"]]
        # sudo: see above
        made = self.env["sales_os.territory.assignment"].sudo().create([step["makes"] for step in makers])
        transfer = (
            self.env["sales_os.transfer"]
            .sudo()
            .create(
                {
                    "name": name,
                    "kind": "handover",
                    "company_id": self.company_id.id,
                    "rep_from_id": self.rep_from_id.id,
                    "rep_to_id": self.rep_to_id.id,
                    "date": self.date,
                    "note": self.reason or False,
                }
            )
        )
        made_lines = Line.create(
            [
                {
                    "transfer_id": transfer.id,
                    "model": row._name,
                    "res_id": row.id,
                    "record_name": row.display_name,
                    "is_created": True,
                    "what": self.env._("New assignment"),
                    "outcome": "moved",
                    "new_values": Line._plain(row, ["rep_id", "territory_id", "role", "date_start", "date_end"]),
                }
                for row in made
            ]
        )
        line_of = {id(step): line.id for step, line in zip(makers, made_lines, strict=True)}
        Line.create(
            [
                {
                    "transfer_id": transfer.id,
                    "model": step["record"]._name,
                    "res_id": step["record"].id,
                    "record_name": step["name"],
                    "what": step["what"],
                    "outcome": "stays" if step["why"] else "moved",
                    "reason": step["why"],
                    "old_values": step.get("old"),
                    "new_values": not step["why"] and Line._plain(step["record"], step["watched"]),
                    "guard_values": step["guard"],
                    "made_line_id": line_of.get(id(step), False),
                }
                for step in steps
            ]
        )
        for model, own in self._grouped(step for step in moving if step["audited"]).items():
            Audit._append(
                self.env[model].browse(own),
                "handover",
                old_by_id={key: step["old"] for key, step in own.items()},
                new_by_id={key: step["values"] for key, step in own.items()},
                reason=self.reason or name,
            )
        return transfer.sudo(False)

    @staticmethod
    def _grouped(steps):
        groups = {}
        for step in steps:
            groups.setdefault(step["record"]._name, {})[step["record"].id] = step
        return groups

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SalesOsTransfer(models.Model):
    """Customers or work that changed hands in one go, with all that is needed to take it back."""

    _name = "sales_os.transfer"
    _description = "Transfer"
    _inherit = ["sales_os.state.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _state_transitions = {("applied", "undone"): "sales_os.group_manager"}

    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection([("balance", "Balancing"), ("handover", "Hand-over")], required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("applied", "Applied"), ("undone", "Undone")], default="applied", required=True, readonly=True, copy=False, index=True
    )
    rep_from_id = fields.Many2one(
        "sales_os.rep", string="From", readonly=True, check_company=True, ondelete="restrict", index="btree_not_null"
    )
    rep_to_id = fields.Many2one("sales_os.rep", string="To", readonly=True, check_company=True, ondelete="restrict")
    date = fields.Date(string="From Day", readonly=True, help="The first day on which the work belongs to the other one.")
    version_id = fields.Many2one("sales_os.territory.version", readonly=True, check_company=True, ondelete="restrict")
    former_version_id = fields.Many2one(
        "sales_os.territory.version", string="Version Before", readonly=True, check_company=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", string="By", readonly=True, default=lambda self: self.env.user, ondelete="restrict")
    undone_on = fields.Datetime(readonly=True, copy=False)
    note = fields.Text(string="Why", readonly=True)
    line_ids = fields.One2many("sales_os.transfer.line", "transfer_id", string="Records", readonly=True)
    moved_count = fields.Integer(string="Changed Hands", compute="_compute_counts")
    kept_count = fields.Integer(string="Stayed", compute="_compute_counts")

    @api.depends("line_ids.outcome")
    def _compute_counts(self):
        counts = {}
        for transfer, outcome, count in self.env["sales_os.transfer.line"]._read_group(
            [("transfer_id", "in", self.ids)], ["transfer_id", "outcome"], ["__count"]
        ):
            counts[transfer.id, outcome] = count
        for transfer in self:
            transfer.kept_count = counts.get((transfer.id, "stays"), 0)
            transfer.moved_count = sum(
                count for (transfer_id, outcome), count in counts.items() if transfer_id == transfer.id and outcome != "stays"
            )

    def copy(self, default=None):
        raise UserError(self.env._("A transfer tells of what was done once: it cannot be duplicated."))

    def _window(self):
        """The action that opens this transfer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "name": self.name,
        }

    def action_undo(self):
        """Give everything back as it was, unless somebody has changed it since: that is listed with the reason.

        :return: ``{"undone", "kept"}``: numbers of records
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "applied":
            raise UserError(self.env._("%s was undone already.", self.name))
        self._check_may_undo()
        # sudo: a transfer is written by the system only; the right to take it back was checked
        own = self.sudo()
        own._take_turn()
        own._give_back_version()
        lines = own.env["sales_os.transfer.line"].search([("transfer_id", "=", own.id)])
        result = lines._give_back(self.env._("Undone: %s", self.name))
        own._transition("undone", reason=self.env._("%s records given back", result["undone"]), undone_on=fields.Datetime.now())
        return result

    def action_undo_and_show(self):
        """Undo, then show the transfer with what could not be given back."""
        self.action_undo()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_may_undo(self):
        if self.env.su or self.env.user.has_group("sales_os.group_admin"):
            return
        if self.kind == "balance":
            raise AccessError(self.env._("Only an administrator of Sales OS can take back a balancing: it changes the rules in force."))
        if not self.env.user.has_group("sales_os.group_manager"):
            raise AccessError(self.env._("Only managers can take back a hand-over."))
        mine = self.env["sales_os.rep"].sudo().search([("id", "child_of", self.env.user.sales_os_rep_ids.ids)])  # sudo: who is below me
        if not (self.sudo().rep_from_id | self.sudo().rep_to_id) <= mine:  # sudo: their names are on the transfer
            raise AccessError(self.env._("%s concerns representatives outside your team.", self.name))

    def _give_back_version(self):
        """Put the rules before back into force, when no later version has replaced those of this transfer."""
        if not self.version_id:
            return
        active = self.env["sales_os.territory.version"]._active(self.company_id)
        if active != self.version_id:
            raise UserError(
                self.env._(
                    "Version %(active)s has come into force since %(version)s: it cannot be undone. Bring back the version you want.",
                    active=active.name or self.env._("(none)"),
                    version=self.version_id.name,
                )
            )
        if self.former_version_id:
            self.former_version_id.action_activate()
            return
        self.version_id._transition("archived", reason=self.env._("Undone: %s", self.name), archived_on=fields.Datetime.now())
        self.version_id.flush_recordset()
        self.env.registry.clear_cache()
        territories = self.env["sales_os.territory"].with_company(self.company_id)
        partners = self.env["res.partner"].with_context(active_test=False).search(territories._customers_of(self.company_id), order="id")
        territories._assign(partners, self.company_id, self.env["sales_os.territory.version"])

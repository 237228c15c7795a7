from odoo import fields, models
from odoo.exceptions import UserError


class SalesOsCommissionRun(models.Model):
    """One settlement: what was settled, up to which day, by whom, and how it added up."""

    _name = "sales_os.commission.run"
    _description = "Commission Run"
    _inherit = ["sales_os.state.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _state_transitions = {("running", "done"): None}

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", readonly=True, help="Empty where plans of several currencies were settled together.")
    plan_ids = fields.Many2many(
        "sales_os.commission.plan", "sales_os_commission_run_plan_rel", "run_id", "plan_id", string="Plans", readonly=True)
    date_to = fields.Date(string="Up To", required=True, readonly=True)
    state = fields.Selection([("running", "Running"), ("done", "Done")], default="running", required=True, readonly=True, copy=False)
    user_id = fields.Many2one("res.users", string="By", readonly=True, default=lambda self: self.env.user, ondelete="restrict")
    entry_ids = fields.One2many("sales_os.commission.entry", "run_id", string="Settled", readonly=True)
    entry_count = fields.Integer(string="Entries", readonly=True)
    rep_count = fields.Integer(string="Representatives", readonly=True)
    amount = fields.Monetary(readonly=True)
    skipped_count = fields.Integer(string="Not Paid", readonly=True)
    note = fields.Text(string="What Was Not Paid, and Why", readonly=True)

    def _compute_name(self):
        for run in self:
            run.name = self.env._("Settlement up to %s", fields.Date.to_string(run.date_to) if run.date_to else "")

    def copy(self, default=None):
        raise UserError(self.env._("A settlement tells of what was done once: it cannot be duplicated."))

    def unlink(self):
        raise UserError(self.env._("Settlements stay for the record: they cannot be deleted."))

    def _places(self, currency_id, wanted):
        """Where entries that are settled as they are booked stand: ``{(rep, day): statement}`` of those ``wanted``, once there are any."""
        return {}

    def _after_settle(self):
        """Called once when the entries of this run are settled; statements begin here."""
        return True

    def action_view_entries(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": "sales_os.commission.entry",
            "views": [[False, "list"], [False, "pivot"], [False, "form"]], "domain": [["run_id", "=", self.id]],
        }

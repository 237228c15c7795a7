from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsTerritoryVersion(models.Model):
    """One complete set of territory rules. A draft is made from the active one, previewed, then activated."""

    _name = "sales_os.territory.version"
    _description = "Territory Version"
    _inherit = ["mail.thread", "sales_os.state.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _state_transitions = {
        ("draft", "active"): "sales_os.group_admin",
        ("active", "archived"): "sales_os.group_admin",
        ("archived", "active"): "sales_os.group_admin",
    }

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("archived", "Archived")],
        default="draft", required=True, readonly=True, copy=False, tracking=True, index=True,
    )
    based_on_id = fields.Many2one(
        "sales_os.territory.version", check_company=True, ondelete="set null",
        help="Its rules are copied when this version is created.")
    rule_ids = fields.One2many("sales_os.territory.rule", "version_id", string="Rules")
    territory_ids = fields.One2many("sales_os.territory", "version_id", string="New Territories")
    rule_count = fields.Integer(compute="_compute_rule_count")
    note = fields.Text(string="Why", help="What this version changes, and why.")
    activated_on = fields.Datetime(readonly=True, copy=False)
    activated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    archived_on = fields.Datetime(readonly=True, copy=False)

    _one_active = models.UniqueIndex(
        "(company_id) WHERE state = 'active'", "This company already has an active territory version.")

    @api.depends("rule_ids")
    def _compute_rule_count(self):
        counts = dict(self.env["sales_os.territory.rule"]._read_group([("version_id", "in", self.ids)], ["version_id"], ["__count"]))
        for version in self:
            version.rule_count = counts.get(version, 0)

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        for version in versions.filtered("based_on_id"):
            version._copy_rules_of(version.based_on_id)
        return versions

    def copy(self, default=None):
        copies = super().copy(default=default)
        for version, copied in zip(self, copies, strict=True):
            if not copied.based_on_id or copied.based_on_id != version:
                copied.based_on_id = version
            copied.rule_ids.unlink()
            copied._copy_rules_of(version)
        return copies

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        return [
            {**vals, "based_on_id": False, **({} if default and "name" in default else {"name": self.env._("%s (draft)", version.name)})}
            for version, vals in zip(self, vals_list, strict=True)
        ]

    def _copy_rules_of(self, source):
        self.ensure_one()
        self.env["sales_os.territory.rule"].create([
            {**vals, "version_id": self.id} for vals in source.rule_ids.copy_data()
        ])

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for version in self:
            if version.state != "draft":
                raise UserError(self.env._(
                    "Version %s was in force: it stays for the record. Only drafts can be deleted.", version.name))

    @api.model
    def _active(self, company):
        """The version in force in ``company``, or none."""
        return self.search([("company_id", "=", company.id), ("state", "=", "active")], limit=1)

    @api.model
    def action_new_draft(self, name=False):
        """Make a draft from the rules in force.

        :return: the id of the draft
        """
        active = self._active(self.env.company)
        draft = self.create({
            "name": name or self.env._("Draft of %s", fields.Date.context_today(self)), "based_on_id": active.id,
        })
        return draft.id

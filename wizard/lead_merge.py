from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsLeadMerge(models.TransientModel):
    """Look through leads that seem to be the same, and merge the groups one agrees with."""

    _name = "sales_os.lead.merge"
    _description = "Merge Duplicate Leads"

    least_percent = fields.Float(string="At Least (%)", default=90.0, help="Below it, groups are not shown. 50 and more.")
    # found with the rights of whoever looks: leads of others must neither be shown nor break the window
    line_ids = fields.One2many(
        "sales_os.lead.merge.line", "merge_id", compute="_compute_line_ids", store=True, readonly=False, compute_sudo=False)
    group_count = fields.Integer(compute="_compute_group_count")

    @api.depends("least_percent")
    def _compute_line_ids(self):
        for merge in self:
            groups = self.env["crm.lead"].sales_os_duplicates(merge.least_percent)
            merge.line_ids = [fields.Command.clear()] + [
                fields.Command.create({
                    "stays_id": group["stays"], "go_ids": [fields.Command.set(group["go"])], "chance_percent": group["chance_percent"],
                    "evidence": group["evidence"], "is_chosen": group["chance_percent"] >= 90})
                for group in groups]

    @api.depends("line_ids")
    def _compute_group_count(self):
        for merge in self:
            merge.group_count = len(merge.line_ids)

    def action_merge(self):
        """Merge the chosen groups."""
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Choose at least one group to merge."))
        for line in chosen:
            line.stays_id.action_sales_os_merge(line.go_ids.ids)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "title": self.env._("Leads"), "message": self.env._("%s groups merged.", len(chosen)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class SalesOsLeadMergeLine(models.TransientModel):
    """One group: who stays, who goes, how sure it is and why."""

    _name = "sales_os.lead.merge.line"
    _description = "Duplicate Leads"
    _order = "chance_percent desc, id"

    merge_id = fields.Many2one("sales_os.lead.merge", string="Wizard", required=True, ondelete="cascade")
    is_chosen = fields.Boolean(string="Merge")
    stays_id = fields.Many2one("crm.lead", required=True, ondelete="cascade")
    go_ids = fields.Many2many("crm.lead", string="Go Into It")
    chance_percent = fields.Float(string="Same (%)", digits=(16, 1))
    evidence = fields.Char()

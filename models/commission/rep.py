from datetime import timedelta

from odoo import fields, models


class SalesOsRep(models.Model):
    """Remembers former managers, because overrides follow the reporting lines of the day of the sale."""

    _inherit = "sales_os.rep"

    commission_manager_ids = fields.One2many("sales_os.commission.manager", "rep_id", string="Former Managers")
    commission_assignment_ids = fields.One2many("sales_os.commission.assignment", "rep_id", string="Commission Plans")

    def write(self, vals):
        if "parent_id" in vals:
            moved = self.filtered(lambda rep: rep.parent_id.id != (vals["parent_id"] or False))
            moved._remember_manager(fields.Date.context_today(self) - timedelta(days=1))
        return super().write(vals)

    def _remember_manager(self, last_day):
        # sudo: history is written by the system; the right to change the manager is checked by write
        lines = self.env["sales_os.commission.manager"].sudo()
        known = {(line.rep_id.id, line.date_end) for line in lines.search([("rep_id", "in", self.ids), ("date_end", ">=", last_day)])}
        # somebody moved twice a day was, at the end of yesterday, with the first one
        # days are those of whoever moves them: shortly after midnight the database still has yesterday's date
        lines.create([
            {"rep_id": rep.id, "manager_id": rep.parent_id.id, "date_end": last_day}
            for rep in self
            if (rep.id, last_day) not in known and rep.create_date
            and fields.Datetime.context_timestamp(self, rep.create_date).date() <= last_day
        ])

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SalesOsCommissionManager(models.Model):
    """Who managed a representative until when. Today's manager stands on the representative; the former ones are kept here."""

    _name = "sales_os.commission.manager"
    _description = "Former Reporting Line"
    _order = "rep_id, date_end desc"
    _check_company_auto = True

    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", required=True, ondelete="cascade", index=True, check_company=True)
    manager_id = fields.Many2one("sales_os.rep", ondelete="restrict", check_company=True, help="Empty: nobody.")
    date_end = fields.Date(string="Until", required=True, help="The last day on which this was the manager.")
    company_id = fields.Many2one(related="rep_id.company_id", store=True, precompute=True, index=True)

    _end_uniq = models.UniqueIndex("(rep_id, date_end)", "This representative already has a reporting line that ends on that day.")

    @api.depends("rep_id.name", "manager_id.name", "date_end")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "%(rep)s reported to %(manager)s until %(date)s", rep=line.rep_id.name or "",
                manager=line.manager_id.name or self.env._("nobody"), date=line.date_end or "")

    @api.constrains("rep_id", "manager_id")
    def _check_manager(self):
        for line in self:
            if line.rep_id == line.manager_id:
                raise ValidationError(self.env._("%s cannot report to the same person.", line.rep_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._touch_plans()
        return lines

    def write(self, vals):
        self._touch_plans()
        result = super().write(vals)
        self._touch_plans()
        return result

    @api.ondelete(at_uninstall=False)
    def _touch_plans(self):
        """Overrides of the past follow: the next run works the plans out again."""
        self.env["sales_os.commission.plan"].search(
            [("company_id", "in", self.company_id.ids), ("assignment_ids.override_percent", ">", 0)])._becomes_stale()

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.commission.period import period_end


class SalesOsCommissionAssignment(models.Model):
    """The quota may be the approved target of the period, so that one number is promised and paid by."""

    _inherit = "sales_os.commission.assignment"

    quota_from_target = fields.Boolean(
        help="The approved revenue target of the representative for the plan's period is the quota; the amount above counts where there "
             "is none. Approving or reopening a target lets the plan work out its periods anew.")

    def _quota_attainment_base(self, date_start=False):
        self.ensure_one()
        fallback = super()._quota_attainment_base(date_start)
        if not self.quota_from_target or not date_start:
            return fallback
        return self._target_of(date_start) or fallback

    def _target_of(self, date_start):
        """The approved target in the plan's currency, 0 where there is none."""
        plan = self.plan_id
        # sudo: the engine pays by what was approved, whoever starts it
        target = self.env["sales_os.target"].sudo().search([
            ("state", "=", "approved"), ("scope", "=", "rep"), ("rep_id", "=", self.rep_id.id), ("metric", "=", "revenue"),
            ("company_id", "=", self.company_id.id), ("date_start", "=", date_start),
            ("date_end", "=", period_end(day=date_start, period=plan.period))], limit=1)
        return target.currency_id._convert(target.amount, plan.currency_id, self.company_id, date_start) if target else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.filtered("quota_from_target").plan_id._becomes_stale()
        return rows

    def _told(self):
        return {**super()._told(), "quota_from_target": self.quota_from_target}

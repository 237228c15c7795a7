from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_commit_percent = fields.Float(
        string="Commit From (%)", default=80.0, digits=(16, 1),
        help="Opportunities at least as probable as this are committed, unless the representative says otherwise.")
    sales_os_best_case_percent = fields.Float(
        string="Best Case From (%)", default=50.0, digits=(16, 1),
        help="Opportunities at least as probable as this are best case; all others are pipeline.")
    sales_os_rate_spread_percent = fields.Float(
        string="Good and Bad Periods (± %)", default=15.0, digits=(16, 1),
        help="By how much the rate of winning usually differs from period to period. It hits all deals at once, so intervals are wider.")

    @api.constrains("sales_os_commit_percent", "sales_os_best_case_percent", "sales_os_rate_spread_percent")
    def _check_sales_os_forecast(self):
        for company in self:
            if not 0 < company.sales_os_best_case_percent < company.sales_os_commit_percent <= 100:
                raise ValidationError(self.env._(
                    "%s: commit begins above best case, and both lie between 0 and 100 %%.", company.name))
            if not 0 <= company.sales_os_rate_spread_percent <= 100:
                raise ValidationError(self.env._("%s: good and bad periods differ by 0 to 100 %%.", company.name))

    def _sales_os_zone(self):
        """The time zone in which this company's days begin."""
        self.ensure_one()
        # sudo: only the name of the zone is read
        return timezone(self.sudo().resource_calendar_id.tz or self.sudo().partner_id.tz or "UTC")

    def _sales_os_today(self):
        self.ensure_one()
        return utc.localize(fields.Datetime.now()).astimezone(self._sales_os_zone()).date()


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_commit_percent = fields.Float(related="company_id.sales_os_commit_percent", readonly=False)
    sales_os_best_case_percent = fields.Float(related="company_id.sales_os_best_case_percent", readonly=False)
    sales_os_rate_spread_percent = fields.Float(related="company_id.sales_os_rate_spread_percent", readonly=False)

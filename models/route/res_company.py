from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_road_factor = fields.Float(
        string="Road Factor",
        default=1.3,
        digits=(4, 2),
        help="Roads are longer than the straight line. A route of 10 km as the crow flies counts as 13 km with a factor of 1.3.",
    )
    sales_os_navigation_service = fields.Selection(
        [("google", "Google Maps"), ("openstreetmap", "OpenStreetMap"), ("apple", "Apple Maps")],
        string="Navigation Service",
        default="google",
        required=True,
        help="Opened in the browser when somebody clicks Navigate. The address holds coordinates only, no names.",
    )
    sales_os_hour_value_amount = fields.Monetary(
        string="Value of an Hour",
        default=60.0,
        currency_field="currency_id",
        help="What an hour of driving is worth. An optional stop is made when its expected value is more than the detour it costs.",
    )
    sales_os_lunch_slack_minutes = fields.Integer(
        string="Lunch May Move By (min)",
        default=60,
        help="A route plan keeps the break of the working hours free, and may begin it this much earlier or later.",
    )
    sales_os_distance_url = fields.Char(
        string="Distance Server",
        help="Address of an OSRM-compatible server, for example https://osrm.example.com. "
        "Empty: distances are great circles times the road factor, and nothing is sent anywhere.",
    )
    sales_os_distance_timeout = fields.Integer(string="Distance Server Time-out (s)", default=5)

    @api.constrains("sales_os_road_factor")
    def _check_sales_os_road_factor(self):
        for company in self:
            if not 1.0 <= company.sales_os_road_factor <= 5.0:
                raise ValidationError(self.env._("The road factor of %s must lie between 1 and 5.", company.name))

    @api.constrains("sales_os_hour_value_amount", "sales_os_lunch_slack_minutes")
    def _check_sales_os_day_shape(self):
        for company in self:
            if company.sales_os_hour_value_amount < 0:
                raise ValidationError(self.env._("The value of an hour of %s cannot be negative.", company.name))
            if not 0 <= company.sales_os_lunch_slack_minutes <= 240:
                raise ValidationError(self.env._("The minutes by which lunch may move at %s must lie between 0 and 240.", company.name))

    @api.constrains("sales_os_distance_url", "sales_os_distance_timeout")
    def _check_sales_os_distance_url(self):
        for company in self.filtered("sales_os_distance_url"):
            parts = urlsplit(company.sales_os_distance_url)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
                raise ValidationError(
                    self.env._(
                        "The distance server of %s must be an http or https address without query, as https://osrm.example.com.",
                        company.name,
                    )
                )
            if not 1 <= company.sales_os_distance_timeout <= 60:
                raise ValidationError(self.env._("The distance server's time-out of %s must lie between 1 and 60 seconds.", company.name))

    def write(self, vals):
        moved = self.browse()
        if "sales_os_distance_url" in vals:
            moved = self.filtered(lambda company: (company.sales_os_distance_url or "") != (vals["sales_os_distance_url"] or ""))
        result = super().write(vals)
        if moved:
            # another server may know other roads: what it did not say is forgotten
            self.env["sales_os.distance.cache"].sudo().search([("company_id", "in", moved.ids)]).unlink()
        return result

from odoo import api, fields, models
from odoo.exceptions import ValidationError

WEEKDAYS = [
    ("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday"), ("3", "Thursday"), ("4", "Friday"), ("5", "Saturday"), ("6", "Sunday"),
]


class SalesOsCustomerOpening(models.Model):
    """A time of the week at which a customer can be visited. A customer without any can be visited at all times."""

    _name = "sales_os.customer.opening"
    _description = "Visiting Hours"
    _order = "partner_id, weekday, hour_from, id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, ondelete="cascade", index=True)
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    hour_from = fields.Float(string="From", required=True, default=8.0, aggregator=None)
    hour_to = fields.Float(string="To", required=True, default=17.0, aggregator=None)

    _hours = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "Visiting hours must start before they end, between 0:00 and 24:00.",
    )

    @api.depends("weekday", "hour_from", "hour_to")
    def _compute_display_name(self):
        labels = dict(self._fields["weekday"]._description_selection(self.env))
        for opening in self:
            opening.display_name = f"{labels.get(opening.weekday, '')} {_clock(opening.hour_from)}–{_clock(opening.hour_to)}"

    @api.constrains("partner_id", "weekday", "hour_from", "hour_to")
    def _check_overlap(self):
        for partner, openings in self.partner_id.sales_os_opening_ids.grouped("partner_id").items():
            for _weekday, of_day in openings.grouped("weekday").items():
                ordered = of_day.sorted("hour_from")
                for first, second in zip(ordered, ordered[1:], strict=False):
                    if second.hour_from < first.hour_to:
                        raise ValidationError(self.env._(
                            "The visiting hours %(first)s and %(second)s of %(customer)s overlap: make them one or change one.",
                            first=first.display_name, second=second.display_name, customer=partner.display_name))


def _clock(hours):
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"

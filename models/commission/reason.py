from odoo import fields, models


class SalesOsCommissionReason(models.Model):
    """Why an adjustment is paid: a short list, so that adjustments can be counted by cause."""

    _name = "sales_os.commission.reason"
    _description = "Adjustment Reason"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Stays the same in every language; reports and payroll use it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "Another reason has this code.")

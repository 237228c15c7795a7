from odoo import fields, models


class SalesOsVisitType(models.Model):
    """A kind of visit: how long it lasts, what is to be checked, and what it must bring home."""

    _name = "sales_os.visit.type"
    _description = "Visit Type"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short word that integrations use; unique.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    minutes = fields.Integer(help="Planned length. 0: the customer's cadence or the company's setting decides.")
    check_ids = fields.One2many("sales_os.visit.type.check", "type_id", string="Checklist", copy=True)
    needs_note = fields.Boolean(string="Note Required")
    needs_photo = fields.Boolean(string="Photo Required")
    needs_signature = fields.Boolean(string="Signature Required")
    needs_checklist = fields.Boolean(string="Checklist Required", help="Every required line of the checklist must be done.")
    needs_outcome = fields.Boolean(string="Outcome Required", default=True)

    _code_uniq = models.UniqueIndex("(code, COALESCE(company_id, 0))", "There is already a visit type with this code.")
    _minutes_range = models.Constraint("CHECK (minutes BETWEEN 0 AND 1440)", "The minutes of a visit type are 0 to 1440.")


class SalesOsVisitTypeCheck(models.Model):
    """A line of the checklist that visits of a type begin with."""

    _name = "sales_os.visit.type.check"
    _description = "Checklist Line of a Visit Type"
    _order = "sequence, id"

    type_id = fields.Many2one("sales_os.visit.type", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    is_required = fields.Boolean(string="Required")

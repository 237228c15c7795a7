from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("size", "Size"), ("material", "Material"), ("colour", "Colour"), ("budget", "Budget"), ("brand", "Brand"), ("product", "Product"),
    ("delivery", "Delivery"), ("contact", "Contact"), ("other", "Other")]


class SalesOsPreference(models.Model):
    """What a customer wants or does not want: said by it, or learnt from its quotes and orders and shown as such."""

    _name = "sales_os.preference"
    _description = "Customer Preference"
    _order = "partner_id, is_learnt, date desc, id desc"
    _rec_name = "value"

    # an object of this process: no caller from outside can put it into a context
    _BY_NIGHT = object()

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", index=True,
        help="Of learnt ones: whose quotes and orders show it. Empty: known to all companies.")
    kind = fields.Selection(KINDS, required=True, default="other", index=True)
    topic = fields.Char(help="Where the kind does not say enough, for example width of the counter.")
    value = fields.Char(required=True, help="For example oak, at most 2 000, no plastic.")
    is_avoided = fields.Boolean(string="Not Wanted", help="The customer does not want this.")
    source = fields.Selection(
        [("said", "Said so"), ("visit", "Seen at a visit"), ("quote", "From a quote"), ("form", "From a form"), ("orders",
            "Learnt from quotes and orders")],
        required=True, default="said")
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one("res.users", string="Noted By", default=lambda self: self.env.user, index="btree_not_null")
    is_learnt = fields.Boolean(string="Learnt", readonly=True, index=True, copy=False)
    times = fields.Integer(string="Chosen", readonly=True, aggregator=None)
    of_times = fields.Integer(string="Of Occasions", readonly=True, aggregator=None)
    active = fields.Boolean(default=True, help="A learnt preference that was put aside stays aside.")
    why = fields.Char(compute="_compute_why")

    _learnt_uniq = models.UniqueIndex(
        "(partner_id, company_id, COALESCE(topic, ''), value) WHERE is_learnt", "This was learnt of the customer already.")

    @api.depends_context("lang")
    @api.depends("is_learnt", "times", "of_times", "source", "date", "user_id")
    def _compute_why(self):
        sources = dict(self._fields["source"]._description_selection(self.env))
        for row in self:
            row.why = self.env._(
                "learnt: chosen on %(times)s of %(all)s quotes and orders", times=row.times, all=row.of_times
            ) if row.is_learnt else ", ".join(filter(None, (sources.get(row.source), row.user_id.name)))

    @api.depends("value", "topic", "kind", "is_avoided")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            said = self.env._("not %s", row.value) if row.is_avoided else row.value or ""
            row.display_name = f"{row.topic or kinds.get(row.kind, '')}: {said}"

    @api.constrains("partner_id")
    def _check_partner_id(self):
        for row in self:
            if not row.partner_id.partner_share:
                raise ValidationError(self.env._("%s is a colleague: preferences are kept of customers.", row.partner_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_night() and any(vals.get("is_learnt") or vals.get("source") == "orders" for vals in vals_list):
            raise UserError(self.env._("What is learnt from quotes and orders is found by the night."))
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_night() and (set(vals) & {"is_learnt", "times",
            "of_times"} or set(vals) - {"active"} and any(self.mapped("is_learnt"))):
            raise UserError(self.env._("What was learnt can be confirmed or put aside, but not changed."))
        return super().write(vals)

    def _is_night(self):
        return self.env.context.get("sales_os_preference_by") is self._BY_NIGHT

    def action_confirm(self):
        """The customer said so: what was learnt becomes known."""
        for row in self.filtered("is_learnt"):
            row.check_access("write")
            row.with_context(sales_os_preference_by=self._BY_NIGHT).write({
                "is_learnt": False, "source": "said", "date": fields.Date.context_today(self), "user_id": self.env.uid})
        return True

    def action_put_aside(self):
        """It was a coincidence: the night does not bring it back."""
        self.action_archive()
        return True


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_preference_ids = fields.One2many(
        "sales_os.preference", "partner_id", string="Preferences", groups="sales_os.group_rep,sales_os.group_executive")

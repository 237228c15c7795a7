from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# what may change once it is earned: where it is settled, never what it is worth
CHANGEABLE = {"state", "run_id", "settled_on"}


class OfThePlan(fields.Many2one):
    """A reference that the key to the plan watches over (see ``_plan_key``): one of its own would be looked up for each row once more."""

    def update_db_foreign_key(self, model, column):
        pass


class SalesOsCommissionEntry(models.Model):
    """The signed ledger of commissions. What is earned is never changed: it is corrected by another entry."""

    _name = "sales_os.commission.entry"
    _description = "Commission Entry"
    _order = "date desc, id desc"
    _inherit = ["sales_os.append.only.mixin"]
    _log_access = False
    _kept_message = "earned commissions are append-only"
    _check_company_auto = True

    plan_id = OfThePlan("sales_os.commission.plan", required=True, readonly=True, ondelete="restrict")
    rule_id = fields.Many2one("sales_os.commission.rule", readonly=True, ondelete="restrict")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", required=True, readonly=True, ondelete="restrict")
    company_id = OfThePlan("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = OfThePlan("res.currency", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(
        [("earned", "Earned"), ("clawback", "Clawback"), ("override", "Override"), ("adjustment", "Adjustment"), ("cap", "Cap"),
         ("draw", "Draw or guarantee")], required=True, readonly=True)
    state = fields.Selection(
        [("provisional", "Provisional"), ("earned", "Earned"), ("settled", "Settled")], required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="The day of the event: order, invoice, payment, refund, or of the correction.")
    period_start = fields.Date(
        string="Period", required=True, readonly=True, help="First day of the period in which the sale counts for tiers, caps and quotas.")
    source_key = fields.Char(
        required=True, readonly=True, help="What earned it: ol order line, il invoice line, pm payment and invoice line, period.")
    turn = fields.Integer(required=True, readonly=True, aggregator=None, help="0: the first entry of its source; then its corrections.")
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, ondelete="restrict")
    source_model = fields.Char(readonly=True)
    source_id = fields.Many2oneReference(model_field="source_model", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, ondelete="restrict")
    from_rep_id = fields.Many2one(
        "sales_os.rep", string="Sale Of", readonly=True, ondelete="restrict", help="Whose sale a manager is paid for.")
    base_amount = fields.Float(string="Base", digits=(16, 6), readonly=True, help="Credited base in the plan's currency, or units.")
    rate = fields.Float(digits=(16, 6), readonly=True, aggregator=None, help="As paid on the base: percent, or money a unit.")
    amount = fields.Monetary(required=True, readonly=True)
    source_currency_id = fields.Many2one(
        "res.currency", string="Sold In", readonly=True, ondelete="restrict", help="Empty: the plan's currency, as most sales are.")
    sold_currency_id = fields.Many2one("res.currency", compute="_compute_sold_currency_id")
    source_amount = fields.Monetary(string="Sold", currency_field="sold_currency_id", readonly=True, aggregator=None)
    currency_rate = fields.Float(string="Exchange Rate", digits=0, readonly=True, aggregator=None,
                                 help="Value of one unit of the sale's currency in the plan's, frozen at the event.")
    currency_date = fields.Date(string="Rate Of", readonly=True)
    reversed_id = fields.Many2one(
        "sales_os.commission.entry", string="Corrects", readonly=True, ondelete="restrict", help="The first entry of the same source.")
    run_id = fields.Many2one("sales_os.commission.run", string="Settlement", readonly=True, ondelete="restrict", index="btree_not_null")
    settled_on = fields.Datetime(readonly=True)
    booked_on = fields.Datetime(required=True, readonly=True)
    reason = fields.Char(readonly=True)
    trace = fields.Json(readonly=True)

    # the plan exists and stays, and company and currency are the plan's: one look for all three, also for whoever comes by SQL
    _plan_key = models.Constraint(
        "FOREIGN KEY (plan_id, company_id, currency_id) REFERENCES sales_os_commission_plan (id, company_id, currency_id)"
        " ON DELETE RESTRICT", "Commissions are booked under this plan, in its company and currency: they stay.")
    # one entry a source, rule, rep and turn: a second run, or one beside it, cannot pay again
    _source_uniq = models.UniqueIndex(
        "(plan_id, period_start, rep_id, source_key, COALESCE(rule_id, 0), kind, turn) WHERE state <> 'provisional'",
        "This was booked already.")
    _rep_idx = models.Index("(rep_id, date)")
    _move_idx = models.Index("(move_id) WHERE move_id IS NOT NULL")
    _order_idx = models.Index("(order_id) WHERE order_id IS NOT NULL")

    def _kept_rows(self):
        return SQL("OLD.state <> 'provisional'")

    def _kept_open(self):
        return self._changeable_fields()

    def _kept_may_change(self):
        return SQL("NEW.state <> 'provisional'")

    @api.depends("source_currency_id", "currency_id")
    def _compute_sold_currency_id(self):
        for entry in self:
            entry.sold_currency_id = entry.source_currency_id or entry.currency_id

    @api.depends("kind", "rep_id.name", "source_key")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            # sudo: the number of the document is no secret to whoever is paid for it
            document = (entry.sudo().move_id or entry.sudo().order_id).name
            entry.display_name = " · ".join(filter(None, (kinds.get(entry.kind), entry.rep_id.name, document)))

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Commission entries are booked from orders, invoices and payments, or as adjustments, never by hand."))

    def write(self, vals):
        if not self.env.su or not set(vals) <= self._changeable_fields():
            raise UserError(self.env._("What is earned cannot be changed: it is corrected by another entry, with a reason."))
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("What is earned cannot be deleted: it is corrected by another entry, with a reason."))

    def copy(self, default=None):
        raise UserError(self.env._("Commission entries cannot be duplicated: nothing is paid twice."))

    @api.model
    def _changeable_fields(self):
        """Fields that tell where an entry is settled; a later capability adds its own."""
        return CHANGEABLE

    def action_open_source(self):
        """Open the order or the invoice that earned this."""
        self.ensure_one()
        document = self.move_id or self.order_id
        if not document:
            raise UserError(self.env._("%s belongs to a whole period, not to one document.", self.display_name))
        document.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": document._name, "res_id": document.id, "views": [[False, "form"]]}

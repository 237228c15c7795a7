from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.credit import shadow_flags


class SalesOsCredit(models.Model):
    """So many percent of an order, or of one of its lines, are this representative's sale."""

    _name = "sales_os.credit"
    _description = "Sales Credit"
    _order = "order_id, line_id nulls first, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True, compute="_compute_order_id", store=True, readonly=False,
        precompute=True, check_company=True)
    line_id = fields.Many2one(
        "sale.order.line", ondelete="cascade", index="btree_not_null", domain="[('order_id', '=', order_id)]",
        help="Empty: the credit counts for all lines that have none of their own.")
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", required=True, ondelete="restrict", index=True, check_company=True)
    percent = fields.Float(
        default=100.0, required=True, digits=(16, 4), aggregator=None,
        help="The credits of an order sum to 100 % when it is confirmed, unless the plan allows more.")
    is_shadow = fields.Boolean(
        string="Shadow", compute="_compute_is_shadow", help="Goes beyond 100 % of the sale: paid, but nobody's revenue a second time.")

    _percent_range = models.Constraint("CHECK (percent > 0 AND percent <= 100)", "A credit lies above 0 and at most at 100 %.")
    _rep_uniq = models.UniqueIndex(
        "(order_id, COALESCE(line_id, 0), rep_id)", "This representative is already credited here: change that percentage.")

    @api.depends("rep_id.name", "percent")
    def _compute_display_name(self):
        for credit in self:
            credit.display_name = f"{credit.rep_id.name or ''} {credit.percent:g} %"

    @api.depends("line_id.order_id")
    def _compute_order_id(self):
        for credit in self:
            credit.order_id = credit.line_id.order_id or credit.order_id

    @api.depends("percent", "sequence", "order_id.sales_os_credit_ids.percent", "line_id.sales_os_credit_ids.percent")
    def _compute_is_shadow(self):
        for (order, line), credits in self.grouped(lambda credit: (credit.order_id, credit.line_id)).items():
            # sudo: whether a credit exceeds the whole depends on all of them
            siblings = (line.sudo() if line else order.sudo()).sales_os_credit_ids
            siblings = siblings.sorted(lambda credit: (credit.sequence, credit._origin.id))
            flags = dict(zip(siblings.ids, shadow_flags([Decimal(str(credit.percent)) for credit in siblings]), strict=True))
            for credit in credits:
                credit.is_shadow = flags.get(credit.id, False)

    @api.constrains("order_id", "line_id")
    def _check_line(self):
        for credit in self:
            if credit.line_id and credit.line_id.order_id != credit.order_id:
                raise ValidationError(self.env._("A credit on a line of %s names another order.", credit.line_id.order_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        credits = super().create(vals_list)
        credits._check_may_change()
        credits._tell_change()
        return credits

    def write(self, vals):
        self._check_may_change()
        old = {credit.id: credit.display_name for credit in self}
        result = super().write(vals)
        self._check_may_change()
        self._tell_change(old)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_told(self):
        self._check_may_change()
        self._tell_change({credit.id: credit.display_name for credit in self}, gone=True)

    def _check_may_change(self):
        """After confirmation a split moves money between people: managers decide."""
        if self.env.su or self.env.user.has_group("sales_os.group_manager"):
            return
        confirmed = self.order_id.filtered(lambda order: order.state not in ("draft", "sent"))
        if confirmed:
            raise UserError(self.env._("%s is confirmed: only a manager may change its credits.", confirmed[0].name))

    def _tell_change(self, old=None, gone=False):
        """A change after confirmation is told to the audit trail and looked at by the next run."""
        confirmed = self.filtered(lambda credit: credit.order_id.state == "sale")
        self.env["sales_os.audit.entry"]._append(
            confirmed, "commission:credit", old_by_id=old or {},
            new_by_id={} if gone else {credit.id: credit.display_name for credit in confirmed})
        confirmed.order_id._sales_os_mark_commission()

    def _over_credit_allowed(self):
        """The ids of those representatives whose every plan of today allows more than 100 %."""
        today = fields.Date.context_today(self)
        assignments = self.env["sales_os.commission.assignment"].search([
            ("rep_id", "in", self.rep_id.ids), ("plan_id.state", "=", "approved"), ("date_start", "<=", today),
            "|", ("date_end", "=", False), ("date_end", ">=", today),
        ])
        return {rep.id for rep, rows in assignments.grouped("rep_id").items() if all(rows.plan_id.mapped("allow_over_credit"))}

    @api.model
    def _credit_salespeople(self, orders):
        """Credit orders that name nobody to their salesperson's representative, else to the owner of the territory on that day."""
        self.flush_model()
        # what decides comes along: what was just changed of the orders need not be written first
        facts = [(order.id, order.company_id.id, order.user_id.id or None, order.sales_os_territory_id.id or None, order.date_order)
                 for order in orders]
        ids, companies, users, territories, moments = (list(column) for column in zip(*facts, strict=True))
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_credit (sequence, order_id, company_id, rep_id, percent, create_uid, write_uid, create_date, write_date)
               SELECT 10, sale.id, sale.company_id, rep.id, 100, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                 FROM unnest(%(ids)s::int[], %(companies)s::int[], %(users)s::int[], %(territories)s::int[], %(moments)s::timestamp[])
                      sale (id, company_id, user_id, territory_id, moment) CROSS JOIN LATERAL (
                      SELECT rep.id, 0 AS rank FROM sales_os_rep rep
                       WHERE rep.user_id = sale.user_id AND rep.company_id = sale.company_id AND rep.active
                       UNION ALL
                      SELECT own.rep_id, 1 FROM sales_os_territory_assignment own
                       WHERE own.territory_id = sale.territory_id AND own.role = 'owner' AND own.date_start <= sale.moment
                         AND (own.date_end IS NULL OR own.date_end >= sale.moment::date)
                       ORDER BY rank LIMIT 1) rep
                WHERE NOT EXISTS (SELECT 1 FROM sales_os_credit known WHERE known.order_id = sale.id AND known.line_id IS NULL)""",
            uid=self.env.uid, ids=ids, companies=companies, users=users, territories=territories, moments=moments))
        self.invalidate_model(flush=False)
        self.env["sale.order"].invalidate_model(["sales_os_credit_ids"], flush=False)

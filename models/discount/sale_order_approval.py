from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.discount.verdict import APPROVED, NOT_NEEDED

STATES = [
    ("not_needed", "Not Needed"), ("needed", "Needed"), ("requested", "Requested"), ("approved", "Approved"), ("refused", "Refused"),
    ("outdated", "Outdated"),
]
WORKED_OUT = frozenset({
    "sales_os_approval_state", "sales_os_approval_reason", "sales_os_approval_id", "sales_os_approval_ids",
    "sales_os_effective_discount_percent", "sales_os_list_amount", "sales_os_margin_percent",
})


class SaleOrder(models.Model):
    """Where the quote stands, live while it is typed, and the answer to every door."""

    _inherit = "sale.order"

    sales_os_approval_ids = fields.One2many("sales_os.discount.approval", "order_id", string="Approvals", readonly=True, copy=False)
    sales_os_approval_id = fields.Many2one(
        "sales_os.discount.approval", string="Last Approval", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    sales_os_approval_state = fields.Selection(
        STATES, string="Approval", compute="_compute_sales_os_approval_state", store=True, index=True, copy=False)
    sales_os_approval_reason = fields.Text(
        string="Why an Approval", compute="_compute_sales_os_approval_state", store=True, copy=False,
        help="What goes beyond which limit, and what got worse since it was approved.")
    sales_os_approval_count = fields.Integer(string="Number of Approvals", compute="_compute_sales_os_approval_count")
    sales_os_approvers = fields.Char(
        string="Who Must Approve", compute="_compute_sales_os_approvers", help="Who would be asked, or is asked, now.")
    sales_os_is_approver = fields.Boolean(compute="_compute_sales_os_approvers")

    @api.depends(
        "state", "partner_id", "company_id", "currency_id", "currency_rate", "payment_term_id", "prepayment_percent", "require_payment",
        "team_id", "pricelist_id", "sales_os_territory_id", "partner_id.commercial_partner_id.sales_os_segment_id",
        "sales_os_approval_id.state", "sales_os_effective_discount_percent",
        "order_line.sales_os_list_amount", "order_line.sales_os_effective_discount_percent", "order_line.price_subtotal",
        "order_line.price_unit", "order_line.discount", "order_line.product_id", "order_line.product_uom_id",
        "order_line.product_uom_qty", "order_line.sales_os_cost_unit", "order_line.purchase_price", "order_line.display_type")
    def _compute_sales_os_approval_state(self):
        # an order that is confirmed or cancelled is judged no more: it stays as it was decided
        judged = self.filtered(lambda order: order.state in ("draft", "sent"))
        for order in self - judged:
            order.sales_os_approval_state = order.sales_os_approval_id.state if order.sales_os_approval_id.state in (
                "approved", "refused", "outdated") else NOT_NEEDED
            order.sales_os_approval_reason = False
        for order, verdict in judged._sales_os_verdicts().items():
            order.sales_os_approval_state = verdict.state
            order.sales_os_approval_reason = order._sales_os_because(verdict) or False

    @contextmanager
    def _sales_os_judged(self, state):
        """Within: a verdict made a moment ago tells that these orders will stand at ``state``; they need not be judged anew."""
        judged = [self._fields["sales_os_approval_state"], self._fields["sales_os_approval_reason"]]
        # what waits to be judged is judged before, else it would be judged after
        self.mapped("sales_os_approval_state")
        with self.env.protecting(judged, self):
            yield
            self.sales_os_approval_state = state
        self.modified(["sales_os_approval_state"])

    @api.depends("sales_os_approval_ids")
    def _compute_sales_os_approval_count(self):
        # sudo: how many there are may be known by whoever sees the quote
        counts = dict(self.env["sales_os.discount.approval"].sudo()._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.sales_os_approval_count = counts.get(order._origin.sudo(), 0)  # sudo: only to find the key

    @api.depends_context("uid")
    @api.depends("sales_os_approval_state", "sales_os_approval_id.pending_user_ids", "user_id", "team_id")
    def _compute_sales_os_approvers(self):
        open_orders = self.filtered(lambda order: order.sales_os_approval_state in ("needed", "outdated", "refused"))
        would = open_orders._sales_os_would_ask()
        for order in self:
            # sudo: the names of those who decide, for whoever sees the quote
            pending = order.sudo().sales_os_approval_id.pending_user_ids
            is_asked = order.sales_os_approval_state == "requested"
            order.sales_os_approvers = ", ".join(pending.mapped("name")) if is_asked else would.get(order, False)
            order.sales_os_is_approver = is_asked and self.env.user in pending

    def _sales_os_would_ask(self):
        """Return ``{order: names of those who would be asked first}``, or that the own limit covers it."""
        result = {}
        books = {}
        for order, verdict in self._sales_os_verdicts().items():
            company = order.company_id or self.env.company
            if company not in books:
                books[company] = self.env["sales_os.discount.approval.step"]._directory(company)
            quote = order.sudo()  # sudo: the same steps as the request would make
            try:
                steps = quote._sales_os_prepare_steps(verdict, quote.sales_os_approval_id, books[company])
            except UserError:
                result[order] = self.env._("nobody: give another person the role Administrator of Sales OS")
                continue
            waiting = [values for values in steps if values["decision"] == "waiting"]
            if all(values["covers"] for values in steps):
                result[order] = self.env._("nobody else: within your own limit")
            else:
                result[order] = ", ".join(dict.fromkeys(values["approver"] for values in waiting))
        return result

    @api.model
    def default_get(self, fields):
        # neither a context of the client nor a default that somebody keeps fills what is worked out
        return {name: value for name, value in super().default_get(fields).items() if name not in WORKED_OUT}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sales_os_refuse_worked_out(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not (self.env.su and vals.keys() == {"sales_os_approval_id"}):
            self._sales_os_refuse_worked_out(vals)
        return super().write(vals)

    def _sales_os_refuse_worked_out(self, vals):
        if not WORKED_OUT.isdisjoint(vals):
            names = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(WORKED_OUT & vals.keys()))
            raise AccessError(self.env._("%s of a quote is worked out, nobody can type it.", names))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approvals(self):
        # sudo: history counts whoever may see it
        kept = self.sudo().filtered("sales_os_approval_ids")
        if kept:
            raise UserError(self.env._(
                "%s was asked for approval, and that history stays: cancel the quote instead of deleting it.", kept[0].display_name))

    def _sales_os_gate_refusals(self, gate):
        refusals = super()._sales_os_gate_refusals(gate)
        if gate == "change":
            found = self._sales_os_change_refusals()
        else:
            # judged anew, not read: the rules, the customer's company or a category may have changed without a write here
            found = {
                order.id: order._sales_os_approval_refusal(verdict)
                for order, verdict in self._sales_os_gate_verdicts(gate).items() if verdict.state not in (NOT_NEEDED, APPROVED)}
        for order_id, words in found.items():
            refusals.setdefault(order_id, []).append(words)
        return refusals

    def action_view_approvals(self):
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window", "name": self.env._("Approvals of %s", self.name),
            "res_model": "sales_os.discount.approval", "domain": [["order_id", "=", self.id]], "views": [[False, "list"], [False, "form"]],
        }
        if self.sales_os_approval_count == 1:
            action.update(views=[[False, "form"]], res_id=self.sudo().sales_os_approval_id.id)  # sudo: only its number
        return action

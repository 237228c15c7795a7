from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.lru import LRU

from odoo.addons.sales_os.algorithms.discount.facts import facts_from_json

STATES = [
    ("requested", "Requested"), ("approved", "Approved"), ("refused", "Refused"), ("outdated", "Outdated"), ("cancelled", "Cancelled"),
]

# What was read of facts, by their fingerprint: equal fingerprints are equal facts, in whatever database.
_READ = LRU(1000)
READ_LINES_MAX = 12


class SalesOsDiscountApproval(models.Model):
    """One request for approval of one quote: what was asked, who decided what, for ever as it was then."""

    _name = "sales_os.discount.approval"
    _description = "Discount Approval"
    _inherit = ["sales_os.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "requested_on desc, id desc"
    _rec_names_search = ["order_name", "partner_id"]
    _check_company_auto = True
    _mail_post_access = "read"

    # an object of this process: no caller from outside can put it into a context
    _BY_ACTION = object()

    _state_transitions = {
        ("requested", "approved"): None,
        ("requested", "refused"): None,
        ("requested", "outdated"): None,
        ("requested", "cancelled"): None,
        ("approved", "outdated"): None,
    }

    order_id = fields.Many2one("sale.order", string="Quote", required=True, readonly=True, index=True, ondelete="restrict")
    order_name = fields.Char(string="Quote Number", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, index=True, ondelete="restrict")
    salesperson_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="restrict")
    requester_id = fields.Many2one("res.users", string="Requested By", required=True, readonly=True, index=True, ondelete="restrict")
    requested_on = fields.Datetime(required=True, readonly=True, index=True)
    reason = fields.Text(required=True, readonly=True)
    state = fields.Selection(STATES, default="requested", required=True, readonly=True, copy=False, index=True)
    decided_on = fields.Datetime(readonly=True)
    step_ids = fields.One2many("sales_os.discount.approval.step", "approval_id", string="Steps", readonly=True)
    pending_user_ids = fields.Many2many(
        "res.users", "sales_os_discount_approval_pending_rel", "approval_id", "user_id", string="Waits For",
        compute="_compute_pending_user_ids", store=True, help="Whoever can decide now.")
    is_mine = fields.Boolean(string="Waits for Me", compute="_compute_is_mine", search="_search_is_mine")
    facts = fields.Json(readonly=True, help="What was tested, as it was.")
    fingerprint = fields.Char(readonly=True, help="SHA-256 of what was tested.")
    list_amount = fields.Monetary(readonly=True, aggregator="sum")
    amount_untaxed = fields.Monetary(string="Untaxed Amount", readonly=True, aggregator="sum")
    discount_percent = fields.Float(string="Effective Discount (%)", readonly=True, digits=(16, 2), aggregator="avg")
    margin_percent = fields.Float(
        string="Margin at Frozen Cost (%)", readonly=True, digits=(16, 2), aggregator="avg", groups="base.group_user")
    because = fields.Text(string="Why", readonly=True)
    worse = fields.Text(string="What Got Worse", readonly=True)
    previous_id = fields.Many2one("sales_os.discount.approval", string="Asked Before", readonly=True, ondelete="restrict")

    _one_request = models.UniqueIndex("(order_id) WHERE state = 'requested'", "An approval of this quote is already requested.")

    @api.depends("order_name", "discount_percent")
    def _compute_display_name(self):
        for approval in self:
            approval.display_name = self.env._(
                "%(order)s · %(percent)s %%", order=approval.order_name or "", percent=f"{approval.discount_percent:g}")

    @api.depends("step_ids.decision", "step_ids.approver_ids", "state")
    def _compute_pending_user_ids(self):
        equal = {}
        for approval in self:
            waiting = approval.step_ids.filtered(lambda step: step.decision == "pending")
            users = waiting.approver_ids if approval.state == "requested" else waiting.approver_ids.browse()
            equal.setdefault(users, []).append(approval.id)
        for users, ids in equal.items():
            # many in one go: each assignment is an INSERT
            self.browse(ids).pending_user_ids = users

    @api.depends_context("uid")
    @api.depends("pending_user_ids")
    def _compute_is_mine(self):
        for approval in self:
            approval.is_mine = self.env.user in approval.pending_user_ids

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("pending_user_ids", "in" if True in value else "not in", self.env.uid)]

    @api.model
    def default_get(self, fields):
        # as for the steps
        return {"state": "requested"} if "state" in fields else {}

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("sales_os_approval") is not self._BY_ACTION:
            raise UserError(self.env._("An approval is made by requesting it on the quote, never by hand."))
        # one that ended a moment ago must be out of the way of the unique index
        self.flush_model(["state", "order_id"])
        return super().create(vals_list)

    def write(self, vals):
        # followers, activities and messages belong to the mail; the rest is history
        own = {name for name in vals if self._fields[name].model_name == self._name and not name.startswith(("message_", "activity_"))}
        computed = {"pending_user_ids"}
        if own - computed and self.env.context.get("sales_os_approval") is not self._BY_ACTION:
            raise UserError(self.env._("Approvals are history: they change by their buttons and actions only."))
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("Approvals are history and stay: what was asked and decided cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("Approvals are history: request a new one on the quote."))

    def _acting(self):
        """The approvals as the actions of this model change them."""
        # sudo: nobody has the right to write history; each action checks first who may do what
        return self.sudo().with_context(sales_os_approval=self._BY_ACTION)

    def _held_facts(self):
        """What was tested, as :class:`QuoteFacts`."""
        self.ensure_one()
        facts = _READ.get(self.fingerprint)
        if facts is None:
            facts = facts_from_json(self.facts)
            if len(facts.lines) <= READ_LINES_MAX:
                _READ[self.fingerprint] = facts
        return facts

    def action_open_order(self):
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id, "views": [[False, "form"]]}

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from odoo.addons.sales_os.algorithms.discount.band import BOUNDS, band_label, band_of
from odoo.addons.sales_os.algorithms.discount.exact import exact
from odoo.addons.sales_os.algorithms.discount.verdict import judge

# more quotes than anybody looks through; a shorter period tells as much
MOST_ORDERS = 20_000
CHUNK = 500


class SalesOsDiscountPolicyReplay(models.TransientModel):
    """What if this policy had been in force: which quotes of a past period would have needed an approval."""

    _name = "sales_os.discount.policy.replay"
    _description = "What Would a Policy Have Asked?"

    policy_id = fields.Many2one(
        "sales_os.discount.policy", required=True, ondelete="cascade", context={"active_test": False},
        help="May be archived: a draft is an archived policy that nobody is asked by yet.")
    replaced_ids = fields.Many2many(
        "sales_os.discount.policy", "sales_os_discount_replay_replaced_rel", "replay_id", "policy_id", string="Instead Of",
        domain="[('id', '!=', policy_id)]", help="Policies in force that are left out of the replay.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(required=True, default=lambda self: fields.Date.start_of(fields.Date.subtract(
        fields.Date.context_today(self), months=3), "quarter"))
    date_to = fields.Date(required=True, default=lambda self: fields.Date.end_of(fields.Date.subtract(
        fields.Date.context_today(self), months=3), "quarter"))
    state = fields.Selection([("draft", "Question"), ("done", "Answer")], default="draft", readonly=True)
    line_ids = fields.One2many("sales_os.discount.policy.replay.line", "replay_id", readonly=True)
    order_count = fields.Integer(string="Quotes", readonly=True)
    asked_count = fields.Integer(string="Would Need an Approval", readonly=True)
    today_count = fields.Integer(string="Need One by Today's Policies", readonly=True)
    asked_amount = fields.Monetary(string="Their Amount", readonly=True)
    summary = fields.Char(readonly=True)

    def action_replay(self):
        """Judge the quotes of the period by the policy and by those in force; nothing is written to a quote."""
        self.ensure_one()
        self._check_period()
        orders = self._orders()
        vals_list = []
        rows = self._rows()
        for start in range(0, len(orders), CHUNK):
            vals_list += self._replay(orders[start:start + CHUNK], rows)
        self.line_ids.unlink()
        self.env["sales_os.discount.policy.replay.line"].create(vals_list)
        asked = [vals for vals in vals_list if vals["is_asked"]]
        amount = sum(vals["amount"] for vals in asked)
        self.write({
            "state": "done", "order_count": len(vals_list), "asked_count": len(asked), "asked_amount": amount,
            "today_count": sum(vals["is_asked_today"] for vals in vals_list),
            "summary": self.env._(
                "Under this policy %(asked)s of %(all)s quotes would have needed an approval (%(amount)s); by today's policies %(today)s.",
                asked=len(asked), all=len(vals_list), amount=format_amount(self.env, amount, self.currency_id),
                today=sum(vals["is_asked_today"] for vals in vals_list)),
        })
        return self._open()

    def action_open_lines(self):
        """The quotes, to group and to count."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Quotes Replayed"), "res_model": "sales_os.discount.policy.replay.line",
            "views": [[False, "list"], [False, "pivot"], [False, "graph"]], "domain": [["replay_id", "=", self.id]],
            "context": {"search_default_filter_asked": 1},
        }

    def _open(self):
        return {
            "type": "ir.actions.act_window", "name": self.env._("What Would a Policy Have Asked?"), "res_model": self._name,
            "res_id": self.id, "views": [[False, "form"]], "target": "new",
        }

    def _check_period(self):
        if self.date_from > self.date_to:
            raise UserError(self.env._(
                "The period ends on %(end)s, before it begins on %(start)s.", start=self.date_from, end=self.date_to))
        if not self.policy_id.level_ids:
            raise UserError(self.env._("Policy %s has no level: there is nothing to replay.", self.policy_id.name))
        if self.policy_id.company_id not in (self.company_id, self.env["res.company"]):
            raise UserError(self.env._("Policy %(policy)s belongs to another company than %(company)s.",
                                       policy=self.policy_id.name, company=self.company_id.name))

    def _orders(self):
        """Quotes of the period that a customer could decide on, as far as the user sees them."""
        orders = self.env["sale.order"].search([
            ("company_id", "=", self.company_id.id), ("state", "in", ("sent", "sale", "cancel")),
            ("date_order", ">=", self.date_from), ("date_order", "<", fields.Date.add(self.date_to, days=1)),
            ("sales_os_closed_as", "!=", "superseded"),
        ], order="id", limit=MOST_ORDERS + 1)
        if len(orders) > MOST_ORDERS:
            raise UserError(self.env._("There are more than %s quotes in this period: choose a shorter one.", MOST_ORDERS))
        return orders

    def _rows(self):
        """(rows with this policy, rows of today)"""
        Policy = self.env["sales_os.discount.policy"]
        # sudo: the rules hold for everybody, and nothing of them is shown but the names of levels
        today = Policy.sudo().search([("company_id", "in", (False, self.company_id.id))])
        replayed = (today - self.replaced_ids.sudo()) | self.policy_id.sudo()  # sudo: as above
        return replayed._as_policy_rows(), today._as_policy_rows()

    def _replay(self, orders, rows):
        terms, vals_list = {}, []
        for order in orders:
            verdicts = []
            for policies in rows:
                # sudo: the cost is tested for everybody alike and not shown
                facts = order.sudo()._sales_os_quote_facts(policies, None, terms)
                verdicts.append(judge(now=facts, policies=policies, approval_state=None, held=None))
            asked = [item for items in verdicts[0].asked.values() for item in items]
            percent = order.sales_os_effective_discount_percent
            vals_list.append({
                "replay_id": self.id, "order_id": order.id, "discount_percent": percent, "band": str(band_of(exact(percent))),
                "amount": self.currency_id.round(order.amount_untaxed / (order.currency_rate or 1.0)),
                "is_asked": bool(asked), "is_asked_today": bool(verdicts[1].asked),
                "levels": ", ".join(self._level_name(item) for item in asked),
                "because": order._sales_os_because(verdicts[0]).split("\n")[0] if asked else False,
            })
        return vals_list

    def _level_name(self, item):
        if item.level is None:
            return self.env._("Above all levels")
        # sudo: its name alone
        return self.env["sales_os.discount.level"].sudo().browse(item.level.key).display_name


class SalesOsDiscountPolicyReplayLine(models.TransientModel):
    """One quote as the policy would have judged it."""

    _name = "sales_os.discount.policy.replay.line"
    _description = "Quote Replayed"
    _order = "is_asked desc, discount_percent desc, id"
    _rec_name = "order_id"

    replay_id = fields.Many2one("sales_os.discount.policy.replay", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one("sale.order", string="Quote", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="order_id.partner_id", store=True)
    user_id = fields.Many2one(related="order_id.user_id", store=True)
    currency_id = fields.Many2one(related="replay_id.currency_id")
    amount = fields.Monetary(string="Untaxed Amount", readonly=True)
    discount_percent = fields.Float(string="Effective Discount (%)", readonly=True, digits=(16, 2), aggregator="avg")
    band = fields.Selection(
        selection=[(str(index), band_label(index)) for index in range(len(BOUNDS) + 1)], string="Discount Band", readonly=True)
    is_asked = fields.Boolean(string="Would Need an Approval", readonly=True)
    is_asked_today = fields.Boolean(string="Needs One Today", readonly=True)
    levels = fields.Char(string="Who Would Be Asked", readonly=True)
    because = fields.Char(string="Why", readonly=True)

    @api.readonly
    def action_open_order(self):
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id, "views": [[False, "form"]]}

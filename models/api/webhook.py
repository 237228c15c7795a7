from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

FLAG_OF_EVENT = {
    event: "is_told_" + event.replace(".", "_")
    for event in ("order.confirmed", "approval.needed", "approval.decided", "visit.done", "statement.approved")
}
AUDITED = ("name", "url", "user_id", "active", *FLAG_OF_EVENT.values())


class SalesOsWebhook(models.Model):
    """An address that is told what happens, as one user may see it."""

    _name = "sales_os.webhook"
    _description = "Webhook"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    url = fields.Char(string="Address", required=True, help="Where messages are posted: https://…")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        "res.users",
        string="Sees As",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Only what this user may see is told, and only what it looks like to this user.",
    )
    is_told_order_confirmed = fields.Boolean(string="Order Confirmed")
    is_told_approval_needed = fields.Boolean(string="Approval Needed")
    is_told_approval_decided = fields.Boolean(string="Approval Decided")
    is_told_visit_done = fields.Boolean(string="Visit Done")
    is_told_statement_approved = fields.Boolean(string="Commission Statement Approved")
    delivery_ids = fields.One2many("sales_os.webhook.delivery", "webhook_id", string="Deliveries")
    sent_count = fields.Integer(string="Sent", compute="_compute_counts")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    dead_count = fields.Integer(string="Given Up", compute="_compute_counts")

    _any_event = models.Constraint(
        "CHECK (is_told_order_confirmed OR is_told_approval_needed OR is_told_approval_decided OR is_told_visit_done"
        " OR is_told_statement_approved)",
        "Choose at least one event that the webhook is told of.",
    )

    @api.depends("delivery_ids.state")
    def _compute_counts(self):
        rows = self.env["sales_os.webhook.delivery"]._read_group([("webhook_id", "in", self.ids)], ["webhook_id", "state"], ["__count"])
        counts = {(webhook, state): count for webhook, state, count in rows}
        for webhook in self:
            for state in ("sent", "waiting", "dead"):
                webhook[f"{state}_count"] = counts.get((webhook, state), 0)

    @api.constrains("url", "company_id")
    def _check_url(self):
        for webhook in self:
            # sudo: a setting of the company
            is_inside_allowed = webhook.company_id.sudo().sales_os_webhook_inside
            fault = self.env["sales_os.webhook.transport"]._fault_of_url(webhook.url, is_inside_allowed)
            if fault:
                raise ValidationError(
                    self.env._("The address of webhook %(webhook)s cannot be used: %(fault)s", webhook=webhook.name, fault=fault))

    @api.constrains("user_id", "company_id", "url", *FLAG_OF_EVENT.values())
    def _check_user(self):
        """Nobody gets to see through a webhook what is closed to them: it sees as oneself, or as somebody with no group more."""
        for webhook in self:
            # sudo: groups and companies of the users concerned
            user, me = webhook.user_id.sudo(), self.env.user.sudo()
            if user.share or webhook.company_id not in user.company_ids:
                raise ValidationError(self.env._(
                    "%(webhook)s must see as an internal user who works in %(company)s: %(user)s does not.", webhook=webhook.name,
                    company=webhook.company_id.name, user=user.name))
            # a constraint runs as the system in the name of whoever writes; the superuser is bound by nothing
            if not me._is_superuser() and user != me and user.all_group_ids - me.all_group_ids:
                raise ValidationError(self.env._(
                    "%(webhook)s cannot see as %(user)s, who has rights that you do not have.", webhook=webhook.name, user=user.name))

    @api.model_create_multi
    def create(self, vals_list):
        webhooks = super().create(vals_list)
        self.env.registry.clear_cache()
        self.env["sales_os.audit.entry"]._append(webhooks, "webhook:created", new_by_id={hook.id: hook.url for hook in webhooks})
        return webhooks

    def write(self, vals):
        audit, names = self.env["sales_os.audit.entry"], [name for name in AUDITED if name in vals]
        before = audit._in_words(self, names)
        result = super().write(vals)
        self.env.registry.clear_cache()
        if names:
            audit._append_changes({webhook.id: webhook for webhook in self}, before, audit._in_words(self, names), "webhook")
        return result

    def unlink(self):
        self.env["sales_os.audit.entry"]._append(self, "webhook:deleted", old_by_id={hook.id: hook.url for hook in self})
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache()
    def _heard(self):
        """``{event: ids of the webhooks that are told of it}``, kept in memory: most databases have none, and pay nothing."""
        # sudo: whatever the user who causes the event may see of webhooks, which is nothing
        webhooks = self.sudo().with_context(active_test=True).search([("url", "!=", False)])
        return {event: tuple(webhooks.filtered(flag).ids) for event, flag in FLAG_OF_EVENT.items() if any(webhooks.mapped(flag))}

    def action_open_deliveries(self):
        self.ensure_one()
        state = self.env.context.get("webhook_state")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliveries of %s", self.name),
            "res_model": "sales_os.webhook.delivery",
            "views": [[False, "list"], [False, "form"]],
            "domain": [["webhook_id", "=", self.id]],
            "context": {f"search_default_{state}": 1} if state in ("waiting", "sent", "dead") else {},
        }

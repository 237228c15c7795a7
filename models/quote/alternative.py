import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_STATES = ("draft", "sent")


class SalesOsQuoteAlternative(models.Model):
    """Quotations A, B, C for the same customer, of which one will be ordered; the customer compares them on one page."""

    _name = "sales_os.quote.alternative"
    _description = "Quote Alternatives"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, tracking=True, help="What the customer reads above the comparison.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, check_company=True, index=True)
    order_ids = fields.One2many("sale.order", "sales_os_alternative_id", string="Quotations", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Salesperson", compute="_compute_user_id", store=True, index=True, help="Of the first quotation.")
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Accepted"), ("closed", "Closed")], compute="_compute_state", store=True, tracking=True,
        help="Accepted: one of the quotations is confirmed. Closed: all were cancelled.")
    accepted_order_id = fields.Many2one("sale.order", string="Accepted", compute="_compute_state", store=True)
    access_token = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: secrets.token_urlsafe(32), groups="base.group_user")
    access_url = fields.Char(string="Customer's Page", compute="_compute_access_url")

    _access_token_uniq = models.UniqueIndex("(access_token)")

    @api.depends("order_ids.user_id")
    def _compute_user_id(self):
        for group in self:
            group.user_id = group.order_ids.sorted("id")[:1].user_id

    @api.depends("order_ids.state")
    def _compute_state(self):
        for group in self:
            group.accepted_order_id = group.order_ids.filtered(lambda order: order.state == "sale")[:1]
            is_open = any(order.state in OPEN_STATES for order in group.order_ids)
            group.state = "accepted" if group.accepted_order_id else "open" if is_open or not group.order_ids else "closed"

    @api.depends("access_token")
    def _compute_access_url(self):
        for group in self:
            group.access_url = f"{group.company_id.get_base_url()}/my/alternatives/{group.access_token}"

    def copy(self, default=None):
        raise UserError(self.env._("Alternatives are made from a quotation: open it and choose New Alternative."))

    def action_preview(self):
        """Open the page as the customer sees it."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "target": "new", "url": self.access_url}

    def action_send(self):
        """Open a mail to the customer with the link to the comparison; sending it marks the drafts as sent."""
        self.ensure_one()
        self.check_access("write")
        opened = self._open_orders()
        if not opened:
            raise UserError(self.env._("None of the alternatives “%s” is open any more.", self.name))
        opened._sales_os_check_gate("send")
        template = self.env.ref("sales_os.mail_template_quote_alternatives", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window", "name": self.env._("Send"), "res_model": "mail.compose.message", "views": [[False, "form"]],
            "view_mode": "form", "target": "new",
            "context": {
                "default_model": self._name, "default_res_ids": self.ids, "default_composition_mode": "comment",
                "default_template_id": template.id if template else False, "default_partner_ids": self.partner_id.ids,
                "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
                "sales_os_mark_alternatives_sent": True, "force_email": True,
            },
        }

    def action_mark_sent(self):
        """Mark the open drafts as sent, for those who hand the link over themselves."""
        for group in self:
            group.check_access("write")
            group._open_orders().filtered(lambda order: order.state == "draft").action_quotation_sent()
        return True

    def action_view_orders(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": "sale.order", "view_mode": "list,form",
            "domain": [("sales_os_alternative_id", "=", self.id)], "context": {"create": False},
        }

    def message_post(self, **kwargs):
        if self.env.context.get("sales_os_mark_alternatives_sent"):
            self.action_mark_sent()
        return super(SalesOsQuoteAlternative, self.with_context(sales_os_mark_alternatives_sent=False)).message_post(**kwargs)

    def _open_orders(self):
        return self.order_ids.filtered(lambda order: order.state in OPEN_STATES)

    def _shown_orders(self):
        """What the customer compares: what was sent, of each letter the latest, and what came of it."""
        self.ensure_one()
        shown = self.order_ids.filtered(
            lambda order: order.state in ("sent", "sale")
            or (order.state == "cancel" and order.sales_os_closed_as in ("not_chosen", "expired")))
        return shown.sorted(lambda order: (len(order.sales_os_alternative_label or ""), order.sales_os_alternative_label or "", order.id))

    @api.model
    def _by_token(self, token):
        """Return the group whose page this token opens, none for anything else."""
        if not isinstance(token, str) or not 20 <= len(token) <= 64:
            return self.browse()
        # sudo: the token is the customer's key; 256 bits cannot be guessed
        return self.sudo().search([("access_token", "=", token)], limit=1)

import secrets

from odoo import fields, models
from odoo.exceptions import ValidationError

SHORTEST, LONGEST = 24, 200


class SalesOsWebhook(models.Model):
    """The secret that signs the messages: it can be set and made anew, and read by nobody."""

    _inherit = "sales_os.webhook"

    secret = fields.Char(required=True, copy=False, groups=fields.NO_ACCESS, default=lambda self: self._fresh_secret())
    new_secret = fields.Char(
        string="Set a Secret",
        compute="_compute_new_secret",
        inverse="_inverse_new_secret",
        help="A secret of your own, 24 to 200 characters. It can be set, never read again.",
    )

    def _fresh_secret(self):
        return secrets.token_urlsafe(32)

    def _compute_new_secret(self):
        self.new_secret = False

    def _inverse_new_secret(self):
        for webhook in self:
            text = (webhook.new_secret or "").strip()
            if not text:
                continue
            if not SHORTEST <= len(text) <= LONGEST or not text.isascii() or not text.isprintable():
                raise ValidationError(self.env._(
                    "The secret of %(webhook)s must be %(shortest)s to %(longest)s plain characters.", webhook=webhook.name,
                    shortest=SHORTEST, longest=LONGEST))
            webhook._keep_secret(text)
            webhook.new_secret = False

    def _keep_secret(self, text):
        # sudo: the field is closed to everybody; whoever calls may write the webhook
        self.sudo().secret = text
        self.env["sales_os.audit.entry"]._append(self, "webhook:secret")

    def action_new_secret(self):
        """Make a new secret and show it this once. What is sent from now on, retries included, is signed with it.

        :return: an action that shows the secret; programs find it in ``context.default_secret``
        """
        self.ensure_one()
        self.check_access("write")
        text = self._fresh_secret()
        self._keep_secret(text)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Secret of %s", self.name),
            "res_model": "sales_os.webhook.secret",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_secret": text},
        }


class SalesOsWebhookSecret(models.AbstractModel):
    """The window that shows a new secret once; it has no table, so nothing is kept."""

    _name = "sales_os.webhook.secret"
    _description = "New Secret"

    # needed by the window, which asks for its defaults
    id = fields.Id()
    secret = fields.Char(readonly=True)

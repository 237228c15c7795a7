from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

CHANNELS = {"app": ("app",), "email": ("email",), "both": ("app", "email"), "push": ("inbox",), "sms": ("sms",), "none": ()}
LONGEST_SMS = 300


class SalesOsNotice(models.Model):
    """That a person was told of something, and how: written first, so that nothing is told twice."""

    _name = "sales_os.notice"
    _description = "Notice Sent"
    _order = "sent_on desc, id desc"
    _rec_name = "subject"

    user_id = fields.Many2one("res.users", string="To", required=True, readonly=True, index=True, ondelete="cascade")
    key = fields.Char(required=True, readonly=True)
    channel = fields.Selection(
        [("app", "In the app"), ("email", "E-mail"), ("inbox", "Inbox and push"), ("sms", "Text message")], required=True, readonly=True)
    subject = fields.Char(required=True, readonly=True)
    sent_on = fields.Datetime(required=True, readonly=True)

    _once = models.UniqueIndex("(user_id, key, channel)", "This person was told of it already.")

    @api.model
    def _deliver(self, user, key, delivery, subject, lines, path):
        """Tell ``user`` once, by what the user chose; who cannot be reached so is written to.

        :param key: what it is about; the same key is told once, also when the choice changes in between
        :param lines: list of plain sentences, the weightiest first
        :param path: what the link opens, like ``sales-os-insights``
        :return: whether something was sent
        """
        channels = [self._usable(user, channel) for channel in CHANNELS[delivery]]
        if not any(channels) or self.search_count([("user_id", "=", user.id), ("key", "=", key)], limit=1):
            return False
        self.create([
            {"user_id": user.id, "key": key, "channel": channel, "subject": subject, "sent_on": fields.Datetime.now()}
            for channel in channels if channel])
        for channel in filter(None, channels):
            getattr(self, f"_by_{channel}")(user, subject, lines, f"{self.get_base_url()}/odoo/{path}")
        return True

    @api.model
    def _usable(self, user, channel):
        """The channel itself, e-mail in the place of one that does not reach the user, False without an address."""
        if channel == "sms" and ("sms.sms" not in self.env or not user.partner_id.phone):
            channel = "email"
        return False if channel == "email" and not user.email else channel

    @api.model
    def _by_app(self, user, subject, lines, _link):
        user._bus_send("simple_notification", {"type": "info", "title": subject, "message": lines[0] if lines else "", "sticky": True})

    @api.model
    def _by_email(self, user, subject, lines, link):
        # sudo: a mail to the person whom it concerns, with nothing else in it
        self.env["mail.mail"].sudo().create({
            "subject": subject, "email_to": user.email_formatted, "body_html": self._body(lines, link), "auto_delete": True,
            "email_from": self.env.company.email_formatted or user.email_formatted})

    @api.model
    def _by_inbox(self, user, subject, lines, link):
        """Odoo's own notification: in the inbox, and pushed to the devices on which the user allowed it (Preferences ▸ Notifications)."""
        user.partner_id.message_notify(partner_ids=user.partner_id.ids, subject=subject, body=self._body(lines, link))

    @api.model
    def _by_sms(self, user, subject, lines, link):
        partner = user.partner_id
        text = html2plaintext(f"{subject}: {lines[0]}" if lines else subject)[:LONGEST_SMS - len(link) - 1]
        # sudo: queued for the own person only; whoever runs the night needs no right to text messages
        self.env["sms.sms"].sudo().create({
            "number": partner._phone_format(fname="phone") or partner.phone, "body": f"{text} {link}", "partner_id": partner.id})

    @api.model
    def _body(self, lines, link):
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul>%s</ul><p><a href='%s'>%s</a></p>") % (items, link, self.env._("Open in Sales OS"))

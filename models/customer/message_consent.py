from odoo import api, fields, models

CHANGES = ("sales_os_mail_consent", "sales_os_sms_consent")


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_consent_needed = fields.Boolean(
        string="Ask Before Writing", help="Campaigns reach only persons who said yes. Off: everybody who has not said no.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_consent_needed = fields.Boolean(related="company_id.sales_os_consent_needed", readonly=False)


class ResPartner(models.Model):
    """Whether a person wants messages that nobody asked for: campaigns, sequences. Documents of a business under way are not concerned."""

    _inherit = "res.partner"

    sales_os_mail_consent = fields.Selection(
        [("given", "Yes"), ("refused", "No")], string="Wants E-mails", copy=False, help="Empty: not asked.")
    sales_os_sms_consent = fields.Selection(
        [("given", "Yes"), ("refused", "No")], string="Wants Text Messages", copy=False, help="Empty: not asked; then none is sent.")
    sales_os_consent_date = fields.Date(string="Asked On", readonly=True, copy=False)
    sales_os_consent_source = fields.Char(string="How We Know", copy=False, help="For example form at the fair, call of 3 May.")

    @api.model_create_multi
    def create(self, vals_list):
        today = fields.Date.context_today(self)
        return super().create([{"sales_os_consent_date": today,
            **vals} if any(vals.get(name) for name in CHANGES) else vals for vals in vals_list])

    def write(self, vals):
        changed = [name for name in CHANGES if name in vals]
        if not changed:
            return super().write(vals)
        # sudo: the trail tells of a yes or no whoever writes it
        old = {partner.id: "/".join(partner[name] or "-" for name in CHANGES) for partner in self.sudo()}
        result = super().write({"sales_os_consent_date": fields.Date.context_today(self), **vals})
        new = {partner.id: "/".join(partner[name] or "-" for name in CHANGES) for partner in self.sudo()}
        moved = self.filtered(lambda partner: old[partner.id] != new[partner.id])
        if moved:
            self.env["sales_os.audit.entry"]._append(
                moved, "message_consent", reason=vals.get("sales_os_consent_source") or "", old_by_id=old, new_by_id=new)
        return result

import secrets

from odoo import api, fields, models


class SalesOsCommissionStatement(models.Model):
    """The page of an external agent: found by a secret word, and only by the agent who has logged in."""

    _inherit = "sales_os.commission.statement"

    portal_token = fields.Char(
        readonly=True, copy=False, index="btree_not_null", groups="base.group_system", default=lambda self: secrets.token_urlsafe(24))

    @api.model
    def _of_portal_user(self, token=None):
        """Statements of the representative behind the login; of one token only, where given. Anybody else's stay unseen."""
        user = self.env.user
        if user._is_public():
            return self.browse()
        # sudo: portal users have no right on statements; what is theirs is decided here, by their own contact or its company
        partners = user.partner_id | user.partner_id.commercial_partner_id
        domain = [("rep_id.partner_id", "in", partners.ids), ("rep_id.user_id", "in", [False, user.id])]
        if token is not None:
            domain.append(("portal_token", "=", token or "-"))
        # sudo: as above
        return self.sudo().search(domain, order="date_start desc, id desc")

    def _portal_path(self):
        self.ensure_one()
        return f"/my/commissions/{self.sudo().portal_token}"  # sudo: given to whoever may read the statement

    def _portal_dispute(self, number, reason, claimed_amount=False):
        """A dispute of the agent on the line with that number of the page; 0: something is missing."""
        self.ensure_one()
        line = next((row for row in self._content_lines() if row["no"] == number), None)
        return self.env["sales_os.commission.dispute"].sudo().create({  # sudo: see _of_portal_user
            "statement_id": self.id, "entry_id": line["entry"] if line else False, "reason": reason,
            "claimed_amount": claimed_amount or 0.0,
        })

    def _pdf(self):
        """The printed statement; whoever asks has been checked."""
        self.ensure_one()
        return self.env["ir.actions.report"].sudo()._render_qweb_pdf(  # sudo: see _of_portal_user
            "sales_os.report_commission_statement", self.ids)[0]

from odoo import models


class MailThread(models.AbstractModel):
    """What was said about a document, and the files that hang on it."""

    _inherit = "mail.thread"

    def _sales_os_forget_words(self):
        """Delete conversation, planned and done activities and files of these records, and what hand-overs called them."""
        where = [("res_id", "in", self.ids)]
        self.env["mail.message"].search([("model", "=", self._name), *where]).unlink()
        self.env["mail.activity"].with_context(active_test=False).search([("res_model", "=", self._name), *where]).unlink()
        self.env["ir.attachment"].search([("res_model", "=", self._name), *where]).unlink()
        self.env["sales_os.transfer.line"].search([("model", "=", self._name), *where]).write({"record_name": False})


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _sales_os_forget_words(self):
        """Snapshots of forecasts keep the deal and its figures, and forget its title, which often names a person."""
        self.env["sales_os.forecast.snapshot.deal"].search([("lead_id", "in", self.ids)])._forget_names()
        return super()._sales_os_forget_words()


class ResPartner(models.Model):
    """Where a person is named beside the contact: further addresses, the conversation, mails under way, the name on what they wrote."""

    _inherit = "res.partner"

    def _sales_os_addresses(self):
        """Their delivery, invoice and other addresses; a contact below them is another person."""
        return self.with_context(active_test=False).child_ids.filtered(
            lambda partner: not partner.is_company and partner.type != "contact" and not partner.user_ids)

    def _sales_os_remember_no(self):
        """Who said no to messages stays unwritten to, also when the address comes back with a list: a no outlives the contact."""
        known = self.env["mail.blacklist"]
        for mail in {partner.email_normalized for partner in self if partner.sales_os_mail_consent == "refused"} - {False, ""}:
            known._add(mail)

    def _sales_os_erase_traces(self):
        everyone = self | self._sales_os_addresses()
        mails = list(set(everyone.mapped("email")) | set(everyone.mapped("email_normalized")) - {False, ""})
        everyone._sales_os_forget_words()
        self.env["mail.mail"].search(
            ["|", ("recipient_ids", "in", everyone.ids), ("email_to", "in", [mail for mail in mails if mail])]).unlink()
        # what they wrote on an order stays with the order, without the address it came from
        self.env["mail.message"].search([("author_id", "in", everyone.ids)]).write({"email_from": False})
        return {"further addresses": len(everyone) - len(self)}

from odoo import api, fields, models
from odoo.exceptions import AccessError

BATCH = 500


class SalesOsRetentionRule(models.Model):
    """Every night: remove what is due, by batches that are kept one by one, and say in the audit trail how much it was."""

    _inherit = "sales_os.retention.rule"

    @api.model
    def _cron_forget(self):
        rules = self.search([("active", "=", True)], order="id")
        counts = {rule.id: rule._count() for rule in rules}
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=sum(counts.values()))
        for rule in rules.filtered(lambda rule: counts[rule.id]):
            if not rule._forget(counts[rule.id], progress):
                return

    def action_count(self):
        """How much each rule would remove now; removes nothing.

        :return: ``{rule id: number}`` as list of ``{"id", "count"}``
        """
        self.check_access("read")
        return [{"id": rule.id, "count": rule._count()} for rule in self]

    def action_run_now(self):
        """Remove what is due now, as the night would.

        :return: ``{"removed": number}``
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS removes what is due."))
        count = self._count()
        # sudo: everything of the company is concerned, whoever of the colleagues made it; the group was checked
        self.sudo()._forget(count, lambda _done: True)
        return {"removed": self.ran_count if count else 0}

    def _forget(self, count, progress):
        """Remove up to ``count`` records; return whether there is time for more."""
        self.ensure_one()
        Records, domain, done = self._records(), self._due_domain(), 0
        while done < count:
            batch = Records.search(domain, limit=min(BATCH, count - done), order="id")
            if not batch:
                break
            size = len(batch)
            if self.action == "purge":
                batch.unlink()
            else:
                batch._sales_os_anonymise()
            done += size
            self._keep(done)
            if not progress(size):
                return False
        return True

    def _keep(self, done):
        """The trail tells the number of this run: one entry a batch, each with the sum so far."""
        self.write({"ran_on": fields.Datetime.now(), "ran_count": done})
        self.invalidate_recordset(["due_count"])
        self.env["sales_os.audit.entry"]._append(self, f"retention:{self.action}", new={"model": self.model, "removed": done,
            "months": self.months})


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _sales_os_anonymise(self):
        """Take away what names a person: who it was, how to reach him, what was said."""
        self._sales_os_forget_words()
        leads = self.with_context(tracking_disable=True)
        leads.write(dict.fromkeys(
            ("contact_name", "partner_name", "email_from", "phone", "street", "street2", "zip", "function", "website", "description",
                "partner_id"), False))
        for lead in leads:
            lead.name = self.env._("Lead %s, kept without names", lead.id)


class SalesOsFeedback(models.Model):
    _inherit = "sales_os.feedback"

    def _sales_os_anonymise(self):
        self.write({"comment": False})

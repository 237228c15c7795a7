from odoo import SUPERUSER_ID, api, fields, models

MAILED_AT_ONCE = 50


class SalesOsDiscountApproval(models.Model):
    """Mails about decisions leave by a job of the system a moment later: whoever asks or decides never waits for
    them, and the token in a mail was never seen by a login that could read it again."""

    _inherit = "sales_os.discount.approval"

    answer_due = fields.Boolean(
        string="Answer To Be Mailed", readonly=True, copy=False, index="btree_not_null", help="Whoever asked gets a mail with the decision."
    )

    def _tell_asked(self):
        result = super()._tell_asked()
        self._mail_soon()
        return result

    def _tell_decided(self):
        result = super()._tell_decided()
        due = self.filtered(lambda approval: approval.requester_id not in approval._last_decided().decided_by_id)
        due._acting().write({"answer_due": True})
        if due:
            self._mail_soon()
        return result

    def _mail_soon(self):
        # sudo: the job is the system's; it is only told to look
        self.env.ref("sales_os.discount_cron_mail").sudo()._trigger()

    @api.model
    def _cron_mail(self):
        """Make the activities of what was asked or decided with many others, mail to those who can decide now and have no
        link that still counts, and to those whose request was decided. Resumable."""
        if not self._tell_all_due():
            return
        asked = list(self._to_be_asked().items())
        answers = self._to_be_answered()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(asked) + len(answers))
        for start in range(0, len(asked), MAILED_AT_ONCE):
            part = dict(asked[start : start + MAILED_AT_ONCE])
            self._mail_asked(part)
            if not cron._commit_progress(processed=len(part)):
                return
        for start in range(0, len(answers), MAILED_AT_ONCE):
            part = answers[start : start + MAILED_AT_ONCE]
            part._mail_answers()
            if not cron._commit_progress(processed=len(part)):
                return

    @api.model
    def _tell_all_due(self):
        """:return: whether all was told; else the time of the job has run out"""
        # sudo: activities are for whoever is asked, whoever runs the job
        due = self.sudo().search([("tell_due", "=", True)], order="id")
        for start in range(0, len(due), MAILED_AT_ONCE):
            # one that is being decided is told by whoever decides, or the next time
            part = due[start : start + MAILED_AT_ONCE].try_lock_for_update(allow_referencing=True)
            part.filtered("tell_due")._tell_due()
            if not self.env["ir.cron"]._commit_progress(processed=len(part), remaining=len(due) - start - len(part)):
                return False
        return True

    @api.model
    def _to_be_asked(self):
        """Return ``{(approval, user): steps}``: steps that wait for a user who has no link for any of them."""
        # sudo: every open step, whoever it belongs to; the mail goes to its own approver alone
        steps = (
            self.env["sales_os.discount.approval.step"]
            .sudo()
            .search(
                [("decision", "=", "pending"), ("approval_id.state", "=", "requested"), ("company_id.sales_os_approval_link_days", ">", 0)],
                order="id",
            )
        )
        wanted = {}
        for step in steps:
            for user in step.approver_ids:
                if user.active and user.email:
                    pair = (step.approval_id, user)
                    wanted[pair] = wanted.get(pair, step.browse()) | step
        # sudo: as above
        links = (
            self.env["sales_os.discount.approval.link"]
            .sudo()
            .search([("approval_id", "in", steps.approval_id.ids), ("used_on", "=", False), ("expires_on", ">", fields.Datetime.now())])
        )
        for link in links:
            if link.step_ids & wanted.get((link.approval_id, link.user_id), steps.browse()):
                del wanted[link.approval_id, link.user_id]
        return wanted

    @api.model
    def _mail_asked(self, wanted):
        tokens = self.env["sales_os.discount.approval.link"]._issue(wanted)
        urls = {link.id: f"{link.get_base_url()}/sales_os/approval/{token}" for link, token in tokens.items()}
        self._mail("sales_os.mail_template_discount_asked", list(urls), sales_os_urls=urls)

    @api.model
    def _to_be_answered(self):
        # sudo: whoever asked gets the mail, whoever runs the job
        return self.sudo().search([("answer_due", "=", True)], order="id")

    def _mail_answers(self):
        self._acting().write({"answer_due": False})
        mailed = self.filtered(lambda approval: approval.requester_id.active and approval.requester_id.email)
        self._mail("sales_os.mail_template_discount_decided", mailed.ids)

    @api.model
    def _mail(self, template, ids, **context):
        """Put mails into the queue as the system, and bound to no record: whoever creates a message, signs it or may read
        its record can read it again."""
        if ids:
            system = self.env.ref("base.partner_root")
            self.env.ref(template).with_user(SUPERUSER_ID).with_context(**context).send_mail_batch(
                ids, email_values={"author_id": system.id, "model": False, "res_id": False}
            )

from odoo import api, fields, models

# more at once are told by the job a moment later: whoever asks or decides many does not wait for each activity
TOLD_AT_ONCE = 20


class SalesOsDiscountApproval(models.Model):
    """Who is told what: an activity for whoever must decide, one for whoever asked, a note on the quote. All in batch."""

    _inherit = "sales_os.discount.approval"

    tell_due = fields.Boolean(
        string="Activities To Be Made", readonly=True, copy=False, index="btree_not_null", help="Decided or asked for with many others."
    )

    note_due = fields.Boolean(string="Request To Be Noted", readonly=True, copy=False, help="The note on the quote is still to be written.")

    @api.model
    def _told_later(self, count):
        """What is written with so many requests at once, of which the job will tell."""
        return {"tell_due": True, "note_due": True} if count > TOLD_AT_ONCE else {}

    def _note_requests(self):
        """Who asked and why, on the quote."""
        for requester, approvals in self.grouped("requester_id").items():
            approvals.order_id._message_log_batch(author_id=requester.partner_id.id, bodies={approval.order_id.id: self.env._(
                "Approval requested by %(user)s: %(reason)s", user=requester.name, reason=approval.reason) for approval in approvals})

    def _tell_asked(self):
        """Everybody who can decide now has an activity, and nobody else."""
        if not self._tell_later():
            self._tell_asked_now()

    def _tell_asked_now(self):
        self._told()
        kind = self.env.ref("sales_os.activity_type_discount_approval")
        wanted = {(approval.id, user.id) for approval in self for user in approval.pending_user_ids}
        known = self._decision_activities()
        stale = known.filtered(lambda activity: (activity.res_id, activity.user_id.id) not in wanted)
        missing = wanted - {(activity.res_id, activity.user_id.id) for activity in known - stale}
        self._close_activities(stale)
        by_id = {approval.id: approval for approval in self}
        self._make_activities(self, kind, [
            (approval_id, user_id, self.env._("Approve %s", by_id[approval_id].display_name)) for approval_id, user_id in sorted(missing)])

    def _decision_activities(self):
        # sudo: activities of all who were asked
        return self.env["mail.activity"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids),
            ("activity_type_id", "=", self.env.ref("sales_os.activity_type_discount_approval").id)])

    def _close_activities(self, activities):
        """Done for whoever has decided, with the comment; gone for whoever need not decide any more."""
        steps = self.step_ids.filtered("decided_by_id")
        comments = {(step.approval_id.id, step.decided_by_id.id): step.comment or "" for step in steps}
        by_comment, done = {}, activities.browse()
        for activity in activities:
            comment = comments.get((activity.res_id, activity.user_id.id))
            if comment is not None:
                by_comment[comment] = by_comment.get(comment, done) | activity
        for comment, some in by_comment.items():
            some.write({"active": False, "feedback": comment})
        (activities - done.union(*by_comment.values())).unlink()

    def _decided_activities(self):
        """What whoever asked was told of an earlier decision."""
        # sudo: activities of all who asked
        return self.env["mail.activity"].sudo().search([
            ("res_model", "=", "sale.order"), ("res_id", "in", self.order_id.ids),
            ("activity_type_id", "=", self.env.ref("sales_os.activity_type_discount_decided").id)])

    def _make_activities(self, records, kind, rows):
        """One activity per row of (record id, user id, summary), without a mail for each."""
        # sudo: the activity is for somebody else
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True, sales_os_follow_later=True).create([{
            "res_model_id": self.env["ir.model"]._get_id(records._name), "res_id": record_id, "user_id": user_id,
            "activity_type_id": kind.id, "summary": summary, "date_deadline": fields.Date.context_today(self),
        } for record_id, user_id, summary in rows])

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if self.env.context.get("sales_os_follow_later"):
            # the activity tells whoever is asked; there is nothing to follow before somebody writes
            return True
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)

    def message_post(self, **kwargs):
        # all who have to do with it hear what one of them writes
        involved = self._acting()
        users = involved.requester_id | involved.step_ids.approver_ids | involved.step_ids.decided_by_id
        involved.message_subscribe(partner_ids=users.partner_id.ids)
        return super().message_post(**kwargs)

    def _tell_decided(self):
        """The decision stands on the quote, and whoever asked has an activity."""
        if not self._tell_later():
            self._tell_decided_now()

    def _tell_later(self):
        """Whether these are too many to be told of at once: the job will."""
        many = len(self) > TOLD_AT_ONCE
        if many:
            self.filtered(lambda approval: not approval.tell_due)._acting().write({"tell_due": True})
        return many

    def _tell_decided_now(self):
        self._told()
        self._close_activities(self._decision_activities())
        self._decided_activities().unlink()
        deciders = {approval: approval._last_decided().decided_by_id or approval.requester_id for approval in self}
        words = {approval: approval._decision_words() for approval in self}
        for decider in dict.fromkeys(deciders.values()):
            decided = [approval for approval in self if deciders[approval] == decider]
            self.browse().union(*decided).order_id._message_log_batch(
                bodies={approval.order_id.id: words[approval] for approval in decided}, author_id=decider.partner_id.id)
        self._make_activities(self.order_id, self.env.ref("sales_os.activity_type_discount_decided"), [
            (approval.order_id.id, approval.requester_id.id, f"{approval.order_name}: {words[approval]}")
            for approval, decider in deciders.items() if decider != approval.requester_id])

    def _decision_words(self):
        last = self._last_decided()
        return self.env._(
            "%(state)s by %(user)s. %(comment)s", state=self._state_label(self.state),
            user=last.decided_by or self.requester_id.name, comment=last.comment or "").strip()

    def _last_decided(self):
        decided = self.step_ids.filtered(lambda step: step.decision == self.state)
        return decided.sorted(lambda step: (step.decided_on, step.sequence))[-1:]

    def _tell_due(self):
        """What was left to be told of these, in the language of whoever asked."""
        for lang, approvals in self.grouped(lambda approval: approval.requester_id.lang).items():
            spoken = approvals.with_context(lang=lang)
            spoken.filtered(lambda approval: approval.state == "requested")._tell_asked_now()
            spoken.filtered(lambda approval: approval.state in ("approved", "refused"))._tell_decided_now()
        self._told()

    def _told(self):
        """Nothing is left to be told of these but what comes now."""
        self.filtered("note_due")._note_requests()
        self.filtered(lambda approval: approval.tell_due or approval.note_due)._acting().write({"tell_due": False, "note_due": False})

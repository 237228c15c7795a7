from odoo import fields, models


class SalesOsDiscountApproval(models.Model):
    """Who is told what: an activity for whoever must decide, one for whoever asked, a note on the quote. All in batch."""

    _inherit = "sales_os.discount.approval"

    def _tell_asked(self):
        """Everybody who can decide now has an activity, and nobody else."""
        kind = self.env.ref("sales_os.activity_type_discount_approval")
        wanted = {(approval.id, user.id) for approval in self for user in approval.pending_user_ids}
        known = self._decision_activities()
        stale = known.filtered(lambda activity: (activity.res_id, activity.user_id.id) not in wanted)
        missing = wanted - {(activity.res_id, activity.user_id.id) for activity in known - stale}
        self._close_activities(stale)
        by_id = {approval.id: approval for approval in self}
        self._make_activities(self, kind, [
            (approval_id, user_id, self.env._("Approve %s", by_id[approval_id].display_name), by_id[approval_id].because)
            for approval_id, user_id in sorted(missing)])

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
        """One activity per row of (record id, user id, summary, note), without a mail for each."""
        # sudo: the activity is for somebody else
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create([{
            "res_model_id": self.env["ir.model"]._get_id(records._name), "res_id": record_id, "user_id": user_id,
            "activity_type_id": kind.id, "summary": summary, "note": note, "date_deadline": fields.Date.context_today(self),
        } for record_id, user_id, summary, note in rows])

    def _tell_decided(self):
        """The decision stands on the quote, and whoever asked has an activity."""
        self._close_activities(self._decision_activities())
        self._decided_activities().unlink()
        bodies, rows = {}, []
        for approval in self:
            decided = approval.step_ids.filtered(lambda step, state=approval.state: step.decision == state)
            last = decided.sorted(lambda step: (step.decided_on, step.sequence))[-1:]
            words = self.env._(
                "%(state)s by %(user)s. %(comment)s", state=approval._state_label(approval.state),
                user=last.decided_by or approval.requester_id.name, comment=last.comment or "")
            bodies[approval.order_id.id] = words
            if last.decided_by_id and last.decided_by_id != approval.requester_id:
                rows.append((
                    approval.order_id.id, approval.requester_id.id,
                    self.env._("%(order)s: %(state)s", order=approval.order_name, state=approval._state_label(approval.state).lower()),
                    words))
        self.order_id._message_log_batch(bodies=bodies)
        self._make_activities(self.order_id, self.env.ref("sales_os.activity_type_discount_decided"), rows)

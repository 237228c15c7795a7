import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models

KEPT_DAYS = 90
FORGOTTEN_AT_ONCE = 1000
STATUSES = [
    ("open", "Can be used"),
    ("used", "Used"),
    ("decided", "Decided otherwise"),
    ("outdated", "Quote changed"),
    ("cancelled", "Cancelled"),
    ("moved", "Waits for others"),
    ("expired", "Run out"),
]


class SalesOsDiscountApprovalLink(models.Model):
    """The way from one mail to one decision: for one approver, once, for some days. Only the hash of its token is kept."""

    _name = "sales_os.discount.approval.link"
    _description = "Approval by E-mail"
    _order = "id desc"
    _rec_name = "approval_id"

    approval_id = fields.Many2one("sales_os.discount.approval", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="approval_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Sent To", required=True, readonly=True, index=True, ondelete="cascade")
    step_ids = fields.Many2many(
        "sales_os.discount.approval.step",
        "sales_os_discount_link_step_rel",
        "link_id",
        "step_id",
        string="Steps",
        readonly=True,
        help="The steps that this mail asks for.",
    )
    token_hash = fields.Char(required=True, readonly=True, groups="base.group_no_one", help="SHA-256 of the token in the mail.")
    expires_on = fields.Datetime(required=True, readonly=True, index=True)
    used_on = fields.Datetime(readonly=True)
    status = fields.Selection(STATUSES, compute="_compute_status", help="What happens to whoever opens the link now.")

    _token_uniq = models.UniqueIndex("(token_hash)")

    @api.depends("used_on", "expires_on", "approval_id.state", "step_ids.decision", "step_ids.approver_ids", "user_id")
    def _compute_status(self):
        now = fields.Datetime.now()
        managers = self.env.ref("sales_os.group_manager").sudo().all_user_ids  # sudo: who may decide is asked, nothing is shown
        for link in self:
            link.status = link._status_at(now, managers)

    def _status_at(self, now, managers):
        state, steps = self.approval_id.state, self.step_ids
        if self.used_on:
            return "used"
        if state in ("outdated", "cancelled"):
            return state
        pending = steps.filtered(lambda step: step.decision == "pending")
        if state != "requested" or not pending:
            return "decided"
        if self.user_id not in pending.approver_ids or self.user_id not in managers or not self.user_id.active:
            return "moved"
        return "open" if self.expires_on > now else "expired"

    @api.model
    def _issue(self, wanted):
        """Return ``{link: token}`` of new links.

        :param wanted: ``{(approval, user): steps}``
        """
        now = fields.Datetime.now()
        tokens = [secrets.token_urlsafe(32) for _pair in wanted]
        # sudo: links are made by nobody else
        links = self.sudo().create(
            [
                {
                    "approval_id": approval.id,
                    "user_id": user.id,
                    "step_ids": [fields.Command.set(steps.ids)],
                    "token_hash": self._hash(token),
                    "expires_on": now + timedelta(days=approval.company_id.sales_os_approval_link_days),
                }
                for ((approval, user), steps), token in zip(wanted.items(), tokens, strict=True)
            ]
        )
        return dict(zip(links, tokens, strict=True))

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _by_token(self, token):
        # sudo: whoever holds the token may open its page, whichever login the browser has
        return self.sudo().search([("token_hash", "=", self._hash(token or ""))])

    def _as_approver(self):
        """The approval with the rights of whoever the mail was sent to, and no others."""
        user = self.user_id
        return self.approval_id.with_user(user).with_context(lang=user.lang, tz=user.tz)

    def _decide(self, decision, comment):
        """Decide as the approver, by the approval's own action and its checks; the link is used up with it."""
        approval = self._as_approver()
        if decision == "approve":
            approval.action_approve(comment)
        else:
            approval.action_refuse(comment)
        self.used_on = fields.Datetime.now()
        self.env["sales_os.audit.entry"].with_user(self.user_id)._append(self.approval_id, "decided_by_link", new=decision, reason=comment)

    @api.autovacuum
    def _gc_links(self):
        """The decision stands in the step for ever; how it was asked for by mail need not."""
        old = self.sudo().search(  # sudo: the system's housekeeping
            [("expires_on", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS))], limit=FORGOTTEN_AT_ONCE
        )
        old.unlink()
        return len(old), len(old) == FORGOTTEN_AT_ONCE

from odoo import models
from odoo.exceptions import AccessError, UserError


class SalesOsTarget(models.Model):
    """Submit, approve, reopen: a whole with all its parts."""

    _inherit = "sales_os.target"

    _state_transitions = {
        ("draft", "submitted"): "sales_os.group_manager",
        ("submitted", "approved"): "sales_os.group_manager",
        ("submitted", "draft"): "sales_os.group_manager",
        ("approved", "draft"): "sales_os.group_manager",
    }

    def action_submit(self):
        """Propose these targets and their parts for approval.

        :return: True
        """
        self.check_access("write")
        wanted = self._tree().filtered(lambda target: target.state == "draft")
        if not wanted:
            raise UserError(self.env._("%s is not a draft any more.", self[:1].display_name))
        if empty := wanted.filtered(lambda target: not target.amount and not target.parent_id):
            raise UserError(self.env._("%s is zero: give an amount before you submit it.", empty[0].display_name))
        wanted._transition("submitted")
        return True

    def action_approve(self):
        """Make these targets and their parts binding: somebody above whoever answers for them, never they themselves.

        :return: True
        """
        self.check_access("write")
        wanted = self._tree().filtered(lambda target: target.state == "submitted")
        if not wanted:
            raise UserError(self.env._("%s is not submitted: there is nothing to approve.", self[:1].display_name))
        wanted._take_turn()
        wanted._check_may_approve()
        wanted._check_whole()
        wanted._transition("approved")
        wanted._tell_commission()
        return True

    def action_reopen(self, reason):
        """Take targets back to draft, with their parts and with the wholes they are part of.

        :return: True
        """
        reason = self._sales_os_words(reason)
        if not reason:
            raise UserError(self.env._("Say why the target is reopened: the reason stays in the audit trail."))
        self.check_access("write")
        wanted = (self._tree() | self.search([("id", "parent_of", self.ids)])).filtered(lambda target: target.state != "draft")
        wanted._take_turn()
        wanted.filtered(lambda target: target.state == "approved")._check_may_approve()
        approved = wanted.filtered(lambda target: target.state == "approved")
        wanted._transition("draft", reason=reason)
        approved._tell_commission()
        return True

    def _check_may_approve(self):
        if self.env.su or self.env.user.has_group("sales_os.group_admin"):
            return
        for target in self:
            if not target.responsible_id or target.responsible_id.user_id == self.env.user:
                raise AccessError(self.env._("Nobody decides about the own target: %s needs somebody above.", target.display_name))

    def _check_whole(self):
        """What is approved is a sum that stands."""
        for target in self.filtered("child_ids"):
            if target.child_ids.filtered(lambda part: part.state == "draft"):
                raise UserError(self.env._(
                    "%s has parts that are drafts: submit it again, so that they are approved together.", target.display_name))

    def _tell_commission(self):
        """Plans whose quota comes from these targets work out their periods anew."""
        reps = self.filtered(lambda target: target.scope == "rep" and target.metric == "revenue").rep_id
        # sudo: which plans pay somebody is the system's to know
        rows = self.env["sales_os.commission.assignment"].sudo().search([("rep_id", "in", reps.ids), ("quota_from_target", "=", True)])
        rows.plan_id._becomes_stale()

from odoo import models


class SalesOsRep(models.Model):
    """Who decides about the pay of a representative: somebody above, never oneself, and never nobody."""

    _inherit = "sales_os.rep"

    def _commission_refusal(self):
        """Why the user may not decide about the pay of this representative; empty when that is allowed."""
        self.ensure_one()
        user = self.env.user
        if self.env.su and user._is_superuser():
            return ""
        if self.sudo().user_id == user:  # sudo: whose login it is decides, seen or not
            return self.env._("Nobody decides about the own pay: %s needs another manager or an administrator.", self.sudo().name)
        if user.has_group("sales_os.group_admin"):
            return ""
        # sudo: who reports to whom decides, seen or not
        below = user.has_group("sales_os.group_manager") and self.sudo().search_count(
            [("id", "=", self.id), ("id", "child_of", user.sudo().sales_os_rep_ids.ids)], limit=1)
        return "" if below else self.env._("Only a manager above %s may decide about this.", self.sudo().name)

    def _commission_decider(self, above=None):
        """The login that decides: the nearest manager above, then an administrator.

        :param above: skip managers up to and including this login, for an escalation
        """
        self.ensure_one()
        own = self.sudo().user_id  # sudo: who decides is found for everybody alike
        manager, skipped = self.sudo().parent_id, not above  # sudo: as above
        while manager:
            user = manager.user_id
            if skipped and user.active and user != own and user.has_group("sales_os.group_manager"):
                return user
            skipped = skipped or user == above
            manager = manager.parent_id
        # sudo: as above
        admins = self.env.ref("sales_os.group_admin").sudo().all_user_ids.filtered(
            lambda user: user.active and not user._is_superuser() and user not in (own, above)
            and self.company_id in user.company_ids)
        return admins.sorted("id")[:1] or above or self.env["res.users"]

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class SalesOsDiscountDelegation(models.Model):
    """From a day to a day somebody decides in another's place."""

    _name = "sales_os.discount.delegation"
    _description = "Delegated Approvals"
    _order = "date_start desc, id desc"

    user_id = fields.Many2one(
        "res.users", string="In Place Of", required=True, index=True, ondelete="cascade", default=lambda self: self.env.user,
        domain="[('share', '=', False)]")
    delegate_id = fields.Many2one(
        "res.users", string="Decides", required=True, index=True, ondelete="restrict", domain="[('share', '=', False)]")
    date_start = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_end = fields.Date(string="To", required=True)
    active = fields.Boolean(default=True)
    note = fields.Char()

    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A delegation ends on the day it begins or later.")
    _not_oneself = models.Constraint("CHECK (user_id != delegate_id)", "Nobody can be the own delegate: choose somebody else.")

    @api.depends("user_id", "delegate_id", "date_start", "date_end")
    def _compute_display_name(self):
        for delegation in self:
            # sudo: two names, for whoever may read the delegation
            names = delegation.sudo()
            delegation.display_name = self.env._(
                "%(delegate)s for %(user)s", delegate=names.delegate_id.name or "", user=names.user_id.name or "")

    @api.constrains("user_id", "delegate_id", "date_start", "date_end", "active")
    def _check_delegate(self):
        manager = self.env.ref("sales_os.group_manager")
        for delegation in self.filtered("active"):
            # sudo: who may approve is asked, nothing else is read of the login
            delegate = delegation.delegate_id.sudo()
            if manager not in delegate.all_group_ids or not delegate.active:
                raise ValidationError(self.env._(
                    "%s may not approve: give the role Manager of Sales OS first, or choose another delegate.", delegate.name))
            if delegation._leads_back():
                raise ValidationError(self.env._(
                    "%(delegate)s has delegated to %(user)s at the same time, so that nobody would decide: choose somebody else or other "
                    "days.", delegate=delegate.name, user=delegation.sudo().user_id.name))  # sudo: a name

    def _leads_back(self):
        """Whether the delegates of these days lead back to the one who delegates."""
        # sudo: somebody else's delegations matter too
        others = self.sudo().search([("date_start", "<=", self.date_end), ("date_end", ">=", self.date_start)])
        to = {}
        for other in others:
            to.setdefault(other.user_id.id, set()).add(other.delegate_id.id)
        seen, row = set(), {self.delegate_id.id}
        while row:
            if self.user_id.id in row:
                return True
            seen |= row
            row = set().union(*(to.get(user_id, set()) for user_id in row)) - seen
        return False

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_own()
        delegations._delegations_changed("delegated")
        return delegations

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        self._delegations_changed("delegation_changed")
        return result

    def unlink(self):
        self._check_own()
        self._delegations_changed("delegation_ended")
        concerned = self.user_id
        result = super().unlink()
        self.env["sales_os.discount.approval.step"]._route_again(concerned)
        return result

    def _check_own(self):
        if self.env.su or self.env.user.has_group("sales_os.group_admin"):
            return
        if any(delegation.user_id != self.env.user for delegation in self):
            raise AccessError(self.env._("Everybody delegates the own approvals only; administrators of Sales OS those of others."))

    def _delegations_changed(self, event):
        self.env["sales_os.discount.approval.step"]._route_again(self.user_id)
        self.env["sales_os.audit.entry"]._append(self, event, new_by_id={
            delegation.id: f"{delegation.display_name}, {delegation.date_start} – {delegation.date_end}" for delegation in self})

from odoo import fields, models
from odoo.exceptions import AccessError

# what decides who may approve how much
LIMITS = ("discount_limit_percent", "parent_id", "user_id")


class SalesOsRep(models.Model):
    _inherit = "sales_os.rep"

    discount_limit_percent = fields.Float(
        string="Own Discount Limit (%)", digits=(5, 2), aggregator=None, tracking=True, copy=False,
        help="Largest effective discount this person may approve as a manager. 0: as far as the level of the policy goes.")

    _discount_limit = models.Constraint(
        "CHECK (discount_limit_percent BETWEEN 0 AND 100)", "The own discount limit lies between 0 and 100 %.")

    def write(self, vals):
        if "discount_limit_percent" in vals and not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may change how far somebody may approve."))
        concerned = {"active", "user_id", "parent_id", "discount_limit_percent"} & vals.keys()
        users = self.user_id if concerned else self.env["res.users"]
        audit, names = self.env["sales_os.audit.entry"], [name for name in LIMITS if name in vals]
        before = audit._in_words(self, names)
        result = super().write(vals)
        audit._append_changes({rep.id: rep for rep in self}, before, audit._in_words(self, names), "rep")
        if users:
            self.env["sales_os.discount.approval.step"]._route_again(users)
        return result


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if {"active", "group_ids"} & vals.keys():
            # whoever cannot decide any more is replaced at once
            self.env["sales_os.discount.approval.step"]._route_again(self)
        return result

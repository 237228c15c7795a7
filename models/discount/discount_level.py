from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sales_os.algorithms.discount.exact import exact
from odoo.addons.sales_os.algorithms.discount.levels import Level, faults

APPROVERS = [
    ("none", "Nobody: needs no approval"),
    ("manager", "Managers of the representative"),
    ("group", "Anybody of a group"),
    ("user", "One person"),
]


class SalesOsDiscountLevel(models.Model):
    """Up to where one approver may go."""

    _name = "sales_os.discount.level"
    _description = "Approval Level"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one("sales_os.discount.policy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="policy_id.currency_id")
    sequence = fields.Integer(required=True, default=10, help="Levels are asked in this order, up to the first that covers the quote.")
    name = fields.Char(translate=True, help="Shown on the approval; made from the approver when left empty.")
    max_discount_percent = fields.Float(
        string="Discount Up To (%)", required=True, default=100.0, digits=(5, 2), aggregator=None, help="Largest effective discount.")
    min_margin_percent = fields.Float(
        string="Margin From (%)", default=0.0, digits=(16, 2), aggregator=None,
        help="Smallest margin at frozen cost. 0: the margin is not tested; to forbid selling below cost write 0.01.")
    max_amount = fields.Monetary(
        string="Amount Up To", default=0.0, aggregator=None,
        help="Largest untaxed amount, in the company's currency. 0: the amount is not tested.")
    approver = fields.Selection(
        APPROVERS, required=True, default="manager",
        help="Managers: the nearest above the representative whose own limit covers the discount. Group: the first of its members who "
             "decides. Whoever asks never decides; whoever is away is stood in for.")
    group_id = fields.Many2one("res.groups", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", ondelete="restrict", domain="[('share', '=', False)]")
    sla_hours = fields.Float(
        string="Answer Within (h)", default=8.0, aggregator=None,
        help="Working hours until the next above is asked as well. 0: there is no limit of time.")

    _limits = models.Constraint(
        "CHECK (max_discount_percent BETWEEN 0 AND 100 AND min_margin_percent <= 100 AND max_amount >= 0 AND sla_hours >= 0)",
        "A level lies between 0 and 100 % of discount and asks at most 100 % of margin; amount and hours are not negative.")

    @api.depends("name", "approver", "max_discount_percent", "group_id", "user_id")
    def _compute_display_name(self):
        labels = {
            "none": self.env._("No approval"), "manager": self.env._("Manager"), "group": self.env._("Group"), "user": self.env._("Person"),
        }
        for level in self:
            # sudo: the name of a group or a login is all that is taken
            who = level.sudo().group_id.name or level.sudo().user_id.name or labels.get(level.approver, "")
            level.display_name = self.env._(
                "%(name)s up to %(percent)s %%", name=level.name or who, percent=f"{level.max_discount_percent:g}")

    @api.constrains("approver", "group_id", "user_id")
    def _check_approver(self):
        manager = self.env.ref("sales_os.group_manager")
        for level in self:
            # sudo: who may approve is asked, nothing else is read of the login
            user = level.user_id.sudo()
            if level.approver == "group" and not level.group_id:
                raise ValidationError(self.env._("Level %s asks a group: say which.", level.display_name))
            if level.approver == "user" and not user:
                raise ValidationError(self.env._("Level %s asks one person: say whom.", level.display_name))
            if level.approver == "user" and manager not in user.all_group_ids:
                raise ValidationError(self.env._(
                    "%(user)s may not approve: give the role Manager of Sales OS first, or choose somebody else.", user=user.name))

    @api.constrains("sequence", "max_discount_percent", "min_margin_percent", "max_amount", "approver", "policy_id")
    def _check_ladder(self):
        for policy in self.policy_id:
            found = faults(list(policy.level_ids._as_levels()))
            if found:
                fault, level_id = found[0]
                raise ValidationError(policy.level_ids.browse(level_id)._fault_text(fault))

    def _fault_text(self, fault):
        policy, level = self.policy_id.name, self.display_name
        return {
            "percent": self.env._("Policy %(policy)s, level %(level)s: percentages lie between 0 and 100.", policy=policy, level=level),
            "sequence": self.env._(
                "Policy %(policy)s: two levels have the sequence %(sequence)s; give each its own.", policy=policy, sequence=self.sequence),
            "nobody": self.env._(
                "Policy %(policy)s: only the first level can be without an approver; %(level)s comes later.", policy=policy, level=level),
            "shrinks": self.env._(
                "Policy %(policy)s: %(level)s allows less discount than the level before; put the levels in order.",
                policy=policy, level=level),
            "same": self.env._(
                "Policy %(policy)s: %(level)s covers nothing that the level before does not cover; raise a limit or remove it.",
                policy=policy, level=level),
        }[fault]

    def _as_levels(self):
        return [
            Level(
                key=level.id, sequence=level.sequence, approver=level.approver,
                max_discount_percent=exact(level.max_discount_percent),
                min_margin_percent=exact(level.min_margin_percent) if level.min_margin_percent else None,
                max_amount=exact(level.max_amount) if level.max_amount else None)
            for level in self
        ]

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels.policy_id._policies_changed()
        return levels

    def write(self, vals):
        result = super().write(vals)
        self.policy_id._policies_changed()
        return result

    def unlink(self):
        policies = self.policy_id
        result = super().unlink()
        policies.exists()._check_levels()
        policies._policies_changed()
        return result

from odoo import api, models

POLICY_TERMS = (
    "name", "active", "sequence", "company_id", "team_ids", "territory_ids", "segment_ids", "pricelist_ids", "partner_ids", "category_ids",
    "least_volume_percent",
)
LEVEL_TERMS = (
    "sequence", "name", "max_discount_percent", "min_margin_percent", "max_amount", "approver", "group_id", "user_id", "sla_hours")


def _sentence(words):
    return ", ".join(f"{name} {value}" for name, value in words.items() if value)


class SalesOsDiscountPolicy(models.Model):
    """Who loosened a rule, when and from what, can be shown years later: also of levels and policies that are gone."""

    _inherit = "sales_os.discount.policy"

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._append_told("policy:added", new_by_id=policies._told())
        return policies

    def write(self, vals):
        names = [name for name in POLICY_TERMS if name in vals]
        audit = self.env["sales_os.audit.entry"]
        before = audit._in_words(self, names)
        result = super().write(vals)
        audit._append_changes({policy.id: policy for policy in self}, before, audit._in_words(self, names), "policy")
        return result

    def unlink(self):
        self._append_told("policy:removed", old_by_id=self._told())
        return super().unlink()

    def _told(self):
        words = self.env["sales_os.audit.entry"]._in_words(self, POLICY_TERMS)
        return {policy.id: f"{_sentence(words[policy.id])}: {policy.level_summary}" for policy in self}

    def _append_told(self, event, **values):
        self.env["sales_os.audit.entry"]._append(self, event, **values)

    def action_view_changes(self):
        """Open what the audit trail keeps of this policy and its levels."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changes of %s", self.name),
            "res_model": "sales_os.audit.entry",
            "views": [[self.env.ref("sales_os.audit_entry_view_list_policy").id, "list"]],
            "domain": [["model", "=", self._name], ["res_id", "=", self.id]],
        }


class SalesOsDiscountLevel(models.Model):
    _inherit = "sales_os.discount.level"

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels._append_rows("level:added", "new_value")
        return levels

    def write(self, vals):
        names = [name for name in LEVEL_TERMS if name in vals]
        audit = self.env["sales_os.audit.entry"]
        before, called = audit._in_words(self, names), {level.id: level.display_name for level in self}
        result = super().write(vals)
        audit._append_changes({level.id: level.policy_id for level in self}, before, audit._in_words(self, names), "level", called)
        return result

    def unlink(self):
        self._append_rows("level:removed", "old_value")
        return super().unlink()

    def _append_rows(self, event, value):
        audit = self.env["sales_os.audit.entry"]
        words = audit._in_words(self, LEVEL_TERMS)
        audit._append_rows([{
            "model": level.policy_id._name, "res_id": level.policy_id.id, "event": event, "old_value": "", "new_value": "",
            "reason": level.display_name, "company_id": (level.company_id or self.env.company).id, value: _sentence(words[level.id]),
        } for level in self])

from decimal import Decimal

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.sales_os.algorithms.target.measure import UNMEASURED


class SalesOsTarget(models.Model):
    """A whole and its parts, and who may set which."""

    _inherit = "sales_os.target"

    @api.depends("child_ids.amount")
    def _compute_amount(self):
        for target in self:
            # exact in decimals: a year of cents must not end a hair above its months
            target.amount = float(sum((Decimal(str(part.amount)) for part in target.child_ids), Decimal())) \
                if target.child_ids else target.amount

    @api.constrains("scope", "metric")
    def _check_measured(self):
        for target in self:
            if target.metric in UNMEASURED.get(target.scope, ()):
                labels = {name: dict(target._fields[name]._description_selection(self.env))[target[name]] for name in ("scope", "metric")}
                raise ValidationError(self.env._(
                    "%(metric)s cannot be counted by %(scope)s: choose another measure.",
                    metric=labels["metric"], scope=labels["scope"].lower()))

    @api.constrains(
        "parent_id", "metric", "date_start", "date_end", "company_id", "scope", "rep_id", "team_id", "territory_id", "channel_id",
        "category_id", "partner_id")
    def _check_parts(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A target cannot be a part of itself."))
        for parent in (self.parent_id | self.filtered("child_ids")):
            seen = []
            for part in parent.child_ids.sorted("date_start"):
                if part.metric != parent.metric or part.company_id != parent.company_id:
                    raise ValidationError(self.env._(
                        "%(part)s cannot be a part of %(parent)s: both are measured alike and belong to one company.",
                        part=part.name, parent=parent.name))
                if part.date_start < parent.date_start or part.date_end > parent.date_end:
                    raise ValidationError(self.env._(
                        "%(part)s cannot be a part of %(parent)s: its period lies outside.", part=part.name, parent=parent.name))
                twice = next((other for other in seen if other._scope_record() == part._scope_record()
                              and other.date_start <= part.date_end and part.date_start <= other.date_end), None)
                if twice:
                    raise ValidationError(self.env._(
                        "%(part)s and %(other)s of %(parent)s would count the same sales twice.",
                        part=part.name, other=twice.name, parent=parent.name))
                seen.append(part)

    def _check_may_set(self):
        """A manager sets targets of the people, teams and territories below; the rest is an administrator's."""
        if self.env.su or self.env.user.has_group("sales_os.group_admin"):
            return
        own = self.env.user.sales_os_rep_ids
        below = self.env["sales_os.rep"].search([("id", "child_of", own.ids)]) if own else own
        for target in self:
            # sudo: a territory is answered for by whoever owns it, wherever that rep stands
            if target.sudo().responsible_id not in below:
                raise AccessError(self.env._(
                    "%s is not below you: a manager sets targets of the own people, teams and territories.",
                    target._scope_record().display_name or target.name))

    def _tree(self):
        """These targets and all their parts."""
        return self.search([("id", "child_of", self.ids)]) if self.ids else self

    def action_view_parts(self):
        """Open the parts."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Parts of %s", self.name), "res_model": "sales_os.target",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]], "domain": [["parent_id", "=", self.id]],
        }

    def action_view_sales(self):
        """Open what counted: invoice lines, orders or visits, as far as the caller may see them."""
        self.ensure_one()
        self.check_access("read")
        start, stop = str(self.date_start), str(self.date_end)
        if self.metric == "visits":
            return self._window("sales_os.visit", [["state", "=", "done"], ["date_local", ">=", start], ["date_local", "<=", stop]], {
                "rep": "rep_id", "team": "rep_id.team_id", "territory": "territory_id", "customer": "partner_id"})
        if self.metric == "orders":
            days = [["date_order", ">=", start], ["date_order", "<=", f"{stop} 23:59:59"]]
            return self._window("sale.order", [["state", "=", "sale"], *days], {
                "rep": "sales_os_credit_ids.rep_id", "team": "team_id", "territory": "sales_os_territory_id",
                "channel": "sales_os_channel_id", "customer": "partner_id"})
        return self._window("sales_os.sold.line", [["date", ">=", start], ["date", "<=", stop], ["is_downpayment", "=", False]], {
            "rep": "rep_id", "team": "team_id", "territory": "territory_id", "channel": "channel_id", "category": "category_id",
            "customer": "partner_id"})

    def _window(self, model, domain, columns):
        operator = "child_of" if self.scope in ("territory", "category", "customer") else "="
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": model, "views": [[False, "list"], [False, "pivot"]]
            if model != "sales_os.visit" else [[False, "list"], [False, "form"]],
            "domain": [*domain, [columns[self.scope], operator, self._scope_record().id]],
        }

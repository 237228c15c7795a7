from decimal import Decimal

from odoo import api, models

from odoo.addons.sales_os.algorithms.kpi.scope import NARROWED_BY
from odoo.addons.sales_os.algorithms.target.fitting import Candidate, fitting

# which measure of a target answers for a KPI
METRIC_OF = {"revenue": "revenue", "units": "units", "visits_done": "visits"}
# whose target it is where the company's figures are narrowed
TARGETED = {"channel": "channel_id", "category": "category_id", "customer": "partner_id"}


class SalesOsKpi(models.Model):
    """Facts of approved targets that lie within the windows."""

    _inherit = "sales_os.kpi"

    @api.model
    def _targets_of(self, scope, windows):
        """Approved targets of the scope, and of its members: ``(own, members)``."""
        # sudo: who may see the figures of the scope may see what it promised
        every = self.env["sales_os.target"].sudo().search([
            ("state", "=", "approved"), ("company_id", "=", scope.company_id), ("metric", "in", sorted(set(METRIC_OF.values()))),
            ("date_start", ">=", min(first for first, _last in windows.values())),
            ("date_end", "<=", max(last for _first, last in windows.values())), ("scope", "in", ["rep", "team", "territory"])])
        members = every.filtered(lambda target: target.rep_id.id in scope.members)
        if scope.kind in ("team", "territory"):
            return every.filtered(lambda target: target[f"{scope.kind}_id"].id == scope.id), members
        if scope.kind == "company":
            kinds = (every.filtered(lambda target, kind=kind: target.scope == kind) for kind in ("team", "territory", "rep"))
            return next((found for found in kinds if found), every), members
        return members, members

    @api.model
    def _targets_of_part(self, scope, windows):
        """Approved targets of the channel, category or customer that the company's figures are narrowed to."""
        name, = scope.narrowed
        # sudo: who may see the figures of the whole company may see what it promised
        return self.env["sales_os.target"].sudo().search([
            ("state", "=", "approved"), ("company_id", "=", scope.company_id), ("metric", "in", sorted(set(METRIC_OF.values()))),
            ("date_start", ">=", min(first for first, _last in windows.values())),
            ("date_end", "<=", max(last for _first, last in windows.values())), ("scope", "=", name),
            (TARGETED[name], "=", getattr(scope, NARROWED_BY[name])[0])])

    @api.model
    def _fit(self, targets, metric, window):
        found = fitting(candidates=[Candidate(
            key=target.id, owner=target._scope_record().id, date_start=target.date_start, date_end=target.date_end,
            above=frozenset(int(part) for part in target.parent_path.split("/")[:-2])) for target in targets if target.metric == metric],
            date_from=window[0], date_to=window[1])
        return targets.browse([row.key for row in found])

    @api.model
    def _gather_targets(self, scope, windows):
        if scope.narrowed and (scope.kind != "company" or len(scope.narrowed) > 1):
            return None
        # sudo: none, and as those beside it
        own, members = (self._targets_of_part(scope, windows), self.env["sales_os.target"].sudo()) if scope.narrowed else (
            self._targets_of(scope, windows))
        every = own | members
        achieved = every._achieved()[1] if every else {}
        result = {}
        for key, window in windows.items():
            facts = {f"target_{metric}": float(sum(self._fit(own, metric, window).mapped("amount"))) for metric in METRIC_OF.values()}
            facts |= {f"achieved_{metric}": sum((achieved[target.id] for target in self._fit(own, metric, window)), Decimal())
                      for metric in METRIC_OF.values()}
            theirs = self._fit(members, "revenue", window)
            result[key] = facts | {
                "achieved": facts["achieved_revenue"],
                "target": Decimal(str(facts["target_revenue"])),
                "member_achieved": tuple(achieved[target.id] for target in theirs),
                "member_targets": tuple(Decimal(str(target.amount)) for target in theirs),
            }
        return result

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.forecast.figure import METHOD_OF, history_of
from odoo.addons.sales_os.algorithms.forecast.period import last_finished, period_number
from odoo.addons.sales_os.algorithms.forecast.recommend import recommend

OUR_NAME = {theirs: ours for ours, theirs in METHOD_OF.items()}
AHEAD = 3


class SalesOsForecast(models.Model):
    """Which of the methods to trust for a scope, and why: each is made to forecast the past without knowing it."""

    _inherit = "sales_os.forecast"

    def action_recommend(self):
        """Try the methods on the history of these scopes; the answer stands on all their figures of whole periods."""
        self.check_access("read")
        over = self.filtered("is_over")
        if over:
            raise UserError(self.env._("%s is over: what came is known.", over[0].display_name))
        for (company, kind, scope_kind), figures in self.grouped(lambda one: (one.company_id, one.period_kind, one.scope_kind)).items():
            keys = {int(key.partition(":")[2]) for key in figures.mapped("scope_key")}
            self._recommend(company, kind, scope_kind, keys)
        return True

    @api.model
    def _recommend(self, company, kind, scope_kind, keys=None):
        """Decide for the scopes ``keys`` (None: all current ones) and note it on their open figures of whole periods."""
        today = company._sales_os_today()
        keys = set(self._current_scopes(company, scope_kind)) if keys is None else keys
        # sudo: who may see the figures is decided by record rules; the recommendation is the scope's
        figures = self.sudo().search([
            ("company_id", "=", company.id), ("period_kind", "=", kind), ("scope_kind", "=", scope_kind), ("category", "=", "total"),
            ("scope_key", "in", [f"{scope_kind}:{key}" for key in sorted(keys)]), ("date_end", ">=", today)])
        months, last = self._invoiced_months(company, scope_kind), last_finished(today=today, kind=kind)
        for scope_key, group in figures.grouped("scope_key").items():
            history = history_of(months=months.get(int(scope_key.partition(":")[2]), {}), kind=kind, today=today)
            ahead = max(period_number(day=one.date_start, kind=kind) - last for one in group)
            found = recommend(history=history, horizon=min(max(ahead, 1), AHEAD), candidates=tuple(METHOD_OF.values()))
            ours = OUR_NAME.get(found.method, "")
            told = {
                "method": ours, "reason": found.reason, "origins": found.origins,
                "scores": [{"method": OUR_NAME[score.method], "wape": score.wape_percent} for score in found.scores]}
            group.write({"recommendation": told})
            chosen = group.filtered(lambda one, ours=ours: one.method == ours)
            chosen.write({"is_recommended": True})
            (group - chosen).write({"is_recommended": False})
        return len(figures)

from dataclasses import asdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.lead.fact_table import take_rows
from odoo.addons.sales_os.algorithms.lead.score_fit import MOST_ROWS, fit_score
from odoo.addons.sales_os.algorithms.lead.score_quality import judge
from odoo.addons.sales_os.algorithms.lead.score_reasons import chances, explain
from odoo.addons.sales_os.algorithms.lead.score_steps import places
from odoo.addons.sales_os.algorithms.lead.score_store import to_plain

SEED = 19
WEIGHED = 500  # leads that the weights of the facts are taken from
LATER_MONTHS = 6


class SalesOsLeadScoreModel(models.Model):
    """Learn the score of leads from the closed ones, and judge it."""

    _inherit = "sales_os.lead.score.model"

    @api.model
    def action_fit(self):
        """Learn from the company's closed leads anew and score the open ones.

        :return: ``{"verdict", "closed", "scored"}``
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may have the score of leads learned anew."))
        # sudo: all leads of the company are learned from, also those the user does not see; the group was checked
        return self.sudo()._fit_company(self.env.company)

    @api.model
    def action_fit_and_tell(self):
        """Button: learn anew, and say what came out."""
        result = self.action_fit()
        label = dict(self._fields["verdict"]._description_selection(self.env))[result["verdict"]]
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "title": self.env._("Score of Leads"),
                "message": self.env._("%(closed)s closed leads: %(label)s. %(scored)s open leads scored.", label=label, **result),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_fit(self):
        self.env["ir.cron"]._sales_os_by_company(self, "_fit_company", self.env["res.company"].search([("active", "=", True)]))

    @api.model
    def _fit_company(self, company):
        Lead = self.env["crm.lead"].with_context(active_test=False, prefetch_fields=False)
        mine = self._leads_of(company)
        # the youngest, where there are more than are learned from: what sold years ago says little of today
        closed = Lead.search(mine & Domain("won_status", "in", ("won", "lost")), order="date_closed desc, id desc", limit=MOST_ROWS)
        columns = closed._sales_os_score_columns() if closed else []
        won = set(closed.filtered(lambda lead: lead.won_status == "won").ids)
        fitted = fit_score(columns=columns, outcome=[lead_id in won for lead_id in closed.ids], seed=SEED)
        before = self.search([("company_id", "=", company.id), ("is_current", "=", True)])
        before.is_current = False
        before.flush_recordset(["is_current"])
        model = self.create({
            "company_id": company.id, "fitted_on": fields.Datetime.now(), "is_current": True, "lead_count": len(closed),
            "won_count": len(won),
            "mean_percent": 100 * fitted.mean, "data": to_plain(fitted), **_quality(fitted), **_weights(fitted, columns),
            **self._later_quality(mine),
        })
        return {"verdict": model.verdict, "closed": len(closed), "scored": Lead.search(
            mine & Domain("won_status", "=", "pending") & Domain("active", "=", True))._sales_os_score(model)}

    @api.model
    def _leads_of(self, company):
        """Leads of the company; those of no company are its own where it is the first one, so that each lead has one score."""
        first = self.env["res.company"].search([], order="id", limit=1)
        of_company = Domain("company_id", "in", [False, company.id] if company == first else [company.id])
        # a duplicate that was merged away is no outcome
        return of_company & Domain("sales_os_merged_into_id", "=", False)

    @api.model
    def _later_quality(self, mine):
        """Judge what had been said of leads while they were open, ours and Odoo's; the figures stopped moving when they were closed."""
        since = fields.Datetime.now() - relativedelta(months=LATER_MONTHS)
        rows = self.env["crm.lead"].with_context(active_test=False).search_read(
            mine & Domain("won_status", "in", ("won", "lost")) & Domain("date_closed", ">=", since)
            & Domain("sales_os_score_state", "in", ("clear", "weak")),
            ["won_status", "sales_os_win_probability", "sales_os_odoo_probability"], order="id", limit=MOST_ROWS)
        outcome = [row["won_status"] == "won" for row in rows]
        ours = judge(chances=[row["sales_os_win_probability"] / 100 for row in rows], outcome=outcome)
        odoo = judge(chances=[row["sales_os_odoo_probability"] / 100 for row in rows], outcome=outcome)
        if ours.auc is None:
            return {}
        return {"later_count": ours.count, "later_auc": ours.auc, "later_brier": ours.brier, "odoo_auc": odoo.auc, "odoo_brier": odoo.brier}


def _quality(fitted):
    quality = fitted.quality
    return {
        "verdict": fitted.verdict, "auc": quality.auc or 0.0, "p_value": quality.p_value or 0.0, "brier": quality.brier or 0.0,
        "brier_of_mean": quality.brier_of_mean or 0.0, "calibration_error": quality.calibration_error or 0.0,
        "curve": [asdict(part) for part in quality.curve],
    }


def _weights(fitted, columns):
    """Return how much each fact counts on average, and the places among the leads learned from."""
    if not fitted.tells_something:
        return {"weights": [], "places": []}
    total, count = {}, len(columns[0].values)
    sample = take_rows(columns, list(range(0, count, max(1, count // WEIGHED))))
    scores = explain(model=fitted, columns=sample)
    for score in scores:
        for reason in score.reasons:
            total[reason.name] = total.get(reason.name, 0.0) + abs(reason.contribution) / len(scores)
    return {
        "weights": sorted(total.items(), key=lambda pair: -pair[1]),
        "places": list(places(chances(model=fitted, columns=columns))),
    }

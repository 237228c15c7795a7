from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.api.calendar_span import cut_span
from odoo.addons.sales_os.algorithms.kpi.gathered import GATHERED

PERIODS = ("day", "week", "month")
MOST_PERIODS = 62
MOST_GROUPS = 200


class SalesOsKpi(models.Model):
    """A figure as a report for other programs: over time, by what it consists of, against the plan."""

    _inherit = "sales_os.kpi"

    @api.model
    @api.readonly
    def report(self, code, period="month", date_from=False, date_to=False, group_by=False, scope=False, scope_id=False, filters=False):
        """One figure of a scope, as a whole, part by part of the time, and divided; arguments as of `figures` and `breakdown`.

        :param filters: what narrows the scope; a figure whose records do not say it is ``unavailable``, and ``figure["why"]`` says so
        :param period: ``day``, ``week`` or ``month``
        :return: the answer of `figures` for this code, with ``figure``, ``filters``: ``[{"code", "id", "name"}]``, ``periods``:
            ``[{"date_from", "date_to", "value" or False, "text"}]`` and ``groups``: as of `breakdown`
        """
        if period not in PERIODS:
            raise UserError(self.env._("A report is by %s.", ", ".join(PERIODS)))
        if group_by and code != "revenue":
            raise UserError(self.env._("Only revenue is divided; ask for %s without group_by.", code))
        answer = self.figures([code], scope, scope_id, date_from, date_to, filters=filters)
        figure = answer.pop("figures")[0]
        place, span = self._narrow(self._scope(scope, scope_id), filters), self._span_of(date_from, date_to)
        return {
            **answer,
            "figure": figure,
            "filters": self._filter_names(place),
            "periods": self._report_periods(code, figure, place, span, period),
            "groups": self._breakdown(place, group_by, span, MOST_GROUPS) if group_by else [],
        }

    @api.model
    def _report_periods(self, code, figure, place, span, period):
        if code not in GATHERED or figure["state"] == "unavailable":
            return []
        parts = cut_span(first=span[0], last=span[1], period=period)
        if len(parts) > MOST_PERIODS:
            raise UserError(self.env._("A report has at most %s periods: take longer ones, or fewer days.", MOST_PERIODS))
        # sudo: as figures, who may see the scope was decided there
        values, _facts = self.sudo()._values([code], place, {f"p{number}": part for number, part in enumerate(parts)})
        found = [values[f"p{number}"].get(code) for number in range(len(parts))]
        return [
            {
                "date_from": str(first),
                "date_to": str(last),
                "value": False if value is None else float(value),
                "text": self.env._("n/a") if value is None else self._value_text(figure["unit"], value),
            }
            for (first, last), value in zip(parts, found, strict=True)
        ]

    @api.model
    def note_export(self, what):
        """Check the right to take figures out and leave the audit entry of it.

        :return: True
        """
        self._check_may_export()
        self.env["sales_os.audit.entry"]._append_rows([{
            "model": self._name, "res_id": 0, "event": "export", "old_value": "", "new_value": str(what)[:200], "reason": "",
            "company_id": self.env.company.id,
        }])  # fmt: skip
        return True

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start
from odoo.addons.sales_os.algorithms.kpi.gathered import CONFIDENTIAL, GATHERED, NARROWS, OF_TODAY, sources_of
from odoo.addons.sales_os.algorithms.kpi.registry import KPIS, compute, find
from odoo.addons.sales_os.algorithms.kpi.variance import compare as compare_values
from odoo.addons.sales_os.algorithms.kpi.window import previous, year_before
from odoo.addons.sales_os.algorithms.target.attainment import attainment_percent

COMPARED = {"previous": previous, "last_year": year_before}
TARGETS = {"revenue": "revenue", "units": "units", "visits_done": "visits"}
LONGEST_DAYS = 3700


class SalesOsKpi(models.Model):
    """Works out figures: gather what is asked for, compute by the registry, say it in words."""

    _inherit = "sales_os.kpi"

    @api.model
    @api.readonly
    def figures(self, codes=False, scope=False, scope_id=False, date_from=False, date_to=False, compare=False, filters=False):
        """Return key figures of a scope and a span of days; the number of queries does not depend on the number of records.

        :param codes: list of codes; all available ones without
        :param scope: ``company``, ``reports`` (a representative and everybody below), ``rep``, ``team`` or ``territory``; without, the
            widest one of the caller: executives the company, managers those below, representatives themselves
        :param scope_id: the record of the scope; without, the caller's own
        :param date_from: first day, without: of this month; ``date_to``: last day, without: of that month
        :param compare: ``previous`` or ``last_year``
        :param filters: ``{"channel": id, "category": id, "customer": id, "segment": id}``, any of them, to narrow the scope; a figure whose
            records do not say it is ``unavailable``
        :return: ``{"scope", "date_from", "date_to", "currency", "compare_from", "compare_to", "figures": [figure]}``, where a figure is
            ``{"code", "name", "unit", "direction", "formula", "source", "state", "value", "text", "why", "target", "target_text",
            "target_note", "attainment_percent", "before", "before_text", "variance", "variance_text", "variance_percent", "is_better",
            "action"}``. ``attainment_percent`` is that of those who have a target, ``target_note`` says so where others add to the value.
            ``state`` is ``ok``, ``na`` (no meaning, as with nothing to divide by; never 0) or ``unavailable``; whatever is not known is
            False, ``is_better`` is ``yes``, ``no`` or ``same``; ``action`` opens the records behind it, ``{}`` without a right to see them
        """
        self.check_access("read")
        span = self._span_of(date_from, date_to)
        return self._figures(self._narrow(self._scope(scope, scope_id), filters), codes, span, compare)

    @api.model
    def _figures(self, place, codes, span, compare):
        """What `figures` answers, of a scope that was found."""
        codes = self._codes(codes)
        if compare and (not isinstance(compare, str) or compare not in COMPARED):
            raise UserError(self.env._("Figures are compared with “previous” or “last_year”, not with “%s”.", compare))
        windows = {"now": span}
        if compare:
            windows["then"] = COMPARED[compare](date_from=span[0], date_to=span[1])
        # sudo: figures count what the scope holds; who may see the scope was decided when it was found
        values, facts = self.sudo()._values(codes, place, windows)
        figures = [self._figure(code, place, span, values, facts) for code in codes]
        then = windows.get("then")
        return {
            "scope": {"kind": place.kind, "id": place.id, "name": self._scope_name(place)},
            "date_from": str(span[0]), "date_to": str(span[1]), "currency": self.env.company.currency_id.name,
            "compare_from": str(then[0]) if then else "", "compare_to": str(then[1]) if then else "", "figures": figures,
        }

    @api.model
    def _codes(self, codes):
        if not codes:
            return [code for code in KPIS if code in GATHERED]
        if not isinstance(codes, (list, tuple)):
            raise UserError(self.env._("Name the figures as a list of codes."))
        if unknown := [code for code in codes if not isinstance(code, str) or code not in KPIS]:
            raise UserError(self.env._("There is no figure “%s”: Performance ▸ Key Figures lists them.", unknown[0]))
        return list(dict.fromkeys(codes))

    @api.model
    def _span_of(self, date_from, date_to):
        today = fields.Date.context_today(self)
        first = self._day(date_from, period_start(day=self._day(date_to, today), period="month"))
        last = self._day(date_to, period_end(day=first, period="month"))
        if last < first:
            raise UserError(self.env._("The period ends on %(last)s, before it begins on %(first)s.", first=first, last=last))
        if (last - first).days > LONGEST_DAYS or not 1900 < first.year < 2200 or last.year > 2200:
            raise UserError(self.env._("Figures are of at most ten years, between 1900 and 2200."))
        return first, last

    @api.model
    def _values(self, codes, place, windows):
        """``({window: {code: value or None}}, {window: facts})``; a code that cannot be told for this scope is missing."""
        self.env["sales_os.sold"]._flush_sold()
        self.env["crm.lead"].flush_model()
        codes = [code for code in codes if code in GATHERED]
        before = {f"{key}_before": previous(date_from=first, date_to=last) for key, (first, last) in windows.items()}
        with_before = sources_of(code for code in codes if GATHERED[code].before)
        facts, missing = {key: {} for key in (*windows, *before)}, set()
        # only what is looked at now has a target
        wanted = [*sources_of(codes), *(["targets"] if set(codes) & set(TARGETS) and "now" in windows else [])]
        for source in dict.fromkeys(wanted):
            found = self._gather(source, place, windows | before if source in with_before else windows)
            if found is None:
                missing.add(source)
                continue
            for key, part in found.items():
                facts[key] |= part
        values = {key: {} for key in windows}
        for key in windows:
            for code in codes:
                if not missing & set(GATHERED[code].sources) and self._is_known_on(code, windows[key]):
                    values[key][code] = compute(code, **GATHERED[code].inputs(facts[key], facts.get(f"{key}_before", {})))
        return values, facts

    @api.model
    def _gather(self, source, place, windows):
        """The facts of a source by window; the same days under two names are asked for once."""
        if not place.narrowed <= NARROWS.get(source, frozenset()):
            return None
        spans = {span: key for key, span in reversed(windows.items())}
        found = getattr(self, f"_gather_{source}")(place, {key: span for span, key in spans.items()})
        return None if found is None else {key: found[spans[span]] for key, span in windows.items()}

    @api.model
    def _is_known_on(self, code, window):
        """What is open is known for today alone."""
        return code not in OF_TODAY or window[0] <= fields.Date.context_today(self) <= window[1]

    @api.model
    def _figure(self, code, place, span, values, facts):
        kpi = find(code)
        figure = {
            "code": code, "name": self._name_of(code), "unit": kpi.unit, "direction": kpi.direction, "formula": self._formula_of(code),
            "source": kpi.source, "state": "unavailable", "value": False, "text": self.env._("n/a"), "why": "", "target": False,
            "target_text": "", "target_note": "", "attainment_percent": False, "before": False, "before_text": "", "variance": False,
            "variance_text": "", "variance_percent": False, "is_better": "", "action": {},
        }
        if code in CONFIDENTIAL and not self._is_manager():
            return figure | {"why": self.env._("What follows from costs is shown to managers and executives.")}
        if code not in values["now"]:
            return figure | {"why": self._why_unavailable(code, place)}
        value = values["now"][code]
        figure["action"] = self._records_action(code, place, span)
        if value is None:
            return figure | {"state": "na", "why": self.env._("There is nothing to divide by in this period.")}
        figure |= {"state": "ok", "value": float(value), "text": self._value_text(kpi.unit, value)}
        return figure | self._against_target(code, kpi, value, facts["now"]) | self._against_then(code, kpi, value, values.get("then", {}))

    @api.model
    def _against_target(self, code, kpi, value, facts):
        target = facts.get(f"target_{TARGETS.get(code)}")
        if not target:
            return {}
        # a company also brings what nobody promised: targets are held against what those who have one achieved
        achieved = facts[f"achieved_{TARGETS[code]}"]
        reached = attainment_percent(achieved=achieved, target=Decimal(str(target)))
        is_part = self._value_text(kpi.unit, achieved) != self._value_text(kpi.unit, value)
        return {
            "target": target, "target_text": self._value_text(kpi.unit, target),
            "target_note": self.env._("%s by those who have a target", self._value_text(kpi.unit, achieved)) if is_part else "",
            "attainment_percent": float(reached) if reached is not None else False}

    @api.model
    def _against_then(self, code, kpi, value, then):
        before = then.get(code)
        if before is None:
            return {}
        variance = compare_values(actual=Decimal(str(value)), reference=Decimal(str(before)), direction=kpi.direction)
        better = {True: "yes", False: "no", None: "same" if not variance.amount else ""}[variance.is_favourable]
        return {
            "before": float(before), "before_text": self._value_text(kpi.unit, before), "variance": float(variance.amount),
            "variance_text": self._value_text(kpi.unit, variance.amount, signed=True),
            "variance_percent": float(variance.percent) if variance.percent is not None else False, "is_better": better}

    @api.model
    def _check_may_export(self):
        if not self.env.su and not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("You may look at figures, and not take them out."))

from collections import defaultdict
from dataclasses import replace

from odoo import models

from odoo.addons.sales_os.algorithms.commission.book import Assignment, PlanBook
from odoo.addons.sales_os.algorithms.commission.chain import FormerManager
from odoo.addons.sales_os.algorithms.commission.money import exact
from odoo.addons.sales_os.algorithms.commission.multiplier import Step
from odoo.addons.sales_os.algorithms.commission.rule import Rule
from odoo.addons.sales_os.algorithms.commission.tier import Tier


class SalesOsCommissionRule(models.Model):
    _inherit = "sales_os.commission.rule"

    def _as_rules(self):
        """The rows as the calculation knows them, in the order in which they are tried."""
        rows = {row.key: row for row in self._match_rows()}
        return tuple(
            Rule(
                key=rule.id, basis=rule.basis, method=rule.method, scope=rule.scope, rate=exact(rule.rate), tier_mode=rule.tier_mode,
                tiers=tuple(Tier(exact(tier.threshold), exact(tier.rate)) for tier in rule.tier_ids.sorted("threshold")),
                cap=exact(rule.cap_amount) if rule.cap_amount else None, floor=exact(rule.floor_amount) if rule.floor_amount else None,
                attainment=rule._steps("attainment"), realisation=rule._steps("realisation"),
                charge_losses=rule.charge_losses, additional=rule.is_additional, row=rows[rule.id],
            )
            for rule in self.browse(rows)
        )

    def _steps(self, kind):
        rows = self.multiplier_ids.filtered(lambda row: row.kind == kind).sorted("percent")
        return tuple(Step(exact(row.percent), exact(row.factor)) for row in rows)


class SalesOsCommissionPlan(models.Model):
    """The plan as the calculation sees it; what is read here does not depend on the number of sales."""

    _inherit = "sales_os.commission.plan"

    def _as_book(self, draft=False):
        """:param draft: also the versions that are not approved yet, for a simulation"""
        self.ensure_one()
        versions = self.version_ids.filtered(lambda version: draft or version.state == "approved").sorted("date_start")
        reps = self.env["sales_os.rep"].with_context(active_test=False).search([("company_id", "=", self.company_id.id)])
        former = defaultdict(list)
        for line in self.env["sales_os.commission.manager"].search([("rep_id", "in", reps.ids)]):
            former[line.rep_id.id].append(FormerManager(line.manager_id.id or None, line.date_end))
        return PlanBook(
            versions=tuple((version.date_start, version.rule_ids.filtered("active")._as_rules()) for version in versions),
            assignments=self._assignments_in(None), digits=self.currency_id.decimal_places,
            closed=self.date_closed or None, managers={rep.id: rep.parent_id.id or None for rep in reps},
            former={rep: tuple(rows) for rep, rows in former.items()},
        )

    def _assignments_in(self, start):
        """``{rep: assignments}``; ``start``: the first day of the period whose quotas count, None: any."""
        assignments = defaultdict(list)
        for row in self.assignment_ids.sorted("date_start"):
            assignments[row.rep_id.id].append(Assignment(
                start=row.date_start, end=row.date_end or None, share=exact(row.share), override_percent=exact(row.override_percent),
                override_on=row.override_on, quota=exact(row._quota_attainment_base(start))))
        return {rep: tuple(rows) for rep, rows in assignments.items()}

    def _with_quotas_of(self, book, start):
        """The book with the quotas of one period, where some rule pays by attainment."""
        measured = any(rule.attainment for _day, rules in book.versions for rule in rules)
        return replace(book, assignments=self._assignments_in(start)) if measured else book

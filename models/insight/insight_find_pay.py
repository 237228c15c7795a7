from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.insight.anomaly import Observation, find_anomalies
from odoo.addons.sales_os.algorithms.insight.attention import Finding

COMPARED_DAYS = 365
NEW_DAYS = 45
LEAST_DISCOUNT = 5.0  # percentage points from the usual one
LEAST_COMMISSION_SHARE = 0.25  # of the usual one


class SalesOsInsight(models.Model):
    """Discounts and commissions that stand out among their peers."""

    _inherit = "sales_os.insight"

    @api.model
    def _find(self, company, today):
        found = super()._find(company, today)
        return found + self._find_discounts(company, today) + self._find_commissions(company, today)

    @api.model
    def _find_discounts(self, company, today):
        orders = self.env["sale.order"].search_fetch(
            [("company_id", "=", company.id), ("state", "=", "sale"),
             ("date_order", ">=", fields.Datetime.to_datetime(today - timedelta(days=COMPARED_DAYS)))],
            ["name", "partner_id", "user_id", "team_id", "date_order", "amount_untaxed", "sales_os_effective_discount_percent",
                "currency_rate"])
        anomalies = find_anomalies(least_difference=LEAST_DISCOUNT, observations=[
            Observation(order.id, order.team_id.id, order.sales_os_effective_discount_percent) for order in orders])
        reps = self._reps_of_users(set(orders.user_id.ids), company)
        found = []
        for anomaly in anomalies:
            order = orders.browse(anomaly.key)
            day = order.date_order.date()
            if day < today - timedelta(days=NEW_DAYS):
                continue
            more = order.amount_untaxed / (order.currency_rate or 1) * (anomaly.value - anomaly.usual) / max(1.0, 100 - anomaly.value)
            found.append((Finding(
                kind="discount_anomaly", record=("sale.order", order.id), severity="warning", evidence_day=min(day, today),
                amount=Decimal(repr(round(more, 2))), certainty=0.7,
            ), {
                "rep_id": reps.get(order.user_id.id, False), "partner_id": order.partner_id.commercial_partner_id.id,
                "record_name": order.name,
                "suggested_action": "review",
                "facts": {"discount": anomaly.value, "usual": round(anomaly.usual, 1), "compared": anomaly.compared,
                    "team": anomaly.is_group,
                          "z": round(anomaly.robust_z, 1)},
            }))
        return found

    @api.model
    def _find_commissions(self, company, today):
        since = today.replace(day=1) - relativedelta(months=12)
        rows = self.env["sales_os.commission.entry"]._read_group(
            [("company_id", "=", company.id), ("kind", "in", ("earned", "clawback", "override")), ("date", ">=", since), ("date", "<=",
                today)],
            ["plan_id", "rep_id", "date:month"], ["amount:sum"])
        by_plan = defaultdict(list)
        for plan, rep, month, amount in rows:
            by_plan[plan].append((rep, fields.Date.to_date(month), amount))
        found = []
        for plan, months in by_plan.items():
            usual = sorted(amount for _rep, _month, amount in months)[len(months) // 2]
            anomalies = find_anomalies(
                least_difference=max(1.0, LEAST_COMMISSION_SHARE * abs(usual)), high_only=False,
                observations=[Observation((rep, month), plan.id, amount) for rep, month, amount in months])
            for anomaly in anomalies:
                rep, month = anomaly.key
                if month < today.replace(day=1) - relativedelta(months=1):
                    continue
                found.append((Finding(
                    kind="commission_anomaly", record=("sales_os.rep", rep.id), severity="warning",
                    evidence_day=min(today, month + relativedelta(months=1, days=-1)), certainty=0.7, cause=f"{plan.id}/{month}",
                    amount=Decimal(repr(round(abs(anomaly.value - anomaly.usual), 2))),
                ), {
                    "rep_id": rep.id, "partner_id": False, "record_name": rep.name, "suggested_action": "review",
                    "facts": {"month": str(month), "plan": plan.name, "value": anomaly.value, "usual": round(anomaly.usual, 2),
                              "compared": anomaly.compared, "z": round(anomaly.robust_z, 1)},
                }))
        return found

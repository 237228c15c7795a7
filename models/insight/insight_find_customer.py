from datetime import timedelta
from decimal import Decimal

from odoo import api, models

from odoo.addons.sales_os.algorithms.insight.attention import Finding

GRAVE_DAYS = 30
FEWEST_SILENT_DAYS = 30


class SalesOsInsight(models.Model):
    """Customers who slip away or do not pay, and territories nobody looks after."""

    _inherit = "sales_os.insight"

    @api.model
    def _find(self, company, today):
        found = super()._find(company, today)
        return found + self._find_churn(company, today) + self._find_overdue(company, today) + self._find_gaps(company, today)

    @api.model
    def _find_churn(self, company, today):
        values = self.env["sales_os.customer.value"].search([("company_id", "=", company.id), ("churn_state", "=", "slipping")])
        reps = self._reps_of_customers(values.partner_id, company)
        typical = sorted(values.mapped("at_stake_amount"))[len(values) // 2] if values else 0.0
        found = []
        for value in values:
            silent = max(FEWEST_SILENT_DAYS, round(2 * value.usual_days))
            found.append((Finding(
                kind="churn_risk", record=("res.partner", value.partner_id.id),
                severity="critical" if value.at_stake_amount > 2 * typical else "warning",
                evidence_day=min(today, value.date_last_order + timedelta(days=silent)), amount=Decimal(repr(value.at_stake_amount)),
                certainty=value.churn_percent / 100 if value.verdict == "fitted" else value.churn_percent / 200,
                cause=str(value.date_last_order),
            ), {
                "rep_id": reps.get(value.partner_id.id, False), "partner_id": value.partner_id.id,
                "record_name": value.partner_id.display_name,
                "suggested_action": "visit",
                "facts": {
                    "last_order": str(value.date_last_order), "days": value.silent_days, "usual_days": round(value.usual_days),
                    "expected": round(value.expected_orders, 1), "usual": round(value.usual_orders, 1), "risk": round(value.churn_percent),
                    "stake": value.at_stake_amount},
            }))
        return found

    @api.model
    def _find_overdue(self, company, today):
        rows = self.env["account.move"]._read_group(
            [("company_id", "=", company.id), ("move_type", "=", "out_invoice"), ("state", "=", "posted"),
             ("payment_state", "in", ("not_paid", "partial")), ("invoice_date_due", "<", today)],
            ["commercial_partner_id"], ["amount_residual_signed:sum", "invoice_date_due:min", "invoice_date_due:max", "__count"])
        reps = self._reps_of_customers(self.env["res.partner"].union(*(row[0] for row in rows)), company)
        return [
            (Finding(
                kind="overdue_customer", record=("res.partner", partner.id),
                severity="critical" if (today - oldest).days > GRAVE_DAYS else "warning",
                evidence_day=newest + timedelta(days=1), amount=Decimal(repr(amount))),
             {"rep_id": reps.get(partner.id, False), "partner_id": partner.id, "record_name": partner.display_name,
                 "suggested_action": "collect",
              "facts": {"count": count, "owed": amount, "oldest": str(oldest), "days": (today - oldest).days}})
            for partner, amount, oldest, newest, count in rows if partner and amount > 0
        ]

    @api.model
    def _find_gaps(self, company, today):
        counts = dict(self.env["res.partner"]._read_group(
            [("sales_os_territory_id.company_id", "=", company.id), ("parent_id", "=", False)], ["sales_os_territory_id"], ["__count"]))
        territories = self.env["sales_os.territory"].union(*counts)
        covers = territories._covers_on(today)
        return [
            (Finding(kind="territory_gap", record=("sales_os.territory", territory.id), severity="warning",
                evidence_day=today.replace(day=1)),
             {"rep_id": False, "partner_id": False, "record_name": territory.display_name, "suggested_action": "assign",
              "facts": {"customers": counts[territory], "away": list(covers[territory.id].away) if territory.id in covers else []}})
            for territory in territories if covers.get(territory.id) is None or covers[territory.id].rep is None
        ]

    @api.model
    def _reps_of_customers(self, partners, company):
        """Return who looks after each customer: the owner of its territory, else its salesperson's representative."""
        users = self._reps_of_users(set(partners.user_id.ids), company)
        return {
            partner.id: partner.sales_os_territory_id.owner_id.id or users.get(partner.user_id.id, False) for partner in partners}

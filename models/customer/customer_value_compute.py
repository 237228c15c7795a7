import json
import time
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.misc import split_every

from odoo.addons.sales_os.algorithms.customer.churn import rank_churn
from odoo.addons.sales_os.algorithms.customer.lifetime_value import Horizon, value_customers
from odoo.addons.sales_os.algorithms.customer.purchase_sums import PurchaseSums, histories_of
from odoo.addons.sales_os.algorithms.customer.rfm import CustomerOrders, score_rfm
from odoo.addons.sales_os.algorithms.customer.value_check import check_buying

BATCH = 5_000
HORIZON_WEEKS = 52
CHECK_WEEKS = 26
CENT = Decimal("0.01")


class SalesOsCustomerValue(models.Model):
    """Value all customers of a company at once: two queries gather, one write a batch."""

    _inherit = "sales_os.customer.value"

    @api.model
    def action_compute(self):
        """Value all customers of the company from its confirmed orders.

        :return: ``{"customers", "valued", "slipping", "verdict", "seconds"}``
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may have all customers valued anew."))
        # sudo: all customers of the company are concerned, also those the user does not see; the group was checked
        return self.sudo()._compute_company(self.env.company)

    @api.model
    def action_compute_and_tell(self):
        """Button: value all customers anew, and say what came out."""
        result = self.action_compute()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "title": self.env._("Customer Value"),
                "message": self.env._("%(customers)s customers looked at, %(valued)s valued, %(slipping)s slipping away.", **result),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_compute(self):
        self.env["ir.cron"]._sales_os_by_company(self, "_compute_company", self.env["res.company"].search([("active", "=", True)]))

    @api.model
    def _compute_company(self, company):
        started, today = time.monotonic(), fields.Date.context_today(self)
        facts = self._order_facts(company, today)
        sums = _sums(facts)
        histories = histories_of(sums=sums, until=today)
        horizon = Horizon(length=float(HORIZON_WEEKS), annual_rate=company.sales_os_value_discount_percent / 100)
        report = value_customers(histories=histories, margin=company.sales_os_value_margin_percent / 100, horizon=horizon)
        run = self._record_run(company, facts, report, self._check(company, histories, today))
        churn = {risk.key: risk for risk in rank_churn(values=report.customers)}
        scores = score_rfm(today=today, customers=[
            CustomerOrders(fact["customer"], fact["last"], fact["orders"], fact["amount"]) for fact in facts])
        rows = (
            {"company_id": company.id, "run_id": run.id, **_figures(fact, one, score, value, churn[value.key])}
            for fact, one, score, value in zip(facts, sums, scores, report.customers, strict=True))
        for batch in split_every(BATCH, rows):
            self._write_rows(batch)
        # who has no order any more has no value either
        self.env.execute_query(SQL(
            "DELETE FROM sales_os_customer_value WHERE company_id = %s AND run_id <> %s RETURNING id", company.id, run.id))
        self.env.invalidate_all()
        return {
            "customers": len(facts), "valued": sum(value.value is not None for value in report.customers),
            "slipping": sum(risk.state == "slipping" for risk in churn.values()),
            "verdict": report.customers[0].verdict if facts else "too_little_history",
            "seconds": round(time.monotonic() - started, 1),
        }

    @api.model
    def _order_facts(self, company, until):
        """Return for each customer with an order until the day: days with orders, their ends and sums, in the company's currency."""
        self.env["sale.order"].flush_model(["partner_id", "company_id", "state", "date_order", "amount_untaxed", "currency_rate"])
        self.env["res.partner"].flush_model(["commercial_partner_id", "active", "partner_share"])
        facts = self.env.execute_query_dict(SQL(
            """WITH day AS (
                   SELECT partner.commercial_partner_id AS customer, sale.date_order::date AS day, COUNT(*) AS orders,
                          SUM(ROUND(sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1), 6)) AS amount
                     FROM sale_order sale
                     JOIN res_partner partner ON partner.id = sale.partner_id
                     JOIN res_partner owner ON owner.id = partner.commercial_partner_id AND owner.active AND owner.partner_share
                    WHERE sale.state = 'sale' AND sale.company_id = %s AND sale.date_order < %s
                 GROUP BY partner.commercial_partner_id, sale.date_order::date
               )
               SELECT customer, COUNT(*) AS days, MIN(day) AS first, MAX(day) AS last, SUM(orders)::int AS orders, SUM(amount) AS amount,
                      (ARRAY_AGG(amount ORDER BY day))[1] AS first_amount,
                      COALESCE(SUM(amount) FILTER (WHERE day > %s), 0) AS year_amount
                 FROM day WHERE amount > 0 GROUP BY customer ORDER BY customer""",
            company.id, until + timedelta(days=1), until - timedelta(days=365),
        ))
        for fact in facts:
            # the cursor gives floats; repr is the shortest number that is read back as the same
            fact.update({name: Decimal(repr(fact[name])) for name in ("amount", "first_amount", "year_amount")})
        return facts

    @api.model
    def _check(self, company, histories, today):
        """Ask the model about the last half year, shown only what was known before."""
        past = today - timedelta(weeks=CHECK_WEEKS)
        before = histories_of(sums=_sums(self._order_facts(company, past)), until=past)
        return check_buying(before=before, now=histories, length=float(CHECK_WEEKS))

    @api.model
    def _record_run(self, company, facts, report, check):
        buying, spending = report.buying, report.spending
        figures = {
            "rate_shape": buying.r, "rate_scale": buying.alpha, "leave_first": buying.a, "leave_second": buying.b,
            "log_likelihood": buying.log_likelihood, "value_p": spending.p, "value_q": spending.q, "value_gamma": spending.gamma,
            "correlation": spending.correlation,
        }
        checked = check.verdict == "checked"
        return self.env["sales_os.customer.value.run"].create({
            "company_id": company.id, "computed_on": fields.Datetime.now(), "customers": buying.customers,
            "repeat_buyers": buying.repeat_buyers, "orders": sum(fact["orders"] for fact in facts),
            "buying_verdict": buying.verdict, "spending_verdict": spending.verdict, "horizon_weeks": HORIZON_WEEKS,
            "margin_percent": company.sales_os_value_margin_percent, "discount_percent": company.sales_os_value_discount_percent,
            # what could not be fitted is not a number, which no database column of ours should hold
            **{name: value if isfinite(value) else 0.0 for name, value in figures.items()},
            "check_weeks": CHECK_WEEKS if checked else 0, "check_customers": check.customers if checked else 0,
            "check_expected": check.expected or 0.0, "check_actual": check.actual or 0, "check_error": check.error or 0.0,
            "check_error_of_rule": check.error_of_rule or 0.0,
        })

    @api.model
    def _write_rows(self, rows):
        """Write rows of all stored fields: one statement, whether the customers had a value or not."""
        rows = list(rows)
        names = list(rows[0])
        columns = SQL(", ").join(map(SQL.identifier, names))
        types = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL.identifier(self._fields[name].column_type[0])) for name in names)
        updates = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name)) for name in names
            if name not in ("partner_id", "company_id"))
        self.env.execute_query(SQL(
            """INSERT INTO sales_os_customer_value (%s, create_uid, create_date, write_uid, write_date)
               SELECT %s, %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC' FROM jsonb_to_recordset(%s::jsonb) AS row(%s)
               ON CONFLICT (partner_id, company_id) DO UPDATE SET %s, write_date = EXCLUDED.write_date RETURNING id""",
            columns, columns, self.env.uid, self.env.uid, json.dumps(rows, default=str), types, updates,
        ))


def _sums(facts):
    return [
        PurchaseSums(fact["customer"], fact["days"], fact["first"], fact["last"], fact["amount"], fact["first_amount"]) for fact in facts]


def _figures(fact, sums, score, value, risk):
    return {
        "partner_id": fact["customer"], "order_count": fact["orders"],
        "total_amount": fact["amount"].quantize(CENT, rounding=ROUND_HALF_UP),
        "year_amount": fact["year_amount"].quantize(CENT, rounding=ROUND_HALF_UP),
        "date_first_order": fact["first"], "date_last_order": fact["last"], "usual_days": round(sums.usual_days, 1),
        "recency": score.recency, "frequency": score.frequency, "monetary": score.monetary, "rfm_code": score.code,
        "verdict": value.verdict, "alive_percent": _percent(value.alive), "expected_orders": round(value.orders or 0.0, 4),
        "usual_orders": round(value.usual_orders or 0.0, 4), "order_percent": _percent(value.order_probability),
        "order_value_amount": value.order_value or 0, "clv_amount": value.value or 0, "clv_low_amount": value.low or 0,
        "clv_high_amount": value.high or 0, "churn_state": risk.state, "churn_percent": _percent(risk.risk),
        "decline_percent": _percent(risk.decline), "at_stake_amount": risk.at_stake or 0,
    }


def _percent(share):
    return round(100 * (share or 0.0), 2)

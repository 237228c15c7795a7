"""Customers: what they are worth, what they cost, whether they stay and what they say."""

from decimal import Decimal

from .definition import Example, Kpi
from .quotient import exact, percent, quotient, rounded
from .sales import passed_on

LONGEST_YEARS = 10


def clv(*, average_order, orders_per_year, margin_percent, yearly_churn_percent):
    """A customer who never leaves is counted for ten years, as is one who would stay longer."""
    if average_order is None or orders_per_year is None or margin_percent is None or yearly_churn_percent is None:
        return None
    yearly = exact(average_order) * exact(orders_per_year) * exact(margin_percent)
    if exact(yearly_churn_percent) * LONGEST_YEARS <= 100:
        return rounded(yearly * LONGEST_YEARS, 100)
    return rounded(yearly, exact(yearly_churn_percent))


def cost_per(*, cost, count):
    """Without a recorded cost there is no figure: nothing was free."""
    return None if cost is None else quotient(cost, count)


def retention(*, stayed, before):
    return percent(stayed, before)


def repeat_rate(*, repeated, customers):
    return percent(repeated, customers)


def csat(*, answers):
    answers = list(answers)
    return percent(sum(answer >= 4 for answer in answers), len(answers))


def nps(*, answers):
    answers = list(answers)
    return quotient(sum(answer >= 9 for answer in answers) - sum(answer <= 6 for answer in answers), len(answers), factor=100)


def per(*, whole, parts):
    return quotient(whole, parts)


def coverage(*, visited, customers):
    return percent(visited, customers)


KPIS = (
    Kpi(
        code="clv", name="Customer lifetime value", unit="money", direction="up",
        formula="average order × orders a year × margin × expected years (1 ÷ yearly churn, at most 10)",
        source="Orders, margins and retention of the last year",
        inputs={
            "average_order": "untaxed", "orders_per_year": "of a customer", "margin_percent": "of revenue",
            "yearly_churn_percent": "customers lost in a year",
        },
        compute=clv,
        example=Example(
            {"average_order": 500, "orders_per_year": 4, "margin_percent": 30, "yearly_churn_percent": 25}, Decimal(2400),
            "500 × 4 × 30 % × (1 ÷ 25 %)",
        ),
        empty={"average_order": None, "orders_per_year": 4, "margin_percent": 30, "yearly_churn_percent": 25}),
    Kpi(
        code="cac", name="Cost of a new customer", unit="money", direction="down",
        formula="costs of channels ÷ customers whose first order this was",
        source="Monthly costs of channels, first confirmed orders",
        inputs={"cost": "cost of acquisition", "count": "customers with their first order"},
        compute=cost_per,
        example=Example({"cost": 9000, "count": 12}, Decimal(750), "9000 ÷ 12"),
        empty={"cost": 9000, "count": 0}),
    Kpi(
        code="cost_per_sale", name="Cost per sale", unit="money", direction="down",
        formula="costs of channels ÷ confirmed orders",
        source="Monthly costs of channels, confirmed orders",
        inputs={"cost": "cost of acquisition", "count": "number of confirmed orders"},
        compute=cost_per,
        example=Example({"cost": 9000, "count": 60}, Decimal(150), "9000 ÷ 60"),
        empty={"cost": 9000, "count": 0}),
    Kpi(
        code="retention", name="Retention", unit="percent", direction="up",
        formula="customers who bought in this and in the previous period ÷ customers of the previous period",
        source="Confirmed orders of two periods",
        inputs={"stayed": "bought in both", "before": "bought in the previous"},
        compute=retention,
        example=Example({"stayed": 45, "before": 60}, Decimal(75), "45 ÷ 60"),
        empty={"stayed": 0, "before": 0}),
    Kpi(
        code="repeat_rate", name="Repeat rate", unit="percent", direction="up",
        formula="customers with two or more orders ÷ customers with an order",
        source="Confirmed orders of the period",
        inputs={"repeated": "with two or more", "customers": "with one or more"},
        compute=repeat_rate,
        example=Example({"repeated": 12, "customers": 48}, Decimal(25), "12 ÷ 48"),
        empty={"repeated": 0, "customers": 0}),
    Kpi(
        code="referrals", name="Referrals", unit="count", direction="up",
        formula="new customers that were recommended: by a channel of referrals, or as their opportunity says",
        source="First confirmed orders, their opportunities and channels",
        inputs={"value": "number"},
        compute=passed_on,
        example=Example({"value": 3}, 3, "3 customers")),
    Kpi(
        code="csat", name="Customer satisfaction", unit="percent", direction="up",
        formula="answers of 4 or 5 ÷ all answers",
        source="Customer feedback: answers from 1 to 5",
        inputs={"answers": "answers from 1 to 5"},
        compute=csat,
        example=Example({"answers": (5, 4, 3, 5, 1)}, Decimal(60), "3 ÷ 5"),
        empty={"answers": ()}),
    Kpi(
        code="nps", name="Net promoter score", unit="score", direction="up",
        formula="share of 9 and 10 − share of 0 to 6",
        source="Customer feedback: answers from 0 to 10",
        inputs={"answers": "answers from 0 to 10"},
        compute=nps,
        example=Example({"answers": (10, 9, 8, 7, 6, 0, 10, 9)}, Decimal(25), "50 − 25"),
        empty={"answers": ()}),
    Kpi(
        code="orders_per_customer", name="Orders per customer", unit="ratio", direction="up",
        formula="orders ÷ customers with an order",
        source="Confirmed orders of the period",
        inputs={"whole": "number of orders", "parts": "customers with an order"},
        compute=per,
        example=Example({"whole": 90, "parts": 60}, Decimal("1.5"), "90 ÷ 60"),
        empty={"whole": 0, "parts": 0}),
    Kpi(
        code="channel_coverage", name="Channel coverage", unit="ratio", direction="up",
        formula="customers with an order ÷ active channels",
        source="Confirmed orders and channels",
        inputs={"whole": "customers with an order", "parts": "active channels"},
        compute=per,
        example=Example({"whole": 60, "parts": 4}, Decimal(15), "60 ÷ 4"),
        empty={"whole": 60, "parts": 0}),
    Kpi(
        code="territory_coverage", name="Territory coverage", unit="percent", direction="up",
        formula="customers visited in the period ÷ customers of the territory",
        source="Visits done and customers of the territory",
        inputs={"visited": "customers visited", "customers": "customers of the territory"},
        compute=coverage,
        example=Example({"visited": 30, "customers": 80}, Decimal("37.5"), "30 ÷ 80"),
        empty={"visited": 0, "customers": 0}),
)

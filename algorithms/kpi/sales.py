"""Revenue, deals, prices and margins."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .definition import Example, Kpi
from .quotient import exact, percent, quotient, rounded, total


@dataclass(frozen=True, slots=True)
class PricedLine:
    """An order line at list price and as sold, with the discount that policy allows without approval."""

    list_amount: Decimal
    net_amount: Decimal
    limit_percent: Decimal


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """``amount`` for every ``months`` months, from ``date_start`` to ``date_end`` (included; None = open end)."""

    amount: Decimal
    months: int
    date_start: date
    date_end: date | None = None


def revenue(*, invoiced, credited):
    return exact(invoiced) - exact(credited)


def growth_pct(*, now, before):
    return quotient(exact(now) - exact(before), abs(exact(before)), factor=100)


def average(*, amount, count):
    return quotient(amount, count)


def margin_pct(*, margin, revenue):
    return percent(margin, revenue)


def discount_avg(*, list_amount, net_amount):
    return percent(exact(list_amount) - exact(net_amount), list_amount)


def discount_leakage(*, lines):
    """What was given away beyond the limits; a line below its limit does not make up for another."""
    floors = ((exact(line.list_amount) * (100 - exact(line.limit_percent)) / 100, exact(line.net_amount)) for line in lines)
    return rounded(total(max(floor - net, Decimal()) for floor, net in floors))


def price_realisation(*, list_amount, net_amount):
    return percent(net_amount, list_amount)


def mrr(*, lines, day):
    running = (line for line in lines if line.date_start <= day and (line.date_end is None or day <= line.date_end))
    return rounded(total(rounded(line.amount, line.months) for line in running if line.months > 0))


def arr(*, mrr):
    return 12 * exact(mrr)


def commission_cost(*, commission, revenue):
    return percent(commission, revenue)


def passed_on(*, value):
    return value


_LINES = "order lines: amount at list price, amount as sold, discount allowed in percent"

KPIS = (
    Kpi(
        code="revenue", name="Revenue", unit="money", direction="up",
        formula="untaxed amount of posted invoices − of posted credit notes",
        source="Posted customer invoices and credit notes",
        inputs={"invoiced": "untaxed amount invoiced", "credited": "untaxed amount credited"},
        compute=revenue,
        example=Example({"invoiced": Decimal("1250.50"), "credited": Decimal("50.50")}, Decimal("1200.00"), "1250.50 − 50.50")),
    Kpi(
        code="units", name="Units sold", unit="units", direction="up",
        formula="sum of the quantities of confirmed order lines",
        source="Lines of confirmed orders",
        inputs={"value": "sum of quantities in the product's unit"},
        compute=passed_on,
        example=Example({"value": Decimal("12.5")}, Decimal("12.5"), "10 + 2.5")),
    Kpi(
        code="growth_pct", name="Growth", unit="percent", direction="up",
        formula="(revenue now − revenue before) ÷ |revenue before|",
        source="Revenue of two periods",
        inputs={"now": "revenue of the period", "before": "revenue of the period compared with"},
        compute=growth_pct,
        example=Example({"now": 120, "before": 80}, Decimal(50), "(120 − 80) ÷ 80"),
        empty={"now": 120, "before": 0}),
    Kpi(
        code="deals_won", name="Deals won", unit="count", direction="up",
        formula="number of opportunities won in the period",
        source="Opportunities by the day they were closed",
        inputs={"value": "number won"},
        compute=passed_on,
        example=Example({"value": 7}, 7, "7 opportunities")),
    Kpi(
        code="avg_deal_size", name="Average deal size", unit="money", direction="up",
        formula="untaxed amount of won deals ÷ number of won deals",
        source="Won opportunities and their confirmed orders",
        inputs={"amount": "untaxed amount won", "count": "number won"},
        compute=average,
        example=Example({"amount": 1000, "count": 3}, Decimal("333.333333"), "1000 ÷ 3"),
        empty={"amount": 0, "count": 0}),
    Kpi(
        code="margin_pct", name="Margin", unit="percent", direction="up",
        formula="margin ÷ revenue",
        source="Confirmed order lines with their cost at confirmation",
        inputs={"margin": "revenue less cost", "revenue": "untaxed amount"},
        compute=margin_pct,
        example=Example({"margin": 30, "revenue": 120}, Decimal(25), "30 ÷ 120"),
        empty={"margin": 30, "revenue": 0}),
    Kpi(
        code="discount_avg", name="Average discount", unit="percent", direction="down",
        formula="(amount at list price − amount as sold) ÷ amount at list price",
        source="Confirmed order lines, list price of the day",
        inputs={"list_amount": "amount at list price", "net_amount": "amount as sold"},
        compute=discount_avg,
        example=Example({"list_amount": 200, "net_amount": 170}, Decimal(15), "(200 − 170) ÷ 200"),
        empty={"list_amount": 0, "net_amount": 0}),
    Kpi(
        code="discount_leakage", name="Discount leakage", unit="money", direction="down",
        formula="Σ of what each line was sold below its list price less the discount that policy allowed without approval when it "
                "was confirmed",
        source="Confirmed order lines and the discount policy",
        inputs={"lines": _LINES},
        compute=discount_leakage,
        example=Example(
            {"lines": (PricedLine(Decimal(100), Decimal(85), Decimal(10)), PricedLine(Decimal(100), Decimal(95), Decimal(10)))},
            Decimal(5), "(90 − 85) + 0, for 95 is above 90",
        )),
    Kpi(
        code="price_realisation", name="Price realisation", unit="percent", direction="up",
        formula="amount as sold ÷ amount at list price",
        source="Confirmed order lines, list price of the day",
        inputs={"list_amount": "amount at list price", "net_amount": "amount as sold"},
        compute=price_realisation,
        example=Example({"list_amount": 200, "net_amount": 170}, Decimal(85), "170 ÷ 200"),
        empty={"list_amount": 0, "net_amount": 0}),
    Kpi(
        code="mrr", name="Contracted monthly recurring revenue", unit="money", direction="up",
        formula="Σ amount ÷ months of the recurring lines that run on the day",
        source="Confirmed order lines of recurring products",
        inputs={"lines": "recurring lines: amount, months, first and last day", "day": "the day"},
        compute=mrr,
        example=Example(
            {"day": date(2025, 3, 31), "lines": (
                RecurringLine(Decimal(1200), 12, date(2025, 1, 1)), RecurringLine(Decimal(90), 3, date(2025, 1, 1), date(2025, 3, 31)),
                RecurringLine(Decimal(500), 1, date(2025, 5, 1)))},
            Decimal(130), "1200 ÷ 12 + 90 ÷ 3; the third begins later",
        )),
    Kpi(
        code="arr", name="Contracted annual recurring revenue", unit="money", direction="up",
        formula="12 × monthly recurring revenue",
        source="Monthly recurring revenue",
        inputs={"mrr": "monthly recurring revenue"},
        compute=arr,
        example=Example({"mrr": Decimal(130)}, Decimal(1560), "12 × 130")),
    Kpi(
        code="commission_cost", name="Commission cost", unit="percent", direction="down",
        formula="commission earned ÷ revenue that earned it",
        source="Commission ledger",
        inputs={"commission": "commission earned less reversed", "revenue": "untaxed amount of the same period"},
        compute=commission_cost,
        example=Example({"commission": 50, "revenue": 1000}, Decimal(5), "50 ÷ 1000"),
        empty={"commission": 50, "revenue": 0}),
)

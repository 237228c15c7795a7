"""What was done in the field and on the phone, and what it brought."""

from decimal import Decimal

from .definition import Example, Kpi
from .quotient import exact, percent, quotient
from .sales import passed_on


def selling_hours(*, visit_minutes, meeting_minutes):
    return quotient(exact(visit_minutes) + exact(meeting_minutes), 60)


def sales_efficiency(*, revenue, hours):
    return quotient(revenue, hours)


def call_compliance(*, on_day, planned):
    return percent(on_day, planned)


def strike_rate(*, with_order, visits):
    return percent(with_order, visits)


_VISITS = "Visits by the day they were planned for"

KPIS = (
    Kpi(
        code="visits_done", name="Visits done", unit="count", direction="up",
        formula="number of visits done",
        source=_VISITS,
        inputs={"value": "number done"},
        compute=passed_on,
        example=Example({"value": 14}, 14, "14 visits")),
    Kpi(
        code="visits_missed", name="Visits missed", unit="count", direction="down",
        formula="number of visits missed",
        source=_VISITS,
        inputs={"value": "number missed"},
        compute=passed_on,
        example=Example({"value": 2}, 2, "2 visits")),
    Kpi(
        code="calls", name="Calls", unit="count", direction="up",
        formula="number of calls done",
        source="Activities of the type call, by the day they were done",
        inputs={"value": "number done"},
        compute=passed_on,
        example=Example({"value": 31}, 31, "31 calls")),
    Kpi(
        code="meetings", name="Meetings", unit="count", direction="up",
        formula="number of meetings held",
        source="Calendar meetings that are over",
        inputs={"value": "number held"},
        compute=passed_on,
        example=Example({"value": 6}, 6, "6 meetings")),
    Kpi(
        code="selling_hours", name="Selling hours", unit="hours", direction="up",
        formula="(minutes of visits + minutes of meetings) ÷ 60",
        source="Visits with check-in and check-out, meetings",
        inputs={"visit_minutes": "between check-in and check-out", "meeting_minutes": "of meetings that are no visits"},
        compute=selling_hours,
        example=Example({"visit_minutes": 315, "meeting_minutes": 90}, Decimal("6.75"), "(315 + 90) ÷ 60")),
    Kpi(
        code="sales_efficiency", name="Sales efficiency", unit="money_per_hour", direction="up",
        formula="untaxed confirmed sales ÷ selling hours",
        source="Confirmed orders and selling hours",
        inputs={"revenue": "untaxed confirmed sales", "hours": "selling hours"},
        compute=sales_efficiency,
        example=Example({"revenue": 5400, "hours": Decimal("6.75")}, Decimal(800), "5400 ÷ 6.75"),
        empty={"revenue": 5400, "hours": 0}),
    Kpi(
        code="call_compliance", name="Visit plan kept", unit="percent", direction="up",
        formula="visits done on the planned day ÷ planned visits",
        source=_VISITS,
        inputs={"on_day": "done on the planned day", "planned": "planned for the period, without cancelled ones"},
        compute=call_compliance,
        example=Example({"on_day": 17, "planned": 20}, Decimal(85), "17 ÷ 20"),
        empty={"on_day": 0, "planned": 0}),
    Kpi(
        code="strike_rate", name="Strike rate", unit="percent", direction="up",
        formula="visits with an order ÷ visits done",
        source="Visits done and the orders linked to them",
        inputs={"with_order": "with a confirmed order", "visits": "number done"},
        compute=strike_rate,
        example=Example({"with_order": 6, "visits": 16}, Decimal("37.5"), "6 ÷ 16"),
        empty={"with_order": 0, "visits": 0}),
)

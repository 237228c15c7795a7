"""Opportunities: how many are won, how fast, how healthy the open ones are."""

from decimal import Decimal

from .definition import Example, Kpi
from .quotient import exact, median, percent, quotient, rounded, total


def mean_days(*, days):
    days = list(days)
    return quotient(total(days), len(days))


def median_of(*, values):
    return median(values)


def cycle_efficiency(*, team_median, rep_median):
    return percent(team_median, rep_median)


def win_rate(*, won, lost):
    return percent(won, won + lost)


def lead_to_sale(*, won, created):
    return percent(won, created)


def stage_conversion(*, passed, entered):
    return percent(passed, entered)


def pipeline_velocity(*, open_count, won_count, lost_count, won_amount, won_cycle_days):
    """Multiplied before it is divided, so that nothing is rounded on the way: open × average deal × win rate ÷ mean cycle."""
    days = total(won_cycle_days)
    if not won_count or not days:
        return None
    # open × (amount / won) × (won / closed) / (days / won)
    return rounded(exact(open_count) * exact(won_amount) * won_count, (won_count + lost_count) * days)


def pipeline_health(*, open_count, fresh, with_next_step, with_close_date, with_amount):
    return quotient(fresh + with_next_step + with_close_date + with_amount, 4 * open_count, factor=100)


def pipeline_value(*, amounts):
    return total(amounts)


def weighted_pipeline(*, deals):
    """``deals``: pairs of amount and probability in percent."""
    return rounded(total(exact(amount) * exact(chance) for amount, chance in deals), 100)


_CLOSED = "Opportunities by the day they were closed"
_OPEN = "Open opportunities"

KPIS = (
    Kpi(
        code="sales_cycle_days", name="Sales cycle", unit="days", direction="down",
        formula="mean number of days from creation to won",
        source=_CLOSED,
        inputs={"days": "days from creation to won, of each"},
        compute=mean_days,
        example=Example({"days": (10, 20, 60)}, Decimal(30), "(10 + 20 + 60) ÷ 3"),
        empty={"days": ()}),
    Kpi(
        code="sales_cycle_median_days", name="Sales cycle, median", unit="days", direction="down",
        formula="half of the won opportunities took at most so many days",
        source=_CLOSED,
        inputs={"values": "days from creation to won, of each"},
        compute=median_of,
        example=Example({"values": (10, 20, 60)}, Decimal(20), "the middle of 10, 20, 60"),
        empty={"values": ()}),
    Kpi(
        code="lost_cycle_days", name="Days to lost", unit="days", direction="down",
        formula="mean number of days from creation to lost",
        source=_CLOSED,
        inputs={"days": "days from creation to lost, of each"},
        compute=mean_days,
        example=Example({"days": (5, 20)}, Decimal("12.5"), "(5 + 20) ÷ 2"),
        empty={"days": ()}),
    Kpi(
        code="cycle_efficiency", name="Cycle efficiency", unit="percent", direction="up",
        formula="median cycle of the team ÷ median cycle of the rep",
        source=_CLOSED,
        inputs={"team_median": "median days of the team", "rep_median": "median days of the rep"},
        compute=cycle_efficiency,
        example=Example({"team_median": 30, "rep_median": 24}, Decimal(125), "30 ÷ 24"),
        empty={"team_median": 30, "rep_median": None}),
    Kpi(
        code="win_rate", name="Win rate", unit="percent", direction="up",
        formula="won ÷ (won + lost)",
        source=_CLOSED,
        inputs={"won": "number won", "lost": "number lost"},
        compute=win_rate,
        example=Example({"won": 3, "lost": 1}, Decimal(75), "3 ÷ (3 + 1)"),
        empty={"won": 0, "lost": 0}),
    Kpi(
        code="lead_to_sale", name="Lead to sale", unit="percent", direction="up",
        formula="leads of the cohort that were won ÷ leads created in the period",
        source="Leads by the day they were created",
        inputs={"won": "number won so far", "created": "number created"},
        compute=lead_to_sale,
        example=Example({"won": 5, "created": 40}, Decimal("12.5"), "5 ÷ 40"),
        empty={"won": 0, "created": 0}),
    Kpi(
        code="stage_conversion", name="Stage conversion", unit="percent", direction="up",
        formula="stages passed ÷ stages entered by the opportunities created in the period; a skipped stage counts as passed",
        source="Stage moves of opportunities",
        inputs={"passed": "number that went on", "entered": "number that entered"},
        compute=stage_conversion,
        example=Example({"passed": 30, "entered": 80}, Decimal("37.5"), "30 ÷ 80"),
        empty={"passed": 0, "entered": 0}),
    Kpi(
        code="pipeline_velocity", name="Pipeline velocity", unit="money_per_day", direction="up",
        formula="open opportunities × average deal size × win rate ÷ mean sales cycle",
        source="Open opportunities, and those closed in the period",
        inputs={
            "open_count": "open qualified opportunities", "won_count": "number won", "lost_count": "number lost",
            "won_amount": "amount won", "won_cycle_days": "days from creation to won, of each",
        },
        compute=pipeline_velocity,
        example=Example(
            {"open_count": 10, "won_count": 2, "lost_count": 2, "won_amount": 3000, "won_cycle_days": (20, 40)}, Decimal(250),
            "10 × 1500 × 50 % ÷ 30",
        ),
        empty={"open_count": 10, "won_count": 0, "lost_count": 2, "won_amount": 0, "won_cycle_days": ()}),
    Kpi(
        code="pipeline_health", name="Pipeline health", unit="percent", direction="up",
        formula="mean of four shares of the open opportunities: moved recently, next step planned, closing date not past, amount known",
        source=_OPEN,
        inputs={
            "open_count": "number open", "fresh": "not longer in their stage than allowed",
            "with_next_step": "with a planned activity", "with_close_date": "with a closing date today or later",
            "with_amount": "with an amount",
        },
        compute=pipeline_health,
        example=Example(
            {"open_count": 10, "fresh": 8, "with_next_step": 6, "with_close_date": 9, "with_amount": 7}, Decimal(75),
            "(80 % + 60 % + 90 % + 70 %) ÷ 4",
        ),
        empty={"open_count": 0, "fresh": 0, "with_next_step": 0, "with_close_date": 0, "with_amount": 0}),
    Kpi(
        code="pipeline_value", name="Pipeline", unit="money", direction="up",
        formula="sum of the amounts of open opportunities",
        source=_OPEN,
        inputs={"amounts": "amount of each"},
        compute=pipeline_value,
        example=Example({"amounts": (100, 250)}, Decimal(350), "100 + 250")),
    Kpi(
        code="weighted_pipeline", name="Weighted pipeline", unit="money", direction="up",
        formula="Σ amount × probability of open opportunities",
        source=_OPEN,
        inputs={"deals": "amount and probability in percent of each"},
        compute=weighted_pipeline,
        example=Example({"deals": ((100, 50), (200, 10))}, Decimal(70), "100 × 50 % + 200 × 10 %")),
    Kpi(
        code="hours_to_first_contact", name="Hours to first contact", unit="hours", direction="down",
        formula="median number of hours from a lead's creation to the first activity done",
        source="Leads created in the period that were contacted",
        inputs={"values": "hours of each contacted lead"},
        compute=median_of,
        example=Example({"values": (1, 2, 30, 4)}, Decimal(3), "between 2 and 4"),
        empty={"values": ()}),
)

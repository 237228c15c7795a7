"""Against what was promised: quotas and forecasts."""

from decimal import Decimal

from .definition import Example, Kpi
from .quotient import exact, percent, quotient, rounded, total


def quota_attainment(*, achieved, target):
    return percent(achieved, target)


def team_quota(*, achieved, targets):
    return percent(total(achieved), total(targets))


def forecast_mape(*, pairs):
    """``pairs`` of actual and forecast; periods without sales have no percentage error and are left out."""
    errors = [abs(exact(actual) - exact(guess)) / abs(exact(actual)) for actual, guess in pairs if actual]
    return quotient(100 * total(errors), len(errors))


def forecast_wape(*, pairs):
    pairs = list(pairs)
    missed = total(abs(exact(actual) - exact(guess)) for actual, guess in pairs)
    return percent(missed, total(abs(exact(actual)) for actual, _guess in pairs))


def forecast_bias(*, pairs):
    pairs = list(pairs)
    actual = total(actual for actual, _guess in pairs)
    return rounded(100 * (total(guess for _actual, guess in pairs) - actual), actual) if actual else None


_PAIRS = {"pairs": "actual and forecast of each period"}
_FORECASTS = "Forecast snapshots and what came"
_TWO = ((100, 90), (50, 60))

KPIS = (
    Kpi(
        code="quota_attainment", name="Quota attainment", unit="percent", direction="up",
        formula="achieved ÷ target",
        source="Targets and the amounts that pay commission",
        inputs={"achieved": "achieved so far", "target": "target of the period"},
        compute=quota_attainment,
        example=Example({"achieved": 870, "target": 1000}, Decimal(87), "870 ÷ 1000"),
        empty={"achieved": 870, "target": 0}),
    Kpi(
        code="team_quota", name="Team attainment", unit="percent", direction="up",
        formula="Σ achieved of the members ÷ Σ of their targets",
        source="Targets and the amounts that pay commission",
        inputs={"achieved": "achieved of each member", "targets": "target of each member"},
        compute=team_quota,
        example=Example({"achieved": (90, 60), "targets": (100, 100)}, Decimal(75), "150 ÷ 200"),
        empty={"achieved": (), "targets": ()}),
    Kpi(
        code="forecast_mape", name="Forecast error (MAPE)", unit="percent", direction="down",
        formula="mean of |actual − forecast| ÷ |actual|",
        source=_FORECASTS,
        inputs=_PAIRS,
        compute=forecast_mape,
        example=Example({"pairs": _TWO}, Decimal(15), "(10 % + 20 %) ÷ 2"),
        empty={"pairs": ((0, 90),)}),
    Kpi(
        code="forecast_wape", name="Forecast error (WAPE)", unit="percent", direction="down",
        formula="Σ|actual − forecast| ÷ Σ|actual|",
        source=_FORECASTS,
        inputs=_PAIRS,
        compute=forecast_wape,
        example=Example({"pairs": _TWO}, Decimal("13.333333"), "20 ÷ 150"),
        empty={"pairs": ((0, 90),)}),
    Kpi(
        code="forecast_bias", name="Forecast bias", unit="percent", direction="neutral",
        formula="Σ(forecast − actual) ÷ Σ actual; above zero = too much was promised",
        source=_FORECASTS,
        inputs=_PAIRS,
        compute=forecast_bias,
        example=Example({"pairs": ((100, 120), (50, 45))}, Decimal(10), "15 ÷ 150"),
        empty={"pairs": ((0, 90),)}),
)

"""Spread of revenue: does it hang on a few customers, categories, territories or channels?"""

from decimal import Decimal

from .definition import Example, Kpi
from .quotient import exact, percent, rounded, total

MANY = 10


def hhi(*, amounts):
    """Herfindahl-Hirschman index: Σ share², shares in percent; 10 000 = all from one. Those who brought nothing have no share."""
    earned = [amount for amount in map(exact, amounts) if amount > 0]
    whole = total(earned)
    return rounded(10000 * total(amount * amount for amount in earned), whole * whole) if whole else None


def top10_share(*, amounts):
    earned = sorted((amount for amount in map(exact, amounts) if amount > 0), reverse=True)
    return percent(total(earned[:MANY]), total(earned))


def market_share(*, own, market):
    return percent(own, market)


def channel_share_vs_target(*, channel_amount, total_amount, target_percent):
    share = percent(channel_amount, total_amount)
    return None if share is None or target_percent is None else share - exact(target_percent)


def _hhi_kpi(what, plural):
    return Kpi(
        code=f"hhi_{what}", name=f"Concentration by {what}", unit="index", direction="down",
        formula=f"Σ of the squared shares of {plural} in revenue, in percent; 10 000 = all from one",
        source=f"Revenue of the period by {what}",
        inputs={"amounts": f"revenue of each {what}"},
        compute=hhi,
        example=Example({"amounts": (50, 30, 20)}, Decimal(3800), "50² + 30² + 20²"),
        empty={"amounts": ()})


KPIS = (
    _hhi_kpi("customer", "customers"),
    _hhi_kpi("category", "product categories"),
    _hhi_kpi("territory", "territories"),
    _hhi_kpi("channel", "channels"),
    Kpi(
        code="top10_share", name="Share of the ten largest", unit="percent", direction="down",
        formula="revenue of the ten largest customers ÷ revenue",
        source="Revenue of the period by customer",
        inputs={"amounts": "revenue of each customer"},
        compute=top10_share,
        example=Example({"amounts": (*range(1, 11), 45)}, Decimal(99), "(45 + 10 + 9 + … + 2) ÷ 100"),
        empty={"amounts": (0, -5)}),
    Kpi(
        code="channel_share_vs_target", name="Channel share against target", unit="points", direction="neutral",
        formula="share of the channel in revenue − its target share",
        source="Revenue of the period by channel, target shares",
        inputs={
            "channel_amount": "revenue of the channel", "total_amount": "revenue of all channels", "target_percent": "target share",
        },
        compute=channel_share_vs_target,
        example=Example({"channel_amount": 45, "total_amount": 100, "target_percent": 50}, Decimal(-5), "45 % − 50 %"),
        empty={"channel_amount": 0, "total_amount": 0, "target_percent": 50}),
    Kpi(
        code="market_share", name="Market share", unit="percent", direction="up",
        formula="won ÷ (won + lost) in money, of the decided deals in which a competitor is known",
        source="Closed opportunities with competitors and their prices",
        inputs={"own": "amount of contested deals won", "market": "amount of all contested deals, those lost at the winner's price"},
        compute=market_share,
        example=Example({"own": 3, "market": 24}, Decimal("12.5"), "3 ÷ 24"),
        empty={"own": 3, "market": 0}),
)

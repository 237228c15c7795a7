"""How often a customer with a cadence is visited within a plan of one to four weeks."""


def rhythm_of(*, interval_days, weeks):
    """Return the rhythm whose interval is nearest to the customer's; "once" when the plan is too short for a second visit."""
    if not interval_days or interval_days <= 0:
        return "once"
    if interval_days < 2.9:
        return "thrice_weekly"
    if interval_days < 5.25:
        return "twice_weekly"
    if weeks >= 2 and interval_days < 10.5:
        return "weekly"
    if weeks >= 3 and interval_days < 21:
        return "fortnightly"
    return "once"


def visits_in(*, rhythm, weeks):
    """How many visits of this rhythm a plan of so many weeks holds."""
    return {"fortnightly": (weeks + 1) // 2, "weekly": weeks, "twice_weekly": 2 * weeks, "thrice_weekly": 3 * weeks}.get(rhythm, 1)


def fair_share(*, visits, days):
    """Visits a day when all days take about the same number."""
    return -(-visits // days) if days else 0

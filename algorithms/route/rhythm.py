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

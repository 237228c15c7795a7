"""Where a quote stands: what must be asked, and whether the last approval covers it as it is now."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from odoo.addons.sales_os.algorithms.discount.facts import QuoteFacts
from odoo.addons.sales_os.algorithms.discount.levels import Asked, asked
from odoo.addons.sales_os.algorithms.discount.policy_row import PolicyRow
from odoo.addons.sales_os.algorithms.discount.worse import Worsening, worsenings

NOT_NEEDED, NEEDED, REQUESTED, APPROVED, REFUSED, OUTDATED = "not_needed", "needed", "requested", "approved", "refused", "outdated"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``asked`` says for each policy which levels must approve; ``worse`` what got worse since it was asked or approved."""

    state: str
    facts: QuoteFacts
    asked: Mapping[Hashable, tuple[Asked, ...]]
    worse: tuple[Worsening, ...] = ()


def levels_asked(*, facts: QuoteFacts, policies: Sequence[PolicyRow]) -> dict[Hashable, tuple[Asked, ...]]:
    """Return the levels asked per policy, of those policies that ask anybody, in the order of ``policies``."""
    result = {}
    for policy in policies:
        group = facts.groups.get(policy.key)
        items = asked(levels=policy.levels, tested=group) if group is not None else ()
        if items:
            result[policy.key] = items
    return result


def what_is_worse(*, held: QuoteFacts, now: QuoteFacts, policies: Sequence[PolicyRow], asked_of: Mapping) -> tuple[Worsening, ...]:
    """Compare with ``held`` what needs an approval now."""
    return worsenings(approved=held, now=now, limits={policy.key: policy.limits for policy in policies if policy.key in asked_of})


def judge(*, now: QuoteFacts, policies: Sequence[PolicyRow], approval_state: str | None, held: QuoteFacts | None) -> Verdict:
    """Judge a quote.

    :param approval_state: state of its last approval, None without one
    :param held: what that approval was asked for
    """
    needed = levels_asked(facts=now, policies=policies)
    if not needed:
        return Verdict(state=NOT_NEEDED, facts=now, asked=needed)
    if held is None or approval_state in (None, "cancelled"):
        return Verdict(state=NEEDED, facts=now, asked=needed)
    worse = what_is_worse(held=held, now=now, policies=policies, asked_of=needed)
    if approval_state == REFUSED:
        # another offer may be asked for; the same, or a worse one, was refused
        state = REFUSED if worse or held.groups == now.groups else NEEDED
    else:
        state = OUTDATED if worse else approval_state
    return Verdict(state=state, facts=now, asked=needed, worse=worse)

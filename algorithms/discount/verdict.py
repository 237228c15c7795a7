"""Where a quote stands: what must be asked, and whether the last approval covers it as it is now."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.sales_os.algorithms.discount.facts import Measured, QuoteFacts
from odoo.addons.sales_os.algorithms.discount.levels import FINDING, Asked, Because, Level, asked
from odoo.addons.sales_os.algorithms.discount.policy_row import PolicyRow
from odoo.addons.sales_os.algorithms.discount.worse import Worsening, new_findings, worsenings

NOT_NEEDED, NEEDED, REQUESTED, APPROVED, REFUSED, OUTDATED = "not_needed", "needed", "requested", "approved", "refused", "outdated"

# stands where a policy stands: what else of a quote its company lets through with an approval only
HEALTH = 0
HEALTH_LEVEL = Level(key=HEALTH)
NOTHING = Measured(
    discount_percent=Decimal(0), margin_percent=None, amount=Decimal(0), weighted_discount_percent=Decimal(0),
    weighted_margin_percent=None, list_amount=Decimal(0), given_amount=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``asked`` says for each policy which levels must approve; ``worse`` what got worse since it was asked or approved."""

    state: str
    facts: QuoteFacts
    asked: Mapping[Hashable, tuple[Asked, ...]]
    worse: tuple[Worsening, ...] = ()

    def measured(self, policy: Hashable) -> Measured:
        """What ``policy`` tests; nothing where the quote's health is what asks."""
        return self.facts.groups.get(policy, NOTHING)


def levels_asked(
    *, facts: QuoteFacts, policies: Sequence[PolicyRow], findings: Mapping[str, str] | None = None,
) -> dict[Hashable, tuple[Asked, ...]]:
    """Return the levels asked per policy, of those policies that ask anybody, in the order of ``policies``.

    :param findings: code -> words of what else needs an approval: the nearest manager is asked
    """
    result = {}
    for policy in policies:
        group = facts.groups.get(policy.key)
        items = asked(levels=policy.levels, tested=group) if group is not None else ()
        if items:
            result[policy.key] = items
    if findings:
        because = tuple(Because(criterion=FINDING, words=words) for _code, words in sorted(findings.items()))
        result[HEALTH] = (Asked(level=HEALTH_LEVEL, because=because),)
    return result


def what_is_worse(*, held: QuoteFacts, now: QuoteFacts, policies: Sequence[PolicyRow], asked_of: Mapping) -> tuple[Worsening, ...]:
    """Compare with ``held`` what needs an approval now."""
    found = worsenings(approved=held, now=now, limits={policy.key: policy.limits for policy in policies if policy.key in asked_of})
    return (*found, *new_findings(approved=held, now=now, policy=HEALTH)) if HEALTH in asked_of else found


def judge(
    *, now: QuoteFacts, policies: Sequence[PolicyRow], approval_state: str | None, held: QuoteFacts | None,
    findings: Mapping[str, str] | None = None,
) -> Verdict:
    """Judge a quote.

    :param approval_state: state of its last approval, None without one
    :param held: what that approval was asked for
    """
    needed = levels_asked(facts=now, policies=policies, findings=findings)
    if not needed:
        return Verdict(state=NOT_NEEDED, facts=now, asked=needed)
    if held is None or approval_state in (None, "cancelled"):
        return Verdict(state=NEEDED, facts=now, asked=needed)
    worse = what_is_worse(held=held, now=now, policies=policies, asked_of=needed)
    if approval_state == REFUSED:
        # another offer may be asked for; the same, or a worse one, was refused
        state = REFUSED if worse or (held.groups, held.findings) == (now.groups, now.findings) else NEEDED
    else:
        state = OUTDATED if worse else approval_state
    return Verdict(state=state, facts=now, asked=needed, worse=worse)

"""Which insights a person sees: none twice, the weightiest first, none longer than it holds.

Every finding has a mark (kind, record and cause): a second finding with the same mark *updates* the one that is open. A
finding that was dismissed is *silent* for a while unless it has become half as grave again; one that was done comes back only
by evidence that is newer. Open insights that are found no more are *gone*, those older than their kind lives *expired*.

Rank = gravity × certainty × freshness × usefulness. Gravity: 1 to 3 by severity plus the money at stake, x/(x +
``half_amount``). Freshness falls to a half after half the life of the kind. Usefulness: how often insights of this kind were
acted on, (acted + 2)/(acted + dismissed + 4), so that a kind nobody uses sinks and a new one starts in the middle. No kind
fills the list: only the ``most_of_kind`` best of each are shown.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

SEVERITIES = {"info": 1.0, "warning": 2.0, "critical": 3.0}
SILENT_DAYS = 30
GRAVER = 1.5
DEFAULT_LIFE = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found today; ``certainty`` 0 to 1; ``evidence_day``: of the newest fact it rests on."""

    kind: str
    record: Hashable
    severity: str
    evidence_day: date
    amount: Decimal = Decimal(0)
    certainty: float = 1.0
    cause: str = ""

    @property
    def mark(self):
        return self.kind, self.record, self.cause


@dataclass(frozen=True, slots=True)
class KnownInsight:
    """An insight there is; ``state``: ``new``, ``acknowledged``, ``done`` or ``dismissed``, ``closed``: the day of the last two."""

    key: Hashable
    kind: str
    record: Hashable
    state: str
    found: date
    gravity: float
    cause: str = ""
    closed: date | None = None

    @property
    def mark(self):
        return self.kind, self.record, self.cause


@dataclass(frozen=True, slots=True)
class Ranked:
    """A finding to show: ``known`` is the insight to update, None for a new one."""

    finding: Finding
    known: Hashable | None
    score: float
    gravity: float


@dataclass(frozen=True, slots=True)
class Attention:
    """``shown`` by rank; ``held_back``: over the most of their kind; ``silent``: (finding, why); ``close``: (insight key, why: ``gone`` or
    ``expired``)."""

    shown: tuple[Ranked, ...]
    held_back: tuple[Ranked, ...]
    silent: tuple[tuple[Finding, str], ...]
    close: tuple[tuple[Hashable, str], ...]


def decide_attention(
    *, findings: Iterable[Finding], known: Iterable[KnownInsight], today: date, life_days: Mapping[str, int] | None = None,
    feedback: Mapping[str, tuple[int, int]] | None = None, half_amount: Decimal = Decimal(10_000), most_of_kind: int = 5,
) -> Attention:
    """Return what to do with all findings and all insights there are.

    :param life_days: kind → days an insight holds; :param feedback: kind → (acted on, dismissed)
    """
    life_days, feedback = life_days or {}, feedback or {}
    best = {}
    for finding in findings:
        gravity = _gravity(finding, half_amount)
        if finding.mark not in best or gravity > best[finding.mark][1]:
            best[finding.mark] = finding, gravity
    open_ones, closed_ones, close = {}, {}, []
    for insight in sorted(known, key=lambda insight: insight.closed or insight.found):
        if insight.state in ("new", "acknowledged"):
            open_ones[insight.mark] = insight
        else:
            closed_ones[insight.mark] = insight
    ranked, silent = [], []
    for mark, (finding, gravity) in best.items():
        life = life_days.get(finding.kind, DEFAULT_LIFE)
        if finding.evidence_day + timedelta(days=life) < today:
            silent.append((finding, "old_evidence"))
        elif mark not in open_ones and (why := _why_silent(finding, gravity, closed_ones.get(mark), today)):
            silent.append((finding, why))
        else:
            score = gravity * finding.certainty * _freshness(finding, today, life) * _usefulness(feedback.get(finding.kind, (0, 0)))
            insight = open_ones.get(mark)
            ranked.append(Ranked(finding, insight.key if insight else None, score, gravity))
    found = {entry.finding.mark for entry in ranked}
    for mark, insight in open_ones.items():
        if mark not in found:
            over = insight.found + timedelta(days=life_days.get(insight.kind, DEFAULT_LIFE)) < today
            close.append((insight.key, "expired" if over else "gone"))
    shown, held_back = _limit(ranked, most_of_kind)
    return Attention(tuple(shown), tuple(held_back), tuple(silent), tuple(close))


def _gravity(finding, half_amount):
    amount = float(max(finding.amount, Decimal(0)))
    return SEVERITIES[finding.severity] + amount / (amount + float(half_amount))


def _freshness(finding, today, life):
    age = max(0, (today - finding.evidence_day).days)
    return 0.5 ** (age / max(1.0, life / 2))


def _usefulness(feedback):
    acted, dismissed = feedback
    return (acted + 2) / (acted + dismissed + 4)


def _why_silent(finding, gravity, closed, today):
    if closed is None:
        return ""
    if closed.state == "done":
        return "" if finding.evidence_day > closed.closed else "done"
    if closed.closed + timedelta(days=SILENT_DAYS) > today and gravity < GRAVER * closed.gravity:
        return "dismissed"
    return ""


def _limit(ranked, most_of_kind):
    ranked = sorted(ranked, key=lambda entry: (-entry.score, entry.finding.kind, str(entry.finding.record), entry.finding.cause))
    counts, shown, held_back = Counter(), [], []
    for entry in ranked:
        counts[entry.finding.kind] += 1
        (shown if counts[entry.finding.kind] <= most_of_kind else held_back).append(entry)
    return shown, held_back

"""What to send next to a lead in a nurturing sequence: a step, nothing yet, or nothing any more.

A sequence stops for good when the person replied, bought, was lost, unsubscribed or was erased, when mails bounce, or when a
meeting is booked. It waits while a colleague has been in touch in person. A step is due ``wait_days`` after the one before,
on a working day. A step is sent at most once: what is queued counts as sent, and nobody gets two messages on one day, in
however many sequences he is. A step whose channel the person has not consented to is passed over, with the reason.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MESSAGES = frozenset({"mail", "sms"})
QUIET_DAYS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """``channel``: ``mail``, ``sms`` or ``activity`` (a task for the rep: needs no consent, is no message)."""

    key: Hashable
    wait_days: int
    channel: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person in one sequence. ``person``: who receives, the same in all sequences; ``sent``: (step key, day), queued ones included;
    ``stops``: reasons to stop, any of ``replied``, ``won``, ``lost``, ``unsubscribed``, ``erased``, ``bounced``, ``meeting_booked``."""

    key: Hashable
    person: Hashable
    started: date
    steps: tuple[Step, ...]
    sent: tuple[tuple[Hashable, date], ...] = ()
    stops: tuple[str, ...] = ()
    consents: frozenset = frozenset({"mail"})
    last_personal_contact: date | None = None
    last_message: date | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """``verdict``: ``send`` (``step`` now), ``wait`` (until ``date_due``, because of ``why``), ``stop`` (for good, ``why``), ``finished``.

    ``skipped``: steps before it whose channel has no consent; they count as done.
    """

    enrolment: Hashable
    verdict: str
    step: Hashable | None = None
    date_due: date | None = None
    why: str = ""
    skipped: tuple[Hashable, ...] = ()


def next_steps(*, enrolments: Iterable[Enrolment], today: date, workdays: frozenset = frozenset(range(5))) -> list[NextStep]:
    """Return the verdict on each enrolment, in the order given; of two messages to one person on a day the earlier named goes first."""
    messaged, answers = set(), []
    for enrolment in enrolments:
        answer = judge_enrolment(enrolment=enrolment, today=today, workdays=workdays)
        if answer.verdict == "send" and _channel(enrolment, answer.step) in MESSAGES:
            if enrolment.person in messaged:
                tomorrow = next_workday(today + timedelta(days=1), workdays)
                answer = NextStep(enrolment.key, "wait", answer.step, tomorrow, "one_message_a_day", answer.skipped)
            messaged.add(enrolment.person)
        answers.append(answer)
    return answers


def judge_enrolment(*, enrolment: Enrolment, today: date, workdays: frozenset = frozenset(range(5))) -> NextStep:
    """Return the verdict on one enrolment alone."""
    if enrolment.stops:
        return NextStep(enrolment.key, "stop", why=enrolment.stops[0])
    done = dict(enrolment.sent)
    before, skipped = enrolment.started, []
    for step in enrolment.steps:
        if step.key in done:
            before = max(before, done[step.key])
            continue
        if step.channel in MESSAGES and step.channel not in enrolment.consents:
            skipped.append(step.key)
            continue
        due, why = before + timedelta(days=step.wait_days), "not_due"
        contact = enrolment.last_personal_contact
        if contact and contact + timedelta(days=QUIET_DAYS) > max(due, today):
            due, why = contact + timedelta(days=QUIET_DAYS), "personal_contact"
        if step.channel in MESSAGES and enrolment.last_message and enrolment.last_message >= max(due, today):
            due, why = enrolment.last_message + timedelta(days=1), "one_message_a_day"
        due = next_workday(due, workdays)
        if due <= today and next_workday(today, workdays) != today:
            due, why = next_workday(today, workdays), "no_workday"
        if due <= today:
            return NextStep(enrolment.key, "send", step.key, due, skipped=tuple(skipped))
        return NextStep(enrolment.key, "wait", step.key, due, why, tuple(skipped))
    return NextStep(enrolment.key, "finished", skipped=tuple(skipped))


def next_workday(day: date, workdays: frozenset) -> date:
    """Return the day itself or the first working day after it; any day where none is a working day."""
    if not workdays:
        return day
    while day.weekday() not in workdays:
        day += timedelta(days=1)
    return day


def _channel(enrolment, key):
    return next(step.channel for step in enrolment.steps if step.key == key)

import unittest
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.lead.nurture import Enrolment, Step, judge_enrolment, next_steps, next_workday

MONDAY = date(2026, 6, 1)
STEPS = (Step("hello", 0, "mail"), Step("call", 3, "activity"), Step("offer", 4, "mail"))
FRESH = Enrolment("e1", "anna", MONDAY, STEPS)


def judge(enrolment, day=MONDAY):
    return judge_enrolment(enrolment=enrolment, today=day)


class TestNurture(unittest.TestCase):
    def test_first_step_at_once_then_each_after_its_wait(self):
        self.assertEqual((judge(FRESH).verdict, judge(FRESH).step), ("send", "hello"))
        begun = replace(FRESH, sent=(("hello", MONDAY),))
        waiting = judge(begun, MONDAY + timedelta(days=1))
        self.assertEqual((waiting.verdict, waiting.step, waiting.date_due, waiting.why), ("wait", "call", date(2026, 6, 4), "not_due"))
        self.assertEqual(judge(begun, date(2026, 6, 4)).verdict, "send")

    def test_every_reason_stops_for_good(self):
        for reason in ("replied", "won", "lost", "unsubscribed", "erased", "bounced", "meeting_booked"):
            answer = judge(replace(FRESH, stops=(reason,)))
            self.assertEqual((answer.verdict, answer.why, answer.step), ("stop", reason, None))

    def test_all_sent_is_finished(self):
        self.assertEqual(judge(replace(FRESH, sent=tuple((step.key, MONDAY) for step in STEPS))).verdict, "finished")

    def test_weekends_wait(self):
        answer = judge(FRESH, MONDAY - timedelta(days=1))
        self.assertEqual((answer.verdict, answer.date_due), ("wait", MONDAY))
        late = judge(replace(FRESH, started=MONDAY - timedelta(days=9)), MONDAY - timedelta(days=1))
        self.assertEqual((late.verdict, late.date_due, late.why), ("wait", MONDAY, "no_workday"))

    def test_a_personal_contact_makes_it_quiet_for_some_days(self):
        answer = judge(replace(FRESH, last_personal_contact=MONDAY))
        self.assertEqual((answer.verdict, answer.date_due, answer.why), ("wait", date(2026, 6, 4), "personal_contact"))

    def test_a_channel_without_consent_is_passed_over(self):
        answer = judge(replace(FRESH, consents=frozenset()), MONDAY + timedelta(days=3))
        self.assertEqual((answer.verdict, answer.step, answer.skipped), ("send", "call", ("hello",)))
        only_mail = replace(FRESH, steps=STEPS[:1], consents=frozenset())
        self.assertEqual((judge(only_mail).verdict, judge(only_mail).skipped), ("finished", ("hello",)))

    def test_one_message_a_day_over_all_sequences(self):
        other = replace(FRESH, key="e2")
        task = Enrolment("e3", "anna", MONDAY, (Step("task", 0, "activity"),))
        first, second, third = next_steps(enrolments=[FRESH, other, task], today=MONDAY)
        self.assertEqual([first.verdict, second.verdict, third.verdict], ["send", "wait", "send"])
        self.assertEqual((second.why, second.date_due), ("one_message_a_day", date(2026, 6, 2)))
        self.assertEqual(judge(replace(FRESH, last_message=MONDAY)).why, "one_message_a_day")

    def test_run_twice_sends_once(self):
        first = judge(FRESH)
        again = judge(replace(FRESH, sent=((first.step, MONDAY),), last_message=MONDAY))
        self.assertNotEqual((again.verdict, again.step), ("send", first.step))

    def test_no_working_days_at_all_does_not_hang(self):
        self.assertEqual(next_workday(MONDAY, frozenset()), MONDAY)

    @given(
        st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["mail", "sms", "activity"])), min_size=1, max_size=5),
        st.frozensets(st.sampled_from(["mail", "sms"])), st.lists(st.integers(0, 3), min_size=60, max_size=60),
    )
    def test_day_after_day_each_step_goes_out_once_in_order_and_never_two_messages_a_day(self, steps, consents, runs):
        steps = tuple(Step(number, wait, channel) for number, (wait, channel) in enumerate(steps))
        enrolment, day, sent = Enrolment(1, "p", MONDAY, steps, consents=consents), MONDAY, []
        for count in runs:
            for _run in range(count):
                answer = judge_enrolment(enrolment=enrolment, today=day)
                if answer.verdict == "send":
                    message = steps[answer.step].channel != "activity"
                    sent.append((answer.step, day))
                    enrolment = replace(enrolment, sent=tuple(sent), last_message=day if message else enrolment.last_message)
            day += timedelta(days=1)
        keys = [key for key, _day in sent]
        self.assertEqual(keys, sorted(set(keys)))
        days = [when for key, when in sent if steps[key].channel != "activity"]
        self.assertEqual(len(days), len(set(days)))
        self.assertTrue(all(when.weekday() < 5 for _key, when in sent))
        self.assertTrue(all(steps[key].channel in consents | {"activity"} for key in keys))

"""Who is on a mailing list and who is left out, without a database."""

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.customer.audience import Left, Member, Person, plan_audience

emails = st.sampled_from(["", "a@x.example", "b@x.example", "c@x.example", "d@x.example"])
people = st.lists(st.builds(Person, st.integers(1, 9), emails, st.sampled_from(["", "given", "refused"])), max_size=9,
    unique_by=lambda row: row.key)
lists = st.lists(st.builds(Member, st.integers(1, 9), emails.filter(bool), st.booleans()), max_size=5, unique_by=(lambda row: row.key,
    lambda row: row.email))


class TestAudiencePlan(TestCase):
    def test_who_is_left_out_and_why(self):
        plan = plan_audience(
            people=[Person(1, "a@x"), Person(2), Person(3, "b@x"), Person(4, "c@x", "refused"), Person(5, "a@x"), Person(6, "d@x"),
                Person(7, "e@x")],
            members=[Member(1, "d@x", is_opted_out=True), Member(2, "e@x"), Member(3, "gone@x")], blacklist=frozenset({"b@x"}))
        self.assertEqual([person.key for person in plan.add], [1])
        self.assertEqual([member.key for member in plan.remove], [3])
        self.assertEqual(plan.kept, 1)
        self.assertEqual(plan.left, {
            Left.NO_ADDRESS: 1, Left.BLACKLISTED: 1, Left.REFUSED: 1, Left.SAME_ADDRESS: 1, Left.OPTED_OUT: 1})

    def test_where_consent_is_needed_a_yes_counts_alone(self):
        plan = plan_audience(people=[Person(1, "a@x"), Person(2, "b@x", "given")], needs_consent=True)
        self.assertEqual(([person.key for person in plan.add], plan.left), ([2], {Left.NOT_ASKED: 1}))

    def test_whoever_says_no_is_taken_off(self):
        plan = plan_audience(people=[Person(1, "a@x", "refused")], members=[Member(9, "a@x")])
        self.assertEqual([member.key for member in plan.remove], [9])

    @given(people, lists, st.frozensets(emails.filter(bool)), st.booleans())
    def test_the_second_time_nothing_changes_and_nobody_who_said_no_is_reached(self, found, members, blacklist, needs_consent):
        asked = {"people": found, "blacklist": blacklist, "needs_consent": needs_consent}
        plan = plan_audience(members=members, **asked)
        after = [member for member in members if member not in plan.remove]
        after += [Member(100 + number, person.email) for number, person in enumerate(plan.add)]
        again = plan_audience(members=after, **asked)
        self.assertEqual((again.add, again.remove), ((), ()))
        refused = blacklist | {member.email for member in members if member.is_opted_out}
        self.assertFalse({member.email for member in after if not member.is_opted_out} & refused)

"""Who approves: the climb, the delegates, and that there is always somebody."""

import unittest
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.discount.chain import (
    Directory,
    Person,
    choose_group,
    choose_in_chain,
    choose_person,
    stand_in,
)

NOBODY = frozenset()


def directory(*people, delegates=None, last_resort=("admin",)):
    people = [*people, *(Person(key=key) for key in last_resort)]
    return Directory(people={person.key: person for person in people}, delegates=delegates or {}, last_resort=last_resort)


def climb(book, chain, discount=15, excluded=NOBODY, before=NOBODY, level=20):
    return choose_in_chain(
        chain=chain, discount_percent=D(discount), level_limit=D(level), directory=book, excluded=excluded, asked_before=before)


class TestChain(unittest.TestCase):
    def test_the_nearest_manager_is_asked(self):
        self.assertEqual(climb(directory(Person(key="m"), Person(key="d")), ["m", "d"]).users, ("m",))

    def test_climb_until_a_limit_covers(self):
        book = directory(Person(key="m", limit_percent=D(12)), Person(key="d", limit_percent=D(30)))
        choice = climb(book, ["m", "d"])
        self.assertEqual((choice.users, choice.way), (("d",), (("limit", "m"),)))

    def test_what_goes_beyond_the_level_is_for_the_next_level(self):
        book = directory(Person(key="m"), Person(key="d"))
        self.assertEqual(climb(book, ["m", "d"], discount=35).users, ("m",))

    def test_the_requester_is_passed_over(self):
        self.assertEqual(climb(directory(Person(key="m"), Person(key="d")), ["m", "d"], excluded=frozenset({"m"})).users, ("d",))

    def test_a_higher_level_asks_somebody_higher(self):
        self.assertEqual(climb(directory(Person(key="m"), Person(key="d")), ["m", "d"], before=frozenset({"m"})).users, ("d",))

    def test_away_with_a_delegate(self):
        book = directory(Person(key="m", away=True), Person(key="x"), Person(key="d"), delegates={"m": ["x"]})
        choice = climb(book, ["m", "d"])
        self.assertEqual((choice.users, choice.way), (("x",), (("away", "m"), ("delegate", "x"))))

    def test_away_without_a_delegate_asks_the_next(self):
        self.assertEqual(climb(directory(Person(key="m", away=True), Person(key="d")), ["m", "d"]).users, ("d",))

    def test_archived_and_without_right_are_passed_over(self):
        book = directory(Person(key="m", active=False), Person(key="n", may_approve=False))
        choice = climb(book, ["m", "n"])
        self.assertEqual((choice.users, choice.is_last_resort), (("admin",), True))

    def test_somebody_who_is_there_may_still_decide_beside_the_delegate(self):
        book = directory(Person(key="m"), Person(key="x"), delegates={"m": ["x"]})
        self.assertEqual(climb(book, ["m"]).users, ("x", "m"))

    def test_a_delegate_who_asks_does_not_decide(self):
        book = directory(Person(key="m", away=True), Person(key="x"), delegates={"m": ["x"]})
        self.assertEqual(climb(book, ["m"], excluded=frozenset({"x"})).users, ("admin",))

    def test_three_hops_and_no_more(self):
        def away(*keys):
            return [Person(key=key, away=True) for key in keys]
        chain = {"a": ["b"], "b": ["c"], "c": ["d"], "d": ["e"]}
        three = directory(*away("a", "b", "c"), Person(key="d"), delegates=chain)
        four = directory(*away("a", "b", "c", "d"), Person(key="e"), delegates=chain)
        self.assertEqual(stand_in(key="a", directory=three, excluded=NOBODY), "d")
        self.assertIsNone(stand_in(key="a", directory=four, excluded=NOBODY))

    def test_a_circle_of_delegates_ends(self):
        book = directory(Person(key="a", away=True), Person(key="b", away=True), delegates={"a": ["b"], "b": ["a"]})
        self.assertIsNone(stand_in(key="a", directory=book, excluded=NOBODY))

    def test_a_group_is_asked_as_a_whole_without_the_requester(self):
        book = directory(Person(key="a"), Person(key="b"), Person(key="c", away=True))
        self.assertEqual(choose_group(members=["a", "b", "c"], directory=book, excluded=frozenset({"a"})).users, ("b",))

    def test_a_group_away_is_stood_in_for_or_goes_to_the_last_resort(self):
        book = directory(Person(key="a", away=True), Person(key="x"), delegates={"a": ["x"]})
        self.assertEqual(choose_group(members=["a"], directory=book, excluded=NOBODY).users, ("x",))
        self.assertEqual(choose_group(members=[], directory=book, excluded=NOBODY).users, ("admin",))

    def test_a_named_person_falls_back_to_the_manager(self):
        book = directory(Person(key="u", away=True), Person(key="m"))
        self.assertEqual(choose_person(key="u", chain_above=["m"], directory=book, excluded=NOBODY).users, ("m",))

    def test_where_the_last_resort_is_away_too_it_is_asked_nevertheless(self):
        book = Directory(people={"admin": Person(key="admin", away=True)}, last_resort=("admin",))
        self.assertEqual(climb(book, []).users, ("admin",))

    @given(st.data())
    def test_never_the_requester_and_never_nobody(self, data):
        keys = list(range(6))
        people = [
            Person(key=key, active=data.draw(st.booleans()), away=data.draw(st.booleans()), may_approve=data.draw(st.booleans()),
                   limit_percent=data.draw(st.sampled_from([None, D(5), D(50)])))
            for key in keys]
        delegates = {key: data.draw(st.lists(st.sampled_from(keys), max_size=2)) for key in keys}
        book = directory(*people, delegates=delegates)
        requester = data.draw(st.sampled_from(keys))
        chain = data.draw(st.lists(st.sampled_from(keys), unique=True))
        excluded = frozenset({requester})
        for choice in (
            climb(book, chain, excluded=excluded), choose_group(members=chain, directory=book, excluded=excluded),
            choose_person(key=keys[0], chain_above=chain, directory=book, excluded=excluded),
        ):
            self.assertTrue(choice.users)
            self.assertNotIn(requester, choice.users)
            for user in choice.users:
                person = book.people[user]
                self.assertTrue(person.active and person.may_approve and not person.away)

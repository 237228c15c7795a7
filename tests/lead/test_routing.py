import unittest
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.lead.routing import LeadFacts, PassedOver, Pool, RepFacts, route_leads

NORTH = Pool("north", "territory", (("owner",), ("backup",)))
TEAM = Pool("team", "team", (("a", "b", "c"),))


def reps(*keys, **facts):
    return [RepFacts(key, **facts) for key in keys]


def leads(count, *pools, **facts):
    return [LeadFacts(number, pools, waiting=number, **facts) for number in range(count)]


class TestRouting(unittest.TestCase):
    def test_the_owner_gets_it(self):
        (answer,) = route_leads(leads=leads(1, "north", "team"), reps=reps("owner", "backup", "a"), pools=[NORTH, TEAM])
        self.assertEqual((answer.rep, answer.why, answer.pool, answer.rank, answer.passed), ("owner", "owner", "north", 0, ()))

    def test_an_absent_owner_is_passed_over_and_that_is_told(self):
        (answer,) = route_leads(
            leads=leads(1, "north"), reps=[RepFacts("owner", away="absent"), RepFacts("backup")], pools=[NORTH])
        self.assertEqual((answer.rep, answer.why, answer.passed), ("backup", "backup", (PassedOver("owner", "absent"),)))

    def test_a_full_owner_gives_to_the_backup_then_to_the_team(self):
        found = route_leads(
            leads=leads(4, "north", "team"),
            reps=[RepFacts("owner", capacity=5, load=4), RepFacts("backup", capacity=1), *reps("a", "b", "c")], pools=[NORTH, TEAM])
        self.assertEqual([answer.rep for answer in found], ["owner", "backup", "a", "b"])
        self.assertEqual(found[2].passed, (PassedOver("owner", "full"), PassedOver("backup", "full")))

    def test_in_turn(self):
        found = route_leads(leads=leads(7, "team"), reps=reps("a", "b", "c"), pools=[TEAM])
        self.assertEqual([answer.rep for answer in found], list("abcabca"))
        self.assertEqual({answer.why for answer in found}, {"in_turn"})

    def test_the_turn_goes_on_where_it_was_left(self):
        team = [RepFacts("a", last=3), RepFacts("b", last=1), RepFacts("c", last=2)]
        self.assertEqual([answer.rep for answer in route_leads(leads=leads(3, "team"), reps=team, pools=[TEAM])], ["b", "c", "a"])

    def test_shares_follow_capacity(self):
        team = [RepFacts("a", capacity=30), RepFacts("b", capacity=60), RepFacts("c", capacity=10)]
        found = Counter(answer.rep for answer in route_leads(leads=leads(50, "team"), reps=team, pools=[TEAM]))
        self.assertEqual(found, {"a": 15, "b": 30, "c": 5})

    def test_a_rep_in_two_pools_is_counted_once(self):
        both = Pool("south", "territory", (("a",),))
        found = route_leads(leads=[*leads(3, "south"), LeadFacts(9, ("team",), waiting=9)], reps=reps("a", "b", "c"), pools=[TEAM, both])
        self.assertEqual([answer.rep for answer in found], ["a", "a", "a", "b"])

    def test_who_refused_does_not_get_it_again_but_gets_the_next(self):
        found = route_leads(
            leads=[LeadFacts(1, ("team",), not_to=frozenset("ab"), waiting=0), LeadFacts(2, ("team",), waiting=1)],
            reps=reps("a", "b", "c"), pools=[TEAM])
        self.assertEqual([answer.rep for answer in found], ["c", "a"])
        (nobody,) = route_leads(leads=[LeadFacts(1, ("team",), not_to=frozenset("abc"))], reps=reps("a", "b", "c"), pools=[TEAM])
        self.assertEqual((nobody.rep, nobody.why, nobody.passed[0]), (None, "nobody_free", PassedOver("a", "refused")))

    def test_unassigned_and_why(self):
        crew = [RepFacts("owner", away="absent"), RepFacts("backup", capacity=0)]
        empty = Pool("empty", "team", ((),))
        found = route_leads(
            leads=[LeadFacts(1), LeadFacts(2, ("nowhere",)), LeadFacts(3, ("empty",)), LeadFacts(4, ("north",))],
            reps=crew, pools=[NORTH, empty])
        self.assertEqual([answer.why for answer in found], ["no_pool", "no_pool", "empty_pool", "nobody_free"])
        self.assertEqual(found[3].passed, (PassedOver("owner", "absent"), PassedOver("backup", "full")))

    def test_an_archived_rep_in_a_pool_gets_nothing(self):
        (answer,) = route_leads(leads=leads(1, "north"), reps=reps("backup"), pools=[NORTH])
        self.assertEqual((answer.rep, answer.passed), ("backup", (PassedOver("owner", "inactive"),)))

    def test_urgent_leads_come_first_then_older_ones(self):
        given_leads = [
            LeadFacts("young", ("one",), waiting=5), LeadFacts("old", ("one",), waiting=1),
            LeadFacts("hot", ("one",), urgency=2, waiting=9),
        ]
        found = route_leads(leads=given_leads, reps=[RepFacts("a", capacity=2)], pools=[Pool("one", "team", (("a",),))])
        self.assertEqual([answer.rep for answer in found], [None, "a", "a"])

    @given(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 8), st.booleans()), min_size=1, max_size=6),
        st.lists(st.tuples(st.lists(st.integers(0, 2), max_size=3), st.frozensets(st.integers(0, 6), max_size=2)), max_size=40),
        st.lists(st.lists(st.integers(0, 6), unique=True, max_size=4), min_size=3, max_size=3),
    )
    def test_nobody_is_overfilled_and_nobody_waits_who_could_be_served(self, crew, wanted, ranks):
        crew = [RepFacts(key, capacity, min(load, capacity), away="absent" if away else "")
                for key, (capacity, load, away) in enumerate(crew)]
        pools = [Pool(number, "team", (tuple(rank),)) for number, rank in enumerate(ranks)]
        given_leads = [LeadFacts(number, tuple(names), not_to=not_to) for number, (names, not_to) in enumerate(wanted)]
        found = route_leads(leads=given_leads, reps=crew, pools=pools)
        given_to = Counter(answer.rep for answer in found if answer.rep is not None)
        self.assertEqual([answer.lead for answer in found], [lead.key for lead in given_leads])
        for rep in crew:
            self.assertLessEqual(rep.load + given_to[rep.key], rep.capacity)
            self.assertFalse(rep.away and given_to[rep.key])
        for lead, answer in zip(given_leads, found, strict=True):
            self.assertNotIn(answer.rep, lead.not_to)
            if answer.rep is None:
                possible = {key for name in lead.pools for key in ranks[name]} - lead.not_to
                free = [rep for rep in crew if rep.key in possible and not rep.away and rep.load + given_to[rep.key] < rep.capacity]
                self.assertEqual(free, [])

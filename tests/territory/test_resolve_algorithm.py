import random
import unittest
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.geo.polygon import contains, parse_geojson
from odoo.addons.sales_os.algorithms.territory.resolve import meets, resolve
from odoo.addons.sales_os.algorithms.territory.rule import Customer, Rule, same_city
from odoo.addons.sales_os.algorithms.territory.zip_pattern import forms, parse_zip_patterns

SQUARE = parse_geojson('{"type": "Polygon", "coordinates": [[[28, 40], [30, 40], [30, 42], [28, 42], [28, 40]]]}')


def zips(text):
    return parse_zip_patterns(text)


def one(customer, *rules):
    return resolve(customers=[customer], rules=rules)[customer.key]


class TestResolve(unittest.TestCase):
    def test_zip_in_a_list_resolves_and_names_the_rule(self):
        """m25: OCA's base_territory keeps '75001,75002' as text and never looks at it."""
        decision = one(Customer(key=1, zip="75001"), Rule(key=7, territory="Paris", zips=zips("75001,75002")))
        self.assertEqual((decision.winner, decision.territory, decision.matched), (7, "Paris", ("zip",)))

    def test_higher_priority_wins(self):
        decision = one(
            Customer(key=1, zip="75001"),
            Rule(key=1, territory="a", zips=zips("75001")),
            Rule(key=2, territory="b", zips=zips("75*"), priority=20),
        )
        self.assertEqual((decision.territory, decision.losers), ("b", ((1, "priority"),)))

    def test_tie_goes_to_the_deeper_then_narrower_then_older(self):
        customer = Customer(key=1, zip="75001", country="FR")
        wide = Rule(key=1, territory="wide", zips=zips("75*"))
        deep = Rule(key=2, territory="deep", zips=zips("75*"), depth=2)
        narrow = Rule(key=3, territory="narrow", zips=zips("75000-75010"))
        narrower = Rule(key=4, territory="narrower", zips=zips("75*, 75001"))
        later = Rule(key=5, territory="later", zips=zips("75*"))
        country = Rule(key=6, territory="country", countries=frozenset({"FR"}))
        self.assertEqual(one(customer, wide, deep, narrower).territory, "deep")
        self.assertEqual(one(customer, wide, narrow).losers, ((1, "pattern"),))
        self.assertEqual(one(customer, narrow, narrower).territory, "narrower")
        self.assertEqual(one(customer, later, wide).losers, ((5, "age"),))
        self.assertEqual(one(customer, country, wide).territory, "wide")

    def test_named_account_beats_its_postal_code(self):
        customer = Customer(key=1, zip="75001", accounts=frozenset({1, 99}))
        decision = one(
            customer, Rule(key=1, territory="zip", zips=zips("75001")), Rule(key=2, territory="key account", accounts=frozenset({99}))
        )
        self.assertEqual(decision.territory, "key account")

    def test_every_criterion_must_hold(self):
        rule = Rule(
            key=1,
            territory="t",
            countries=frozenset({"TR"}),
            states=frozenset({34}),
            zips=zips("34*"),
            city="Kadıköy",
            categories=frozenset({"gold"}),
            industries=frozenset({"food"}),
            segments=frozenset({"a"}),
            revenue_min=10,
            revenue_max=20,
            shape=SQUARE,
            domain_keys=frozenset({1}),
            accounts=frozenset({1}),
        )
        good = {
            "key": 1,
            "country": "TR",
            "state": 34,
            "zip": "34710",
            "city": "KADIKOY",
            "categories": frozenset({"gold", "x"}),
            "industry": "food",
            "segment": "a",
            "revenue": 15,
            "latitude": 41,
            "longitude": 29,
            "accounts": frozenset({1}),
        }
        self.assertEqual(one(Customer(**good), rule).territory, "t")
        for name, value in {
            "country": "FR",
            "state": 6,
            "zip": "35000",
            "city": "İzmir",
            "categories": frozenset({"x"}),
            "industry": None,
            "segment": None,
            "revenue": 21,
            "latitude": None,
            "accounts": frozenset({2}),
            "key": 2,
        }.items():
            with self.subTest(name=name):
                self.assertIsNone(one(Customer(**{**good, name: value}), rule).winner)
        self.assertIsNone(one(Customer(**{**good, "revenue": 9}), rule).winner)

    def test_outline(self):
        rule = Rule(key=1, territory="t", shape=SQUARE)
        self.assertEqual(one(Customer(key=1, latitude=41.0, longitude=29.0), rule).territory, "t")
        self.assertIsNone(one(Customer(key=1, latitude=45.0, longitude=29.0), rule).territory)
        self.assertIsNone(one(Customer(key=1), rule).territory)

    def test_rule_without_criteria_takes_everyone(self):
        decision = one(Customer(key=1), Rule(key=1, territory="rest", priority=0))
        self.assertEqual((decision.territory, decision.matched), ("rest", ()))

    def test_nobody_matches(self):
        decision = one(Customer(key=1, zip="99999"), Rule(key=1, territory="t", zips=zips("75*")))
        self.assertEqual((decision.winner, decision.territory, decision.losers), (None, None, ()))

    def test_large_ranges_and_ranges_with_letters(self):
        rules = [Rule(key=1, territory="wide", zips=zips("10000-99999")), Rule(key=2, territory="letters", zips=zips("AB10-AB25"))]
        self.assertEqual(one(Customer(key=1, zip="54321"), *rules).territory, "wide")
        self.assertEqual(one(Customer(key=1, zip="ab 11"), *rules).territory, "letters")

    def test_town_names_fold(self):
        self.assertEqual(same_city("İZMİT"), same_city("izmit"))
        self.assertEqual(same_city("Iğdır"), same_city("igdir"))
        self.assertEqual(same_city("  Saint   Étienne"), same_city("saint etienne"))

    def test_order_of_rules_does_not_matter(self):
        customer = Customer(key=1, zip="75001", country="FR")
        rules = [
            Rule(key=1, territory="a", zips=zips("75*")),
            Rule(key=2, territory="b", zips=zips("75*")),
            Rule(key=3, territory="c", countries=frozenset({"FR"})),
        ]
        self.assertEqual(len({one(customer, *order) for order in permutations(rules)}), 1)

    @given(st.integers(0, 10_000))
    def test_as_a_plain_reading_of_the_rules(self, seed):
        chance = random.Random(seed)
        shapes = [None, None, SQUARE]
        rules = [
            Rule(
                key=key,
                territory=f"t{key}",
                priority=chance.choice((5, 10)),
                depth=chance.randrange(2),
                countries=frozenset(chance.sample("AB", chance.randrange(2))),
                states=frozenset(chance.sample("xy", chance.randrange(2))),
                zips=zips(", ".join(chance.sample(["10", "1*", "10-19", "2*", "00-99", "*"], chance.randrange(3)))),
                city=chance.choice(("", "Gebze")),
                accounts=frozenset(chance.sample(range(4), chance.choice((0, 0, 1)))),
                shape=chance.choice(shapes),
            )
            for key in range(chance.randrange(1, 9))
        ]
        customers = [
            Customer(
                key=key,
                country=chance.choice("AB"),
                state=chance.choice(("x", "y", None)),
                zip=chance.choice(("10", "15", "21", "10-5", "")),
                city=chance.choice(("GEBZE", "")),
                latitude=chance.choice((41.0, 50.0, None)),
                longitude=29.0,
                accounts=frozenset({key}),
            )
            for key in range(4)
        ]
        decisions = resolve(customers=customers, rules=rules)
        for customer in customers:
            ranked = sorted(self.rank(rule, customer) for rule in rules if self.meets(rule, customer))
            decision = decisions[customer.key]
            self.assertEqual(decision.winner, ranked[0][-1] if ranked else None)
            self.assertEqual({key for key, _why in decision.losers}, {rank[-1] for rank in ranked[1:]})

    @staticmethod
    def meets(rule, customer):
        placed = customer.latitude is not None
        return meets(
            rule,
            customer,
            placed and rule.shape is not None and contains(rule.shape, latitude=customer.latitude, longitude=customer.longitude),
        )

    @staticmethod
    def rank(rule, customer):
        if rule.accounts:
            width = (0, 0)
        elif rule.zips:
            width = min(pattern.width for pattern in rule.zips for form in forms(customer.zip) if pattern.matches(form))
        else:
            width = (4, 0)
        return (-rule.priority, -rule.depth, width, rule.key)

"""Which levels are asked, what each policy tests, and when a quote is worse: as arithmetic."""

import unittest
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.core.match_row import MatchRow
from odoo.addons.sales_os.algorithms.discount.effective import LineTerms, order_discount
from odoo.addons.sales_os.algorithms.discount.facts import (
    LineFacts,
    Measured,
    QuoteFacts,
    facts_from_json,
    facts_to_json,
    fingerprint,
)
from odoo.addons.sales_os.algorithms.discount.levels import Level, asked, beyond, faults
from odoo.addons.sales_os.algorithms.discount.policy_groups import governing, group_of_lines
from odoo.addons.sales_os.algorithms.discount.worse import PolicyLimits, Worsening, is_concerned, worsenings

FREE = Level(key="free", sequence=1, approver="none", max_discount_percent=D(10))
MANAGER = Level(key="manager", sequence=2, max_discount_percent=D(20), min_margin_percent=D(15))
DIRECTOR = Level(key="director", sequence=3, approver="group", max_discount_percent=D(100))
LEVELS = (FREE, MANAGER, DIRECTOR)
PERCENT = st.decimals(min_value=0, max_value=100, places=2)


def measured(discount=0, margin=50, amount=1000):
    return Measured(
        discount_percent=D(str(discount)), margin_percent=None if margin is None else D(str(margin)), amount=D(str(amount)),
        weighted_discount_percent=D(str(discount)), weighted_margin_percent=None if margin is None else D(str(margin)),
        list_amount=D(1000), given_amount=D(0))


def facts(groups=None, lines=None, **values):
    return QuoteFacts(**{
        "customer": 1, "company": 1, "currency": 1, "payment_term": None, "payment_days": D(30), "early_discount_percent": D(0),
        "prepayment_percent": D(0), "groups": groups or {7: measured(15)}, "lines": lines or {}, **values})


def line_facts(**values):
    return LineFacts(**{
        "product": 1, "unit": 1, "quantity": D(1), "net_amount": D(85), "percent": D(15), "margin_percent": D(30), "cost_unit": D(60),
        "standing": False, "policy": 7, **values})


def asked_keys(value, levels=LEVELS):
    return [item.level and item.level.key for item in asked(levels=levels, tested=value)]


class TestLevels(unittest.TestCase):
    def test_up_to_the_free_limit_nobody_is_asked(self):
        self.assertEqual(asked_keys(measured(10)), [])

    def test_a_hundredth_above_is_asked(self):
        self.assertEqual(asked_keys(measured("10.01")), ["manager"])

    def test_levels_are_asked_up_to_the_first_that_covers(self):
        self.assertEqual(asked_keys(measured(25)), ["manager", "director"])

    def test_a_margin_below_the_floor_climbs_as_well(self):
        items = asked(levels=LEVELS, tested=measured(12, margin=14))
        self.assertEqual([item.level.key for item in items], ["manager", "director"])
        self.assertEqual([because.criterion for because in items[1].because], ["margin"])

    def test_beyond_every_level_stands_the_last_resort(self):
        self.assertEqual(asked_keys(measured(25), (FREE, MANAGER)), ["manager", None])

    def test_without_a_free_level_every_quote_is_asked(self):
        items = asked(levels=(MANAGER,), tested=measured(0))
        self.assertEqual([because.criterion for because in items[0].because], ["always"])

    def test_an_amount_above_the_limit(self):
        level = Level(key=1, approver="none", max_amount=D(500))
        self.assertEqual([item.criterion for item in beyond(level, measured())], ["amount"])

    def test_faults_of_levels_are_named(self):
        self.assertEqual(faults(LEVELS), [])
        self.assertEqual(faults((Level(key=1, max_discount_percent=D(101)),)), [("percent", 1)])
        self.assertEqual(faults((MANAGER, Level(key=9, sequence=2, max_discount_percent=D(30)))), [("sequence", 9)])
        self.assertEqual(faults((FREE, Level(key=9, sequence=5, approver="none", max_discount_percent=D(30)))), [("nobody", 9)])
        self.assertEqual(faults((MANAGER, Level(key=9, sequence=5, max_discount_percent=D(15)))), [("shrinks", 9)])
        self.assertEqual(faults((FREE, Level(key=9, sequence=5, max_discount_percent=D(10)))), [("same", 9)])

    @given(PERCENT, PERCENT, PERCENT)
    def test_more_discount_never_asks_fewer(self, one, other, margin):
        less, more = sorted((one, other))
        self.assertLessEqual(len(asked_keys(measured(less, margin))), len(asked_keys(measured(more, margin))))

    @given(PERCENT, PERCENT)
    def test_what_the_last_asked_level_does_not_cover_goes_beyond(self, discount, margin):
        value = measured(discount, margin)
        items = asked(levels=LEVELS, tested=value)
        last = items[-1].level if items else FREE
        self.assertEqual(beyond(last, value), ())


class TestPolicyGroups(unittest.TestCase):
    def lines(self, *rows):
        return [LineTerms(key=key, list_amount=D(gross), net_amount=D(net), cost_amount=D(cost)) for key, gross, net, cost in rows]

    def test_the_first_row_wins_and_categories_count_per_line(self):
        rows = [MatchRow(key="parts", criteria={"category": frozenset({5})}), MatchRow(key="all", criteria={})]
        found = governing(rows=rows, facts={}, categories=[frozenset({5, 1}), frozenset({2})])
        self.assertEqual(found, {frozenset({5, 1}): "parts", frozenset({2}): "all", frozenset(): "all"})

    def test_each_policy_tests_its_lines(self):
        groups = group_of_lines(self.lines((1, 100, 75, 10), (2, 1000, 950, 500)), policy_of={1: "parts", 2: "all"}, default="all")
        self.assertEqual((groups["parts"].discount_percent, groups["all"].discount_percent), (D("25.00"), D("5.00")))

    def test_a_discount_line_is_spread_over_the_policies(self):
        groups = group_of_lines(
            self.lines((1, 100, 100, 0), (2, 900, 900, 0), (3, 0, -200, 0)), policy_of={1: "parts", 2: "all", 3: "parts"}, default="all")
        self.assertEqual({key: group.discount_percent for key, group in groups.items()}, {"parts": D("20.00"), "all": D("20.00")})

    def test_only_discount_lines_are_tested_by_the_policy_of_the_order(self):
        groups = group_of_lines(self.lines((3, 0, -200, 0)), policy_of={}, default="all")
        self.assertEqual(groups["all"].discount_percent, D("100.00"))

    def test_the_amount_is_in_the_company_currency(self):
        groups = group_of_lines(self.lines((1, 100, 75, 10)), policy_of={1: "all"}, default="all", rate=D("2.5"))
        self.assertEqual(groups["all"].amount, D("30.00"))

    @given(st.lists(st.tuples(st.integers(1, 999), st.integers(-999, 999)), min_size=1, max_size=6))
    def test_one_policy_tests_the_effective_discount_of_the_order(self, rows):
        lines = self.lines(*((key, gross, net, 0) for key, (gross, net) in enumerate(rows)))
        groups = group_of_lines(lines, policy_of={}, default="all")
        self.assertEqual(groups["all"].discount_percent, order_discount(lines).percent)


class TestWorse(unittest.TestCase):
    LIMITS = {7: PolicyLimits(tests_amount=True, least_volume_percent=D(50))}

    def what(self, now, approved=None):
        return {item.what for item in worsenings(approved=approved or facts(), now=now, limits=self.LIMITS)}

    def test_the_same_is_covered(self):
        self.assertEqual(self.what(facts()), set())

    def test_better_is_covered(self):
        self.assertEqual(self.what(facts({7: measured(5, 60, 900)}, payment_days=D(0), prepayment_percent=D(30))), set())

    def test_each_way_of_getting_worse_is_found(self):
        for values, expected in (
            ({"groups": {7: measured("15.01")}}, "discount"), ({"groups": {7: measured(15, "49.99")}}, "margin"),
            ({"groups": {7: measured(15, 50, 1001)}}, "amount"), ({"groups": {7: measured(15, 50, 499)}}, "volume"),
            ({"groups": {7: measured(15, 50), 8: measured(1)}}, None), ({"customer": 2}, "customer"), ({"company": 2}, "company"),
            ({"currency": 2}, "currency"), ({"payment_days": D(31)}, "payment_term"), ({"early_discount_percent": D(2)}, "early_discount"),
        ):
            with self.subTest(values=values):
                self.assertEqual(self.what(facts(**values)), {expected} - {None})
        self.assertEqual(self.what(facts(prepayment_percent=D(20)), facts(prepayment_percent=D(30))), {"prepayment"})

    def test_another_policy_must_be_asked(self):
        now = facts({8: measured(15)})
        self.assertEqual([item.what for item in worsenings(approved=facts(), now=now, limits={8: PolicyLimits()})], ["policy"])

    def test_where_nothing_needs_an_approval_nothing_is_worse(self):
        self.assertEqual(worsenings(approved=facts(), now=facts({7: measured(99)}, customer=2), limits={}), ())

    def test_a_line_may_stand_at_what_was_approved_of_it(self):
        approved = facts(lines={1: line_facts(percent=D(40))})
        standing = line_facts(percent=D(40), standing=True)
        self.assertEqual(self.what(facts(lines={1: standing}), approved), set())
        self.assertEqual(self.what(facts(lines={1: line_facts(percent=D(41), standing=True)}), approved), {"discount"})
        self.assertEqual(self.what(facts(lines={2: standing}), approved), {"discount", "margin"})

    def test_only_the_concerned_step_is_asked_again(self):
        margin = (Worsening(what="margin", before=D(50), after=D(20), policy=7),)
        self.assertFalse(is_concerned(policy=7, criteria=frozenset({"discount"}), worse=margin))
        self.assertTrue(is_concerned(policy=7, criteria=frozenset({"margin"}), worse=margin))
        self.assertFalse(is_concerned(policy=8, criteria=frozenset({"margin"}), worse=margin))
        self.assertTrue(is_concerned(policy=8, criteria=frozenset({"margin"}), worse=(Worsening(what="customer", before=1, after=2),)))

    @given(PERCENT, PERCENT, PERCENT, PERCENT)
    def test_whatever_asks_a_higher_level_is_worse_than_what_the_lower_one_approved(self, first, second, margin, margin_after):
        before, after = measured(first, margin), measured(second, margin_after)
        if len(asked(levels=LEVELS, tested=after)) > len(asked(levels=LEVELS, tested=before)):
            self.assertTrue(self.what(facts({7: after}), facts({7: before})))


class TestFacts(unittest.TestCase):
    def test_facts_survive_json(self):
        value = facts({7: measured(15, None)}, {3: line_facts(margin_percent=None), "new": line_facts()})
        self.assertEqual(facts_from_json(facts_to_json(value)), value)

    def test_the_fingerprint_tells_differences_and_ignores_trailing_zeros(self):
        self.assertEqual(fingerprint(facts({7: measured("15.0")})), fingerprint(facts({7: measured("15.00")})))
        self.assertNotEqual(fingerprint(facts({7: measured(15)})), fingerprint(facts({7: measured(16)})))

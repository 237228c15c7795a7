"""What one period earns: scopes, splits, payments, caps, accelerators; and that the order of events does not matter."""

import unittest
from datetime import date
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.commission.credited import SoldLine, credited
from odoo.addons.sales_os.algorithms.commission.difference import Sum, differences
from odoo.addons.sales_os.algorithms.commission.earning import RepTerms, earn
from odoo.addons.sales_os.algorithms.commission.multiplier import Step
from odoo.addons.sales_os.algorithms.commission.rule import Rule, matching_rules
from odoo.addons.sales_os.algorithms.commission.tier import Tier
from odoo.addons.sales_os.algorithms.commission.work_out import Sale, plain_owed
from odoo.addons.sales_os.algorithms.core.match_row import MatchRow

TWO = (Tier(D(0), D(5)), Tier(D(1000), D(10)))
FIVE = Rule(key="r", rate=D(5))


def sold(number, revenue, order=1, **values):
    return SoldLine(source=f"l{number}", line=number, order=order, position=(number,), revenue=D(str(revenue)), **values)


def paid(lines, rule, *, credits=(("a", D(100)),), rep="a", terms=None, carried=None, share=None):
    """``{source: amount}`` of one rep."""
    events = [event for line in lines for who, event in credited(
        line=line, rule=rule, credits=credits, digits=2, shares_of=share and {rep: share}) if who == rep]
    terms = terms or RepTerms()
    return {row.event.source: row.amount for row in earn(
        events=events, rules={rule.key: rule}, terms=terms, digits=2, carried=carried)}


class TestEarning(unittest.TestCase):
    def test_each_line_alone_or_the_order_or_the_period_together(self):
        lines = [sold(1, 800), sold(2, 800), sold(3, 100, order=2)]
        tier = {"key": "r", "method": "tier", "tiers": TWO}
        self.assertEqual(paid(lines[:2], Rule(**tier)), {"l1": D(40), "l2": D(40)})
        self.assertEqual(sum(paid(lines[:2], Rule(scope="order", **tier)).values()), D(110))
        self.assertEqual(paid(lines[:2], Rule(scope="order", tier_mode="whole", **tier)), {"l1": D(80), "l2": D(80)})
        self.assertEqual(paid(lines, Rule(scope="order", **tier))["l3"], D(5), "another order begins anew")
        self.assertEqual(paid(lines, Rule(scope="period", **tier))["l3"], D(10), "the period goes on")

    def test_an_order_goes_on_in_the_next_period(self):
        rule = Rule(key="r", method="tier", tiers=TWO, scope="order")
        self.assertEqual(paid([sold(2, 800)], rule, carried={("r", 1): D(800)}), {"l2": D(70)})
        whole = Rule(key="r", method="tier", tiers=TWO, scope="order", tier_mode="whole")
        self.assertEqual(paid([sold(2, 800)], whole, carried={("r", 1): D(800)}), {"l2": D(120)}, "80 and 40 for the earlier part")

    def test_splits_share_the_base(self):
        credits = (("a", D(60)), ("b", D(40)))
        self.assertEqual(paid([sold(1, 1000)], FIVE, credits=credits), {"l1": D(30)})
        self.assertEqual(paid([sold(1, 1000)], FIVE, credits=credits, rep="b"), {"l1": D(20)})

    def test_margin_units_and_currency(self):
        dozen = sold(1, 1200, cost=D(720), quantity=D(12))
        self.assertEqual(paid([dozen], Rule(key="r", basis="margin", rate=D(10))), {"l1": D(48)})
        foreign = sold(1, 1000, cost=D(600))
        self.assertEqual(paid([foreign], Rule(key="r", basis="margin", rate=D(10))), {"l1": D(40)})
        self.assertEqual(paid([dozen], Rule(key="r", basis="quantity", method="fixed", rate=D("1.5"))), {"l1": D(18)})
        euro = sold(1, 1000, fx=D("0.1"))
        self.assertEqual(paid([euro], FIVE), {"l1": D(5)})

    def test_losses_take_nothing_unless_the_rule_says_so(self):
        loss = sold(1, 100, cost=D(160))
        self.assertEqual(paid([loss], Rule(key="r", basis="margin", rate=D(10))), {"l1": D(0)})
        self.assertEqual(paid([loss], Rule(key="r", basis="margin", rate=D(10), charge_losses=True)), {"l1": D(-6)})
        self.assertEqual(paid([sold(1, -100)], FIVE), {"l1": D(-5)}, "a discount line reduces the base")

    def test_cap_and_floor_bound_the_unit(self):
        lines = [sold(1, 1000), sold(2, 1000)]
        self.assertEqual(paid(lines, Rule(key="r", rate=D(5), cap=D(40))), {"l1": D(40), "l2": D(40)})
        self.assertEqual(paid(lines, Rule(key="r", rate=D(5), cap=D(70), scope="order")), {"l1": D(50), "l2": D(20)})
        self.assertEqual(paid([sold(1, 10)], Rule(key="r", rate=D(5), floor=D(3))), {"l1": D(3)})
        self.assertEqual(paid([sold(1, -10)], Rule(key="r", rate=D(5), floor=D(3))), {"l1": D("-0.5")}, "no floor for refunds")

    def test_accelerators_and_price_realisation(self):
        quick = Rule(key="r", rate=D(10), attainment=(Step(D(100), D(2)),))
        self.assertEqual(paid([sold(1, 900), sold(2, 200)], quick, terms=RepTerms(quota=D(1000))), {"l1": D(90), "l2": D(30)})
        self.assertEqual(paid([sold(1, 900)], quick, terms=RepTerms(quota=D(0))), {"l1": D(90)}, "no quota, no factor")
        all_of_it = Rule(key="r", rate=D(10), attainment=(Step(D(100), D(2)),), tier_mode="whole")
        self.assertEqual(paid([sold(1, 900), sold(2, 200)], all_of_it, terms=RepTerms(quota=D(1000))), {"l1": D(180), "l2": D(40)})
        price = Rule(key="r", rate=D(10), realisation=(Step(D(0), D("0.5")), Step(D(90), D(1))))
        self.assertEqual(paid([sold(1, 100, realisation=D(85)), sold(2, 100, realisation=D(95))], price), {"l1": D(5), "l2": D(10)})
        self.assertEqual(paid([sold(1, 100)], FIVE, share=D(50)), {"l1": D("2.5")})

    def test_fixed_amounts(self):
        lines = [sold(1, 100, quantity=D(3)), sold(2, 100, quantity=D(2))]
        self.assertEqual(paid(lines, Rule(key="r", method="fixed", rate=D(7))), {"l1": D(21), "l2": D(14)}, "money a unit")
        self.assertEqual(paid(lines, Rule(key="r", method="fixed", rate=D(7), scope="order")), {"l1": D(7), "l2": D(0)})
        won = sold(3, 100, wins_customer=True)
        self.assertEqual(paid([*lines, won], Rule(key="r", basis="new_customer", method="fixed", rate=D(50))), {"l3": D(50)})

    def test_the_calculation_is_told(self):
        rule = Rule(key="r", method="tier", tiers=TWO, scope="period", cap=D(60))
        events = [event for line in (sold(1, 800), sold(2, 800)) for _rep, event in credited(
            line=line, rule=rule, credits=(("a", D(100)),), digits=2)]
        steps = earn(events=events, rules={"r": rule}, terms=RepTerms(), digits=2)[1].steps
        self.assertEqual(steps, (("reached", D(800), D(1600)), ("tier", D(200), D(5), D(10)), ("tier", D(600), D(10), D(60)),
                                 ("bounded", D(70), D(20))))

    def test_first_match_wins_and_additional_rules_pay_beside_it(self):
        def rule(key, additional=False, **criteria):
            return Rule(key=key, additional=additional, row=MatchRow(key=key, criteria=criteria))
        rules = [rule(1, product=frozenset({7})), rule(2), rule(3, additional=True), rule(4)]
        winners, losers = matching_rules(rules=rules, facts={"product": frozenset({7})})
        self.assertEqual([row.key for row in winners], [1, 3])
        self.assertEqual(losers, ((2, "later"), (4, "later")))
        winners, losers = matching_rules(rules=rules, facts={"product": frozenset({8})})
        self.assertEqual(([row.key for row in winners], losers), ([2, 3], ((1, "product"), (4, "later"))))


amounts = st.lists(st.decimals(-2000, 5000, places=2), min_size=1, max_size=8)
rules = st.sampled_from([
    FIVE, Rule(key="r", rate=D("3.33")), Rule(key="r", rate=D(5), cap=D("77.77"), scope="period"),
    *(Rule(key="r", method="tier", tiers=TWO, scope=scope, tier_mode=mode)
      for scope in ("line", "order", "period") for mode in ("marginal", "whole")),
    Rule(key="r", rate=D(4), attainment=(Step(D(50), D("1.1")), Step(D(100), D(2)))),
])
QUOTA = RepTerms(quota=D(3000))


class TestInvariants(unittest.TestCase):
    @given(amounts, rules, st.data())
    def test_the_order_in_which_sales_become_known_does_not_matter(self, values, rule, data):
        lines = [sold(number, value, order=number % 2) for number, value in enumerate(values)]
        known, ledger = [], {}
        for line in data.draw(st.permutations(lines)):
            known.append(line)
            self.book(ledger, paid(known, rule, terms=QUOTA))
        self.assertEqual({key: have.amount for key, have in ledger.items()}, paid(lines, rule, terms=QUOTA))

    @given(amounts, rules, st.data())
    def test_what_vanishes_nets_to_zero(self, values, rule, data):
        lines = [sold(number, value, order=number % 2) for number, value in enumerate(values)]
        ledger = {}
        self.book(ledger, paid(lines, rule, terms=QUOTA))
        left = [line for line in lines if data.draw(st.booleans())]
        self.book(ledger, paid(left, rule, terms=QUOTA))
        self.assertEqual(sum(have.amount for have in ledger.values()), sum(paid(left, rule, terms=QUOTA).values()))
        self.book(ledger, {})
        self.assertEqual({have.amount for have in ledger.values()}, {D(0)})

    @given(st.decimals(1, 5000, places=2), st.lists(st.integers(1, 50), min_size=1, max_size=6), rules)
    def test_payments_sum_to_the_invoice(self, revenue, parts, rule):
        if rule.attainment or rule.scope == "period":
            return
        bounds = [sum(parts[:index]) / D(sum(parts)) for index in range(len(parts) + 1)]
        pieces = [
            SoldLine(source=f"p{index}", line=1, order=1, position=(index,), revenue=revenue, start=start, stop=stop)
            for index, (start, stop) in enumerate(zip(bounds, bounds[1:], strict=False))]
        self.assertEqual(sum(paid(pieces, rule).values()), paid([sold(1, revenue)], rule)["l1"])
        apart = sum(
            (paid([piece], rule, carried={("r", 1): credited(line=piece, rule=rule, credits=(("a", D(100)),), digits=2)[0][1].before})
             [piece.source] for piece in pieces), D(0))
        self.assertEqual(apart, paid([sold(1, revenue)], rule)["l1"], "each payment in another month")

    @given(st.decimals(-5000, 5000, places=2), st.lists(st.integers(1, 20), min_size=1, max_size=5))
    def test_credited_bases_sum_to_the_line(self, revenue, parts):
        percents = [D(part) * 100 / sum(parts) for part in parts]
        percents[-1] = 100 - sum(percents[:-1])
        credits = tuple(enumerate(percents))
        events = credited(line=sold(1, revenue), rule=FIVE, credits=credits, digits=2)
        self.assertEqual(sum(event.base for _rep, event in events), revenue)

    @given(
        st.decimals(-5000, 5000, places=3), st.decimals(0, 100, places=2), st.sampled_from([D(1), D("0.0837"), D("11.2")]),
        st.sampled_from([0, 2, 3]))
    def test_most_sales_take_a_short_way_to_the_same_cent(self, revenue, rate, fx, digits):
        rule, line = Rule(key="r", rate=rate), sold(1, revenue, fx=fx)
        credits, share = (("a", D(100)),), {"a": D(100)}
        sale = Sale(sold=line, day=date(2026, 1, 10), facts=(), credits=credits)
        short = plain_owed(sale, rule, share, digits)
        (_rep, event), = credited(line=line, rule=rule, credits=credits, digits=digits, shares_of=share)
        long, = earn(events=[event], rules={"r": rule}, terms=RepTerms(), digits=digits)
        self.assertEqual(
            (short.base, short.rate, short.amount, short.steps, short.percent),
            (event.base, long.rate, long.amount, long.steps, event.percent))

    def test_what_is_not_plain_takes_the_long_way(self):
        whole = (("a", D(100)),)
        for name, rule, line, credits, share in (
            ("tiers", Rule(key="r", method="tier", tiers=TWO), sold(1, 100), whole, D(100)),
            ("margin", Rule(key="r", basis="margin", rate=D(5)), sold(1, 100), whole, D(100)),
            ("money a unit", Rule(key="r", method="fixed", rate=D(5)), sold(1, 100), whole, D(100)),
            ("cap", Rule(key="r", rate=D(5), cap=D(1)), sold(1, 100), whole, D(100)),
            ("floor", Rule(key="r", rate=D(5), floor=D(9)), sold(1, 100), whole, D(100)),
            ("attainment", Rule(key="r", rate=D(5), attainment=(Step(D(0), D(2)),)), sold(1, 100), whole, D(100)),
            ("realisation", Rule(key="r", rate=D(5), realisation=(Step(D(0), D(2)),)), sold(1, 100), whole, D(100)),
            ("a part", FIVE, sold(1, 100, stop=D("0.5")), whole, D(100)),
            ("a split", FIVE, sold(1, 100), (("a", D(60)), ("b", D(40))), D(100)),
            ("a credit of a half", FIVE, sold(1, 100), (("a", D(50)),), D(100)),
            ("a share of the plan", FIVE, sold(1, 100), whole, D(50)),
        ):
            with self.subTest(name):
                sale = Sale(sold=line, day=date(2026, 1, 10), facts=(), credits=credits)
                self.assertIsNone(plain_owed(sale, rule, {"a": share}, 2))

    def book(self, ledger, wanted):
        wanted = {key: Sum(D(0), amount) for key, amount in wanted.items()}
        for row in differences(wanted=wanted, booked=ledger):
            have = ledger.get(row.key, Sum(D(0), D(0)))
            self.assertEqual(have.turns, row.turn)
            ledger[row.key] = Sum(have.base + row.base, have.amount + row.amount, row.turn + 1)
        self.assertEqual(list(differences(wanted=wanted, booked=ledger)), [], "running again changes nothing")

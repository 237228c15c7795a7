"""Clawback, caps, draws, guarantees, the manager chain, credits and calendar periods."""

import unittest
from datetime import date
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.commission.chain import FormerManager, managers_above
from odoo.addons.sales_os.algorithms.commission.clawback import Window, claw_back, effective_refund
from odoo.addons.sales_os.algorithms.commission.credit import credit_fault, shadow_flags
from odoo.addons.sales_os.algorithms.commission.draw import PeriodTerms, pay_periods, period_pay
from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start, periods_between

amounts = st.decimals(0, 5000, places=2)


class TestClawback(unittest.TestCase):
    def test_a_refund_takes_back_at_the_paid_rate(self):
        taken = claw_back(refund=D(400), effective=D(1), line=D(1000), base=D(1000), amount=D(50), before=D(0), digits=2)
        self.assertEqual(taken, (D(-400), D(-20)))
        split = claw_back(refund=D(400), effective=D(1), line=D(1000), base=D(600), amount=D(30), before=D(0), digits=2)
        self.assertEqual(split, (D(-240), D(-12)))

    def test_more_than_was_earned_is_never_taken(self):
        taken = claw_back(refund=D(1500), effective=D(1), line=D(1000), base=D(1000), amount=D(50), before=D(0), digits=2)
        self.assertEqual(taken, (D(-1000), D(-50)))

    @given(amounts, st.lists(st.integers(1, 30), min_size=1, max_size=5))
    def test_refunds_of_everything_take_everything(self, amount, parts):
        line, before, total = D(sum(parts)), D(0), D(0)
        for part in parts:
            total += claw_back(refund=D(part), effective=D(1), line=line, base=line, amount=amount, before=before, digits=2)[1]
            before += part
        self.assertEqual(total, -amount)

    def test_what_was_never_paid_is_not_taken_back(self):
        self.assertEqual(effective_refund(total=D(1000), paid=D(500), refunded=D(500)), 0)
        self.assertEqual(effective_refund(total=D(1000), paid=D(1000), refunded=D(400)), 1)
        self.assertEqual(effective_refund(total=D(1000), paid=D(800), refunded=D(400)), D("0.5"))
        self.assertEqual(effective_refund(total=D(1000), paid=D(0), refunded=D(0)), 0)

    def test_the_window_ends(self):
        window = Window(claws_back=True, days=30)
        self.assertTrue(window.covers(sold=date(2026, 1, 1), refunded=date(2026, 1, 31)))
        self.assertFalse(window.covers(sold=date(2026, 1, 1), refunded=date(2026, 2, 1)))
        self.assertTrue(Window(claws_back=True, days=0).covers(sold=date(2026, 1, 1), refunded=date(2036, 1, 1)))
        self.assertFalse(Window(claws_back=False, days=0).covers(sold=date(2026, 1, 1), refunded=date(2026, 1, 1)))


class TestDraws(unittest.TestCase):
    def test_cap(self):
        self.assertEqual(period_pay(total=D(1200), terms=PeriodTerms(cap=D(1000)), balance=D(0)).cap, D(-200))
        self.assertEqual(period_pay(total=D(900), terms=PeriodTerms(cap=D(1000)), balance=D(0)).cap, D(0))

    def test_a_recoverable_draw_is_paid_back_by_better_months(self):
        terms = [PeriodTerms(draw=D(1000), recoverable=True)] * 3
        pays = pay_periods(totals=[D(600), D(1200), D(1500)], terms=terms)
        self.assertEqual([pay.draw for pay in pays], [D(400), D(-200), D(-200)])
        self.assertEqual([pay.balance for pay in pays], [D(400), D(200), D(0)])

    def test_a_guarantee_is_never_paid_back(self):
        pays = pay_periods(totals=[D(600), D(1500)], terms=[PeriodTerms(guarantee=D(1000))] * 2)
        self.assertEqual([pay.guarantee for pay in pays], [D(400), D(0)])
        pays = pay_periods(totals=[D(600), D(1500)], terms=[PeriodTerms(draw=D(1000))] * 2)
        self.assertEqual([pay.draw for pay in pays], [D(400), D(0)])

    def test_a_negative_month_is_lifted_to_the_draw(self):
        self.assertEqual(period_pay(total=D(-50), terms=PeriodTerms(draw=D(100)), balance=D(0)).draw, D(150))

    @given(st.lists(amounts, min_size=1, max_size=8), amounts)
    def test_recoverable_draws_cost_what_is_still_owed(self, totals, draw):
        pays = pay_periods(totals=totals, terms=[PeriodTerms(draw=draw, recoverable=True)] * len(totals))
        self.assertEqual(sum(pay.draw for pay in pays), pays[-1].balance)
        for total, pay in zip(totals, pays, strict=True):
            self.assertGreaterEqual(total + pay.draw, min(total, draw))


class TestChain(unittest.TestCase):
    def test_the_chain_is_that_of_the_day(self):
        current = {"rep": "new", "new": "head", "old": "head"}
        former = {"rep": [FormerManager("old", date(2026, 3, 31))]}
        above = {"current": current, "former": former}
        self.assertEqual(managers_above(rep="rep", day=date(2026, 3, 31), **above), ["old", "head"])
        self.assertEqual(managers_above(rep="rep", day=date(2026, 4, 1), **above), ["new", "head"])

    def test_a_circle_ends(self):
        self.assertEqual(managers_above(rep=1, day=date(2026, 1, 1), current={1: 2, 2: 1}, former={}), [2])

    def test_nobody_above_for_a_while(self):
        former = {1: [FormerManager(None, date(2026, 1, 31))]}
        self.assertEqual(managers_above(rep=1, day=date(2026, 1, 1), current={1: 2}, former=former), [])


class TestCredits(unittest.TestCase):
    def test_faults(self):
        for percents, over, fault in (
            ((60, 40), False, None), ((60, 30), False, "short"), ((60, 50), False, "over"), ((60, 50), True, None),
            ((60, 30), True, "short"), ((120, -20), False, "negative"), ((), False, None),
        ):
            with self.subTest(percents=percents):
                self.assertEqual(credit_fault(percents=[D(part) for part in percents], over_allowed=over), fault)

    def test_what_goes_beyond_the_whole_is_shadow(self):
        self.assertEqual(shadow_flags([D(60), D(40), D(10)]), [False, False, True])


class TestPeriods(unittest.TestCase):
    def test_months_quarters_years(self):
        day = date(2026, 11, 25)
        self.assertEqual([period_start(day=day, period=name) for name in ("month", "quarter", "year")],
                         [date(2026, 11, 1), date(2026, 10, 1), date(2026, 1, 1)])
        self.assertEqual([period_end(day=day, period=name) for name in ("month", "quarter", "year")],
                         [date(2026, 11, 30), date(2026, 12, 31), date(2026, 12, 31)])
        self.assertEqual(len(periods_between(start=date(2025, 12, 5), stop=date(2026, 2, 1), period="month")), 3)

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["month", "quarter", "year"]))
    def test_a_day_lies_in_its_period(self, day, period):
        self.assertTrue(period_start(day=day, period=period) <= day <= period_end(day=day, period=period))

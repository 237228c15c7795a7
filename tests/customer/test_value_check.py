"""Sums of a database say what the single orders say; and the check of a model against a past it was not shown."""

import random
import unittest
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.customer.purchase_history import summarise
from odoo.addons.sales_os.algorithms.customer.purchase_sums import PurchaseSums, histories_of
from odoo.addons.sales_os.algorithms.customer.value_check import check_buying

UNTIL = date(2026, 11, 25)


def sums_of(purchases):
    """What a GROUP BY makes of (customer, day, amount), all amounts above 0."""
    found = {}
    for key, day, amount in purchases:
        found.setdefault(key, {}).setdefault(day, []).append(amount)
    return [
        PurchaseSums(key, len(days), min(days), max(days), sum((sum(of_day) for of_day in days.values()), Decimal(0)),
                     sum(days[min(days)], Decimal(0)))
        for key, days in found.items()
    ]


def leaving_customers(count, seed):
    """Customers who buy at a rate of their own and leave after some purchase: what the model assumes."""
    chance, purchases = random.Random(seed), []
    for key in range(count):
        day = date(2024, 1, 1) + timedelta(days=chance.randrange(200))
        rate, leaves = chance.gammavariate(2, 1 / 60), chance.betavariate(1, 3)
        while day <= UNTIL:
            purchases.append((key, day, Decimal(chance.randrange(10, 500))))
            if chance.random() < leaves:
                break
            day += timedelta(days=1 + int(chance.expovariate(rate)))
    return purchases


class TestPurchaseSums(unittest.TestCase):
    @given(st.lists(st.tuples(
        st.integers(0, 4), st.dates(date(2025, 1, 1), UNTIL), st.integers(1, 10_000).map(lambda cents: Decimal(cents) / 100)), max_size=40))
    def test_sums_and_single_orders_say_the_same(self, purchases):
        one_by_one = summarise(
            keys=[key for key, _day, _amount in purchases], days=[day for _key, day, _amount in purchases],
            amounts=[amount for _key, _day, amount in purchases], until=UNTIL)
        summed = histories_of(sums=sums_of(purchases), until=UNTIL)
        self.assertEqual(sorted(one_by_one.keys), sorted(summed.keys))
        place = {key: number for number, key in enumerate(summed.keys)}
        order = [place[key] for key in one_by_one.keys]
        for name in ("frequency", "recency", "age", "spend", "total", "last_day"):
            np.testing.assert_allclose(getattr(summed, name)[order], getattr(one_by_one, name), atol=1e-9, err_msg=name)

    def test_nobody_is_an_empty_history(self):
        self.assertEqual(len(histories_of(sums=[], until=UNTIL)), 0)

    def test_a_purchase_of_tomorrow_is_refused(self):
        sums = [PurchaseSums("A", 1, UNTIL, UNTIL + timedelta(days=1), Decimal(1), Decimal(1))]
        with self.assertRaisesRegex(ValueError, "A"):
            histories_of(sums=sums, until=UNTIL)


class TestCheckBuying(unittest.TestCase):
    def check(self, purchases, weeks=26):
        past = UNTIL - timedelta(weeks=weeks)
        before = histories_of(sums=sums_of([one for one in purchases if one[1] <= past]), until=past)
        return check_buying(before=before, now=histories_of(sums=sums_of(purchases), until=UNTIL), length=float(weeks))

    def test_customers_who_leave_are_foreseen_better_than_by_the_rule_of_thumb(self):
        check = self.check(leaving_customers(600, seed=3))
        self.assertEqual(check.verdict, "checked")
        self.assertTrue(check.is_better)
        self.assertLess(abs(check.expected - check.actual), 0.2 * check.actual)

    def test_too_few_are_not_judged(self):
        check = self.check([("A", date(2025, 1, 1), Decimal(5)), ("A", date(2026, 1, 1), Decimal(5))])
        self.assertEqual((check.verdict, check.customers, check.error), ("too_little_history", 1, None))
        self.assertFalse(check.is_better)

    def test_nobody_is_not_judged(self):
        self.assertEqual(self.check([]).verdict, "too_little_history")

import unittest

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.territory.balance import (
    FEWEST_CHANGES,
    BalanceCustomer,
    BalanceError,
    Centre,
    balance,
)
from odoo.addons.sales_os.algorithms.territory.balance_metrics import balance_metrics

CENTRES = [Centre("west", 41.0, 28.0), Centre("east", 41.0, 30.0)]


def customer(key, longitude, territory="west", load=1.0, locked=False):
    return BalanceCustomer(key=key, latitude=41.0, longitude=longitude, load=load, territory=territory, locked=locked)


def row(count=10, **values):
    return [customer(number, 28 + 2 * number / (count - 1), **values) for number in range(count)]


class TestBalance(unittest.TestCase):
    def test_the_far_half_moves(self):
        plan = balance(customers=row(), centres=CENTRES)
        self.assertEqual({move.key for move in plan.moves}, {5, 6, 7, 8, 9})
        self.assertEqual(plan.before.imbalance_percent, 100.0)
        self.assertEqual(plan.after.imbalance_percent, 0.0)
        self.assertEqual(plan.after.gini, 0.0)
        self.assertLess(plan.after.compactness_km, plan.before.compactness_km)
        self.assertEqual({move.why for move in plan.moves}, {"closer"})

    def test_locked_customers_stay(self):
        customers = [customer(number, 28 + number / 5, locked=number >= 7) for number in range(10)]
        plan = balance(customers=customers, centres=CENTRES)
        self.assertEqual({move.key for move in plan.moves}, {2, 3, 4, 5, 6})

    def test_fewest_changes_moves_no_more_than_needed(self):
        customers = [customer(n, 28.1 + n / 100, "west") for n in range(7)] + [customer(n, 29.9, "east") for n in range(7, 10)]
        plan = balance(customers=customers, centres=CENTRES, mode=FEWEST_CHANGES)
        self.assertEqual(len(plan.moves), 2)
        self.assertEqual({move.why for move in plan.moves}, {"balance"})

    def test_moving_penalty_keeps_near_ties(self):
        customers = [customer(n, 28.2, "west") for n in range(5)] + [customer(9, 28.9, "east")] + [customer(n, 29.8, "east") for n in range(10, 14)]
        self.assertEqual(balance(customers=customers, centres=CENTRES, tolerance_percent=50, moving_km=50).moves, ())
        self.assertEqual([move.key for move in balance(customers=customers, centres=CENTRES, tolerance_percent=50).moves], [9])

    def test_lonely_customer_is_listed(self):
        customers = [customer(n, 28 + n / 1000, "west") for n in range(8)] + [customer("lost", 28.004, "east", locked=True)]
        customers += [customer(f"e{n}", 30 - n / 1000, "east") for n in range(8)]
        self.assertEqual(balance(customers=customers, centres=CENTRES, tolerance_percent=20).cut_off, ("lost",))

    def test_bad_input_is_named(self):
        cases = {
            "territories": {"centres": CENTRES[:1]}, "customers": {"customers": row()[:1]}, "tolerance": {"tolerance_percent": 0},
            "number": {"customers": [customer("x", float("nan")), *row()]}, "load": {"customers": row(load=0.0)},
            "infeasible": {"customers": [customer(1, 28, load=10.0), customer(2, 28), customer(3, 29)]},
        }
        for code, values in cases.items():
            with self.subTest(code=code), self.assertRaises(BalanceError) as caught:
                balance(**{"customers": row(), "centres": CENTRES, **values})
            self.assertEqual(caught.exception.code, code)

    @given(st.lists(st.tuples(st.floats(40, 42), st.floats(28, 30), st.integers(1, 9), st.booleans(), st.sampled_from(["west", "east"])),
                    min_size=6, max_size=30), st.floats(20, 100))
    def test_invariants(self, rows, tolerance):
        customers = [BalanceCustomer(n, lat, lng, float(load), territory, locked) for n, (lat, lng, load, locked, territory) in enumerate(rows)]
        try:
            plan = balance(customers=customers, centres=CENTRES, tolerance_percent=tolerance)
        except BalanceError as error:
            self.assertEqual(error.code, "infeasible")
            return
        self.assertAlmostEqual(sum(plan.before.loads), sum(plan.after.loads))
        self.assertLessEqual(plan.after.imbalance_percent, tolerance + 1e-6)
        locked = {item.key for item in customers if item.locked}
        self.assertFalse(locked & {move.key for move in plan.moves})
        self.assertEqual(plan.after.moved, len(plan.moves))

    def test_gini_as_the_mean_difference(self):
        loads = np.array([1.0, 2.0, 5.0, 12.0])
        figures = balance_metrics(place=np.arange(4), load=loads, distance_km=np.zeros((4, 4)), before=np.arange(4))
        naive = np.abs(loads[:, None] - loads[None, :]).sum() / (2 * 16 * loads.mean())
        self.assertAlmostEqual(figures.gini, naive)
        self.assertAlmostEqual(figures.cv_percent, 100 * loads.std() / loads.mean())

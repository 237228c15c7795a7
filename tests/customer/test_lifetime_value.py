import unittest
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.customer.churn import judge_churn, rank_churn
from odoo.addons.sales_os.algorithms.customer.lifetime_value import CustomerValue, Horizon, value_customers
from odoo.addons.sales_os.algorithms.customer.order_value import ValueModel, expected_value, fit_order_value
from odoo.addons.sales_os.algorithms.customer.purchase_history import PurchaseHistories, summarise

from .test_repeat_buying import simulate

CDNOW_VALUE = ValueModel("fitted", 946, p=6.25, q=3.74, gamma=15.44)
END = date(2026, 6, 1)


def histories(*, count=300, seed=11, price=None):
    seen = simulate(count=count, seed=seed)
    random = np.random.default_rng(seed)
    x = seen["frequency"]
    orders = np.maximum(x, 1)
    means = np.full(count, float(price)) if price else random.gamma(6 * orders) / orders / random.gamma(4, 1 / 15, count)
    spend = np.where(x > 0, means, 0.0)
    return PurchaseHistories(tuple(range(count)), x.astype(int), seen["recency"], seen["age"], spend, spend * x, np.zeros(count, dtype=int))


class TestPurchaseHistory(unittest.TestCase):
    def test_a_history_as_the_papers_count_it(self):
        orders = [
            ("a", END - timedelta(days=70), 100), ("a", END - timedelta(days=35), 30), ("a", END - timedelta(days=35), 10),
            ("b", END - timedelta(days=14), 5), ("a", END - timedelta(days=7), 60), ("a", END + timedelta(days=1), 999),
        ]
        keys, days, amounts = zip(*orders, strict=True)
        seen = summarise(keys=keys, days=days, amounts=amounts, until=END)
        self.assertEqual(seen.keys, ("a", "b"))
        self.assertEqual(seen.frequency.tolist(), [2, 0])
        self.assertEqual(seen.recency.tolist(), [9.0, 0.0])
        self.assertEqual(seen.age.tolist(), [10.0, 2.0])
        self.assertEqual(seen.spend.tolist(), [50.0, 0.0])
        self.assertEqual(seen.total.tolist(), [200.0, 5.0])

    def test_returns_and_free_samples_are_no_purchases(self):
        days = [END - timedelta(days=9), END - timedelta(days=9), END - timedelta(days=2), END]
        seen = summarise(keys=["a"] * 4, days=days, amounts=[10, -10, 5, 0], until=END)
        self.assertEqual((seen.frequency.tolist(), seen.total.tolist()), ([0], [5.0]))
        self.assertEqual(summarise(keys=["a"] * 4, days=days, amounts=[10, -10, 5, 0], until=END, count_free=True).frequency.tolist(), [2])

    def test_no_orders(self):
        self.assertEqual(len(summarise(keys=[], days=[], amounts=[], until=END)), 0)
        self.assertEqual(len(summarise(keys=["a"], days=[END], amounts=[-3], until=END)), 0)


class TestOrderValue(unittest.TestCase):
    def test_published_parameters_draw_to_the_mean(self):
        mean = 6.25 * 15.44 / 2.74
        few, many = expected_value(model=CDNOW_VALUE, frequency=[1, 200], spend=[100.0, 100.0])
        self.assertAlmostEqual(expected_value(model=CDNOW_VALUE, frequency=[0], spend=[0])[0], mean)
        self.assertTrue(mean < few < many < 100)
        self.assertAlmostEqual(many, 100, delta=0.5)

    def test_parameters_are_found_again(self):
        random = np.random.default_rng(4)
        x = random.integers(1, 9, 20000)
        scale = random.gamma(3.74, 1 / 15.44, 20000)
        model = fit_order_value(frequency=x, spend=random.gamma(6.25 * x) / (scale * x))
        for value, truth in ((model.p, 6.25), (model.q, 3.74), (model.gamma, 15.44)):
            self.assertAlmostEqual(value / truth, 1, delta=0.06)
        self.assertEqual(model.verdict, "fitted")

    def test_who_buys_more_often_and_dearer_breaks_the_assumption_and_is_said(self):
        random = np.random.default_rng(4)
        x = random.integers(1, 9, 500)
        self.assertEqual(fit_order_value(frequency=x, spend=x * random.gamma(4, 3, 500)).verdict, "correlated")

    def test_constant_and_too_few(self):
        constant = fit_order_value(frequency=[1, 2] * 20, spend=[25.0] * 40)
        self.assertEqual((constant.verdict, constant.mean), ("constant", 25.0))
        self.assertEqual(expected_value(model=constant, frequency=[0, 3], spend=[0, 30.0]).tolist(), [25.0, 30.0])
        self.assertEqual(fit_order_value(frequency=[1], spend=[5]).verdict, "too_little_history")


class TestLifetimeValue(unittest.TestCase):
    def test_no_history_no_figures(self):
        report = value_customers(histories=histories(count=12))
        self.assertEqual({customer.verdict for customer in report.customers}, {"too_little_history"})
        self.assertEqual({customer.value for customer in report.customers}, {None})
        self.assertEqual(value_customers(histories=summarise(keys=[], days=[], amounts=[], until=END)).customers, ())

    def test_value_is_orders_times_order_value_without_discount_and_smaller_with(self):
        plain = value_customers(histories=histories(), horizon=Horizon(annual_rate=0.0))
        for customer in plain.customers:
            product = customer.orders * float(customer.order_value)
            self.assertAlmostEqual(float(customer.value), product, delta=0.02 + 0.005 * customer.orders)
        discounted = value_customers(histories=histories(), horizon=Horizon(annual_rate=0.1))
        for with_it, without in zip(discounted.customers, plain.customers, strict=True):
            self.assertTrue(without.value * Decimal("0.90") <= with_it.value <= without.value)

    def test_margin_scales(self):
        full, part = (value_customers(histories=histories(), margin=margin).customers for margin in (1.0, 0.3))
        for whole, share in zip(full, part, strict=True):
            self.assertAlmostEqual(float(whole.value) * 0.3, float(share.value), delta=0.01)

    def test_interval_is_the_quantile_of_simulated_spending(self):
        seen = histories(count=400, seed=21)
        report = value_customers(histories=seen, horizon=Horizon(length=52, annual_rate=0.0, coverage=0.8))
        buying, spending = report.buying, report.spending
        place = int(np.argmax([customer.orders for customer in report.customers]))
        x, t_x, age, z = seen.frequency[place], seen.recency[place], seen.age[place], seen.spend[place]
        random, draws = np.random.default_rng(1), 200_000
        rate = random.gamma(buying.r + x, 1 / (buying.alpha + age), draws)
        number = np.minimum(random.poisson(rate * 52), random.geometric(np.clip(random.beta(buying.a, buying.b + x, draws), 1e-9, 1)))
        number[random.random(draws) > report.customers[place].alive] = 0
        scale = random.gamma(spending.p * x + spending.q, 1 / (spending.gamma + x * z), draws)
        spent = np.where(number > 0, random.gamma(spending.p * np.maximum(number, 1)) / scale, 0.0)
        low, high = np.quantile(spent, [0.1, 0.9])
        customer = report.customers[place]
        self.assertGreater(t_x, 0)
        self.assertAlmostEqual(float(customer.low) / low, 1, delta=0.03) if low else self.assertEqual(customer.low, 0)
        self.assertAlmostEqual(float(customer.high) / high, 1, delta=0.03)
        self.assertAlmostEqual(customer.orders / number.mean(), 1, delta=0.02)

    def test_constant_prices_give_whole_numbers_of_orders(self):
        report = value_customers(histories=histories(price=25), horizon=Horizon(annual_rate=0.0))
        self.assertEqual(report.spending.verdict, "constant")
        self.assertEqual({customer.high % 25 for customer in report.customers}, {Decimal(0)})

    @given(st.integers(0, 50))
    def test_the_interval_is_ordered_and_chances_are_chances(self, seed):
        for customer in value_customers(histories=histories(count=60, seed=seed)).customers:
            if customer.value is not None:
                self.assertTrue(0 <= customer.low <= customer.high)
                self.assertTrue(0 <= customer.order_probability <= customer.alive <= 1)
                self.assertGreaterEqual(customer.usual_orders, customer.orders - 1e-9)


class TestChurn(unittest.TestCase):
    def value(self, key, **figures):
        facts = {"alive": 0.5, "orders": 2.0, "usual_orders": 6.0, "order_probability": 0.4, "order_value": Decimal(100), **figures}
        return CustomerValue(key, "fitted", **facts)

    def test_figures(self):
        churn = judge_churn(value=self.value(1))
        self.assertEqual((churn.state, churn.at_stake), ("slipping", Decimal("400.00")))
        self.assertAlmostEqual(churn.risk, 0.6)
        self.assertAlmostEqual(churn.decline, 2 / 3)

    def test_who_slips_comes_before_who_is_lost_and_the_unknown_last(self):
        ranked = rank_churn(values=[
            CustomerValue("unknown", "too_little_history"),
            self.value("steady", orders=5.5, order_probability=0.9),
            self.value("lost", orders=0.01, order_probability=0.01),
            self.value("small", order_value=Decimal(3)),
            self.value("big"),
        ])
        self.assertEqual([churn.key for churn in ranked], ["big", "small", "lost", "steady", "unknown"])

    def test_silence_makes_the_risk_grow(self):
        seen = histories(count=400, seed=2)
        later = PurchaseHistories(seen.keys, seen.frequency, seen.recency, seen.age + 30, seen.spend, seen.total, seen.last_day)
        joint = PurchaseHistories(
            tuple(range(800)), *(np.concatenate([getattr(part, name) for part in (seen, later)])
                                 for name in ("frequency", "recency", "age", "spend", "total", "last_day")))
        values = value_customers(histories=joint).customers
        for now, then in zip(values[:400], values[400:], strict=True):
            before, after = judge_churn(value=now), judge_churn(value=then)
            self.assertGreater(after.decline, before.decline)
            self.assertGreater(after.risk, before.risk)

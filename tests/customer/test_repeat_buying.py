import unittest
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import check_grad
from scipy.special import hyp2f1

from odoo.addons.sales_os.algorithms.customer.repeat_buying import (
    BuyingModel,
    _minus_log_likelihood,
    alive_probability,
    expected_orders,
    fit_buying,
    order_tails,
)

# Fader, Hardie, Lee (2005), fitted to CDNOW
CDNOW = BuyingModel("fitted", 2357, 946, r=0.243, alpha=4.414, a=0.793, b=2.426, log_likelihood=-9582.4)


def simulate(*, count, seed, r=0.5, alpha=5.0, a=0.8, b=2.5, weeks=60):
    """Histories drawn from the model itself."""
    random = np.random.default_rng(seed)
    rows = []
    for rate, leaving in zip(random.gamma(r, 1 / alpha, count), random.beta(a, b, count), strict=True):
        age = random.uniform(weeks / 2, weeks)
        time, last, repeats = 0.0, 0.0, 0
        while (time := time + random.exponential(1 / max(rate, 1e-9))) < age:
            last, repeats = time, repeats + 1
            if random.random() < leaving:
                break
        rows.append((repeats, last, age))
    return dict(zip(("frequency", "recency", "age"), np.array(rows).T, strict=True))


class TestRepeatBuying(unittest.TestCase):
    def test_published_expectation(self):
        expected = expected_orders(model=CDNOW, frequency=[2], recency=[30.43], age=[38.86], horizon=39)
        self.assertAlmostEqual(expected[0], 1.226, places=3)

    def test_the_sum_of_tails_is_the_published_closed_form(self):
        r, alpha, a, b = CDNOW.r, CDNOW.alpha, CDNOW.a, CDNOW.b
        for x, t_x, age, t in ((0, 0, 38.86, 39), (1, 5, 38.86, 13), (7, 29.43, 38.86, 52), (25, 38, 38.86, 104)):
            z = t / (alpha + age + t)
            upper = (a + b + x - 1) / (a - 1) * (
                1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, z))
            lower = 1 + (x > 0) * a / (b + max(x, 1) - 1) * ((alpha + age) / (alpha + t_x)) ** (r + x)
            ours = expected_orders(model=CDNOW, frequency=[x], recency=[t_x], age=[age], horizon=t)
            self.assertAlmostEqual(ours[0], upper / lower, places=6)

    def test_expected_orders_do_not_break_where_the_closed_form_divides_by_nothing(self):
        around = [
            expected_orders(model=replace(CDNOW, a=a), frequency=[3], recency=[30], age=[38], horizon=39)[0]
            for a in (0.999, 1.0, 1.001)
        ]
        self.assertTrue(around[0] > around[1] > around[2] > around[0] - 0.01)

    def test_parameters_are_found_again(self):
        model = fit_buying(**simulate(count=6000, seed=3))
        self.assertEqual(model.verdict, "fitted")
        self.assertAlmostEqual(model.r / model.alpha, 0.1, delta=0.01)
        self.assertAlmostEqual(model.a / (model.a + model.b), 0.8 / 3.3, delta=0.04)

    def test_gradient_is_that_of_the_likelihood(self):
        histories = simulate(count=200, seed=5)
        arguments = (*histories.values(), np.ones(200))
        for start in ([0.0, 0, 0, 0], [-1.0, 2, 0.5, 1.5]):
            wrong = check_grad(
                lambda point: _minus_log_likelihood(point, *arguments)[0],
                lambda point: _minus_log_likelihood(point, *arguments)[1], np.array(start))
            self.assertLess(wrong, 1e-5)

    def test_the_unit_of_time_does_not_matter(self):
        weeks = simulate(count=800, seed=7)
        days = {**weeks, "recency": weeks["recency"] * 7, "age": weeks["age"] * 7}
        by_week, by_day = fit_buying(**weeks), fit_buying(**days)
        for name in ("r", "a", "b"):
            self.assertAlmostEqual(getattr(by_week, name) / getattr(by_day, name), 1, places=3)
        self.assertAlmostEqual(by_day.alpha / by_week.alpha, 7, places=2)
        self.assertAlmostEqual(by_week.log_likelihood - by_day.log_likelihood, weeks["frequency"].sum() * np.log(7), places=3)

    def test_who_bought_once_is_alive_by_assumption(self):
        alive = alive_probability(model=CDNOW, frequency=[0, 2], recency=[0, 2], age=[500, 500])
        self.assertEqual(alive[0], 1.0)
        self.assertLess(alive[1], 0.01)

    def test_too_little_history_is_said(self):
        for histories in (([], [], []), ([1], [3], [9]), ([0] * 500, [0] * 500, [50] * 500), ([1] * 19, [3] * 19, [9] * 19)):
            model = fit_buying(**dict(zip(("frequency", "recency", "age"), histories, strict=True)))
            self.assertEqual((model.verdict, model.is_usable), ("too_little_history", False))

    def test_customers_who_are_all_alike_are_predicted_and_marked(self):
        histories = {"frequency": [10] * 50, "recency": [50] * 50, "age": [52] * 50}
        model = fit_buying(**histories)
        self.assertEqual(model.verdict, "at_limit")
        self.assertAlmostEqual(expected_orders(model=model, horizon=52, **histories)[0], 10, delta=1.0)

    def test_impossible_histories_are_refused_with_their_place(self):
        with self.assertRaisesRegex(ValueError, "place 1"):
            fit_buying(frequency=[1, 1], recency=[3, 12], age=[9, 9])
        with self.assertRaisesRegex(ValueError, "length"):
            fit_buying(frequency=[1], recency=[3, 1], age=[9, 9])

    @given(
        st.integers(0, 400), st.floats(0, 1), st.floats(0.1, 500), st.floats(0.1, 300),
        st.tuples(*[st.floats(0.05, 20)] * 4),
    )
    def test_chances_of_orders_fall_and_more_time_brings_more(self, x, share, age, horizon, parameters):
        r, alpha, a, b = parameters
        model = replace(CDNOW, r=r, alpha=alpha, a=a, b=b)
        seen = {"frequency": [x], "recency": [share * age if x else 0], "age": [age]}
        tails = [tail[0] for tail in order_tails(model=model, horizon=horizon, **seen)]
        self.assertTrue(all(0 <= tail <= 1 for tail in tails))
        self.assertTrue(all(later <= earlier + 1e-9 for earlier, later in zip(tails, tails[1:], strict=False)))
        once, twice = (expected_orders(model=model, horizon=time, **seen)[0] for time in (horizon, 2 * horizon))
        self.assertLessEqual(once, twice + 1e-6)

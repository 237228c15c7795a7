"""What stands out, and where exceptions gather. No database."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.outlier import concentration, outliers, robust_z


class TestOutliers(unittest.TestCase):
    def test_worked_example(self):
        # median 11, absolute deviations 1 2 0 1 39: MAD 1
        self.assertAlmostEqual(robust_z([10, 9, 11, 12, 50])[-1], 0.6745 * 39)
        (found,) = outliers(values={"a": 10, "b": 9, "c": 11, "d": 12, "e": 50})
        self.assertEqual((found.key, found.side, found.usual), ("e", "high", 11))

    def test_one_outlier_cannot_hide_another(self):
        values = {number: 10 + number % 3 for number in range(20)} | {"x": 1000, "y": 60}
        self.assertEqual([one.key for one in outliers(values=values)], ["x", "y"])

    def test_mostly_equal_values_have_a_yardstick_too(self):
        self.assertEqual([one.key for one in outliers(values={**dict.fromkeys(range(9), 5), "x": 50})], ["x"])

    def test_few_or_equal_values_have_none(self):
        self.assertEqual(outliers(values={"a": 1, "b": 1, "c": 1, "d": 99}), [])
        self.assertEqual(outliers(values=dict.fromkeys(range(9), 5)), [])
        self.assertEqual(robust_z([]), [])

    @given(st.lists(st.integers(-1000, 1000), min_size=5, max_size=30), st.integers(1, 50), st.integers(-500, 500))
    def test_another_unit_changes_nothing(self, values, factor, shift):
        plain = robust_z(values)
        for one, other in zip(plain, robust_z([value * factor + shift for value in values]), strict=True):
            self.assertAlmostEqual(one, other, places=6)

    def test_exceptions_by_group(self):
        rows = concentration(groups=["ann", "bob", "ann", "ann"])
        self.assertEqual(
            [(row.group, row.count, row.share_percent, row.sum_percent) for row in rows], [("ann", 3, 75, 75), ("bob", 1, 25, 100)])
        self.assertEqual(concentration(groups=[]), [])

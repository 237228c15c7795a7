"""`bin/bench analytics` finds its parts by listing them. No database."""

import contextlib
import io
import unittest

from odoo.addons.sales_os.bench.analytics import __main__ as dispatcher
from odoo.addons.sales_os.bench.analytics.report import Report


class TestParts(unittest.TestCase):
    def test_parts_are_the_modules_that_run(self):
        parts = dispatcher.load(dispatcher.modules())
        self.assertLessEqual({"forecast", "pipeline"}, set(parts))
        self.assertNotIn("report", parts)

    def test_one_missed_bar_is_remembered(self):
        report = Report()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            report.at_most("time", 3, 5)
            self.assertTrue(report.holds)
            report.at_least("score", 3, 5)
            report.between("coverage", 80, 72, 88)
            report.equals("count", 1.0000001, 1)
        self.assertFalse(report.holds)
        self.assertEqual([line.split()[0] for line in said.getvalue().splitlines()], ["pass", "MISS", "pass", "pass"])

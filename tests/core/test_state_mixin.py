import unittest

from odoo.addons.sales_os.algorithms.core.transition import refused


class TestTransition(unittest.TestCase):
    """The mixin's doors are tested on the documents that use it; here is the decision alone."""

    allowed = {("planned", "in_progress"): None, ("in_progress", "done"): None}

    def test_declared_pair_passes(self):
        self.assertEqual(refused(states={1: "planned", 2: "planned"}, target="in_progress", allowed=self.allowed), [])

    def test_each_undeclared_pair_is_named(self):
        self.assertEqual(refused(states={1: "planned", 2: "done", 3: "in_progress"}, target="done", allowed=self.allowed), [1, 2])

    def test_staying_is_no_declared_pair(self):
        self.assertEqual(refused(states={1: "done"}, target="done", allowed=self.allowed), [1])

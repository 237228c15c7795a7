import unittest
from dataclasses import replace
from decimal import Decimal

from hypothesis import given

from odoo.addons.sales_os.algorithms.quote.content_diff import content_diff

from .quotes import content, line, lines_of_quotes


class TestContentDiff(unittest.TestCase):
    def test_each_kind_of_change_is_named(self):
        before = content(line(1), line(2), line(3))
        after = content(line(1, price=90), line(3, quantity=5), line(4))
        diff = content_diff(before=before, after=after)
        self.assertEqual([row.kind for row in diff.rows], ["changed", "removed", "changed", "added"])
        self.assertEqual([part.key for part in diff.added], [4])
        self.assertEqual([part.key for part in diff.removed], [2])
        self.assertEqual([row.line.key for row in diff.changes("unit_price")], [1])
        self.assertEqual([row.line.key for row in diff.changes("quantity")], [3])
        self.assertEqual(diff.untaxed_change, Decimal(180 + 500 + 200 - 600))

    def test_a_line_is_recognised_although_product_and_text_changed(self):
        diff = content_diff(before=content(line(1)), after=content(line(8, lineage=1, description="Better car")))
        self.assertEqual([row.changed for row in diff.rows], [("product", "description")])

    def test_lines_of_unrelated_quotes_are_matched_by_text_then_by_product(self):
        before = content(line(1, lineage=None, product=5, description="Red"), line(2, lineage=None, product=5, description="Blue"))
        after = content(line(3, lineage=None, product=5, description="Blue"), line(4, lineage=None, product=5, description="Green"))
        diff = content_diff(before=before, after=after)
        self.assertEqual([(row.before.key, row.after.key) for row in diff.rows], [(2, 3), (1, 4)])
        self.assertEqual([row.kind for row in diff.rows], ["same", "changed"])

    def test_one_of_two_equal_lines_removed_is_one_removal(self):
        twice = line(1, lineage=None)
        diff = content_diff(before=content(twice, twice), after=content(twice))
        self.assertEqual([row.kind for row in diff.rows], ["same", "removed"])

    def test_terms_are_told_by_their_names(self):
        before = content(payment_term=1, payment_term_name="30 days", extras=(("financing", "36 months"),))
        after = content(payment_term=2, payment_term_name="60 days", terms="New")
        diff = content_diff(before=before, after=after)
        self.assertEqual(
            [(change.name, change.before, change.after) for change in diff.terms],
            [("payment_term", "30 days", "60 days"), ("terms", "", "New"), ("financing", "36 months", "")])

    def test_taxes_in_another_order_are_the_same_taxes(self):
        self.assertTrue(content_diff(before=content(line(1, taxes=(1, 2))), after=content(line(1, taxes=(2, 1)))).is_same)

    def test_margin_change_is_unknown_where_cost_is(self):
        known = content(line(1, cost_amount=Decimal(10)))
        self.assertEqual(content_diff(before=known, after=known).margin_change, 0)
        self.assertIsNone(content_diff(before=known, after=content(line(1))).margin_change)

    @given(lines_of_quotes, lines_of_quotes)
    def test_every_line_stands_in_exactly_one_row(self, before, after):
        diff = content_diff(before=content(*before), after=content(*after))
        self.assertEqual(sorted(row.before.key for row in diff.rows if row.before), sorted(part.key for part in before))
        self.assertEqual([row.after.key for row in diff.rows if row.after], [part.key for part in after], "in the order of the later quote")

    @given(lines_of_quotes)
    def test_a_quote_does_not_differ_from_itself(self, lines):
        self.assertTrue(content_diff(before=content(*lines), after=content(*lines)).is_same)

    @given(lines_of_quotes, lines_of_quotes)
    def test_backwards_added_is_removed(self, before, after):
        there = content_diff(before=content(*before), after=content(*after))
        back = content_diff(before=content(*after), after=content(*before))
        self.assertEqual(sorted(part.key for part in there.added), sorted(part.key for part in back.removed))
        self.assertEqual(there.untaxed_change, -back.untaxed_change)

    def test_a_price_change_is_seen_although_only_the_price_differs(self):
        first = line(1)
        diff = content_diff(before=content(first), after=content(replace(first, unit_price=Decimal("100.01"))))
        self.assertFalse(diff.is_same)

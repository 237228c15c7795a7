import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.quote.health import CHECKS, LEVELS, LineHealth, QuoteHealth, findings, gravest

TODAY = date(2026, 11, 20)
ALL_WARN = dict.fromkeys(CHECKS, "warn")


def sold(key=1, **values):
    return LineHealth(**{"key": key, "title": f"Product {key}", "quantity": Decimal(2), "unit_price": Decimal(100), **values})


def codes(quote, levels=ALL_WARN):
    return [finding.code for finding in findings(quote, levels=levels, today=TODAY)]


class TestHealthChecks(unittest.TestCase):
    def test_each_check_finds_its_fault_and_nothing_else(self):
        well = {"lines": (sold(),), "validity": TODAY}
        for code, fault in {
            "expired": {"validity": date(2026, 11, 19)},
            "no_lines": {"lines": (sold(quantity=Decimal(0)),)},
            "credit_limit": {"credit_used": Decimal(900), "credit_limit": Decimal(1000), "amount": Decimal("100.01")},
            "below_cost": {"lines": (sold(net_unit_price=Decimal(50), unit_cost=Decimal("50.01")),)},
            "zero_price": {"lines": (sold(), sold(2, unit_price=Decimal(0)))},
            "archived_product": {"lines": (sold(is_archived=True),)},
            "stock_short": {"lines": (sold(forecast=Decimal(1)),)},
            "no_payment_term": {"has_payment_term": False},
            "no_terms": {"has_terms": False},
            "no_address": {"has_address": False},
            "no_email": {"has_email": False},
        }.items():
            with self.subTest(code=code):
                self.assertEqual(codes(QuoteHealth(**{**well, **fault})), [code])
        self.assertEqual(codes(QuoteHealth(**well)), [])

    def test_the_limits_themselves_are_well(self):
        self.assertEqual(codes(QuoteHealth(
            lines=(sold(net_unit_price=Decimal(50), unit_cost=Decimal(50), forecast=Decimal(2)),),
            credit_used=Decimal(900), credit_limit=Decimal(1000), amount=Decimal(100))), [])

    def test_a_discount_line_is_not_sold_below_cost(self):
        discount = sold(2, unit_price=Decimal(-50), net_unit_price=Decimal(-50), unit_cost=Decimal(0))
        self.assertEqual(codes(QuoteHealth(lines=(sold(), discount))), [])

    def test_a_finding_names_each_product_once_and_by_how_much(self):
        quote = QuoteHealth(lines=(sold(unit_price=Decimal(0)), sold(unit_price=Decimal(0)), sold(2, unit_price=Decimal(0))))
        self.assertEqual(findings(quote, levels=ALL_WARN, today=TODAY)[0].titles, ("Product 1", "Product 2"))
        over = QuoteHealth(lines=(sold(),), credit_used=Decimal(900), credit_limit=Decimal(1000), amount=Decimal(150))
        self.assertEqual(findings(over, levels=ALL_WARN, today=TODAY)[0].amount, Decimal(50))

    def test_the_gravest_comes_first_and_off_is_not_looked_at(self):
        quote = QuoteHealth(has_payment_term=False, has_terms=False, has_address=False, lines=(sold(),))
        levels = {"no_payment_term": "warn", "no_terms": "block", "no_address": "off"}
        found = findings(quote, levels=levels, today=TODAY)
        self.assertEqual([finding.code for finding in found], ["no_terms", "no_payment_term"])
        self.assertEqual((gravest(found), gravest(())), ("block", "ok"))

    def test_only_a_blocking_finding_refuses_and_only_at_its_gates(self):
        quote = QuoteHealth(has_email=False, lines=(sold(),))
        for level in LEVELS[1:]:
            with self.subTest(level=level):
                found, = findings(quote, levels={"no_email": level}, today=TODAY)
                self.assertEqual([gate for gate in ("send", "sign", "confirm") if found.refuses_at(gate)], ["send"] * (level == "block"))

    @given(st.builds(QuoteHealth, validity=st.none() | st.dates(), has_terms=st.booleans(), has_email=st.booleans()),
           st.dictionaries(st.sampled_from(list(CHECKS)), st.sampled_from(LEVELS)))
    def test_a_check_that_is_off_is_never_found(self, quote, levels):
        for finding in findings(quote, levels=levels, today=TODAY):
            self.assertEqual(finding.level, levels[finding.code])
            self.assertNotEqual(finding.level, "off")

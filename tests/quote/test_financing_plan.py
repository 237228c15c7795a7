"""Instalments and schedules against published figures, and what must hold for any terms."""

import unittest
from decimal import Decimal as D

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.quote.financing import FinancingTerms, annuity, plan, problems
from odoo.addons.sales_os.algorithms.quote.financing_rate import effective_annual_percent, monthly_rate

CENT = D("0.01")


def money(low, high):
    return st.integers(int(low * 100), int(high * 100)).map(lambda cents: D(cents) / 100)


@st.composite
def some_terms(draw, price=money(1, 500_000), months=st.integers(1, 120)):  # noqa: B008 (strategies are values)
    kind = draw(st.sampled_from(("loan", "balloon", "lease")))
    price = draw(price)
    down = (price * draw(st.integers(0, 90)) / 100).quantize(CENT)
    residual = D(0) if kind == "loan" else ((price - down) * draw(st.integers(0, 90)) / 100).quantize(CENT)
    terms = FinancingTerms(
        price=price, down_payment=down, residual=residual, kind=kind,
        months=draw(months),
        annual_rate_percent=D(draw(st.integers(0, 3000))) / 100,
        in_advance=draw(st.booleans()),
        fee_upfront=draw(money(0, 2)), fee_monthly=draw(money(0, 10)),
    )
    assume(not list(problems(terms)))
    return terms


class TestPublishedAnnuities(unittest.TestCase):
    def check(self, expected, **terms):
        self.assertEqual(annuity(**terms).quantize(CENT), D(expected))

    def test_numpy_mortgage(self):
        """numpy.pmt: 200 000 at 7.5 % over 15 years."""
        self.check("1854.02", present=D(200_000), periods=180, rate=D("0.075") / 12)

    def test_combinum_lease_with_an_ending_value(self):
        """help.combinum.com/pmt.html: 36-month lease at 6 %, from 400 000 down to 100 000."""
        self.check("9626.58", present=D(400_000), future=D(100_000), periods=36, rate=D("0.06") / 12)

    def test_mathematics_of_money_lease(self):
        """T. Biehler, The Mathematics of Money, examples 10.4.2 (its two parts) and 10.4.3: loss in value and interest on the residual."""
        rate = D("0.084") / 12
        self.check("264.29", present=D(5_820), periods=24, rate=rate)
        whole = annuity(present=D(5_820 + 14_055), future=D(14_055), periods=24, rate=rate)
        self.assertEqual((whole - annuity(present=D(5_820), periods=24, rate=rate)).quantize(D("0.001")), D("98.385"))
        self.check("164.92", present=D(19_050), future=D(18_350), periods=24, rate=D("0.087") / 12)

    def test_payments_in_advance(self):
        """pensionsoft.com, PMT(.08, 10, 10000, 0, 1)."""
        self.check("1379.90", present=D(10_000), periods=10, rate=D("0.08"), in_advance=True)

    def test_without_interest(self):
        self.check("250.00", present=D(10_000), future=D(1_000), periods=36, rate=D(0))


class TestPublishedRates(unittest.TestCase):
    def test_directive_98_7_annex_iii_standard_years(self):
        """Directive 98/7/EC, Annex III, part B: the four examples."""
        for outlay, flows, expected in (
            (1000, [(18, 1200)], "12.92"),
            (950, [(18, 1200)], "16.85"),
            (1000, [(12, 600), (24, 600)], "13.07"),
            (1000, [(3, 272), (6, 272), (12, 544)], "13.19"),
        ):
            with self.subTest(expected=expected):
                flows = [(month, D(amount)) for month, amount in flows]
                self.assertEqual(effective_annual_percent(outlay=D(outlay), flows=flows), D(expected))

    def test_regulation_z_appendix_j(self):
        """12 CFR 1026 appendix J (c)(1)(i): 5 000 lent, 24 payments of 230: 9.69 % a year, nominal."""
        rate = monthly_rate(outlay=D(5000), flows=[(month, D(230)) for month in range(1, 25)])
        self.assertEqual((rate * 1200).quantize(CENT), D("9.69"))

    def test_no_interest_is_no_rate(self):
        self.assertEqual(effective_annual_percent(outlay=D(1200), flows=[(month, D(100)) for month in range(1, 13)]), 0)

    def test_what_has_no_rate_is_refused(self):
        for outlay, flows in ((D(100), [(1, D(99))]), (D(0), [(1, D(1))]), (D(100), [(1, D(-1)), (2, D(200))])):
            with self.subTest(flows=flows), self.assertRaises(ValueError):
                monthly_rate(outlay=outlay, flows=flows)


class TestSchedule(unittest.TestCase):
    def test_numpy_schedule(self):
        """numpy.ipmt: 2 500 over a year at 8.24 %; interest 112.98 in all."""
        result = plan(FinancingTerms(price=D(2500), months=12, annual_rate_percent=D("8.24")))
        self.assertEqual([row.interest for row in result.schedule[:3]], [D("17.17"), D("15.79"), D("14.40")])
        self.assertEqual([row.closing for row in result.schedule[:3]], [D("2299.42"), D("2097.46"), D("1894.11")])
        self.assertAlmostEqual(result.interest, D("112.98"), delta=D("0.03"))
        self.assertEqual(result.schedule[-1].closing, 0)

    def test_a_residual_loan_of_a_forum(self):
        """mathhelpforum.com 186210: 5 000 at 12 %, 36 months, 1 000 left: 142.85 a month."""
        result = plan(FinancingTerms(price=D(5000), months=36, annual_rate_percent=D(12), residual=D(1000), kind="balloon"))
        self.assertEqual(result.instalment, D("142.86"))  # 142.855 rounded, where the forum cuts
        self.assertEqual(result.schedule[-1].amount, D(1000))

    def test_a_lease_is_not_bought(self):
        terms = {"price": D(30_000), "down_payment": D(3_000), "months": 36, "annual_rate_percent": D("4.8"), "residual": D(12_000)}
        lease, balloon = (plan(FinancingTerms(kind=kind, **terms)) for kind in ("lease", "balloon"))
        self.assertEqual(balloon.total - lease.total, D(12_000))
        self.assertEqual(lease.cost, balloon.cost)
        self.assertEqual(lease.schedule[-1].closing, D(12_000))
        self.assertEqual(lease.effective_annual_percent, balloon.effective_annual_percent)

    def test_fees_raise_the_effective_rate_only(self):
        terms = {"price": D(10_000), "months": 48, "annual_rate_percent": D("5.9")}
        plain, dear = plan(FinancingTerms(**terms)), plan(FinancingTerms(fee_upfront=D(200), fee_monthly=D(2), **terms))
        self.assertEqual(plain.effective_annual_percent, D("6.06"))
        self.assertGreater(dear.effective_annual_percent, plain.effective_annual_percent)
        self.assertEqual(dear.interest, plain.interest)
        self.assertEqual(dear.fees, D(200 + 48 * 2))

    def test_a_currency_without_cents(self):
        result = plan(FinancingTerms(price=D(20), months=36, rounding=D(1)))
        self.assertEqual(result.total, D(20))
        self.assertTrue(all(row.amount >= 0 for row in result.schedule))

    @given(some_terms())
    def test_every_schedule_adds_up(self, terms):
        result = plan(terms)
        rows = result.schedule
        self.assertEqual(sum(row.principal for row in rows), terms.financed - rows[-1].closing)
        self.assertEqual(rows[-1].closing, terms.residual if terms.kind == "lease" else 0)
        self.assertEqual(result.total, terms.down_payment + terms.fee_upfront + sum(row.amount for row in rows))
        kept = terms.residual if terms.kind == "lease" else 0
        self.assertEqual(result.cost, result.total + kept - terms.price)
        for before, after in zip(rows, rows[1:], strict=False):
            self.assertEqual(before.closing, after.opening)
        for row in rows:
            self.assertEqual(row.opening - row.principal, row.closing)
            self.assertEqual(row.amount, row.interest + row.principal + row.fee)
            self.assertGreaterEqual(row.amount, 0)
            self.assertEqual(row.amount, row.amount.quantize(CENT))

    @given(some_terms())
    def test_instalments_are_level(self, terms):
        rows = [row for row in plan(terms).schedule if not row.is_residual]
        level = annuity(
            present=terms.financed, future=terms.residual, periods=terms.months, rate=terms.annual_rate_percent / 1200,
            in_advance=terms.in_advance) + terms.fee_monthly
        if level - terms.fee_monthly > 1:
            for row in rows[:-1]:
                self.assertLessEqual(abs(row.amount - level), CENT)
            # half a cent a month, with interest upon it, is all that can be left for the last one
            growth = (1 + terms.annual_rate_percent / 1200) ** terms.months
            self.assertLessEqual(abs(rows[-1].amount - level), CENT * (terms.months + 1) * growth + CENT)

    @given(some_terms(), st.integers(1, 500))
    def test_a_higher_rate_costs_more(self, terms, more):
        dearer = FinancingTerms(**{**terms.__dict__, "annual_rate_percent": terms.annual_rate_percent + D(more) / 100})
        self.assertGreaterEqual(plan(dearer).instalment, plan(terms).instalment)
        # each plan's instalment is off by half a cent at most; what that leaves is paid at the end, with interest upon it
        growth = (1 + dearer.annual_rate_percent / 1200) ** terms.months
        self.assertGreaterEqual(plan(dearer).cost + CENT * (terms.months + 1) * growth, plan(terms).cost)

    @given(some_terms())
    def test_a_down_payment_lowers_the_instalment(self, terms):
        lower = FinancingTerms(**{**terms.__dict__, "down_payment": terms.down_payment + 1})
        assume(not list(problems(lower)))
        self.assertLessEqual(plan(lower).instalment, plan(terms).instalment)

    @given(some_terms(price=money(100_000, 500_000), months=st.integers(4, 120)))
    def test_the_effective_rate_is_not_below_the_nominal_one(self, terms):
        self.assertGreaterEqual(plan(terms).effective_annual_percent + D("0.05"), terms.annual_rate_percent)


    def test_what_is_paid_on_the_first_day_is_not_lent(self):
        result = plan(FinancingTerms(price=D(100), months=1, annual_rate_percent=D(12), in_advance=True))
        self.assertEqual((result.cost, result.effective_annual_percent, result.total), (0, 0, 100))


class TestProblems(unittest.TestCase):
    def found(self, **terms):
        return next(problems(FinancingTerms(**{"price": D(1000), "months": 12, "annual_rate_percent": D(5), **terms})), None)

    def test_each_mistake_has_its_own_word(self):
        for expected, terms in {
            "months": {"months": 0},
            "rate": {"annual_rate_percent": D(-1)},
            "price": {"price": D(0)},
            "down_payment": {"down_payment": D(-1)},
            "down_payment_price": {"down_payment": D(1000)},
            "residual": {"residual": D(-1)},
            "residual_financed": {"residual": D(900), "down_payment": D(100), "kind": "lease"},
            "residual_loan": {"residual": D(100)},
            "fee": {"fee_monthly": D(-1)},
            "fee_financed": {"fee_upfront": D(1000)},
            "not_a_number": {"price": D("NaN")},
        }.items():
            with self.subTest(expected=expected):
                self.assertEqual(self.found(**terms), expected)

    def test_zero_percent_is_no_mistake(self):
        self.assertIsNone(self.found(annual_rate_percent=D(0)))

    def test_bad_terms_make_no_plan(self):
        with self.assertRaises(ValueError):
            plan(FinancingTerms(price=D(1000), months=0))

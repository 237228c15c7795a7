from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .quote_case import QuoteDocumentCase


class TestFinancingOffer(QuoteDocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_quote(lines=5)  # 8,000

    def test_an_offer_computes_the_instalment_of_this_quote(self):
        offer = self.offer(self.order)
        self.assertEqual(offer.down_payment_amount, 1600.0)
        self.assertEqual(offer.financed_amount, 6400.0)
        self.assertEqual(offer.instalment_amount, 194.41)
        self.assertAlmostEqual(offer.total_amount, 1600 + float(sum(row.amount for row in offer._schedule())))
        self.assertEqual(offer.effective_annual_percent, 6.06)

    def test_it_follows_the_price_while_the_quote_is_open(self):
        offer = self.offer(self.order)
        before = offer.instalment_amount
        self.order.order_line[1].product_uom_qty = 4
        self.assertGreater(offer.instalment_amount, before)

    def test_terms_are_those_of_the_day(self):
        offer = self.offer(self.order)
        self.option.annual_rate_percent = 9.9
        self.assertEqual(offer.annual_rate_percent, 5.9)
        self.assertEqual(self.offer(self.order).annual_rate_percent, 9.9)

    def test_a_rep_cannot_write_a_better_rate(self):
        offer = self.offer(self.order).with_user(self.user_rep)
        for values in (
            {"annual_rate_percent": 0.0}, {"fee_upfront_amount": 0.0}, {"instalment_amount": 1.0}, {"is_chosen": True}, {"months": 99},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "cannot be written"):
                offer.write(values)
        with self.assertRaisesRegex(UserError, "cannot be written"):
            offer.create({"order_id": self.order.id, "option_id": self.option.id, "annual_rate_percent": 0.0})

    def test_a_customer_may_pay_more_at_once_and_not_less(self):
        offer = self.offer(self.order, wished_down_payment_amount=4000.0)
        self.assertEqual(offer.financed_amount, 4000.0)
        with self.assertRaisesRegex(ValidationError, "below the least"):
            offer.wished_down_payment_amount = 100.0
        with self.assertRaisesRegex(ValidationError, "nothing is left to finance"):
            offer.wished_down_payment_amount = 8000.0
        with self.assertRaisesRegex(ValidationError, "cannot be negative"):
            offer.wished_down_payment_amount = -1.0

    def test_a_residual_may_be_lower_and_not_higher(self):
        offer = self.offer(self.order, self.lease, residual_percent=10.0)
        self.assertEqual(offer.residual_amount, 800.0)
        with self.assertRaisesRegex(ValidationError, "above what the option allows"):
            offer.residual_percent = 40.0
        with self.assertRaisesRegex(ValidationError, "less than what is financed"):
            offer.residual_percent = 100.0

    def test_an_offer_that_a_lower_price_makes_impossible_says_why(self):
        self.option.min_amount = 5000
        offer = self.offer(self.order)
        self.order.order_line.filtered("product_uom_qty")[1:].unlink()
        self.assertIn("below the amount", offer.problem)
        self.assertEqual(offer.instalment_amount, 0.0)
        self.assertFalse(offer.schedule_html)
        with self.assertRaisesRegex(UserError, "below the amount"):
            offer.action_choose()

    def test_a_choice_that_became_impossible_is_not_confirmed(self):
        self.option.min_amount = 5000
        self.offer(self.order).action_choose()
        self.order.order_line.filtered("product_uom_qty")[1:].unlink()
        with self.assertRaisesRegex(UserError, "not possible any more"):
            self.order.action_confirm()

    def test_a_quote_without_a_price_waits(self):
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        self.assertIn("Add products first", self.offer(order).problem)

    def test_one_is_chosen_and_it_is_recorded(self):
        loan, lease = self.offer(self.order), self.offer(self.order, self.lease)
        loan.with_user(self.user_rep).action_choose()
        lease.with_user(self.user_rep).action_choose()
        self.assertEqual((loan.is_chosen, lease.is_chosen), (False, True))
        entries = self.env["sales_os.audit.entry"].search([
            ("model", "=", "sale.order"), ("res_id", "=", self.order.id), ("event", "=", "financing")])
        self.assertEqual(len(entries), 2)
        self.assertIn("48 x", entries[0].new_value)
        lease.action_unchoose()
        self.assertFalse(self.order._sales_os_chosen_financing())

    def test_the_choice_is_part_of_what_is_signed(self):
        loan = self.offer(self.order)
        before = self.order._sales_os_content_hashes()[self.order.id]
        loan.action_choose()
        chosen = self.order._sales_os_content_hashes()[self.order.id]
        self.assertNotEqual(before, chosen)
        loan.wished_down_payment_amount = 5000.0
        self.assertNotEqual(self.order._sales_os_content_hashes()[self.order.id], chosen)

    def test_a_confirmed_order_keeps_its_financing(self):
        offer = self.offer(self.order)
        offer.action_choose()
        before = offer.instalment_amount
        self.order.action_confirm()
        self.order.sudo().order_line[1].product_uom_qty = 1
        self.assertEqual(offer.instalment_amount, before)
        for forbidden in (
            lambda: offer.write({"wished_down_payment_amount": 5000.0}), offer.unlink, offer.action_unchoose,
            lambda: self.offer(self.order),
        ):
            with self.assertRaisesRegex(UserError, "does not change any more"):
                forbidden()

    def test_a_copied_quote_has_the_offers_and_no_choice(self):
        self.offer(self.order).action_choose()
        copied = self.order.copy()
        self.assertEqual(copied.sales_os_financing_ids.option_id, self.option)
        self.assertFalse(copied.sales_os_financing_ids.is_chosen)
        self.assertEqual(copied.sales_os_financing_ids.instalment_amount, self.order.sales_os_financing_ids.instalment_amount)

    def test_all_that_suit_are_added_once(self):
        self.env["sales_os.financing.option"].create({"name": "Large", "months": 60, "min_amount": 1_000_000})
        order = self.order.with_user(self.user_rep)
        order.action_offer_financing()
        found = order.sales_os_financing_ids.option_id
        self.assertIn(self.option, found)
        self.assertNotIn("Large", found.mapped("name"))
        with self.assertRaisesRegex(UserError, "No further financing option"):
            order.action_offer_financing()

    def test_fees_are_converted_to_the_quote_s_currency(self):
        euro = self.env.ref("base.EUR") if self.company.currency_id.name != "EUR" else self.env.ref("base.USD")
        euro.active = True
        euro.rate_ids.unlink()
        self.env["res.currency.rate"].create({"currency_id": euro.id, "rate": 2.0, "name": "2020-01-01", "company_id": self.company.id})
        self.option.fee_upfront_amount = 50.0
        pricelist = self.pricelist.copy({"currency_id": euro.id})
        order = self.make_quote(pricelist_id=pricelist.id)
        self.assertEqual(self.offer(order).fee_upfront_amount, 100.0)

    def test_the_number_of_queries_does_not_grow_with_the_offers(self):
        counts = []
        for number in (2, 2, 12):
            order = self.make_quote()
            order.sales_os_financing_ids = [Command.create({"option_id": self.option.id}) for _number in range(number)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.order_line[1].product_uom_qty = 3
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2)


class TestFinancingOption(QuoteDocumentCase):
    def test_a_mistake_is_told_in_words(self):
        for words, values in {
            "between 1 and 480 months": {"months": 481},
            "between 0 and 100": {"annual_rate_percent": 101.0},
            "covers the whole price": {"down_payment_percent": 100.0},
            "less than what is financed": {"kind": "lease", "down_payment_percent": 50.0, "residual_percent": 60.0},
            "has no residual value": {"residual_percent": 10.0},
            "cannot be negative": {"fee_monthly_amount": -1.0},
            "lower limit not above": {"min_amount": 100.0, "max_amount": 50.0},
        }.items():
            with self.subTest(words=words):
                with self.assertRaises(ValidationError) as refused:
                    self.option.write(values)
                self.assertIn(words, str(refused.exception))

    def test_zero_percent_is_an_offer(self):
        free = self.env["sales_os.financing.option"].create({"name": "0 %", "months": 24})
        self.assertEqual(free.example_instalment_amount, 416.67)
        self.assertEqual(free.example_effective_percent, 0.0)

    def test_it_calculates_for_any_caller(self):
        result = self.option.with_user(self.user_rep).action_calculate(10_000)
        self.assertEqual(result["financed"], 8000.0)
        self.assertEqual(len(result["schedule"]), 36)
        self.assertAlmostEqual(sum(row["principal"] for row in result["schedule"]), 8000.0)
        for bad in (float("nan"), float("inf"), -5, 0, "many"):
            with self.subTest(bad=bad), self.assertRaises(UserError):
                self.option.action_calculate(bad)
        with self.assertRaisesRegex(UserError, "nothing is left"):
            self.option.action_calculate(10_000, down_payment=10_000)

    def test_an_option_in_use_is_archived_not_deleted(self):
        self.offer(self.make_quote())
        self.option.action_archive()
        self.assertFalse(self.env["sales_os.financing.option"].search([("id", "=", self.option.id)]))


class TestWithoutSalesOs(QuoteDocumentCase):
    """Whoever sells with Odoo's own rights only is not disturbed."""

    def test_a_seller_without_our_groups_prints_copies_and_revises(self):
        seller = self.make_user("plain_seller", "sales_team.group_sale_salesman_all_leads")
        order = self.make_quote()
        self.offer(order)
        theirs = order.with_user(seller)
        html = self.env["ir.actions.report"].with_user(seller)._render_qweb_html("sale.report_saleorder", order.ids)[0].decode()
        self.assertIn("Ways to pay", html)
        theirs.order_line[1].product_uom_qty = 4
        self.assertEqual(order.sales_os_financing_ids.price_amount, 3200.0)
        self.assertEqual(theirs.copy().sudo().sales_os_financing_ids.option_id, self.option)
        revision = theirs.browse(theirs.action_new_revision()["res_id"])
        self.assertEqual(revision.sudo().sales_os_financing_ids.mapped("price_amount"), [3200.0])
        theirs = revision
        theirs.action_confirm()
        self.assertEqual(theirs.state, "sale")

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact

from .quoting import QuoteCase

OFF = ("expired", "no_lines", "credit_limit", "below_cost", "zero_price", "archived_product", "stock_short", "no_payment_term", "no_terms",
       "no_address", "no_email")


class TestQuoteHealth(QuoteCase):
    def only(self, code, level="warn"):
        """Switch all checks off but one."""
        self.company.write({f"sales_os_health_{name}": level if name == code else "off" for name in OFF})

    def codes(self, quote):
        self.env.invalidate_all()
        return [finding.code for finding in quote._sales_os_findings()[quote.id]]

    def test_a_sound_quote_is_well(self):
        quote = self.make_quote()
        self.assertEqual((quote.sales_os_health_state, quote.sales_os_health_count, quote.sales_os_health_html), ("ok", 0, False))

    def test_each_check_sees_its_fault_on_the_order(self):
        archived = self.env["product.product"].create({"name": "Old car", "list_price": 100})
        for code, values in {
            "no_lines": {"lines": ()}, "zero_price": {"lines": ((self.product, 1, 0),)}, "below_cost": {"lines": ((self.product, 1, 59),)},
            "archived_product": {"lines": ((archived, 1, 100),)},
            "no_email": {"partner_id": self.make_partner("Mute").id}, "no_address": {"partner_id": self.make_partner("Nowhere").id},
            "no_terms": {"note": False}, "no_payment_term": {"payment_term_id": False},
        }.items():
            with self.subTest(code=code):
                self.only(code)
                self.assertNotIn(code, self.codes(self.make_quote(note="<p>Net</p>", payment_term_id=self.env.ref(
                    "account.account_payment_term_30days").id)))
                quote = self.make_quote(**values)
                archived.active = code != "archived_product"
                self.assertEqual(self.codes(quote), [code])
                archived.active = True

    def test_the_credit_limit_counts_what_is_owed_and_this_quote(self):
        self.only("credit_limit")
        self.company.account_use_credit_limit = True
        self.partner.credit_limit = 150
        self.assertEqual(self.codes(self.make_quote()), ["credit_limit"])
        self.assertIn("50.00", str(self.make_quote().sales_os_health_html))
        self.assertEqual(self.codes(self.make_quote([(self.product, 1, 150)])), [])
        confirmed = self.make_quote([(self.product, 1, 100)])
        self.product.invoice_policy = "order"
        confirmed.action_confirm()
        self.env.flush_all()
        self.assertEqual(self.codes(self.make_quote([(self.product, 1, 100)])), ["credit_limit"], "what is ordered counts")

    def test_stock_is_looked_at_where_it_is_forecast(self):
        self.only("stock_short")
        quote = self.make_quote()
        self.assertEqual(self.codes(quote), [] if "virtual_available_at_date" not in quote.order_line._fields else self.codes(quote))
        with patch.object(self.env.registry["sale.order.line"], "_sales_os_forecasts", lambda lines: {line.id: exact(1) for line in lines}):
            self.assertEqual(self.codes(quote), ["stock_short"])

    def test_a_blocking_finding_refuses_at_its_gates_and_a_warning_does_not(self):
        quote = self.make_quote([(self.product, 1, 0)])
        self.only("zero_price")
        quote.action_quotation_sent()
        self.only("zero_price", "block")
        with self.assertRaisesRegex(UserError, "Without a price: Car"):
            quote.action_confirm()
        with self.assertRaisesRegex(UserError, "Without a price: Car"):
            quote.write({"state": "sale"})
        self.assertFalse(quote._has_to_be_signed())
        self.only("no_email", "block")
        quote.partner_id.email = False
        quote.action_confirm()
        self.assertEqual(quote.state, "sale", "no e-mail address keeps from sending only")

    def test_what_needs_approval_is_told_to_those_who_ask(self):
        self.only("below_cost", "approve")
        quote, sound = self.make_quote([(self.product, 1, 1)]), self.make_quote()
        asked = (quote | sound)._sales_os_findings_to_approve()
        self.assertEqual(asked[quote.id], [{"code": "below_cost", "words": "Sold below cost: Car"}])
        self.assertEqual((asked[sound.id], quote.sales_os_health_state), ([], "approve"))

    def test_findings_are_shown_while_the_quote_is_typed(self):
        self.only("zero_price")
        form = Form(self.env["sale.order"].with_user(self.user_rep))
        form.partner_id = self.partner
        with form.order_line.new() as line:
            line.product_id = self.product
            line.price_unit = 0
        self.assertEqual(form.sales_os_health_state, "warn")
        self.assertIn("Without a price: Car", form.sales_os_health_html)

    def test_what_is_to_be_looked_at_is_found(self):
        self.only("zero_price", "block")
        bad, good = self.make_quote([(self.product, 1, 0)]), self.make_quote()
        done = self.make_quote()
        done.action_confirm()
        orders = self.env["sale.order"].with_user(self.user_rep)

        def found(states):
            return orders.search([("id", "in", (bad | good | done).ids), ("sales_os_health_state", "in", states)])

        self.assertEqual(found(["block", "warn"]), bad)
        self.assertEqual(found(["ok"]), (good | done).sorted(lambda order: (order.date_order, order.id), reverse=True))

    def test_a_confirmed_order_is_not_looked_at(self):
        quote = self.make_quote()
        quote.action_confirm()
        quote.partner_id.email = False
        self.assertEqual(quote._sales_os_findings(), {})

    def test_queries_do_not_grow_with_the_quotes(self):
        self.company.account_use_credit_limit = True
        self.partner.credit_limit = 150

        def queries(count):
            orders = self.env["sale.order"].concat(*(self.make_quote() for _number in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.with_user(self.user_rep).mapped("sales_os_health_state")
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(4), queries(40))

"""Competitors on leads: prices, who got the deal, our record, prices seen, win and loss."""

from datetime import date

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestCompetitor(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north, cls.south = cls.env["sales_os.competitor"].create([{"name": "North Test"}, {"name": "South Test"}])

    def lead(self, *competitors, winner=None, revenue=1000.0, **values):
        return self.env["crm.lead"].create({
            "name": "Deal", "type": "opportunity", "expected_revenue": revenue, "company_id": self.company.id,
            "sales_os_competitor_ids": [(0, 0, {"competitor_id": one.id, "price": 800.0}) for one in competitors], **values})

    def lose_to(self, lead, competitor):
        lead.sales_os_competitor_ids.filtered(lambda line: line.competitor_id == competitor).is_winner = True
        lead.action_set_lost()

    def test_the_outcome_follows_the_lead(self):
        won, lost, open_lead = self.lead(self.north), self.lead(self.north, self.south), self.lead(self.north)
        won.action_set_won()
        self.lose_to(lost, self.south)
        self.assertEqual(won.sales_os_competitor_ids.outcome, "won")
        self.assertEqual(lost.sales_os_competitor_ids.sorted("id").mapped("outcome"), ["lost", "lost_to"])
        self.assertEqual(open_lead.sales_os_competitor_ids.outcome, "open")
        self.assertAlmostEqual(won.sales_os_competitor_ids.gap_percent, 25.0)

    def test_our_record_says_how_little_a_few_deals_tell(self):
        self.lead(self.north).action_set_won()
        self.lose_to(self.lead(self.north), self.north)
        self.lead(self.north)
        self.env.flush_all()
        self.north.invalidate_recordset()
        self.assertEqual((self.north.deal_count, self.north.open_count, self.north.win_rate_percent), (2, 1, 50.0))
        self.assertIn("1 won, 1 lost (1 to them)", self.north.record_words)
        self.assertIn("No closed deal", self.south.record_words)

    def test_one_winner_at_most_and_none_of_a_won_deal(self):
        lead = self.lead(self.north, self.south)
        with self.assertRaisesRegex(ValidationError, "mark one of them"):
            lead.sales_os_competitor_ids.write({"is_winner": True})
        won = self.lead(self.north)
        won.action_set_won()
        with self.assertRaisesRegex(ValidationError, "was won"):
            won.sales_os_competitor_ids.is_winner = True
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env["sales_os.lead.competitor"].create({"lead_id": won.id, "competitor_id": self.north.id})

    def test_prices_seen_are_compared_with_the_list_price(self):
        product = self.env["product.product"].create({"name": "Thing", "list_price": 110.0})
        price = self.env["sales_os.competitor.price"].create({
            "competitor_id": self.north.id, "product_id": product.id, "price": 100.0, "source": "Price list"})
        self.assertEqual(price.date, fields.Date.context_today(price))
        self.assertAlmostEqual(price.gap_percent, 10.0)
        self.assertIn("10.0 % dearer", self.north.gap_words)
        price.date = date(2020, 1, 1)
        self.assertIn("No price seen", self.north.gap_words)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            price.copy({"price": 0.0})

    def test_win_and_loss_are_counted_by_competitor(self):
        self.lead(self.north).action_set_won()
        self.lose_to(self.lead(self.north, revenue=500.0), self.north)
        self.lead(self.north)
        rows = self.env["sales_os.competitor.report"]._read_group(
            [("competitor_id", "=", self.north.id)], ["competitor_id"],
            ["deal_count:sum", "win_percent:avg", "won_amount:sum", "lost_amount:sum"])
        self.assertEqual(rows, [(self.north, 2, 50.0, 1000.0, 500.0)])

    def test_reps_note_prices_and_correct_their_own_only(self):
        product = self.env["product.product"].create({"name": "Thing"})
        vals = {"competitor_id": self.north.id, "product_id": product.id, "price": 1.0, "source": "Shop"}
        mine = self.env["sales_os.competitor.price"].with_user(self.user_rep).create(vals)
        mine.price = 2.0
        other = mine.with_user(self.user_rep2)
        self.assertEqual(other.price, 2.0)
        with self.assertRaises(AccessError):
            other.price = 3.0
        with self.assertRaises(AccessError):
            self.north.with_user(self.user_rep).name = "Mine"

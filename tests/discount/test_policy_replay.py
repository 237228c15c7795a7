"""What a policy would have asked in the past."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .quote_case import QuoteCase


class TestPolicyReplay(QuoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for gate in ("send", "print", "sign", "confirm"):
            cls.company[f"sales_os_gate_{gate}"] = False
        cls.orders = cls.env["sale.order"]
        for discount in (0.0, 4.0, 8.0, 15.0):
            cls.orders += cls.make_quote(discount)
        cls.orders.action_confirm()
        cls.orders.write({"date_order": "2001-02-10 10:00:00"})
        cls.strict = cls.make_draft("Strict", 5.0)

    @classmethod
    def make_draft(cls, name, free):
        return cls.env["sales_os.discount.policy"].create({
            "name": name, "sequence": 1, "active": False, "level_ids": [
                Command.create({"sequence": 1, "approver": "none", "max_discount_percent": free}),
                Command.create({"sequence": 2, "approver": "manager", "max_discount_percent": 90.0})]})

    def replay(self, user=None, **values):
        replay = self.env["sales_os.discount.policy.replay"].with_user(user or self.user_manager).create({
            "policy_id": self.strict.id, "date_from": "2001-01-01", "date_to": "2001-03-31", **values})
        replay.action_replay()
        return replay

    def test_a_stricter_policy_asks_for_more_quotes(self):
        replay = self.replay()
        self.assertEqual((replay.order_count, replay.asked_count, replay.today_count), (4, 2, 1))
        self.assertIn("2 of 4", replay.summary)
        asked = replay.line_ids.filtered("is_asked")
        self.assertEqual(asked.order_id, self.orders[2:])
        self.assertEqual(replay.asked_amount, sum(self.orders[2:].mapped("amount_untaxed")))
        self.assertIn("above 5 %", asked[0].because)

    def test_nothing_is_written_to_the_quotes(self):
        states = self.orders.mapped("sales_os_approval_state")
        self.replay()
        self.assertEqual(self.orders.mapped("sales_os_approval_state"), states)
        self.assertFalse(self.orders.sales_os_approval_ids)
        self.assertFalse(self.strict.active)

    def test_a_policy_may_stand_in_for_another(self):
        loose = self.make_draft("Loose", 50.0)
        loose.sequence = 100_000
        self.assertEqual(self.replay(policy_id=loose.id).asked_count, 1)
        self.assertEqual(self.replay(policy_id=loose.id, replaced_ids=[Command.set(self.policy.ids)]).asked_count, 0)

    def test_managers_replay_what_they_see(self):
        stranger = self.make_user("so_stranger_manager", "sales_os.group_manager")
        self.make_rep(stranger)
        self.assertEqual(self.replay(user=stranger).order_count, 0)
        self.assertEqual(self.replay(user=self.user_executive).order_count, 4)

    def test_bad_questions_are_answered_in_words(self):
        with self.assertRaisesRegex(UserError, "before it begins"):
            self.replay(date_from="2001-04-01")
        self.strict.level_ids.unlink()
        with self.assertRaisesRegex(UserError, "has no level"):
            self.replay()

    def test_a_policy_of_a_segment_matches_its_customers(self):
        segment = self.make_segment("Chains")
        self.strict.segment_ids = segment
        self.assertEqual(self.replay().asked_count, 1)
        self.partner.write({"sales_os_segment_id": segment.id, "sales_os_segment_locked": True})
        self.assertEqual(self.replay().asked_count, 2)

    def test_queries_do_not_grow_with_the_quotes(self):
        counts = []
        for extra in (0, 12):
            more = self.env["sale.order"].union(*(self.make_quote(7.0) for _number in range(extra)))
            more.action_confirm()
            more.write({"date_order": "2001-02-11 10:00:00"})
            self.replay()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.replay()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

"""The cadence of a segment serves customers for whom neither a person nor a rule chose one."""

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestSegmentCadence(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["sales_os.visit.cadence.rule"]
        cls.Rule.search([]).active = False
        cls.weekly, cls.monthly, cls.daily = cls.env["sales_os.visit.cadence"].create([
            {"name": "Weekly", "visits": 1, "period_days": 7}, {"name": "Monthly", "visits": 1, "period_days": 30},
            {"name": "Daily", "visits": 1, "period_days": 1}])
        cls.enterprise = cls.env.ref("sales_os.segment_enterprise")
        cls.small = cls.env.ref("sales_os.segment_small_business")
        cls.enterprise.cadence_id = cls.weekly
        cls.small.cadence_id = cls.monthly

    def test_a_new_customer_gets_the_cadence_of_its_segment_and_says_so(self):
        partner = self.make_partner()
        self.assertEqual((partner.sales_os_cadence_id, partner.sales_os_cadence_segment_id), (self.monthly, self.small))
        self.assertIn("Small business", partner.sales_os_cadence_reason)

    def test_the_cadence_follows_the_segment(self):
        partner = self.make_partner()
        partner.sales_os_segment_id = self.enterprise
        self.assertEqual(partner.sales_os_cadence_id, self.weekly)
        partner.sales_os_segment_locked = False
        self.assertEqual(partner.sales_os_cadence_id, self.monthly)
        self.enterprise.revenue_from = 0
        self.env["sales_os.segment"].action_assign(partner.ids)
        self.assertEqual(partner.sales_os_cadence_id, self.weekly)

    def test_what_a_former_segment_gave_ends_with_it(self):
        self.small.cadence_id = False
        partner = self.make_partner(sales_os_segment_id=self.enterprise.id)
        self.assertEqual(partner.sales_os_cadence_id, self.weekly)
        partner.sales_os_segment_id = self.small
        self.assertFalse(partner.sales_os_cadence_id or partner.sales_os_cadence_segment_id or partner.sales_os_cadence_reason)

    def test_a_rule_and_a_persons_choice_come_first(self):
        tag = self.env["res.partner.category"].create({"name": "Chain"})
        rule = self.Rule.create({"name": "Chains", "cadence_id": self.daily.id, "category_ids": tag.ids})
        by_rule = self.make_partner(category_id=tag.ids)
        self.assertEqual((by_rule.sales_os_cadence_id, by_rule.sales_os_cadence_rule_id), (self.daily, rule))
        self.assertFalse(by_rule.sales_os_cadence_segment_id)
        by_hand = self.make_partner(sales_os_cadence_id=self.daily.id)
        (by_rule + by_hand).sales_os_segment_id = self.enterprise
        self.assertEqual((by_rule + by_hand).sales_os_cadence_id, self.daily)
        served = self.make_partner()
        served.sales_os_cadence_id = self.daily
        self.assertFalse(served.sales_os_cadence_segment_id, "a choice by hand is no longer the segment's")

    def test_a_rule_may_ask_for_the_segment(self):
        self.Rule.create({"name": "Large", "cadence_id": self.daily.id, "segment_ids": self.enterprise.ids})
        self.assertEqual(self.make_partner(sales_os_segment_id=self.enterprise.id).sales_os_cadence_id, self.daily)
        self.assertEqual(self.make_partner().sales_os_cadence_id, self.monthly)

    def test_deciding_again_serves_whom_a_segment_had_served(self):
        partner = self.make_partner()
        self.small.cadence_id = self.daily
        self.Rule.action_apply()
        self.assertEqual(partner.sales_os_cadence_id, self.monthly)
        self.Rule.action_apply(again=True)
        self.assertEqual(partner.sales_os_cadence_id, self.daily)

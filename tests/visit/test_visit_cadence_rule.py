from odoo.exceptions import AccessError

from ..common import SalesOsCase


class TestVisitCadenceRule(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["sales_os.visit.cadence.rule"]
        cls.Rule.search([]).active = False
        cadences = cls.env["sales_os.visit.cadence"].create(
            [{"name": "Weekly", "visits": 1, "period_days": 7}, {"name": "Monthly", "visits": 1, "period_days": 30}]
        )
        cls.weekly, cls.monthly = cadences
        cls.tags = cls.env["res.partner.category"].create([{"name": "Chain"}, {"name": "Kiosk"}])
        cls.chain, cls.kiosk = cls.tags
        cls.chain_south = cls.env["res.partner.category"].create({"name": "Chain South", "parent_id": cls.chain.id})
        cls.turkey = cls.env.ref("base.tr")
        cls.rule_chain = cls.Rule.create({"name": "Chains", "sequence": 1, "cadence_id": cls.weekly.id, "category_ids": cls.chain.ids})
        cls.rule_country = cls.Rule.create({"name": "Türkiye", "sequence": 2, "cadence_id": cls.monthly.id, "country_ids": cls.turkey.ids})

    def partner(self, **values):
        return self.make_partner("Bakery", **values)

    def test_first_matching_rule_gives_the_cadence_and_says_so(self):
        both = self.partner(category_id=self.chain.ids, country_id=self.turkey.id)
        second = self.partner(country_id=self.turkey.id)
        self.assertEqual((both.sales_os_cadence_id, second.sales_os_cadence_id), (self.weekly, self.monthly))
        self.assertEqual((both.sales_os_cadence_rule_id, second.sales_os_cadence_rule_id), (self.rule_chain, self.rule_country))
        self.assertIn("Chains", both.sales_os_cadence_reason)

    def test_sequence_decides_not_age(self):
        self.rule_country.sequence = 0
        self.assertEqual(self.partner(category_id=self.chain.ids, country_id=self.turkey.id).sales_os_cadence_id, self.monthly)

    def test_no_rule_no_cadence(self):
        partner = self.partner(country_id=self.env.ref("base.us").id)
        self.assertFalse(partner.sales_os_cadence_id or partner.sales_os_cadence_rule_id or partner.sales_os_cadence_reason)

    def test_a_tag_stands_for_the_tags_below_it(self):
        self.assertEqual(self.partner(category_id=self.chain_south.ids).sales_os_cadence_id, self.weekly)

    def test_a_territory_stands_for_its_parts(self):
        Territory = self.env["sales_os.territory"]
        above = Territory.create({"name": "Region", "code": "CR-1"})
        part = Territory.create({"name": "Town", "code": "CR-2", "parent_id": above.id})
        self.Rule.create(
            {"name": "Region", "sequence": 0, "company_id": self.company.id, "cadence_id": self.weekly.id, "territory_ids": above.ids}
        )
        partner = self.partner(country_id=self.env.ref("base.us").id)
        partner.write({"sales_os_territory_locked": True, "sales_os_territory_id": part.id})
        partner.action_sales_os_cadence_by_rule()
        self.assertEqual(partner.sales_os_cadence_id, self.weekly)

    def test_a_chosen_cadence_is_never_overridden(self):
        chosen = self.partner(category_id=self.chain.ids, sales_os_cadence_id=self.monthly.id)
        self.assertEqual(chosen.sales_os_cadence_id, self.monthly)
        later = self.partner(category_id=self.chain.ids)
        later.with_user(self.user_admin_so).sales_os_cadence_id = self.monthly
        self.assertFalse(later.sales_os_cadence_rule_id)
        self.assertIn(self.user_admin_so.name, later.sales_os_cadence_reason)
        (chosen + later).action_sales_os_cadence_by_rule()
        self.Rule.action_apply(again=True)
        self.assertEqual((chosen + later).sales_os_cadence_id, self.monthly)

    def test_applying_serves_those_without_and_on_demand_those_a_rule_had_served(self):
        waiting = self.partner(category_id=self.kiosk.ids, country_id=self.env.ref("base.us").id)
        served = self.partner(country_id=self.turkey.id)
        rule = self.Rule.create({"name": "Kiosks", "sequence": 0, "cadence_id": self.weekly.id, "category_ids": self.kiosk.ids})
        served.category_id = self.kiosk
        self.assertEqual(served.sales_os_cadence_id, self.monthly, "an edit alone changes nothing")
        self.Rule.with_user(self.user_manager).action_apply()
        self.assertEqual((waiting.sales_os_cadence_rule_id, served.sales_os_cadence_id), (rule, self.monthly))
        self.Rule.with_user(self.user_manager).action_apply(again=True)
        self.assertEqual((served.sales_os_cadence_id, served.sales_os_cadence_rule_id), (self.weekly, rule))
        self.assertEqual(self.Rule.with_user(self.user_manager).action_apply(again=True), {"customers": 0}, "nothing left to change")

    def test_contacts_colleagues_and_plain_persons_get_none(self):
        company = self.partner(category_id=self.chain.ids)
        contact = self.env["res.partner"].create({"name": "Person", "parent_id": company.id, "category_id": self.chain.ids})
        person = self.env["res.partner"].create({"name": "Passer-by", "category_id": self.chain.ids})
        self.user_rep.partner_id.write({"is_company": True, "category_id": self.chain.ids})
        self.user_rep.partner_id._sales_os_apply_cadence_rules()
        self.assertFalse((contact + person + self.user_rep.partner_id).sales_os_cadence_id)

    def test_rules_of_another_company_are_not_asked(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.Rule.create({"name": "Theirs", "sequence": 0, "company_id": other.id, "cadence_id": self.weekly.id})
        self.assertEqual(self.partner(country_id=self.turkey.id).sales_os_cadence_rule_id, self.rule_country)
        self.assertEqual(self.partner(country_id=self.turkey.id, company_id=other.id).sales_os_cadence_id, self.weekly)

    def test_a_user_without_rights_on_rules_may_create_a_customer(self):
        creator = self.make_user("so_creator", "base.group_user,base.group_partner_manager")
        partner = self.env["res.partner"].with_user(creator).create({"name": "New", "is_company": True, "category_id": self.chain.ids})
        self.assertEqual(partner.sudo().sales_os_cadence_id, self.weekly)

    def test_only_managers_apply_the_rules(self):
        with self.assertRaises(AccessError):
            self.Rule.with_user(self.user_rep).action_apply()
        with self.assertRaises(AccessError):
            self.Rule.with_user(self.user_rep).action_apply_notify()

    def test_queries_do_not_grow_with_customers(self):
        counts = []
        for size in (3, 30):
            partners = self.env["res.partner"].create(
                [
                    {"name": f"C{number}", "is_company": True, "category_id": [(6, 0, self.chain.ids)], "country_id": self.turkey.id}
                    for number in range(size)
                ]
            )
            partners.write({"sales_os_cadence_id": False})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(partners._sales_os_apply_cadence_rules(), size)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_customers_of_a_rule_are_counted_and_opened(self):
        partner = self.partner(category_id=self.chain.ids)
        self.assertEqual(self.rule_chain.partner_count, 1)
        action = self.rule_chain.action_view_customers()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), partner)

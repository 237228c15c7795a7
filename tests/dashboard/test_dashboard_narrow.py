"""What the page may be narrowed to is offered as far as the caller sees it, and what is offered can be chosen."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from ..commission.common import CommissionCase

FEW = "odoo.addons.sales_os.models.dashboard.dashboard_narrow.FEW"


class TestDashboardNarrow(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fleets = cls.make_segment("Fleets", code="fleets26")
        cls.fair = cls.make_channel("Fair", code="fair26")
        cls.trucks = cls.env["product.category"].create({"name": "Trucks"})
        territory = cls.make_territory("Far", "99*", owner=cls.rep2)
        cls.mine = cls.make_partner("Narrowtown Mine", user_id=cls.user_rep.id)
        cls.others = cls.make_partner(
            "Narrowtown Theirs", user_id=cls.user_rep2.id, sales_os_territory_id=territory.id, sales_os_territory_locked=True)
        cls.env["res.partner"].create({"name": "Narrowtown Clerk", "parent_id": cls.mine.id})

    def choices(self, user=None):
        found = self.env["sales_os.dashboard"].with_user(user or self.user_rep).narrow_choices()
        json.dumps(found)  # goes over every door
        return {one["code"]: one for one in found}

    def find(self, code, text="", user=None):
        return self.env["sales_os.dashboard"].with_user(user or self.user_rep).narrow_find(code, text)

    def test_few_are_listed_as_a_whole_and_each_can_be_chosen(self):
        with patch(FEW, 100_000):
            found = self.choices()
        self.assertEqual(list(found), ["channel", "category", "segment", "customer"])
        for code, record in (("channel", self.fair), ("category", self.trucks), ("segment", self.fleets), ("customer", self.mine)):
            with self.subTest(code=code):
                self.assertTrue(found[code]["is_whole"])
                self.assertIn({"id": record.id, "name": record.display_name}, found[code]["choices"])
                board = self.env["sales_os.dashboard"].with_user(self.user_rep).board(filters={code: record.id})
                self.assertEqual(board["filters"], [{"code": code, "id": record.id, "name": record.display_name}])

    def test_too_many_are_searched_for_instead(self):
        for number in range(12):
            self.make_channel(f"Bazaar {number}", code=f"bazaar{number}")
        with patch(FEW, 10):
            self.assertEqual(self.choices()["channel"], {"code": "channel", "choices": [], "is_whole": False})
        found = self.find("channel", "bazaar")
        self.assertEqual((len(found["choices"]), found["is_whole"]), (8, False))
        self.assertEqual(self.find("channel", " Bazaar 11 ")["choices"][0]["name"], "Bazaar 11")
        self.assertTrue(self.find("channel", "Bazaar 11")["is_whole"])

    def test_customers_are_those_whom_the_caller_sees(self):
        def names(user):
            return {one["name"] for one in self.find("customer", "Narrowtown", user)["choices"]}

        self.assertEqual(names(self.user_rep), {self.mine.display_name}, "nor a contact of the customer, who buys as the customer")
        self.assertEqual(names(self.user_executive), {self.mine.display_name, self.others.display_name})
        self.assertEqual(self.find("customer", "Narrowtown Theirs"), {"choices": [], "is_whole": True})
        with self.assertRaises(AccessError):
            self.env["sales_os.dashboard"].with_user(self.user_rep).board(filters={"customer": self.others.id})

    def test_channels_of_another_company_are_not_offered(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        hidden = self.env["sales_os.channel"].create({"name": "Elsewhere", "code": "elsewhere26", "company_id": company.id})
        self.assertEqual(self.find("channel", hidden.name)["choices"], [])

    def test_who_is_not_of_the_sales_force_is_offered_nothing(self):
        outsider = self.make_user("so_outsider", "base.group_user")
        for ask in (lambda: self.choices(outsider), lambda: self.find("channel", user=outsider)):
            with self.assertRaises(AccessError):
                ask()

    def test_faulty_questions_are_told_in_words(self):
        for code, text in (("planet", ""), (["channel"], ""), ({}, ""), (7, ""), ("channel", 7), ("channel", ["a"])):
            with self.subTest(code=code, text=text), self.assertRaises(UserError):
                self.find(code, text)
        self.assertEqual(self.find("channel", "\x00Fair" + "x" * 5000)["choices"], [])

    def test_more_records_cost_no_more_queries(self):
        def cost():
            with self.collected_queries() as queries:
                self.choices(self.user_executive)
            return queries

        cost()
        few = cost()
        self.env["res.partner"].create([{"name": f"Narrowtown {number}"} for number in range(60)])
        self.env["product.category"].create([{"name": f"Kind {number}", "parent_id": self.trucks.id} for number in range(60)])
        self.assertNoMoreQueries(few, cost())

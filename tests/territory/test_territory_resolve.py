"""From an address to territory and rep, with the reasons; by every door."""

import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.sales_os.tests.common import SalesForce, SalesOsCase

SQUARE = json.dumps({"type": "Polygon", "coordinates": [[[8, 44], [9, 44], [9, 45], [8, 45], [8, 44]]]})


@freeze_time("2026-06-15 10:00:00")
class TestTerritoryResolve(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.france, cls.italy = cls.env.ref("base.fr"), cls.env.ref("base.it")
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.rep2 = cls.make_rep(cls.user_rep2)
        cls.region = cls.make_territory("Region", owner=cls.manager)
        cls.paris = cls.make_territory("Paris", zip_patterns="75*", owner=cls.rep, parent_id=cls.region.id)
        cls.centre = cls.make_territory("Centre", zip_patterns="75001-75004", owner=cls.rep2, parent_id=cls.paris.id)
        cls.Territory = cls.env["sales_os.territory"]

    def customer(self, zip="75010", **values):
        return self.make_partner("Customer", **{"zip": zip, "country_id": self.france.id, **values})

    def one(self, partner, date=False):
        return self.Territory.resolve(partner.ids, date)[partner.id]

    def test_rule_whose_named_records_are_gone_takes_nobody(self):
        """An empty criterion means any; deleting the last tag or customer must not turn a narrow rule into one for everybody."""
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        account = self.customer("13001")
        for field, record in (("category_ids", tag), ("partner_ids", account)):
            with self.subTest(field=field):
                self.make_territory("Narrow", rule_ids=[Command.create({field: [Command.link(record.id)], "priority": 99})])
                record.unlink()
                self.env.registry.clear_cache()
                self.assertEqual(self.one(self.customer("75010"))["territory_id"], self.paris.id)

    def test_one_postal_code_of_a_list_resolves_with_its_rule_named(self):
        """peers m25: the peer kept "75001,75002" as text that nothing ever read."""
        listed = self.make_territory("Listed", zip_patterns="13001,13002")
        answer = self.one(self.customer("13002"))
        self.assertEqual(answer["territory_id"], listed.id)
        self.assertEqual(answer["rule_id"], listed.rule_ids.id)
        self.assertIn("Listed: 13001,13002", answer["reason"])

    def test_answer_has_winner_rep_reason_and_losers(self):
        answer = self.one(self.customer("75002"))
        self.assertEqual(
            (answer["territory_id"], answer["rep_id"], answer["rule_id"]), (self.centre.id, self.rep2.id, self.centre.rule_ids.id)
        )
        self.assertEqual(
            answer["losers"],
            [{"rule_id": self.paris.rule_ids.id, "territory_id": self.paris.id, "reason": "territory higher up in the tree"}],
        )
        self.assertIn("Centre by rule", answer["reason"])
        self.assertIn("So Rep2, owner of Centre", answer["reason"])

    def test_priority_beats_depth(self):
        self.paris.rule_ids.priority = 20
        answer = self.one(self.customer("75002"))
        self.assertEqual(answer["territory_id"], self.paris.id)
        self.assertEqual(answer["losers"][0]["reason"], "lower priority")

    def test_nobody_and_nothing_are_answered_plainly(self):
        answer = self.one(self.customer("99999"))
        version = self.env["sales_os.territory.version"]._active(self.company)
        nothing = {"territory_id": False, "rule_id": False, "rep_id": False, "reason": "No rule matches.", "losers": []}
        self.assertEqual(answer, {**nothing, "version_id": version.id})

    def test_the_representative_is_that_of_the_day(self):
        self.centre.assignment_ids.date_end = "2026-06-30"
        self.centre.assignment_ids = [Command.create({"rep_id": self.rep.id, "role": "owner", "date_start": "2026-07-01"})]
        partner = self.customer("75002")
        self.assertEqual(self.one(partner)["rep_id"], self.rep2.id)
        self.assertEqual(self.one(partner, "2026-07-01")["rep_id"], self.rep.id)
        self.assertEqual(self.one(partner, "2025-12-31")["rep_id"], False)

    def test_who_is_archived_or_away_receives_nothing_new(self):
        """peers ask 34: an archived seller still got leads."""
        partner = self.customer("75002")
        self.user_rep2.active = False
        answer = self.one(partner)
        self.assertEqual(answer["rep_id"], self.rep.id, "the owner one level up")
        self.user_rep2.active = True
        self.centre.assignment_ids = [Command.create({"rep_id": self.manager.id, "role": "backup", "date_start": "2026-01-01"})]
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.rep2.resource_id.id,
                "date_from": "2026-06-14 00:00:00",
                "date_to": "2026-06-20 23:00:00",
            }
        )
        answer = self.one(partner)
        self.assertEqual(answer["rep_id"], self.manager.id)
        self.assertIn("So Manager stands in as backup of Centre; So Rep2 away", answer["reason"])
        self.assertEqual(self.one(partner, "2026-06-25")["rep_id"], self.rep2.id)

    def test_a_locked_customer_stays_and_says_what_the_rules_want(self):
        partner = self.customer("75002")
        partner.write({"sales_os_territory_locked": True, "sales_os_territory_id": self.region.id})
        answer = self.one(partner)
        self.assertEqual((answer["territory_id"], answer["rule_id"], answer["rep_id"]), (self.region.id, False, self.manager.id))
        self.assertIn("Locked by hand. The rules say: Centre by rule", answer["reason"])

    def test_every_criterion(self):
        tag = self.env["res.partner.category"].create({"name": "Hotels"})
        below = self.env["res.partner.category"].create({"name": "Grand hotels", "parent_id": tag.id})
        industry = self.env["res.partner.industry"].create({"name": "Lodging"})
        state = self.env["res.country.state"].search([("country_id", "=", self.italy.id)], limit=1)
        special = self.make_territory("Special", polygon=SQUARE)
        named = self.customer("00001")
        cases = {
            "country": ({"country_ids": [Command.set(self.italy.ids)]}, {"country_id": self.italy.id}, {"country_id": self.france.id}),
            "state": ({"state_ids": [Command.set(state.ids)]}, {"state_id": state.id}, {"state_id": False}),
            "city": ({"city": "Orléans"}, {"city": "ORLEANS"}, {"city": "Tours"}),
            "tag": (
                {"category_ids": [Command.set(tag.ids)]},
                {"category_id": [Command.set(below.ids)]},
                {"category_id": [Command.clear()]},
            ),
            "industry": ({"industry_ids": [Command.set(industry.ids)]}, {"industry_id": industry.id}, {"industry_id": False}),
            "outline": (
                {"inside_polygon": True},
                {"partner_latitude": 44.5, "partner_longitude": 8.5},
                {"partner_latitude": 46, "partner_longitude": 8.5},
            ),
            "revenue": (
                {"revenue_min": 1000, "revenue_max": 2000},
                {"sales_os_annual_revenue_amount": 1500},
                {"sales_os_annual_revenue_amount": 2500},
            ),
            "named": ({"partner_ids": [Command.set(named.ids)]}, None, {}),
            "domain": ({"domain": "[('website', 'ilike', 'example')]"}, {"website": "http://example.com"}, {"website": False}),
        }
        for name, (criteria, inside, outside) in cases.items():
            with self.subTest(criterion=name):
                rule = self.env["sales_os.territory.rule"].create({"territory_id": special.id, "priority": 50, **criteria})
                partner = named if inside is None else self.customer("00002", **inside)
                other = self.customer("00002", **outside)
                self.assertEqual(self.one(partner)["territory_id"], special.id)
                self.assertEqual(self.one(other)["territory_id"], False)
                rule.unlink()

    def test_any_address_can_be_asked_for(self):
        answer = self.Territory.resolve_address({"country_code": "fr", "zip": "75003"})
        self.assertEqual((answer["territory_id"], answer["rep_id"]), (self.centre.id, self.rep2.id))
        self.assertFalse(self.Territory.resolve_address({"zip": "10115"})["territory_id"])
        outline = self.make_territory("Outline", polygon=SQUARE, rule_ids=[Command.create({"inside_polygon": True})])
        self.assertEqual(self.Territory.resolve_address({"latitude": 44.5, "longitude": 8.5})["territory_id"], outline.id)
        with self.assertRaisesRegex(UserError, "postcode is no part of an address"), self.env.cr.savepoint():
            self.Territory.resolve_address({"postcode": "75003"})
        with self.assertRaisesRegex(UserError, "no country with the code XX"), self.env.cr.savepoint():
            self.Territory.resolve_address({"country_code": "XX"})

    def test_wrong_input_is_answered_in_words(self):
        with self.assertRaisesRegex(UserError, "no customer with the number 987654321"), self.env.cr.savepoint():
            self.Territory.resolve([987654321])
        with self.assertRaisesRegex(UserError, "is no date"), self.env.cr.savepoint():
            self.Territory.resolve([], "tomorrow")

    def test_nobody_learns_of_customers_one_may_not_read(self):
        partner = self.customer("75002")
        self.assertTrue(self.Territory.with_user(self.user_rep2).resolve(partner.ids))
        stranger = self.make_territory("Elsewhere", zip_patterns="33000", owner=self.rep)
        secret = self.customer("33000")
        self.assertEqual(secret.sales_os_territory_id, stranger)
        with self.assertRaises(AccessError):
            self.Territory.with_user(self.user_rep2).resolve(secret.ids)
        with self.assertRaises(AccessError):
            self.Territory.with_user(self.user_plain).resolve(partner.ids)

    def test_conditions_on_what_one_may_not_read_are_refused(self):
        for domain, why in (
            ("[('signup_token', '=', 'x')]", "cannot be used"),
            ("[('nonsense', '=', 1)]", "cannot be used"),
            ("not a domain", "cannot be used"),
            ("[('sales_os_territory_id', '!=', False)]", "ask for the territory"),
            ("[('user_id', '=', uid)]", "cannot be used"),
        ):
            with self.subTest(domain=domain), self.assertRaisesRegex(ValidationError, why), self.env.cr.savepoint():
                self.env["sales_os.territory.rule"].with_user(self.user_admin_so).create({"territory_id": self.paris.id, "domain": domain})

    def test_patterns_and_outlines_are_checked_when_saved(self):
        for pattern, why in (
            ("7*5", "a star may only stand at the end"),
            ("75001-752", "same length"),
            ("75020-75001", "smaller to the larger"),
        ):
            with self.subTest(pattern=pattern), self.assertRaisesRegex(ValidationError, why), self.env.cr.savepoint():
                self.paris.rule_ids.zip_patterns = pattern
        with self.assertRaisesRegex(ValidationError, "it is no JSON"), self.env.cr.savepoint():
            self.paris.polygon = "POLYGON((0 0))"
        with self.assertRaisesRegex(ValidationError, "has none: draw it first"), self.env.cr.savepoint():
            self.paris.rule_ids = [Command.create({"inside_polygon": True})]
        self.paris.polygon = SQUARE
        self.paris.rule_ids = [Command.create({"inside_polygon": True})]
        with self.assertRaisesRegex(ValidationError, "change them before"), self.env.cr.savepoint():
            self.paris.polygon = False

    def test_queries_do_not_grow_with_the_customers(self):
        many = self.env["res.partner"].create([{"name": f"C{number}", "zip": f"750{number % 20:02d}"} for number in range(120)])

        def queries(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Territory.resolve(partners.ids)
            return self.env.cr.sql_log_count - before

        queries(many)
        few_count, many_count = queries(many[:20]), queries(many)
        self.assertLessEqual(many_count, few_count)
        self.assertLessEqual(many_count, 25)

    def test_who_covers_this_address_on_screen(self):
        lookup = self.env["sales_os.territory.lookup"].with_user(self.user_rep).create({"zip": "75002", "country_id": self.france.id})
        self.assertEqual((lookup.territory_id, lookup.rep_id.id), (self.centre, self.rep2.id))
        self.assertIn("Paris", lookup.losers)
        lookup.partner_id = self.customer("75010")
        self.assertEqual(lookup.territory_id, self.paris)
        self.assertFalse(lookup.losers)


@tagged("post_install", "-at_install")
class TestTerritoryResolveDoors(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.territory = cls.make_territory("Paris", zip_patterns="75*")
        cls.partner = cls.make_partner("Customer", zip="75010")

    def test_xml_rpc_and_json_carry_the_same_answer(self):
        user = self.user_admin_so
        user.password = "so_admin_secret"
        answer = self.xmlrpc_object.execute_kw(
            self.env.cr.dbname, user.id, "so_admin_secret", "sales_os.territory", "resolve", [[self.partner.id]]
        )
        self.assertEqual(list(answer), [str(self.partner.id)])
        self.assertEqual(answer[str(self.partner.id)]["territory_id"], self.territory.id)
        counts = self.xmlrpc_object.execute_kw(self.env.cr.dbname, user.id, "so_admin_secret", "sales_os.territory", "action_assign", [[]])
        self.assertEqual(counts["moved"], 0)
        self.assertEqual({str(key): value for key, value in self.env["sales_os.territory"].resolve(self.partner.ids).items()}, answer)
        self.authenticate(user.login, "so_admin_secret")
        by_json = self.make_jsonrpc_request(
            "/web/dataset/call_kw", {"model": "sales_os.territory", "method": "resolve", "args": [self.partner.ids], "kwargs": {}}
        )
        self.assertEqual(by_json, answer)
        key = self.env["res.users.apikeys"].with_user(user)._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
        response = self.url_open(
            "/json/2/sales_os.territory/resolve",
            data=json.dumps({"partner_ids": self.partner.ids}),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )
        self.assertEqual(response.json(), answer)

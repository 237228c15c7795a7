"""Rule sets in versions: draft, preview, activation, the way back."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestTerritoryVersion(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Version = cls.env["sales_os.territory.version"]
        cls.Territory = cls.env["sales_os.territory"]
        cls.Version.search([]).filtered(lambda version: version.state == "active")._transition("archived")
        cls.first = cls.Version.create({"name": "First"})
        cls.paris = cls.make_territory("Paris", zip_patterns="75*", version_id=cls.first.id)
        cls.lyon = cls.make_territory("Lyon", zip_patterns="69*", version_id=cls.first.id)
        cls.customer = cls.make_partner("In Paris", zip="75001", partner_latitude=48.86, partner_longitude=2.34)
        cls.locked = cls.make_partner("Locked", zip="75001", sales_os_territory_locked=True)

    def test_rules_of_a_draft_are_not_in_force(self):
        self.assertEqual(self.paris.rule_ids.version_id, self.first)
        self.assertFalse(self.Territory.resolve(self.customer.ids)[self.customer.id]["territory_id"])

    def test_activation_assigns_everybody(self):
        result = self.first.action_activate()
        self.assertEqual((self.first.state, self.customer.sales_os_territory_id), ("active", self.paris))
        self.assertFalse(self.locked.sales_os_territory_id)
        self.assertGreaterEqual(result["moved"], 1)
        self.assertGreaterEqual(result["locked"], 1)
        self.assertEqual((self.first.activated_by_id, str(self.first.activated_on)), (self.env.user, "2026-06-15 10:00:00"))
        events = self.env["sales_os.audit.entry"].search([("model", "=", "sales_os.territory.version"), ("res_id", "=", self.first.id)])
        self.assertIn("state:active", events.mapped("event"))

    def test_a_draft_shows_what_would_move_and_moves_nothing(self):
        self.first.action_activate()
        draft = self.Version.browse(self.Version.action_new_draft("Second"))
        self.assertEqual((draft.state, draft.based_on_id, draft.rule_count), ("draft", self.first, 2))
        draft.rule_ids.filtered(lambda rule: rule.territory_id == self.paris).territory_id = self.lyon
        preview = draft.action_preview()
        self.assertEqual(preview["moved"], 1)
        self.assertEqual(
            {key: preview["moves"][0][key] for key in ("partner_id", "from_territory_id", "to_territory_id")},
            {"partner_id": self.customer.id, "from_territory_id": self.paris.id, "to_territory_id": self.lyon.id},
        )
        self.assertIn("Lyon by rule", preview["moves"][0]["reason"])
        counts = {row["territory_id"]: (row["before"], row["after"]) for row in preview["territories"]}
        self.assertEqual((counts[self.paris.id], counts[self.lyon.id]), ((1, 0), (0, 1)))
        self.assertEqual(draft.move_ids.partner_id, self.customer)
        self.assertIn("Paris", draft.preview_table)
        self.assertEqual([point["id"] for point in draft.preview_map["points"]], [self.customer.id])
        self.assertEqual(self.customer.sales_os_territory_id, self.paris)
        self.assertEqual(draft.action_preview()["moved"], 1, "a second preview replaces the first")
        self.assertEqual(len(draft.move_ids), 1)

    def test_the_former_version_comes_back(self):
        self.first.action_activate()
        draft = self.Version.browse(self.Version.action_new_draft())
        draft.rule_ids.filtered(lambda rule: rule.territory_id == self.paris).territory_id = self.lyon
        draft.action_activate()
        self.assertEqual((self.first.state, draft.state, self.customer.sales_os_territory_id), ("archived", "active", self.lyon))
        self.first.action_activate()
        self.assertEqual((self.first.state, draft.state, self.customer.sales_os_territory_id), ("active", "archived", self.paris))

    def test_an_archived_version_is_kept_as_it_was(self):
        self.first.action_activate()
        self.Version.browse(self.Version.action_new_draft()).action_activate()
        rule = self.first.rule_ids[0]
        with self.assertRaisesRegex(UserError, "archived version First"), self.env.cr.savepoint():
            rule.zip_patterns = "1*"
        with self.assertRaisesRegex(UserError, "archived version First"), self.env.cr.savepoint():
            rule.unlink()
        with self.assertRaisesRegex(UserError, "archived version First"), self.env.cr.savepoint():
            self.env["sales_os.territory.rule"].create({"territory_id": self.paris.id, "version_id": self.first.id})
        with self.assertRaisesRegex(UserError, "stays for the record"), self.env.cr.savepoint():
            self.first.unlink()

    def test_new_rules_join_the_version_in_force(self):
        self.first.action_activate()
        self.assertEqual(self.make_territory("New", zip_patterns="31*").rule_ids.version_id, self.first)
        second = self.Version.create({"name": "Second"})
        self.assertEqual(self.make_territory("Draft", zip_patterns="33*", version_id=second.id).rule_ids.version_id, second)

    def test_rules_follow_their_territory_into_another_version(self):
        second = self.Version.create({"name": "Second", "based_on_id": self.first.id})
        copy = second.rule_ids.filtered(lambda rule: rule.territory_id == self.paris)
        third = self.Version.create({"name": "Third"})
        original = self.paris.rule_ids - copy
        self.paris.version_id = third
        self.assertEqual((original.version_id, copy.version_id), (third, second))

    def test_rules_without_version_are_always_in_force(self):
        self.make_territory("Always", rule_ids=[Command.create({"zip_patterns": "75*", "priority": 99, "version_id": False})])
        for version in (None, self.first):
            if version:
                version.action_activate()
            answer = self.Territory.resolve(self.customer.ids)[self.customer.id]
            self.assertEqual(self.Territory.browse(answer["territory_id"]).name, "Always")

    @mute_logger("odoo.sql_db")
    def test_one_active_version_a_company(self):
        self.first.action_activate()
        with self.assertRaisesRegex(UserError, "in force already"), self.env.cr.savepoint():
            self.first.action_activate()
        second = self.Version.create({"name": "Second"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            second._transition("active")
            self.env.flush_all()

    def test_only_administrators_activate(self):
        for user in (self.user_rep, self.user_manager, self.user_executive):
            with self.assertRaises(AccessError):
                self.first.with_user(user).action_activate()
        self.first.with_user(self.user_admin_so).action_preview()
        self.first.with_user(self.user_admin_so).action_activate()
        self.assertEqual(self.first.state, "active")
        with self.assertRaises(UserError):
            self.first.with_user(self.user_admin_so).write({"state": "draft"})

    def test_companies_have_versions_of_their_own(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.Version.create({"name": "Theirs", "company_id": elsewhere.id})
        self.first.action_activate()
        theirs.action_activate()
        self.assertEqual((self.first.state, theirs.state), ("active", "active"))
        self.assertEqual(self.customer.sales_os_territory_id, self.paris)

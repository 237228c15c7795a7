from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestRep(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.rep2 = cls.make_rep(cls.user_rep2)

    def test_contact_and_code_come_by_themselves(self):
        self.assertEqual(self.rep.partner_id, self.user_rep.partner_id)
        self.assertEqual(self.rep.name, self.user_rep.name)
        self.assertTrue(self.rep.code)
        self.assertNotEqual(self.rep.code, self.rep2.code)

    def test_an_agent_needs_no_login(self):
        agent = self.make_rep(name="Agnes Agent")
        self.assertEqual((agent.kind, agent.name, agent.user_id.id), ("agent", "Agnes Agent", False))

    @mute_logger("odoo.sql_db")
    def test_one_active_rep_per_user_and_company(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_rep(self.user_rep)
        self.rep.active = False
        self.assertTrue(self.make_rep(self.user_rep))

    @mute_logger("odoo.sql_db")
    def test_code_is_unique_in_the_company_only(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_rep(name="Twin", code=self.rep.code)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertTrue(self.make_rep(name="Twin", code=self.rep.code, company_id=elsewhere.id))

    def test_managers_cannot_form_a_circle(self):
        with self.assertRaisesRegex(ValidationError, "cannot report to"), self.env.cr.savepoint():
            self.manager.parent_id = self.rep
        with self.assertRaisesRegex(ValidationError, "cannot report to"), self.env.cr.savepoint():
            self.rep.parent_id = self.rep

    @mute_logger("odoo.sql_db")
    def test_senseless_numbers_are_refused(self):
        for values in (
            {"speed_kmh": 0},
            {"speed_kmh": 4000},
            {"max_day_minutes": -1},
            {"max_day_minutes": 1800},
            {"start_latitude": 91},
            {"start_longitude": -181},
            {"lunch_hour": 24},
            {"lunch_minutes": 900},
        ):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.rep.write(values)
                self.env.flush_all()

    def test_home_is_taken_from_the_contact(self):
        partner = self.make_partner("Agnes", is_company=False, partner_latitude=44.5, partner_longitude=8.25)
        form = Form(self.env["sales_os.rep"])
        form.partner_id = partner
        agent = form.save()
        self.assertEqual((agent.start_latitude, agent.start_longitude), (44.5, 8.25))
        partner.write({"partner_latitude": 45, "partner_longitude": 9})
        agent.action_take_position_of_contact()
        self.assertEqual((agent.start_latitude, agent.start_longitude), (45, 9))
        partner.write({"partner_latitude": 0, "partner_longitude": 0})
        with self.assertRaisesRegex(ValidationError, "no position"), self.env.cr.savepoint():
            agent.action_take_position_of_contact()

    def test_consent_is_given_by_oneself_and_leaves_a_trace(self):
        mine = self.rep.with_user(self.user_rep)
        mine.action_set_location_consent(True)
        self.assertTrue(mine.location_consent)
        self.assertEqual(mine.location_consent_by_id, self.user_rep)
        self.assertTrue(mine.location_consent_date)
        entry = self.env["sales_os.audit.entry"].search([("model", "=", "sales_os.rep"), ("res_id", "=", self.rep.id)], limit=1)
        self.assertEqual((entry.event, entry.old_value, entry.new_value, entry.user_id), ("location_consent", "no", "yes", self.user_rep))
        with self.assertRaises(AccessError):
            self.rep.with_user(self.user_manager).action_set_location_consent(False)
        self.assertTrue(self.rep.location_consent)
        mine.action_set_location_consent(False)
        self.assertFalse(self.rep.location_consent)

    def test_the_manager_cannot_consent_by_writing(self):
        with self.assertRaises(AccessError):
            self.rep.with_user(self.user_manager).write({"location_consent": True})

    def test_who_sees_whom(self):
        def seen(user):
            return self.env["sales_os.rep"].with_user(user).search([("id", "in", (self.manager + self.rep + self.rep2).ids)])

        self.assertEqual(seen(self.user_rep), self.rep)
        self.assertEqual(seen(self.user_rep2), self.rep2)
        self.assertEqual(seen(self.user_manager), self.manager + self.rep)
        self.assertEqual(seen(self.user_executive), self.manager + self.rep + self.rep2)
        self.assertEqual(seen(self.user_admin_so), self.manager + self.rep + self.rep2)

    def test_what_a_user_sees_follows_the_tree_at_once(self):
        reps = self.env["sales_os.rep"].with_user(self.user_manager)
        self.assertNotIn(self.rep2, reps.search([]))
        self.rep2.parent_id = self.rep
        self.assertIn(self.rep2, reps.search([]))
        self.rep.parent_id = False
        self.assertNotIn(self.rep2, reps.search([]))
        self.manager.user_id = self.make_user("so_successor", "sales_os.group_manager")
        self.assertFalse(reps.search([]))

    def test_only_administrators_change_who_somebody_is(self):
        for values in ({"user_id": self.user_manager.id}, {"parent_id": False}, {"active": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.rep.with_user(self.user_manager).write(values)
        self.rep.with_user(self.user_manager).write({"speed_kmh": 42})
        self.rep.with_user(self.user_admin_so).write({"parent_id": False})
        with self.assertRaises(AccessError):
            self.rep.with_user(self.user_manager).write({"speed_kmh": 41})

    def test_screens_open_for_those_who_may(self):
        for user in (self.user_rep, self.user_manager, self.user_executive, self.user_admin_so):
            self.assertEqual(Form(self.rep.with_user(user)).partner_id, self.rep.partner_id)

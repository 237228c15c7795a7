from odoo.exceptions import AccessError

from .common import VisitCase


class TestVisitRights(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.visit_of()
        cls.other = cls.visit_of(rep=cls.rep2)
        cls.env.flush_all()

    def seen_by(self, user):
        return self.env["sales_os.visit"].with_user(user).search([("id", "in", (self.own | self.other).ids)])

    def test_who_sees_which_visits(self):
        self.assertEqual(self.seen_by(self.user_rep), self.own)
        self.assertEqual(self.seen_by(self.user_rep2), self.other)
        self.assertEqual(self.seen_by(self.user_manager), self.own, "the subtree, and no other")
        self.assertEqual(self.seen_by(self.user_executive), self.own | self.other)
        self.assertEqual(self.seen_by(self.user_admin_so), self.own | self.other)
        with self.assertRaises(AccessError):
            self.seen_by(self.user_plain)

    def test_a_rep_plans_for_nobody_else(self):
        values = {"partner_id": self.partner.id, "date_start": "2026-06-01 08:00:00"}
        Visit = self.env["sales_os.visit"]
        Visit.with_user(self.user_rep).create({**values, "rep_id": self.rep.id})
        Visit.with_user(self.user_manager).create({**values, "rep_id": self.rep.id})
        for user in (self.user_rep, self.user_manager):
            with self.assertRaises(AccessError):
                Visit.with_user(user).create({**values, "rep_id": self.rep2.id})
            with self.assertRaises(AccessError):
                Visit.with_user(user).record({**values, "rep_id": self.rep2.id})

    def test_a_new_manager_sees_the_visits_at_once(self):
        self.assertNotIn(self.other, self.seen_by(self.user_manager))
        self.rep2.parent_id = self.boss
        self.assertIn(self.other, self.seen_by(self.user_manager))

    def test_days_and_due_lists_of_others_are_closed(self):
        Visit = self.env["sales_os.visit"]
        for user, rep in ((self.user_rep, self.rep2), (self.user_rep, self.boss), (self.user_manager, self.rep2)):
            for call in ("my_day", "due_list"):
                with self.subTest(user=user.login, call=call), self.assertRaises(AccessError):
                    getattr(Visit.with_user(user), call)(rep_id=rep.id)
            with self.assertRaises(AccessError):
                Visit.with_user(user).action_plan_visit(self.partner.id, rep_id=rep.id)
        self.assertTrue(Visit.with_user(self.user_manager).my_day(rep_id=self.rep.id)["may_act"])
        watched = Visit.with_user(self.user_executive).my_day(rep_id=self.rep.id)
        self.assertFalse(watched["may_act"])
        with self.assertRaises(AccessError):
            Visit.with_user(self.user_executive).action_plan_visit(self.partner.id, rep_id=self.rep.id)

    def test_visits_of_another_company_are_closed(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        rep = self.make_rep(name="Elsewhere's", company_id=elsewhere.id, resource_calendar_id=elsewhere.resource_calendar_id.id)
        visit = self.visit_of(rep=rep, company_id=elsewhere.id)
        self.assertFalse(self.env["sales_os.visit"].with_user(self.user_executive).search([("id", "=", visit.id)]))

    def test_the_visit_stays_readable_when_the_customer_went_to_another_territory(self):
        self.make_territory("Elsewhere", owner=self.rep2)
        self.partner.sales_os_territory_id = self.env["sales_os.territory"].search([("name", "=", "Elsewhere")])
        self.env.invalidate_all()
        visit = self.own.with_user(self.user_rep)
        self.assertFalse(self.partner.with_user(self.user_rep).has_access("read"))
        self.assertIn("Gate Motors", visit.display_name)
        day = self.env["sales_os.visit"].with_user(self.user_rep).my_day(date=str(visit.date_local))
        self.assertEqual(day["visits"][0]["customer"], "Gate Motors")

    def test_the_rep_alone_decides_about_the_own_positions(self):
        self.rep.with_user(self.user_rep).action_set_location_consent(False)
        self.assertFalse(self.own.with_user(self.user_rep).may_ask_position)
        with self.assertRaises(AccessError):
            self.rep.with_user(self.user_manager).action_set_location_consent(True)

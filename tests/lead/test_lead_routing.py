"""Routing of leads: territory, backup, team in turn, capacity, absence, each with its reason; by any door, set-based."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestLeadRouting(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.one = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.two = cls.make_rep(cls.user_rep2, parent_id=cls.manager.id)
        cls.territory = cls.make_territory("Routed", zip_patterns="77701", owner=cls.one)
        cls.env["sales_os.territory.assignment"].create(
            {"territory_id": cls.territory.id, "rep_id": cls.two.id, "role": "backup", "date_start": "2026-01-01"})
        cls.team = cls.env["crm.team"].create({"name": "Routed Team", "member_ids": (cls.user_rep + cls.user_rep2).ids})
        cls.plain_team = cls.env["crm.team"].create({"name": "Empty Team"})
        cls.company.sales_os_route_leads = True

    def lead(self, count=None, **values):
        vals = {"name": "Incoming", "type": "lead", "user_id": False, "team_id": False, "company_id": self.company.id, **values}
        return self.env["crm.lead"].create([dict(vals) for _number in range(count)] if count else vals)

    def absent(self, rep):
        day = datetime.combine(datetime.now().date(), datetime.min.time())
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": rep.resource_id.id, "calendar_id": rep.resource_calendar_id.id,
            "date_from": day - timedelta(days=3), "date_to": day + timedelta(days=4)})

    def test_a_lead_goes_to_who_looks_after_its_territory(self):
        lead = self.lead(zip="77701", country_id=self.env.ref("base.de").id)
        self.assertEqual(lead.user_id, self.user_rep)
        self.assertIn("looks after Routed", lead.sales_os_routing_reason)
        self.assertTrue(lead.sales_os_routed_on)

    def test_the_backup_stands_in_for_who_is_away_and_that_is_told(self):
        self.absent(self.one)
        lead = self.lead(zip="77701", country_id=self.env.ref("base.de").id)
        self.assertEqual(lead.user_id, self.user_rep2)
        self.assertIn("stands in", lead.sales_os_routing_reason)
        self.assertIn(f"{self.one.name}: absent", lead.sales_os_routing_reason)

    def test_who_has_enough_is_passed_over(self):
        self.one.lead_capacity = self.one.lead_count + 1
        first, second = self.lead(2, zip="77701", country_id=self.env.ref("base.de").id)
        self.assertEqual((first + second).user_id, self.user_rep + self.user_rep2)
        self.assertIn("has enough open leads",
            (first + second).filtered(lambda lead: lead.user_id == self.user_rep2).sales_os_routing_reason)

    def test_a_team_takes_leads_in_turn(self):
        leads = self.lead(6, team_id=self.team.id)
        counts = [len(leads.filtered(lambda lead, user=user: lead.user_id == user)) for user in (self.user_rep, self.user_rep2)]
        self.assertEqual(counts, [3, 3])
        self.assertIn("turn of", leads[0].sales_os_routing_reason)

    def test_what_nobody_can_take_says_why(self):
        nowhere, empty = self.lead(), self.lead(team_id=self.plain_team.id)
        self.assertFalse((nowhere + empty).user_id)
        self.assertIn("no territory", nowhere.sales_os_routing_reason)
        self.assertIn("no representative", empty.sales_os_routing_reason)
        self.absent(self.one)
        self.absent(self.two)
        busy = self.lead(team_id=self.team.id)
        self.assertIn("Nobody is free", busy.sales_os_routing_reason)

    def test_a_lead_that_has_somebody_is_left_alone(self):
        lead = self.lead(user_id=self.user_manager.id, zip="77701", country_id=self.env.ref("base.de").id)
        self.assertEqual(lead.action_sales_os_route(), {"assigned": 0, "unassigned": 0})
        self.assertEqual((lead.user_id, lead.sales_os_routing_reason), (self.user_manager, False))

    def test_import_and_mail_go_through_it(self):
        result = self.env["crm.lead"].load(
            ["name", "zip", "country_id/.id", "user_id/.id", "company_id/.id"],
            [["Imported", "77701", str(self.env.ref("base.de").id), "", str(self.company.id)]])
        imported = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(imported.user_id, self.user_rep)
        thread = self.env["crm.lead"].message_new(
            {"subject": "By mail", "from": "Somebody <somebody@example.com>", "email_from": "somebody@example.com", "body": "Hello"},
            custom_values={"team_id": self.team.id, "user_id": False})
        self.assertIn(thread.user_id, self.user_rep + self.user_rep2)

    def test_switched_off_leads_wait_for_the_button(self):
        self.company.sales_os_route_leads = False
        lead = self.lead(team_id=self.team.id)
        self.assertFalse(lead.user_id)
        self.assertEqual(lead.action_sales_os_route(), {"assigned": 1, "unassigned": 0})
        self.assertTrue(lead.user_id)

    def test_who_may_not_change_a_lead_may_not_route_it(self):
        lead = self.lead()
        with self.assertRaises(AccessError):
            lead.with_user(self.user_executive).action_sales_os_route()

    def test_queries_do_not_grow_with_the_leads(self):
        self.company.sales_os_route_leads = False

        def queries(count, **values):
            leads = self.lead(count, **values)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._sales_os_route(self.company)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        by_team = {"team_id": self.team.id}
        by_place = {"zip": "77701", "country_id": self.env.ref("base.de").id}
        for values in (by_team, by_place):
            with self.subTest(values):
                queries(2, **values)
                few = queries(4, **values)
                self.assertLessEqual(queries(24, **values), few + 2)

    def test_who_gets_a_lead_follows_it_and_brings_the_own_team(self):
        lead = self.lead(zip="77701", country_id=self.env.ref("base.de").id)
        self.assertIn(self.user_rep.partner_id, lead.message_partner_ids)
        self.assertIn(self.user_rep, lead.team_id.member_ids)

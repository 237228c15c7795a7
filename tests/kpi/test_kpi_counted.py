"""What a figure counts is what its list shows: of each scope, narrowed or not, and of one company alone."""

from odoo.fields import Command
from odoo.tests import freeze_time

from ..commission.common import CommissionCase

JANUARY = {"date_from": "2026-01-01", "date_to": "2026-01-31"}
COUNTS = ("deals_won", "visits_done", "visits_missed", "calls", "meetings")


@freeze_time("2026-01-20 12:00:00")
class TestKpiCounted(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep.parent_id = cls.manager
        cls.fleets = cls.make_segment("Fleets", code="fleets26")
        cls.fair = cls.make_channel("Fair", code="fair26")
        cls.fleet = cls.make_partner("Fleet")
        cls.fleet.sales_os_segment_id = cls.fleets
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.user_executive.write({"company_ids": [Command.link(cls.elsewhere.id)]})
        for partner in (cls.partner, cls.fleet, cls.fleet):
            for user, rep in ((cls.user_rep, cls.rep), (cls.user_rep2, cls.rep2)):
                cls.happens(user, rep, partner)
        # what another company won is not counted here, and not opened
        cls.lead(cls.user_executive, cls.partner, company_id=cls.elsewhere.id, team_id=False)

    @classmethod
    def lead(cls, user, partner, **values):
        lead = cls.env["crm.lead"].create({
            "name": "Deal", "type": "opportunity", "user_id": user.id, "partner_id": partner.id, "sales_os_channel_id": cls.fair.id,
            **values})
        lead.action_set_won()
        return lead

    @classmethod
    def happens(cls, user, rep, partner):
        cls.lead(user, partner)
        outcome = cls.env["sales_os.visit.outcome"].search([], limit=1).code
        hour = 1 + cls.env["sales_os.visit"].search_count([("rep_id", "=", rep.id)])
        visit = cls.make_visit(rep, partner, date_start=f"2026-01-20 {hour:02}:00:00")
        visit.action_check_in(), visit.action_check_out(outcome)
        cls.make_visit(rep, partner, date_start=f"2026-01-19 {hour + 8:02}:00:00").sudo()._transition("missed")
        partner.activity_schedule("mail.mail_activity_data_call", user_id=user.id).action_feedback("Called")
        cls.env["calendar.event"].create([
            {"name": "Was", "start": f"2026-01-12 {hour:02}:00:00", "stop": f"2026-01-12 {hour:02}:30:00", "user_id": user.id},
            {"name": "Comes", "start": f"2026-01-25 {hour:02}:00:00", "stop": f"2026-01-25 {hour:02}:30:00", "user_id": user.id}])

    def counted(self, user=None, **asked):
        """``{code: (figure, number of records that its list shows)}``; a list that is not opened is not counted."""
        user = user or self.user_executive
        Kpi = self.env["sales_os.kpi"].with_user(user).with_context(
            allowed_company_ids=(self.company | self.elsewhere & user.company_ids).ids)
        found = {}
        for row in Kpi.figures(list(COUNTS), **{**JANUARY, **asked})["figures"]:
            action = row["action"]
            shown = Kpi.env[action["res_model"]].with_context(**action["context"]).search_count(action["domain"]) if action else None
            found[row["code"]] = (row["value"], shown) if row["state"] == "ok" else (row["state"], None)
        return found

    def test_the_count_is_that_of_the_list(self):
        for user, scope, record, value in (
                (self.user_executive, "company", self.company, None), (self.user_executive, "rep", self.rep2, 3),
                (self.user_manager, "reports", self.manager, 3), (self.user_rep, "rep", self.rep, 3)):
            with self.subTest(user=user.login, scope=scope):
                found = self.counted(user, scope=scope, scope_id=record.id)
                for code, (counted, shown) in found.items():
                    if value:
                        self.assertEqual(counted, value, code)
                    if code == "calls" and user != self.user_rep:
                        self.assertIsNone(shown, "calls of others are not opened")
                    else:
                        self.assertEqual(counted, shown, code)

    def test_the_count_of_what_is_narrowed_is_that_of_the_list(self):
        kind = self.env["product.category"].create({"name": "Trucks"})
        for filters, deals, visits in (
                ({"segment": self.fleets.id}, 4, 4), ({"customer": self.partner.id}, 2, 2), ({"channel": self.fair.id}, 6, "unavailable"),
                ({"segment": self.fleets.id, "channel": self.fair.id}, 4, "unavailable"),
                ({"category": kind.id}, "unavailable", "unavailable")):
            with self.subTest(filters=filters):
                found = self.counted(filters=filters)
                self.assertEqual([found[code][0] for code in COUNTS], [deals, visits, visits, "unavailable", "unavailable"])
                for code in ("deals_won", "visits_done", "visits_missed"):
                    if found[code][0] != "unavailable":
                        self.assertEqual(*found[code], code)

    def test_recommended_orders_open_for_referrals(self):
        friends = self.make_channel("Friends", code="friends26", kind="referral")
        new = self.make_partner("New")
        order = self.make_order(100, partner=new, sales_os_channel_id=friends.id)
        self.make_order(100, partner=self.make_partner("By itself"))
        row = self.env["sales_os.kpi"].with_user(self.user_executive).figures(
            ["referrals"], "rep", self.rep.id, **JANUARY)["figures"][0]
        self.assertEqual(row["value"], 1.0)
        self.assertEqual(self.env["sale.order"].search(row["action"]["domain"]), order)

import json

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..commission.common import CommissionCase


class TestDashboard(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_rep(cls.user_manager)
        cls.rep.parent_id = cls.boss

    def board(self, user=None, **arguments):
        return self.env["sales_os.dashboard"].with_user(user or self.user_rep).board(**arguments)

    def invoiced(self, price=100.0, user=None):
        order = self.make_order(price, user=user or self.user_rep, date=fields.Datetime.now())
        invoice = order._create_invoices()
        invoice.invoice_date = fields.Date.today()
        invoice.action_post()
        return order

    def card(self, board, code):
        return next(figure for figure in board["cards"] if figure["code"] == code)

    def test_each_role_sees_its_own_page(self):
        for user, role, kind in (
            (self.user_rep, "rep", "rep"), (self.user_manager, "manager", "reports"), (self.user_executive, "executive", "company")):
            with self.subTest(role=role):
                board = self.board(user)
                self.assertEqual((board["role"], board["scope"]["kind"]), (role, kind))
                self.assertEqual(len(board["cards"]), 8)
                self.assertEqual(len(board["months"]["points"]), 12)
                json.dumps(board)  # goes over every door
                self.assertNotIn("None", [str(value) for value in board.values()])

    def test_figures_are_the_posted_invoices_of_the_scope(self):
        self.invoiced(100.0)
        self.invoiced(140.0, self.user_rep2)
        self.assertEqual(self.card(self.board(), "revenue")["value"], 100.0)
        self.assertEqual(self.card(self.board(self.user_manager), "revenue")["value"], 100.0, "the other one is not below")
        mine = self.board(self.user_executive, scope="rep", scope_id=self.rep2.id, division="owner")
        self.assertEqual(self.card(mine, "revenue")["value"], 140.0)
        self.assertEqual([(part["name"], part["value"]) for part in mine["parts"]], [(self.rep2.display_name, 140.0)])
        self.assertEqual(mine["months"]["points"][-1]["value"], 140.0)

    def test_nobody_sees_others(self):
        for user, scope, scope_id in (
            (self.user_rep, "company", False), (self.user_rep, "rep", self.rep2.id), (self.user_manager, "rep", self.rep2.id),
            (self.user_manager, "company", False)):
            with self.subTest(user=user.login, scope=scope), self.assertRaises(AccessError):
                self.board(user, scope=scope, scope_id=scope_id)
        with self.assertRaises(AccessError):
            self.board(self.make_user("so_outsider", "base.group_user"))

    def test_choices_are_what_may_be_seen(self):
        self.assertEqual({(one["kind"], one["id"]) for one in self.board()["scopes"]}, {("rep", self.rep.id)})
        manager = {(one["kind"], one["id"]) for one in self.board(self.user_manager)["scopes"]}
        self.assertEqual(manager, {("reports", self.boss.id), ("rep", self.boss.id), ("rep", self.rep.id)})
        for one in self.board(self.user_executive)["scopes"]:
            with self.subTest(one=one["name"]):
                self.board(self.user_executive, scope=one["kind"], scope_id=one["id"])

    def test_what_waits_opens_what_was_counted(self):
        self.env["crm.lead"].create({"name": "Nobody's", "type": "opportunity", "user_id": False})
        order = self.invoiced()
        quote = order.copy({"user_id": self.user_rep.id})
        quote.action_quotation_sent()
        quote.validity_date = "2020-01-01"
        for user in (self.user_rep, self.user_manager, self.user_executive):
            for item in self.board(user)["queue"]:
                with self.subTest(user=user.login, item=item["code"]):
                    action = item["action"]
                    self.assertEqual(self.env[action["res_model"]].with_user(user).search_count(action["domain"]), item["count"])
        self.assertIn("expired", [item["code"] for item in self.board()["queue"]])

    def test_the_latest_comes_first(self):
        self.invoiced()
        board = self.board()
        times = [event["when"] for event in board["timeline"]]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertIn("confirmed", board["timeline"][0]["what"])

    def test_periods_and_comparisons(self):
        for period in [one["code"] for one in self.board()["periods"] if one["code"] != "custom"]:
            for compare in ("previous", "last_year", False):
                with self.subTest(period=period, compare=compare):
                    self.assertEqual(self.board(period=period, compare=compare)["period"], period)
        custom = self.board(period="custom", date_from="2026-01-15", date_to="2026-02-14")
        self.assertEqual((custom["date_from"], custom["date_to"]), ("2026-01-15", "2026-02-14"))

    def test_what_is_at_risk_is_of_the_chosen_territory(self):
        here, there = self.make_territory("Here", zip_patterns="99991"), self.make_territory("There", zip_patterns="99992")
        Insight, today = self.env["sales_os.insight"], fields.Date.today()
        shared = {"severity": "critical", "suggested_action": "review", "date_found": today, "date_evidence": today,
                  "date_expires": today, "company_id": self.company.id, "score": 1e6, "facts": {}}
        partner = self.make_partner("At Risk", zip="99991")
        partner.sales_os_territory_id = here
        lead = self.env["crm.lead"].create({"name": "At risk", "type": "opportunity"})
        lead.sales_os_territory_id = here
        found = Insight.create([
            {"kind": "territory_gap", "res_model": "sales_os.territory", "res_id": here.id, **shared},
            {"kind": "churn_risk", "res_model": "res.partner", "res_id": partner.id, "partner_id": partner.id, **shared},
            {"kind": "stalled_deal", "res_model": "crm.lead", "res_id": lead.id, **shared},
        ])
        other = Insight.create({"kind": "territory_gap", "res_model": "sales_os.territory", "res_id": there.id, **shared})
        seen = {kind.id: {alert["id"] for alert in self.board(self.user_executive, scope="territory", scope_id=kind.id)["alerts"]}
                for kind in (here, there)}
        self.assertEqual(seen, {here.id: set(found.ids), there.id: set(other.ids)})

    def test_senseless_questions_are_refused_in_words(self):
        for arguments in (
            {"period": "next_week"}, {"period": "custom"}, {"period": "custom", "date_from": "2026-02-01", "date_to": "2026-01-01"},
            {"period": "custom", "date_from": "soon", "date_to": "later"}, {"compare": "yesterday"}, {"division": "colour"},
            {"scope": "galaxy"}, {"scope": "rep", "scope_id": "1"}, {"scope": "rep", "scope_id": True}):
            with self.subTest(arguments), self.assertRaises(UserError):
                self.board(**arguments)

    def test_whoever_is_no_representative_is_told(self):
        board = self.board(self.make_user("so_new_rep", "sales_os.group_rep"))
        self.assertEqual((board["cards"], board["scope"]), ([], {}))

    def test_queries_do_not_grow_with_the_records(self):
        def queries():
            self.board(self.user_manager)
            with self.collected_queries() as found:
                self.board(self.user_manager)
            return found

        for _number in range(2):
            self.invoiced()
        few = queries()
        for _number in range(15):
            self.invoiced()
        self.assertNoMoreQueries(few, queries(), slack=2)

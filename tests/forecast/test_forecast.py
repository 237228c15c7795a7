"""Forecasts as records: from deals and posted invoices, for every scope, with intervals and words; strange input gives clear answers."""

from datetime import date

from odoo.exceptions import UserError

from .common import TODAY, ForecastCase


class TestForecast(ForecastCase):
    def generate(self, **values):
        with self.at(0):
            return self.env["sales_os.forecast"]._generate(
                self.company, values.get("kind", "month"), values.get("day", TODAY), values.get("scope_kinds"), values.get("methods"))

    def figure(self, rep=None, category="commit", method="weighted", **values):
        domain = [("company_id", "=", self.company.id), ("category", "=", category), ("method", "=", method),
                  ("date_start", "=", values.pop("start", date(2026, 5, 1))), ("period_kind", "=", values.pop("kind", "month"))]
        domain += [("rep_id", "=", rep.id)] if rep else [(name, "=", value) for name, value in values.items()]
        return self.env["sales_os.forecast"].search(domain)

    def test_a_rep_has_commit_best_case_and_pipeline_and_the_manager_has_the_team(self):
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-20")
        self.make_lead(amount=2000, chance=60, date_deadline="2026-05-31")
        self.make_lead(amount=500, chance=10, date_deadline="2026-05-13", user=self.user_rep2)
        self.make_lead(amount=9000, chance=90, date_deadline="2026-06-01")
        self.make_lead(amount=9000, chance=90)
        self.generate()
        self.assertEqual([self.figure(self.rep, category).amount for category in ("commit", "best_case", "pipeline", "total")],
                         [900, 1200, 0, 2100])
        self.assertEqual([self.figure(self.manager, category).amount for category in ("commit", "best_case", "pipeline", "total")],
                         [900, 1200, 50, 2150])
        mine = self.figure(self.rep)
        self.assertEqual((mine.low_amount, mine.high_amount, mine.deal_count, mine.undated_count), (0, 1000, 1, 1), "all or nothing")
        self.assertIn("no closing date", mine.explanation)
        self.assertIn("all or nothing", mine.explanation)
        self.assertNotIn("all or nothing", self.figure(self.manager, "total").explanation)
        total = self.figure(self.rep, "total")
        self.assertTrue(total.cautious_amount < total.amount < total.hopeful_amount)

    def test_what_is_won_counts_in_the_whole_period(self):
        lead = self.make_lead(amount=700)
        with self.at(0):
            lead.action_set_won()
        self.generate()
        total = self.figure(self.rep, "total")
        self.assertEqual((total.won_amount, total.amount), (700, 700))
        self.assertEqual(self.figure(self.manager, "total").won_amount, 700)

    def test_it_is_worked_out_again_without_doubles(self):
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-20")
        self.generate()
        before = self.env["sales_os.forecast"].search_count([])
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-21")
        self.generate()
        self.assertEqual(self.env["sales_os.forecast"].search_count([]), before)
        self.assertEqual(self.figure(self.rep).amount, 1800)

    def test_history_is_posted_invoices_less_refunds_of_finished_months(self):
        self.make_invoice(1000, "2026-03-10")
        self.make_invoice(300, "2026-04-30")
        self.make_invoice(100, "2026-04-15", kind="out_refund")
        self.make_invoice(5000, "2026-05-05")
        self.make_invoice(50, "2026-04-02", user=self.user_rep2)
        draft = self.make_invoice(10, "2026-04-03")
        draft.button_draft()
        months = self.env["sales_os.forecast"]._invoiced_months(self.company, "rep")
        april = 2026 * 12 + 3
        self.assertEqual(months[self.rep.id], {april - 1: 1000, april: 200, april + 1: 5000})
        self.assertEqual(months[self.manager.id], {april - 1: 1000, april: 250, april + 1: 5000})
        posted = self.env["account.move"].search([("state", "=", "posted"), ("move_type", "in", ["out_invoice", "out_refund"]),
                                                  ("company_id", "=", self.company.id)])
        company = self.env["sales_os.forecast"]._invoiced_months(self.company, "company")[self.company.id]
        self.assertAlmostEqual(float(sum(company.values())), sum(posted.mapped("amount_untaxed_signed")), 2)
        self.generate(methods=["combined"], scope_kinds=["rep"])
        found = self.figure(self.rep, "total", "combined")
        self.assertEqual((found.amount, found.has_interval, found.used_method, found.history_count), (200, False, "naive", 2))
        self.assertIn("Fewer than ten finished periods", found.explanation)
        self.assertIn("No interval", found.explanation)

    def test_every_scope_has_its_history(self):
        category = self.env["product.category"].create({"name": "Machines"})
        below = self.env["product.category"].create({"name": "Grinders", "parent_id": category.id})
        product = self.env["product.product"].create({"name": "Old Grinder", "categ_id": below.id})
        territory = self.make_territory("West")
        self.customer.sales_os_territory_id = territory
        self.make_invoice(400, "2026-04-10", product=product)
        product.action_archive()
        self.generate(methods=["trend"])
        self.assertEqual(self.figure(category="total", method="trend", category_id=category.id).amount, 400)
        self.assertEqual(self.figure(category="total", method="trend", territory_id=territory.id).amount, 400)
        self.assertEqual(self.figure(category="total", method="trend", team_id=self.team.id).amount, 400)

    def test_nothing_sold_is_a_clear_zero(self):
        self.generate()
        found = self.figure(self.rep, "total", "seasonal")
        self.assertEqual((found.amount, found.has_interval), (0, False))
        self.assertIn("Nothing was invoiced yet", found.explanation)

    def test_a_quarter_is_forecast_by_quarters(self):
        self.make_invoice(300, "2026-02-10")
        self.make_invoice(100, "2026-03-10")
        self.generate(kind="quarter", methods=["combined"], scope_kinds=["rep"])
        found = self.figure(self.rep, "total", "combined", start=date(2026, 4, 1), kind="quarter")
        self.assertEqual((found.amount, found.date_end), (400, date(2026, 6, 30)))

    def test_a_period_that_is_over_is_refused(self):
        with self.assertRaisesRegex(UserError, "is over"):
            self.generate(day=date(2026, 4, 1))

    def test_the_month_begins_in_the_company_s_time_zone(self):
        self.company.resource_calendar_id.tz = "Pacific/Auckland"
        lead = self.make_lead(amount=700)
        with self.at(18.2):  # 31 May 16:48 UTC is already June there
            lead.action_set_won()
        with self.at(18.3):
            self.env["sales_os.forecast"]._generate(self.company, "month", date(2026, 6, 1), ["rep"], ["weighted"])
        self.assertEqual(self.figure(self.rep, "total", start=date(2026, 6, 1)).won_amount, 700)

    def test_archived_representatives_get_none_and_their_deals_count_above(self):
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-20", user=self.user_rep2)
        self.rep2.active = False
        self.generate()
        self.assertFalse(self.figure(self.rep2))
        team = self.figure(category="commit", team_id=self.team.id)
        self.assertEqual(team.amount, 900)

    def test_the_recommendation_says_which_and_why(self):
        for back in range(1, 41):
            year, month = divmod(2026 * 12 + 4 - back, 12)
            self.make_invoice(1000 + 300 * (month == 11) + (back * 7919) % 60, date(year, month + 1, 10))
        self.generate(methods=["trend", "seasonal", "combined"], scope_kinds=["rep"])
        with self.at(0):
            self.figure(self.rep, "total", "trend").action_recommend()
        told = self.figure(self.rep, "total", "combined")
        self.assertIn("Trust", told.recommendation_text)
        self.assertEqual(sum(self.figure(self.rep, "total", method).is_recommended for method in ("trend", "seasonal", "combined")), 1)

    def test_the_number_of_queries_does_not_grow_with_the_series(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.generate(methods=["trend"], scope_kinds=["rep"])
            return self.env.cr.sql_log_count - start
        count()
        few = count()
        for number in range(12):
            self.make_rep(name=f"Agent {number}")
        self.assertEqual(count(), few)

    def test_nobody_types_or_deletes_figures(self):
        self.generate(scope_kinds=["rep"])
        mine = self.figure(self.rep).with_user(self.user_rep)
        for change in (lambda: mine.write({"amount": 1}), lambda: mine.write({"state": "approved"}), mine.unlink, mine.copy,
                       lambda: mine.create({"date_start": "2026-05-01", "date_end": "2026-05-31", "company_id": self.company.id,
                                            "scope_key": "x"})):
            with self.assertRaises(UserError):
                change()

    def test_only_what_makes_sense_is_added_up(self):
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-20")
        self.make_lead(amount=100, chance=10, date_deadline="2026-05-20")
        self.generate()
        Forecast = self.env["sales_os.forecast"]

        def total(*domain):
            [(amount,)] = Forecast._read_group([("date_start", "=", "2026-05-01"), *domain], [], ["effective_amount:sum"])
            return amount
        mine = ("rep_id", "=", self.rep.id)
        self.assertEqual(total(mine, ("category", "!=", "total")), 910)
        self.assertEqual(total(mine, ("method", "=", "weighted")), 910, "the whole, not the whole and its parts")
        self.assertFalse(total(("scope_kind", "=", "rep"), ("category", "=", "commit")), "the manager's contains the representative's")
        self.assertFalse(total(mine, ("category", "=", "total"), ("method", "!=", "weighted")), "two methods tell of the same money")

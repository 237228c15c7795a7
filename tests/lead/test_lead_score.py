"""Score and win probability of leads: learned at night, explained, judged, silent where there is no signal."""

import json
import random

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.lead.score_steps import chance_percent
from odoo.addons.sales_os.tests.common import SalesOsCase

CHANCE = {"fair": 0.8, "web": 0.25, "phone": 0.5}


class LeadScoreCase(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Leads Ltd"})
        cls.user_admin_so.company_ids += cls.company
        cls.user_rep.company_ids += cls.company
        cls.Model = cls.env["sales_os.lead.score.model"].with_company(cls.company)
        cls.Lead = cls.env["crm.lead"].with_company(cls.company)
        cls.sources = {name: cls.env["utm.source"].create({"name": f"Test {name}"}) for name in CHANCE}

    @classmethod
    def closed(cls, count, seed=1, chance=CHANCE):
        """Closed leads as the database has them, with a source that decides how many were won."""
        draw, rows = random.Random(seed), []
        for number in range(count):
            name = draw.choice(sorted(CHANCE))
            won = draw.random() < chance[name]
            rows.append({"name": f"Closed {number}", "source": cls.sources[name].id, "status": "won" if won else "lost", "active": won})
        cls.env.flush_all()
        cls.env.execute_query(SQL(
            """INSERT INTO crm_lead (name, type, company_id, source_id, won_status, active, create_date, date_closed,
                                     date_last_stage_update)
               SELECT name, 'opportunity', %s, source, status, active, now() - interval '40 days', now() - interval '3 days', now()
                 FROM jsonb_to_recordset(%s::jsonb) AS row(name text, source int, status text, active bool) RETURNING id""",
            cls.company.id, json.dumps(rows)))

    def lead(self, source=None, **values):
        return self.Lead.create({
            "name": "Open", "type": "opportunity", "company_id": self.company.id,
            "source_id": self.sources[source].id if source else False, **values})


class TestLearnedScore(LeadScoreCase):
    """What is said after one night of learning; learned once for all of these."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closed(300)
        cls.Model.action_fit()

    def test_the_reasons_add_up_to_the_probability(self):
        lead = self.lead("fair")
        stored = lead.sales_os_score_reasons
        log_odds = stored["base"] + sum(part[2] for part in stored["parts"])
        self.assertAlmostEqual(chance_percent(log_odds), lead.sales_os_win_probability, delta=0.01)
        points = sum(step.points for step in lead._sales_os_score_steps())
        self.assertAlmostEqual(chance_percent(stored["base"]) + points, lead.sales_os_win_probability, delta=0.01)

    def test_a_lead_that_comes_in_is_scored_at_once(self):
        lead = self.lead("fair", expected_revenue=1000)
        self.assertGreater(lead.sales_os_win_probability, 60)
        self.assertTrue(lead.sales_os_scored_on)
        self.assertTrue(lead.sales_os_priority)
        self.assertIn("at", lead.sales_os_priority_reason)

    def test_the_calibration_report_says_how_right_it_was(self):
        model = self.Model.search([("company_id", "=", self.company.id), ("is_current", "=", True)])
        self.assertGreater(model.auc, 0.6)
        self.assertLess(model.brier, model.brier_of_mean)
        self.assertEqual(sum(part["count"] for part in model.curve), 300)
        self.assertEqual(model.weights[0][0], "source_id")
        self.assertIn("<table", model.curve_table)
        self.assertIn("Learned from 300 closed leads", model.words)

    def test_a_rep_scores_the_own_lead_and_cannot_write_the_score(self):
        lead = self.lead("fair", user_id=self.user_rep.id)
        self.assertEqual(lead.with_user(self.user_rep).action_sales_os_score(), {"scored": 1})
        self.assertNotIn("data", self.Model.with_user(self.user_rep).fields_get())


class TestLeadScore(LeadScoreCase):
    def test_win_probability_follows_what_closed_leads_tell(self):
        self.closed(300)
        fair, web = self.lead("fair"), self.lead("web")
        result = self.Model.action_fit()
        self.assertEqual((result["verdict"], result["closed"], result["scored"]), ("clear", 300, 2))
        self.assertGreater(fair.sales_os_win_probability, 60)
        self.assertLess(web.sales_os_win_probability, 45)
        self.assertGreater(fair.sales_os_score, web.sales_os_score)
        self.assertEqual(fair.sales_os_score_state, "clear")
        self.assertIn("Test fair", fair.sales_os_score_words)
        self.assertIn("The average lead", fair.sales_os_score_table)

    def test_noise_is_called_no_signal_on_screen(self):
        self.closed(300, chance=dict.fromkeys(CHANCE, 0.4))
        lead = self.lead("fair")
        self.assertEqual(self.Model.action_fit()["verdict"], "no_signal")
        self.assertEqual((lead.sales_os_score, lead.sales_os_score_state), (0, "no_signal"))
        self.assertIn("No signal", lead.sales_os_score_words)
        self.assertFalse(lead.sales_os_score_table)
        model = self.Model.search([("company_id", "=", self.company.id)])
        self.assertIn("No signal", model.words)
        self.assertAlmostEqual(lead.sales_os_win_probability, model.mean_percent, places=1)

    def test_too_few_closed_leads_are_said(self):
        self.closed(10)
        lead = self.lead("fair")
        self.assertEqual(self.Model.action_fit()["verdict"], "too_few")
        self.assertIn("too few", lead.sales_os_score_words)
        self.assertFalse(lead.sales_os_score)

    def test_nothing_at_all_is_no_crash(self):
        self.assertEqual(self.Model.action_fit(), {"verdict": "too_few", "closed": 0, "scored": 0})
        self.assertIn("Not scored yet", self.lead().sales_os_score_words)

    def test_what_was_said_is_kept_when_a_lead_is_closed_and_judged_beside_odoo(self):
        self.closed(300)
        leads = self.Lead.browse()
        for source in ("fair", "web") * 3:
            leads += self.lead(source)
        self.Model.action_fit()
        said = leads[0].sales_os_win_probability
        for number, lead in enumerate(leads):
            if number % 2:
                lead.action_set_lost()
            else:
                lead.action_set_won()
        self.assertEqual(leads[0].sales_os_win_probability, said)
        self.Model.action_fit()
        model = self.Model.search([("company_id", "=", self.company.id), ("is_current", "=", True)])
        self.assertEqual(model.later_count, 6)
        self.assertGreater(model.later_auc, 0.9, "fairs were won, web leads lost")
        self.assertIn("Odoo's own score", model.words)
        with self.assertRaisesRegex(UserError, "is closed"):
            leads[0].action_sales_os_score()

    def test_one_current_model_a_company_and_old_numbers_go(self):
        self.closed(60)
        self.Model.action_fit()
        self.Model.action_fit()
        models = self.Model.search([("company_id", "=", self.company.id)])
        self.assertEqual(models.mapped("is_current"), [True, False])
        self.Model._gc_models()
        self.assertFalse(models[1].data)
        self.assertTrue(models[0].data)

    def test_queries_do_not_grow_with_the_leads(self):
        self.closed(60)
        self.Model.action_fit()
        model = self.Model.search([("company_id", "=", self.company.id), ("is_current", "=", True)])

        def queries(count):
            leads = self.Lead.create([{"name": f"L{number}", "company_id": self.company.id} for number in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._sales_os_score(model)
            return self.env.cr.sql_log_count - before
        queries(1)
        self.assertEqual(queries(2), queries(15))

    def test_only_an_administrator_has_the_score_learned_again(self):
        self.assertEqual(self.Model.with_user(self.user_admin_so).action_fit()["closed"], 0)
        with self.assertRaises(AccessError):
            self.Model.with_user(self.user_rep).action_fit()

    def test_waiting_and_amount_decide_the_priority(self):
        big, small = self.lead(expected_revenue=10_000, probability=50), self.lead(expected_revenue=1_000, probability=50)
        late = self.lead(expected_revenue=1_000, probability=50)
        late.date_last_stage_update = "2020-01-01 00:00:00"
        (big + small + late)._sales_os_rank()
        self.assertGreater(big.sales_os_priority, late.sales_os_priority)
        self.assertGreater(late.sales_os_priority, small.sales_os_priority)
        self.assertTrue(late.sales_os_priority_late)
        self.assertIn("answer overdue", late.sales_os_priority_reason)

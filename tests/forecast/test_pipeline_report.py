"""The analysis of the pipeline says what the KPI functions say, of the same opportunities."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from odoo.addons.sales_os.algorithms.kpi.funnel import Journey, funnel
from odoo.addons.sales_os.algorithms.kpi.registry import compute
from odoo.addons.sales_os.algorithms.kpi.stage_time import stage_times

from .common import NOON, ForecastCase

ENDS = {"w": "won", "l": "lost", "o": "open"}
# stages by day, end, amount: a small set as the public one has it
DEALS = (
    ("n0 q3 p9", "w20", 1054), ("n0 p4", "w34", 4514), ("n1 q2 p6 q8", "l15", 50), ("n0", "l7", 588), ("n2 q4", "o", 517), ("n5", "o", 0),
    ("q1 p5", "w51", 49), ("p2", "o", 700),
)


class TestPipelineReport(ForecastCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.env["crm.lead"]
        names = {"n": cls.new, "q": cls.qualified, "p": cls.proposition}
        cls.journeys = []
        for text, end, amount in DEALS:
            steps = [(names[step[0]], NOON + timedelta(days=int(step[1:]))) for step in text.split()]
            lead = cls.make_lead(steps[0][0], amount=amount, on=steps[0][1])
            for stage, moment in steps[1:]:
                with cls.freeze(moment):
                    lead.stage_id = stage
            closed = NOON + timedelta(days=int(end[1:])) if end[1:] else None
            if closed:
                with cls.freeze(closed):
                    lead.action_set_won() if end[0] == "w" else lead.action_set_lost()
            cls.leads |= lead
            cls.journeys.append(Journey(lead.id, tuple((stage.id, moment) for stage, moment in steps), ENDS[end[0]], closed))
        cls.domain = [("lead_id", "in", cls.leads.ids)]
        cls.now = NOON + timedelta(days=60)

    @staticmethod
    def freeze(moment):
        from odoo.tests import freeze_time
        return freeze_time(moment)

    def test_conversion_by_cohort_is_the_funnel(self):
        stages = [self.new.id, self.qualified.id, self.proposition.id]
        flows = funnel(stages=stages, journeys=self.journeys)
        rows = {stage.id: row for stage, *row in self.env["sales_os.pipeline.stage"]._read_group(
            self.domain, ["stage_id"],
            ["entered_count:sum", "passed_count:sum", "lost_count:sum", "waiting_count:sum", "conversion_percent:avg",
             "decided_percent:avg"])}
        for flow in flows:
            entered, passed, lost, waiting, conversion, decided = rows[flow.stage]
            self.assertEqual((entered, passed, lost, waiting), (flow.entered, flow.passed, flow.lost, flow.waiting))
            self.assertAlmostEqual(conversion, float(flow.conversion_percent), 6)
            self.assertAlmostEqual(decided, float(flow.decided_percent), 6)

    def test_time_in_stage_is_that_of_the_algorithm(self):
        stages = [self.new.id, self.qualified.id, self.proposition.id]
        expected = stage_times(stages=stages, journeys=self.journeys, now=self.now)
        with self.freeze(self.now):
            rows = {stage.id: row for stage, *row in self.env["sales_os.pipeline.stage"]._read_group(
                self.domain, ["stage_id"], ["stayed_count:sum", "mean_days:avg", "median_days:avg", "open_days:max"])}
        for stage in expected:
            count, mean, median, longest = rows[stage.stage]
            self.assertEqual(count, stage.count)
            self.assertAlmostEqual(mean, float(stage.mean_days), 5)
            self.assertAlmostEqual(median, float(stage.median_days), 5)
            self.assertAlmostEqual(longest, float(stage.longest_open_days), 5)

    def test_win_rate_cycle_and_velocity_are_the_kpis(self):
        won = [(end, amount) for _text, end, amount in DEALS if end[0] == "w"]
        days = [(closed - min(moment for _stage, moment in journey.moves)).days for journey in self.journeys
                if journey.outcome == "won" and (closed := journey.closed)]
        lost_days = [(journey.closed - min(moment for _stage, moment in journey.moves)).days for journey in self.journeys
                     if journey.outcome == "lost"]
        amount = Decimal(sum(amount for _end, amount in won))
        [(rate, average, cycle, lost_cycle, velocity, median)] = self.env["sales_os.pipeline.deal"]._read_group(self.domain, [], [
            "win_rate_percent:avg", "average_amount:avg", "cycle_days:avg", "lost_cycle_days:avg", "velocity_amount:sum",
            "median_cycle_days:avg"])
        self.assertAlmostEqual(rate, float(compute("win_rate", won=3, lost=2)), 6)
        self.assertAlmostEqual(average, float(compute("avg_deal_size", amount=amount, count=3)), 6)
        self.assertAlmostEqual(cycle, float(compute("sales_cycle_days", days=days)), 6)
        self.assertAlmostEqual(median, float(compute("sales_cycle_median_days", values=days)), 6)
        self.assertAlmostEqual(lost_cycle, float(compute("lost_cycle_days", days=lost_days)), 6)
        self.assertAlmostEqual(velocity, float(compute(
            "pipeline_velocity", open_count=3, won_count=3, lost_count=2, won_amount=amount, won_cycle_days=days)), 6)

    def test_without_anything_closed_shares_are_empty_not_zero(self):
        open_ones = [*self.domain, ("outcome", "=", "pending")]
        [(rate, velocity)] = self.env["sales_os.pipeline.deal"]._read_group(open_ones, [], ["win_rate_percent:avg", "velocity_amount:sum"])
        self.assertFalse(rate)
        self.assertFalse(velocity)

    def test_age_and_size_are_told_in_bands(self):
        with self.freeze(self.now):
            ages = dict(self.env["sales_os.pipeline.deal"]._read_group([*self.domain, ("open_count", "=", 1)], ["age"], ["__count"]))
        self.assertEqual(ages, {"b_60": 3})
        sizes = dict(self.env["sales_os.pipeline.deal"]._read_group(self.domain, ["size"], ["__count"]))
        self.assertEqual(sizes, {"a_none": 1, "b_1k": 5, "c_5k": 2})

    def test_days_are_those_of_the_reader(self):
        lead = self.make_lead(on=datetime(2026, 5, 13, 23, 30))
        Deal = self.env["sales_os.pipeline.deal"]
        self.assertEqual(Deal.with_context(tz="UTC").search([("lead_id", "=", lead.id)]).date, date(2026, 5, 13))
        self.env.invalidate_all()
        self.assertEqual(Deal.with_context(tz="Europe/Istanbul").search([("lead_id", "=", lead.id)]).date, date(2026, 5, 14))

    def test_a_manager_sees_the_team_and_a_rep_the_own(self):
        other = self.make_lead(user=self.user_rep2)
        for model in ("sales_os.pipeline.deal", "sales_os.pipeline.stage"):
            Report = self.env[model]
            self.assertTrue(Report.with_user(self.user_manager).search([("lead_id", "=", other.id)]))
            self.assertFalse(Report.with_user(self.user_rep).search([("lead_id", "=", other.id)]))

    def test_an_empty_pipeline_is_no_error(self):
        nothing = [("lead_id", "=", 0)]
        self.assertEqual(self.env["sales_os.pipeline.stage"]._read_group(nothing, ["stage_id"], ["conversion_percent:avg"]), [])
        self.env["sales_os.pipeline.deal"]._read_group(nothing, [], ["velocity_amount:sum", "median_cycle_days:avg"])

"""The night's work: one piece after the other by cron, or as jobs where OCA's queue_job is installed."""

import unittest
from unittest.mock import patch

from odoo import models
from odoo.tests import tagged

from odoo.addons.sales_os.tests.common import SalesOsCase

# model, cron method, method of one piece
BY_COMPANY = [
    ("sales_os.customer.value", "_cron_compute", "_compute_company"),
    ("sales_os.next.product", "_cron_compute", "_compute_company"),
    ("sales_os.lead.score.model", "_cron_fit", "_fit_company"),
    ("sales_os.insight", "_cron_detect", "_detect_and_tell"),
    ("sales_os.kpi.snapshot", "_cron_take", "_take_ended"),
    ("sales_os.forecast", "_cron_forecast", "_run_company"),
]
BY_CUSTOMERS = [("sales_os.territory", "_cron_assign"), ("sales_os.segment", "_cron_assign")]


class Waiting:
    """In the place of queue_job: keeps the jobs, each with the company it is for."""

    def __init__(self):
        self.jobs = {}

    def with_delay(self, records, identity_key=None, description=None):
        waiting = self

        class Delayed:
            def __getattr__(self, name):
                return lambda *piece: waiting.jobs.setdefault(identity_key, (records, name, piece, description))

        return Delayed()


@tagged("post_install", "-at_install")
class TestSharedWork(SalesOsCase):
    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Second"})
        cron = type(self.env["ir.cron"])
        self.committed = []
        self.start_patch(patch.object(
            cron, "_commit_progress", lambda cron, processed=0, **options: self.committed.append(processed) or True))

    def start_patch(self, patcher):
        self.addCleanup(patcher.stop)
        return patcher.start()

    def queue(self):
        if "queue.job" in self.env:
            self.skipTest("the real one is tried below")
        waiting = Waiting()
        self.start_patch(patch.object(type(self.env["ir.cron"]), "_sales_os_has_jobs", lambda cron: True))
        self.start_patch(patch.object(
            models.BaseModel, "with_delay", lambda records, **options: waiting.with_delay(records, **options), create=True))
        return waiting

    def test_without_a_queue_each_company_is_done_and_committed_in_turn(self):
        if "queue.job" in self.env:
            self.skipTest("a queue is installed")
        for model, cron, piece in BY_COMPANY:
            done, self.committed = [], []
            with (
                self.subTest(model=model),
                patch.object(type(self.env[model]), piece, lambda self, company, done=done: done.append((company, self.env.company))),
            ):
                getattr(self.env[model], cron)()
                self.assertTrue(done)
                self.assertEqual([company for company, _own in done], [own for _company, own in done])
                self.assertEqual(self.committed.count(1), len(done))

    def test_a_cron_whose_time_is_over_leaves_the_rest(self):
        done = []
        cron, model = self.env["ir.cron"], self.env["sales_os.customer.value"]
        with (
            patch.object(type(cron), "_commit_progress", lambda cron, processed=0, **options: not processed),
            patch.object(type(cron), "_sales_os_has_jobs", lambda cron: False),
            patch.object(type(model), "_compute_company", lambda self, company: done.append(company)),
        ):
            cron._sales_os_by_company(model, "_compute_company", self.company | self.other)
        self.assertEqual(done, [self.company])

    def test_with_a_queue_each_company_is_a_job_and_nothing_is_worked_out_at_once(self):
        for model, cron, piece in BY_COMPANY:
            waiting = self.queue()
            with (
                self.subTest(model=model),
                patch.object(type(self.env[model]), piece, lambda *_arguments: self.fail("worked out at once")),
            ):
                getattr(self.env[model], cron)()
                made = list(waiting.jobs.values())
                self.assertTrue(made)
                for records, method, (company,), description in made:
                    self.assertEqual((method, records.env.company), (piece, company))
                    self.assertIn(model, description)
                getattr(self.env[model], cron)()
                self.assertEqual(len(waiting.jobs), len(made), "what waits already is not queued again")

    def test_with_a_queue_customers_are_shared_out_in_batches_that_leave_nobody_out(self):
        territory = self.make_territory("North", "77*")
        partners = self.env["res.partner"]
        for index in range(7):
            partners |= self.make_partner(f"Shop {index}", zip="77001", country_id=self.env.ref("base.fr").id)
        partners.write({"sales_os_territory_id": False, "sales_os_segment_id": False})
        for model, cron in BY_CUSTOMERS:
            waiting = self.queue()
            module = "territory.territory_assign" if model == "sales_os.territory" else "customer.segment_assign"
            with self.subTest(model=model), patch(f"odoo.addons.sales_os.models.{module}.BATCH", 3):
                getattr(self.env[model], cron)()
                self.assertGreaterEqual(len(waiting.jobs), 3)
                for records, method, piece, _description in waiting.jobs.values():
                    getattr(records, method)(*piece)
        self.assertEqual(partners.sales_os_territory_id, territory)
        self.assertTrue(all(partners.mapped("sales_os_segment_id")))

    def test_a_job_done_twice_changes_nothing_more(self):
        self.make_territory("North", "77*")
        shop = self.make_partner("Shop", zip="77001", country_id=self.env.ref("base.fr").id)
        work = self.env["sales_os.territory"]
        work._assign_between(self.company, shop.id, shop.id)
        entries = self.env["sales_os.audit.entry"].search_count([])
        work._assign_between(self.company, shop.id, shop.id)
        self.assertEqual(self.env["sales_os.audit.entry"].search_count([]), entries)

    def test_a_job_commits_nothing_half_way(self):
        cron = self.env["ir.cron"]
        cron.with_context(job_uuid="a-job")._sales_os_keep_done()
        self.assertEqual(self.committed, [])
        cron._sales_os_keep_done()
        self.assertEqual(self.committed, [0])


@tagged("post_install", "-at_install")
class TestQueueJob(SalesOsCase):
    """With the real one: `WITH_MODULES=queue_job bin/test tests/core/test_shared_work.py`."""

    def setUp(self):
        super().setUp()
        if "queue.job" not in self.env:
            raise unittest.SkipTest("queue_job is not installed")

    def test_the_night_becomes_jobs_that_run_to_their_end(self):
        from odoo.addons.queue_job.job import Job

        for model, cron, piece in BY_COMPANY:
            with self.subTest(model=model):
                getattr(self.env[model], cron)()
                getattr(self.env[model], cron)()
                jobs = self.env["queue.job"].search([("model_name", "=", model), ("method_name", "=", piece)])
                self.assertTrue(jobs)
                self.assertEqual(len(set(jobs.mapped("identity_key"))), len(jobs))
                for row in jobs:
                    job = Job.load(self.env, row.uuid)
                    with self.cr.savepoint():
                        job.perform()
                    job.set_done()
                    job.store()
                self.assertEqual(set(jobs.mapped("state")), {"done"})

    def test_customers_are_assigned_by_jobs(self):
        from odoo.addons.queue_job.job import Job

        territory = self.make_territory("North", "77*")
        shop = self.make_partner("Shop", zip="77001", country_id=self.env.ref("base.fr").id)
        shop.sales_os_territory_id = False
        self.env["sales_os.territory"]._cron_assign()
        for row in self.env["queue.job"].search([("model_name", "=", "sales_os.territory")]):
            Job.load(self.env, row.uuid).perform()
        self.assertEqual(shop.sales_os_territory_id, territory)

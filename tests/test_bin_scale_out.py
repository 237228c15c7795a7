"""bin/scale_out: how it reads logs and leaves nothing behind; with SALES_OS_SCALE_OUT=1 all of it, which takes some minutes."""

import importlib.util
import os
import subprocess
import unittest

from .bin_case import REPO, BinCase

POSTGRES_LOG = """\
odoo-12@sales@LOG:  statement: SELECT "sales_os_visit"."id" FROM "sales_os_visit"
odoo-12@sales@LOG:  statement: BEGIN
odoo-12@postgres@LOG:  statement: SELECT datname FROM pg_database
odoo-12@sales@LOG:  statement:
\t\tINSERT INTO x VALUES (1)
@@LOG:  checkpoint starting: time
psql@sales@LOG:  statement: SELECT 1
odoo-13@sales@LOG:  statement:  update res_partner SET name = 'a'
"""
ODOO_LOG = """\
2026-11-26 02:13:59,036 24654 INFO scale odoo.addons.sales_os.controllers.api.api_dispatcher: x GET /api/v1/visits: 200 in 61 ms for user 2
2026-11-26 02:13:59,136 24656 INFO scale odoo.addons.sales_os.controllers.api.api_dispatcher: y POST /api/v1/quotes: 201 in 9 ms for user 2
2026-11-26 02:13:59,236 24657 WARNING scale odoo.http: an export is noted, retrying
"""


class TestScaleOut(BinCase):
    def setUp(self):
        super().setUp()
        spec = importlib.util.spec_from_file_location("show_scale_out", REPO / "bin" / "setup" / "show_scale_out.py")
        self.shown = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.shown)

    def test_only_statements_of_odoo_on_its_database_count_as_work(self):
        self.assertEqual(self.shown.statements(POSTGRES_LOG, "sales"), 2)
        self.assertEqual(self.shown.statements(POSTGRES_LOG, "other"), 0)

    def test_processes_that_answered_are_read_from_the_log(self):
        self.assertEqual(self.shown.answerers(ODOO_LOG), {24654, 24656})

    def test_a_pair_of_clusters_is_set_up_for_streaming_and_the_others_are_as_before(self):
        done = self.shell("for name in scale-primary scale-replica test run; do cluster_settings $name; done")
        primary, replica, test, run = done.stdout.splitlines()
        self.assertIn("wal_level=replica", primary)
        self.assertEqual(primary, replica)
        self.assertIn("wal_level=minimal", test)
        self.assertNotIn("log_statement", test + run)

    def test_what_was_made_is_removed_and_nothing_else(self):
        for name in ("scale-primary", "scale-replica", "run"):
            self.write(f"env/{name}/odoo.conf")
        done = self.shell("remove_scale_out")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([path.name for path in (self.folder / "env").iterdir() if path.name.startswith(("scale", "run"))], ["run"])

    @unittest.skipUnless(os.environ.get("SALES_OS_SCALE_OUT"), "takes some minutes: SALES_OS_SCALE_OUT=1")
    def test_it_passes(self):
        done = subprocess.run([REPO / "bin" / "scale_out"], capture_output=True, text=True, timeout=900, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("all passed", done.stdout)

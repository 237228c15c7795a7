"""What bin/run does with a person's database: made once, saved and upgraded when the addon changed, never made again."""

import os

import psycopg2

from odoo.tests import BaseCase, get_db_name, tagged

from .bin_case import REPO, BinCase, run_shown

# In place of PostgreSQL and Odoo: each call leaves a line
STANDINS = """
use_environment() { :; }
show_install_warnings() { :; }
has_database() { [ "${HAS_DATABASE:-yes}" = yes ]; }
create_run_database() { echo "create $1" >>"$ENV_DIR/calls"; }
addon_content_key() { echo new; }
odoo_command() { echo "odoo $*" >>"$ENV_DIR/calls"; case $1 in "${FAILS:-none}") return 1 ;; esac; }
mkdir -p "$ENV_DIR/run"
"""


class TestRunDatabase(BinCase):
    def ensure(self, recorded=None, **env):
        """Lines of what was called, and the content recorded afterwards."""
        record = self.folder / "env" / "run" / "content-of-mine"
        if recorded:
            self.write("env/run/content-of-mine", recorded)
        done = self.shell(f"{STANDINS}\nensure_run_database mine", **env)
        calls = self.folder / "env" / "calls"
        lines = calls.read_text().splitlines() if calls.exists() else []
        return done, lines, record.read_text().strip() if record.exists() else None

    def test_unchanged_addon_touches_nothing(self):
        done, calls, content = self.ensure(recorded="new")
        self.assertEqual((done.returncode, calls, content), (0, [], "new"))

    def test_changed_addon_is_saved_first_and_then_upgraded(self):
        done, (dump, upgrade), content = self.ensure(recorded="old")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("odoo db dump mine ", dump)
        self.assertIn("-d mine -u sales_os --stop-after-init", upgrade)
        self.assertEqual(content, "new")

    def test_failed_upgrade_is_told_and_tried_again_next_time(self):
        done, _calls, content = self.ensure(recorded="old", FAILS="server")
        self.assertEqual((done.returncode, content), (1, "old"))
        self.assertIn("What to do:", done.stderr)

    def test_without_a_backup_there_is_no_upgrade(self):
        done, calls, content = self.ensure(recorded="old", FAILS="db")
        self.assertEqual((done.returncode, len(calls), content), (1, 1, "old"))

    def test_first_start_creates_it(self):
        _done, calls, _content = self.ensure(HAS_DATABASE="no")
        self.assertEqual(calls, ["create mine"])

    def test_only_the_newest_three_backups_stay(self):
        for day in range(1, 6):
            self.write(f"env/run/backups/mine-2026010{day}-000000.zip")
        self.ensure(recorded="old")
        left = sorted(path.name for path in (self.folder / "env/run/backups").iterdir())
        self.assertEqual(left, [f"mine-2026010{day}-000000.zip" for day in (3, 4, 5)])


@tagged("post_install", "-at_install")
class TestLogins(BaseCase):
    def shown(self):
        return run_shown(REPO / "bin" / "setup" / "show_logins.py", get_db_name())

    def test_known_password_is_shown_and_a_changed_one_is_not(self):
        if not (REPO / "bin" / "setup").is_dir():
            self.skipTest("only a checkout has the commands")
        self.assertRegex(self.shown(), r"login admin +password admin ")
        connection = psycopg2.connect(dbname=get_db_name(), host=os.environ["PGHOST"], user=os.environ["PGUSER"])
        self.addCleanup(connection.close)
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT password FROM res_users WHERE login = 'admin'")
        (before,) = cursor.fetchone()
        self.addCleanup(cursor.execute, "UPDATE res_users SET password = %s WHERE login = 'admin'", [before])
        cursor.execute("UPDATE res_users SET password = (SELECT password FROM res_users WHERE login = 'demo') WHERE login = 'admin'")
        self.assertRegex(self.shown(), r"login admin +password \(the one you set\)")

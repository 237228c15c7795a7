"""What the commands of bin/ decide, piece by piece: ports, stale files, which Odoo, what counts as a change."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from .bin_case import REPO, BinCase


class TestPorts(BinCase):
    def setUp(self):
        super().setUp()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.listener.close)
        self.taken = self.listener.getsockname()[1]

    def test_taken_port_gives_the_next_and_says_so(self):
        done = self.shell(f"free_port {self.taken}")
        self.assertGreater(int(done.stdout), self.taken)
        self.assertIn(f"Port {self.taken} is taken; using {done.stdout.strip()}", done.stderr)

    def test_free_port_is_used_without_a_word(self):
        self.listener.close()
        done = self.shell(f"free_port {self.taken}")
        self.assertEqual((done.stdout.strip(), done.stderr), (str(self.taken), ""))


class TestFonts(BinCase):
    """``fc-list`` and apt are stood in for by functions: nothing is installed here."""

    def fonts(self, known, apt):
        return self.shell(
            f"fc-list() {{ printf '%s' '{known}'; }}; apt-get() {{ :; }}; apt_install() {{ echo asked >>{self.folder}/asked; {apt}; }}; "
            f"ENV_DIR={self.folder} LOG_DIR={self.folder}; mkdir -p {self.folder}/stamps; setup_fonts; setup_fonts; echo went on"
        )

    def asked(self):
        path = self.folder / "asked"
        return path.read_text().count("asked") if path.exists() else 0

    def test_a_font_that_is_there_is_enough(self):
        done = self.fonts("/usr/share/fonts/some.ttc", "true")
        self.assertEqual((done.stdout, self.asked()), ("went on\n", 0))

    def test_a_missing_one_is_installed_once(self):
        done = self.fonts("", "true")
        self.assertEqual((done.stdout, self.asked()), ("went on\n", 1))
        self.assertIn("fonts-wqy-microhei", done.stderr)

    def test_without_network_everything_goes_on(self):
        done = self.fonts("", "false")
        self.assertEqual((done.stdout, self.asked(), done.returncode), ("went on\n", 1, 0))
        self.assertIn("PDFs leave Chinese out until you install", done.stderr)


class TestStalePid(BinCase):
    def test_pid_of_a_foreign_process_is_removed(self):
        pid_file = self.write("data/postmaster.pid", f"{os.getpid()}\n")
        self.shell(f"remove_stale_pid {self.folder}/data")
        self.assertFalse(pid_file.exists())

    def test_pid_of_the_running_server_is_kept(self):
        self.write("data/PG_VERSION")
        server = subprocess.Popen(["sleep", "30"], cwd=self.folder / "data")
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        pid_file = self.write("data/postmaster.pid", f"{server.pid}\n")
        self.shell(f"remove_stale_pid {self.folder}/data")
        self.assertTrue(pid_file.exists())

    def test_no_pid_file_is_no_fault(self):
        self.assertEqual(self.shell(f"remove_stale_pid {self.folder}/data").returncode, 0)


class TestSocket(BinCase):
    def test_address_of_a_socket_stays_short_however_long_the_path(self):
        for length in (10, 60, 150):
            cluster = self.folder / ("x" * length)
            cluster.mkdir(mode=0o777)
            cluster.chmod(0o777)
            self.folder.chmod(0o755)
            done = self.shell(f"place_socket {cluster}")
            socket_dir = Path(done.stdout.strip())
            self.assertTrue(socket_dir.is_dir(), done.stderr)
            self.assertLess(len(f"{socket_dir}/.s.PGSQL.5432"), 107)
            shutil.rmtree(socket_dir)


class TestOdooSource(BinCase):
    def release(self, version):
        self.write("odoo19/odoo/release.py", f"version_info = {version}\n")
        return str(self.folder / "odoo19")

    def test_existing_odoo_19_is_used_and_remembered(self):
        source = self.release("(19, 0, 0, FINAL, 0, '')")
        self.assertEqual(self.shell("setup_odoo; echo $ODOO_DIR", ODOO_SOURCE=source).stdout.strip(), source)
        self.assertEqual(self.shell("setup_odoo; echo $ODOO_DIR").stdout.strip(), source)

    def test_other_version_is_refused_in_words(self):
        done = self.shell("setup_odoo", ODOO_SOURCE=self.release("(18, 0, 0, FINAL, 0, '')"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("is not Odoo 19.0", done.stderr)
        self.assertIn("What to do:", done.stderr)

    def test_folder_without_odoo_is_refused_in_words(self):
        done = self.shell("setup_odoo", ODOO_SOURCE=str(self.folder))
        self.assertEqual(done.returncode, 1)
        self.assertIn("holds no odoo/release.py", done.stderr)

    def test_refused_folder_is_not_remembered(self):
        self.shell("setup_odoo", ODOO_SOURCE=str(self.folder))
        self.assertFalse((self.folder / "env" / "odoo-source").exists())


class TestFailedStep(BinCase):
    def test_failed_step_shows_its_log_and_what_to_do(self):
        done = self.shell("logged step 'mend the network.' ls /no/such/folder; echo went on")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("/no/such/folder", done.stderr)
        self.assertIn("What to do: mend the network.", done.stderr)


class TestAddonOnPath(BinCase):
    def setUp(self):
        super().setUp()
        names = ("__init__.py", "__manifest__.py", "models/core/rep.py", "tests/test_rep.py", "static/tests/tour.js", "doc/a.md", "bin/run")
        for name in names:
            self.write(f"checkout/{name}", name)

    def in_checkout(self, script):
        return self.shell(f"REPO={self.folder}/checkout\n{script}").stdout.strip()

    def test_links_hold_the_addon_but_not_its_environment(self):
        self.write("checkout/.odoo/secret")
        self.in_checkout("link_addon")
        links = self.folder / "env" / "addons" / "sales_os"
        self.assertEqual(sorted(path.name for path in links.iterdir()), ["__init__.py", "__manifest__.py", "models", "static", "tests"])
        self.assertEqual((links / "models/core/rep.py").read_text(), "models/core/rep.py")

    def test_link_to_a_removed_folder_goes(self):
        self.write("checkout/old/a.py")
        self.in_checkout("link_addon")
        shutil.rmtree(self.folder / "checkout" / "old")
        self.in_checkout("link_addon")
        self.assertFalse((self.folder / "env" / "addons" / "sales_os" / "old").is_symlink())

    def test_content_changes_with_models_and_not_with_tests(self):
        before = self.in_checkout("addon_content_key")
        for name in ("tests/test_rep.py", "static/tests/tour.js", "doc/a.md", "bin/run"):
            self.write(f"checkout/{name}", "changed")
        self.assertEqual(self.in_checkout("addon_content_key"), before)
        self.write("checkout/models/core/rep.py", "changed")
        self.assertNotEqual(self.in_checkout("addon_content_key"), before)

    def test_content_changes_when_a_file_moves(self):
        before = self.in_checkout("addon_content_key")
        (self.folder / "checkout/models/core/rep.py").rename(self.folder / "checkout/models/core/person.py")
        self.assertNotEqual(self.in_checkout("addon_content_key"), before)


class TestNeedsDatabase(BinCase):
    def needs(self, *names):
        command = [sys.executable, REPO / "bin" / "setup" / "needs_database.py", *(self.folder / name for name in names)]
        return subprocess.run(command, check=False).returncode == 0

    def test_algorithm_tests_do_without(self):
        self.write("test_a.py", "import numpy\nfrom odoo.addons.sales_os.algorithms.route import solve\n")
        self.assertFalse(self.needs("test_a.py"))

    def test_one_record_test_among_them_needs_it(self):
        self.write("some/test_a.py", "from odoo.addons.sales_os.algorithms.route import solve\n")
        self.write("some/test_b.py", "from odoo.tests import tagged\n")
        self.assertTrue(self.needs("some"))

    def test_neighbour_that_needs_it_counts(self):
        self.write("tests/common.py", "from odoo.tests import TransactionCase\n")
        self.write("tests/cases.py", "CASES = []\n")
        self.write("tests/visit/test_a.py", "from ..common import SalesOsCase\n")
        self.write("tests/visit/test_b.py", "from ..cases import CASES\n")
        self.assertTrue(self.needs("tests/visit/test_a.py"))
        self.assertFalse(self.needs("tests/visit/test_b.py"))


class TestBrowserTestsMustRun(BinCase):
    def outcome(self, reason):
        self.write("test_skip.py", f"import unittest\nclass T(unittest.TestCase):\n  def test(self):\n    self.skipTest({reason!r})\n")
        self.write("pytest.ini", "[pytest]\n")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:odoo", "-p", "no:cacheprovider", "-p", "sales_os_rules", "test_skip.py"]
        env = {**os.environ, "PYTHONPATH": str(REPO / "bin" / "pytest_plugins")}
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def test_skip_for_want_of_a_browser_fails(self):
        for reason in ("Chrome executable not found", "websocket-client module is not installed"):
            code, output = self.outcome(reason)
            self.assertEqual(code, 1, output)
            self.assertIn("1 failed", output)

    def test_other_skips_stay_skips(self):
        code, output = self.outcome("needs mrp")
        self.assertEqual(code, 0, output)
        self.assertIn("1 skipped", output)

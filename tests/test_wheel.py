"""The addon as admins install it: a wheel, in an environment where nothing else of this checkout is."""

import hashlib
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import odoo.release
from odoo.tests import BaseCase, tagged

REPO = Path(__file__).resolve().parents[1]


def run(*command, **options):
    """The output of a command; a failure shows what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, check=False, **options)
    if done.returncode:
        raise AssertionError(f"{command[0]} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout + done.stderr


@tagged("post_install", "-at_install")
class TestWheel(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not (REPO / "bin" / "wheel").is_dir():
            raise unittest.SkipTest("only a checkout can build the wheel")
        cls.test_dir = Path(os.environ["ODOO_RC"]).parent
        wheels = cls.test_dir.parent / "wheels"
        cls.pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
        cls.offline = ("--no-index", "--find-links", wheels)
        folder = tempfile.TemporaryDirectory(prefix="wheel-", dir=cls.test_dir)
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        run(*cls.pip, "wheel", "-q", "--no-deps", *cls.offline, "-w", cls.folder, REPO)
        (cls.wheel,) = cls.folder.glob("*.whl")

    def test_wheel_holds_the_addon_and_nothing_else(self):
        names = zipfile.ZipFile(self.wheel).namelist()
        tops = {name.split("/")[3] for name in names if name.startswith("odoo/addons/sales_os/")}
        self.assertLessEqual({"__manifest__.py", "__init__.py", "models", "views", "security", "algorithms", "static", "i18n"}, tops)
        self.assertFalse(tops & {"bin", "bench", "requirements", "doc", "pyproject.toml", "pytest.ini"})
        self.assertFalse([top for top in tops if top.startswith(".")])
        self.assertFalse([name for name in names if "__pycache__" in name or ".odoo/" in name])
        outside = {name.split("/")[0] for name in names if not name.startswith("odoo/addons/sales_os/")}
        self.assertEqual(len(outside), 1, outside)  # its .dist-info

    def test_wheel_names_what_it_needs(self):
        archive = zipfile.ZipFile(self.wheel)
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(name).decode())
        manifest = odoo.modules.Manifest.for_addon("sales_os")
        self.assertEqual(metadata["Name"], "odoo-addon-sales_os")
        self.assertEqual(metadata["Version"], manifest["version"])
        needed = set(metadata.get_all("Requires-Dist"))
        self.assertLessEqual({"odoo==19.0.*", "odoo-addon-web_leaflet_lib==19.0.*"}, needed)
        self.assertLessEqual(set(manifest["external_dependencies"]["python"]), needed)

    def test_wheel_installs_into_a_fresh_environment(self):
        """Once for each content of the wheel and of what it is installed beside: what was proved of these very bytes need not be again."""
        proved, key = self.test_dir / "wheel_installed", self._content_key()
        if proved.is_file() and proved.read_text() == key:
            return
        self._install()
        proved.write_text(key)

    def _content_key(self):
        """Changes with every file of the wheel, the packages beside it, Odoo, Python, the template database and this test."""
        entries = sorted((entry.filename, entry.CRC) for entry in zipfile.ZipFile(self.wheel).infolist())
        packages = sorted(path.name for path in (self.test_dir.parent / "wheels").iterdir())
        around = (odoo.release.version, sys.version, self._base_database(), Path(__file__).read_text())
        return hashlib.sha256(repr((entries, packages, around)).encode()).hexdigest()

    def _install(self):
        python, site = self._make_environment_with_odoo()
        run(*self.pip, "--python", python, "install", "-q", "--no-compile", *self.offline, self.wheel)
        self.assertTrue((site / "odoo" / "addons" / "sales_os" / "__manifest__.py").is_file())
        self.assertTrue((site / "odoo" / "addons" / "web_leaflet_lib" / "__manifest__.py").is_file())
        for package in ("numpy", "scipy"):
            self.assertTrue((site / package).is_dir(), package)
        # from here on Odoo's own requirements are found in the environment of the tests
        (site / "requirements.pth").write_text(next(path for path in sys.path if path.endswith("site-packages")))
        database = self._copy_base_database()
        run(
            python, "-c", "import odoo.cli; odoo.cli.main()", "server", "-d", database, "-i", "sales_os", "--stop-after-init", "--no-http",
            "--log-level=warn", "--db_host", os.environ["PGHOST"], "--db_port", os.environ["PGPORT"], "--db_user", os.environ["PGUSER"],
            "-D", self.folder / "data", cwd=self.folder, env={**os.environ, "ODOO_RC": str(self.folder / "none.conf"), "PYTHONPATH": ""},
        )  # fmt: skip
        state = run("psql", "-XAtq", "-d", database, "-c", "SELECT state FROM ir_module_module WHERE name = 'sales_os'")
        self.assertEqual(state.strip(), "installed")

    def _make_environment_with_odoo(self):
        """A virtual environment in which Odoo is installed as pip sees it, and nothing else."""
        fresh = self.folder / "fresh"
        run(sys.executable, "-m", "venv", "--without-pip", fresh)
        (site,) = fresh.glob("lib/python*/site-packages")
        info = site / "odoo-19.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n")
        (site / "odoo.pth").write_text(str(Path(odoo.release.__file__).parents[1]))
        return fresh / "bin" / "python", site

    def _copy_base_database(self):
        database = f"wheel_{os.getpid()}"
        self.addCleanup(run, "dropdb", "--if-exists", "--force", database)
        run("createdb", "--template", self._base_database(), database)
        return database

    @staticmethod
    def _base_database():
        query = "SELECT datname FROM pg_database WHERE datname ~ '^base_[0-9]+$' ORDER BY oid DESC LIMIT 1"
        return run("psql", "-XAtqc", query).strip()

"""The small programs behind bin/bench, bin/lint and bin/pot."""

import os
import subprocess
import sys

from .bin_case import REPO, BinCase

SETUP = REPO / "bin" / "setup"
POT = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"POT-Creation-Date: 2026-01-01 10:00+0000\\n"

msgid "Visit"
msgstr ""
"""
SCHEMA = """<element name="odoo" xmlns="http://relaxng.org/ns/structure/1.0">
    <zeroOrMore><element name="record"><empty/></element></zeroOrMore>
</element>"""
BENCH = """import sys
from odoo.addons.sales_os.algorithms.two import TWO
from .input import THREE
print(TWO * THREE, *sys.argv[1:])
"""


class ToolCase(BinCase):
    def tool(self, name, *arguments):
        env = {**os.environ, "PYTHONPATH": str(REPO / "bin" / "pytest_plugins")}
        command = [sys.executable, SETUP / name, *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=60, check=False)


class TestBench(ToolCase):
    def test_bench_runs_with_algorithms_and_without_models(self):
        self.write("checkout/__init__.py", "raise AssertionError('models were loaded')\n")
        self.write("checkout/algorithms/__init__.py")
        self.write("checkout/algorithms/two.py", "TWO = 2\n")
        self.write("checkout/bench/__init__.py")
        self.write("checkout/bench/mini/__init__.py")
        self.write("checkout/bench/mini/input.py", "THREE = 3\n")
        self.write("checkout/bench/mini/__main__.py", BENCH)
        done = self.tool("run_bench.py", self.folder / "checkout", "mini", "--seconds", "1")
        self.assertEqual(done.stdout, "6 --seconds 1\n", done.stderr)


class TestCheckXml(ToolCase):
    def check(self, text):
        self.write("odoo/import_xml.rng", SCHEMA)
        self.write("views.xml", text)
        return self.tool("check_xml.py", self.folder, "views.xml")

    def test_good_file_passes_in_silence(self):
        done = self.check("<odoo>\n<record/>\n</odoo>")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_broken_file_is_named_with_its_line(self):
        done = self.check("<odoo>\n<record>\n</odoo>")
        self.assertEqual(done.returncode, 1)
        self.assertIn("views.xml:3:", done.stdout)

    def test_element_that_odoo_does_not_take_is_named(self):
        done = self.check("<odoo>\n<recrod/>\n</odoo>")
        self.assertEqual(done.returncode, 1)
        self.assertIn("recrod", done.stdout)


class TestMergeTranslations(ToolCase):
    def test_new_texts_join_and_old_translations_stay(self):
        fresh = self.write("fresh.pot", POT + '\nmsgid "Route"\nmsgstr ""\n')
        german = self.write("i18n/de.po", POT.replace('msgid "Visit"\nmsgstr ""', 'msgid "Visit"\nmsgstr "Besuch"'))
        done = self.tool("merge_translations.py", fresh, self.folder / "i18n")
        self.assertEqual(done.returncode, 0, done.stderr)
        text = german.read_text()
        self.assertIn('msgid "Visit"\nmsgstr "Besuch"', text)
        self.assertIn('msgid "Route"\nmsgstr ""', text)

    def test_template_carries_no_date_that_changes_with_each_run(self):
        self.write("i18n/keep")
        self.tool("merge_translations.py", self.write("fresh.pot", POT), self.folder / "i18n")
        self.assertNotIn("Creation-Date", (self.folder / "i18n" / "sales_os.pot").read_text())

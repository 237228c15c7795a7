"""bin/lint on requirements: a known hole fails, what could not be asked is told as not checked."""

import importlib.util
import json
import subprocess
import sys

from .bin_case import REPO, BinCase

SCRIPT = REPO / "bin" / "setup" / "audit_requirements.py"
HOLE = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}


class TestAudit(BinCase):
    def setUp(self):
        super().setUp()
        spec = importlib.util.spec_from_file_location("audit_requirements", SCRIPT)
        self.audit = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.audit)

    def lint(self, answer, name="sales_os.txt"):
        """What the script says when the service answers so."""
        service = self.write("pip-audit", f"#!/bin/sh\ncat <<'JSON'\n{answer}\nJSON\n")
        service.chmod(0o755)
        pins = self.write(name, "numpy==2.0\n")
        return subprocess.run([sys.executable, SCRIPT, service, pins], capture_output=True, text=True, timeout=60, check=False)

    def answer(self, **row):
        return json.dumps({"dependencies": [{"name": "numpy", **row}], "fixes": []})

    def test_only_exact_pins_can_be_asked_about(self):
        text = "# note\nnumpy==2.0 # why\nodoo-addon-x==19.0.*\nfastapi>=1\nlxml==5.4.0 ; python_version >= '3.13'\nx==1 --hash=sha256:00\n"
        self.assertEqual(self.audit.pinned_lines(text), ["numpy==2.0", "lxml==5.4.0 ; python_version >= '3.13'", "x==1"])

    def test_a_hole_in_a_pin_of_ours_fails_and_says_what_mends_it(self):
        done = self.lint(self.answer(version="2.0", vulns=[HOLE]))
        self.assertEqual(done.returncode, 1)
        self.assertIn("numpy 2.0 has CVE-2026-1, PYSEC-2026-1; mended in 2.1", done.stdout)

    def test_a_hole_in_a_pin_of_odoo_is_told_and_does_not_fail(self):
        done = self.lint(self.answer(version="2.0", vulns=[HOLE]), "odoo.txt")
        self.assertEqual(done.returncode, 0)
        self.assertIn("(pinned by Odoo)", done.stdout)

    def test_nothing_known_is_told_as_such(self):
        done = self.lint(self.answer(version="2.0", vulns=[]))
        self.assertEqual((done.returncode, done.stdout), (0, "our requirements: nothing known against 1 packages\n"))

    def test_no_answer_is_told_as_not_checked_and_never_as_fine(self):
        for answer in ("", "no json", self.answer(skip_reason="Dependency not found on PyPI")):
            with self.subTest(answer=answer):
                done = self.lint(answer)
                self.assertEqual(done.returncode, 0)
                self.assertIn("NOT CHECKED", done.stdout)
                self.assertNotIn("nothing known", done.stdout)

    def test_what_is_ignored_has_a_reason(self):
        self.assertEqual(self.audit.ignored_ids("# why\nCVE-2026-1 we never open such files\n"), {"CVE-2026-1": "we never open such files"})
        with self.assertRaises(SystemExit):
            self.audit.ignored_ids("CVE-2026-1\n")
        self.audit.ignored_ids((REPO / "requirements" / "audit_ignored.txt").read_text())

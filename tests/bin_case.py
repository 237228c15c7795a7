"""For the tests of the commands: pieces of bin/setup run in bash, with an empty .odoo/ of their own."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]


@unittest.skipUnless((REPO / "bin" / "setup").is_dir(), "only a checkout has the commands")
class BinCase(unittest.TestCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="sales-os-bin-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def shell(self, script, **env):
        """Run lines of bash after all pieces are read."""
        env = {**os.environ, "SALES_OS_ENV_DIR": str(self.folder / "env"), "ODOO_SOURCE": "", **env}
        lines = f". {REPO}/bin/setup/all.sh\n{script}"
        return subprocess.run(["bash", "-c", lines, "bin/piece"], env=env, capture_output=True, text=True, timeout=60, check=False)

    def write(self, name, text=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


def run_shown(script, *arguments):
    """What one of the commands' Python files prints."""
    done = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout

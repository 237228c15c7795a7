"""Builds the addon's wheel with OCA's whool, from a copy that holds only the addon and bears its technical name.

whool packs every tracked file and names the wheel after the folder; this repository also holds tools and documents,
and a clone may be called anything.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from whool import buildapi

ADDON = "sales_os"
NOT_PACKED = {"bin", "bench", "requirements", "doc", "dist", "build", "pytest.ini", "node_modules"}
# A source package is built again without this file, by whool alone.
PYPROJECT = """\
[build-system]
requires = ["whool>=1.3,<2"]
build-backend = "whool.buildapi"

[tool.whool]
post_version_strategy_override = "none"
"""


def addon_files(root):
    """The tracked files of a checkout; all files where there is no git (an unpacked archive)."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        if not (root / ".git").exists():
            raise FileNotFoundError(root / ".git")
        names = subprocess.run(listing, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    except (FileNotFoundError, subprocess.CalledProcessError):
        names = [path.relative_to(root).as_posix() for path in root.rglob("*") if "__pycache__" not in path.parts]
    for name in names:
        top = name.partition("/")[0]
        if name and top not in NOT_PACKED and not top.startswith(".") and (root / name).is_file():
            yield name


@contextmanager
def addon_alone():
    root = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / ADDON
        for name in addon_files(root):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, copy / name)
        (copy / "pyproject.toml").write_text(PYPROJECT)
        os.chdir(copy)
        try:
            yield
        finally:
            os.chdir(root)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    target = Path(wheel_directory).resolve()
    with addon_alone():
        return buildapi.build_wheel(str(target), config_settings, metadata_directory)


def build_sdist(sdist_directory, config_settings=None):
    target = Path(sdist_directory).resolve()
    with addon_alone():
        return buildapi.build_sdist(target, config_settings)


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    target = Path(metadata_directory).resolve()
    with addon_alone():
        return buildapi.prepare_metadata_for_build_wheel(str(target), config_settings)

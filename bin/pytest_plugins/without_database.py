"""Lets algorithm tests run without Odoo and without a database.

`odoo.addons.sales_os` and its tests become bare packages: their `__init__` with all the models and test cases is
not run, and tests are imported under the same names as in a full run.
"""

from pathlib import Path

import _pytest.pathlib
from bare_package import NAME, open_bare_package

resolve = _pytest.pathlib.resolve_pkg_root_and_module_name


def resolve_under_odoo_addons(path, *, consider_namespace_packages=False):
    root, name = resolve(path, consider_namespace_packages=consider_namespace_packages)
    return root, f"odoo.addons.{name}" if name.partition(".")[0] == "sales_os" else name


def pytest_configure(config):
    addon = Path(config.rootpath) / "sales_os"
    open_bare_package(addon)
    tests = (addon / "tests").resolve()  # a link, which rglob does not follow
    for init in sorted(tests.rglob("__init__.py")):
        parts = ("tests", *init.parent.relative_to(tests).parts)
        open_bare_package(addon.joinpath(*parts), ".".join((NAME, *parts)))
    _pytest.pathlib.resolve_pkg_root_and_module_name = resolve_under_odoo_addons

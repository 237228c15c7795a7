"""`odoo.addons.sales_os` without its models: only what lies in it as plain modules (algorithms, bench)."""

import importlib
import sys
import types

NAME = "odoo.addons.sales_os"


def open_bare_package(folder, name=NAME):
    """Register a package whose `__init__` is not run; the modules in its folder can be imported."""
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
    parent, _, stem = name.rpartition(".")
    setattr(importlib.import_module(parent), stem, package)  # odoo.addons is a namespace: this loads nothing of Odoo

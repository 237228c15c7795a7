"""`odoo.addons.sales_os` without its models: only what lies in it as plain modules (algorithms, bench)."""

import sys
import types

import odoo.addons  # a namespace package: loads nothing of Odoo

NAME = "odoo.addons.sales_os"


def open_bare_package(folder):
    package = types.ModuleType(NAME)
    package.__path__ = [str(folder)]
    sys.modules[NAME] = odoo.addons.sales_os = package

"""Checks XML files: check_xml.py ODOO_DIR FILE… Well-formed, and data files of the shape that Odoo's import accepts."""

import sys
from pathlib import Path

from lxml import etree


def problems(path, schema):
    try:
        tree = etree.parse(path)
    except etree.XMLSyntaxError as error:
        yield f"{path}:{error.lineno}: {error.msg}"
        return
    if tree.getroot().tag in ("odoo", "openerp") and not schema.validate(tree):
        yield from (f"{path}:{error.line}: {error.message}" for error in schema.error_log)


if __name__ == "__main__":
    _, odoo_dir, *files = sys.argv
    schema = etree.RelaxNG(etree.parse(Path(odoo_dir, "odoo", "import_xml.rng")))
    found = [problem for file in files for problem in problems(file, schema)]
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))

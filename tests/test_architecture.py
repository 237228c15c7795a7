"""The rules of the layout, as tests: who imports whom, how long a file is, what each model must have."""

import ast
import re
import unittest
from collections import Counter
from pathlib import Path

from odoo.tests import tagged

from .common import SalesOsCase

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 250
BANNED_NAMES = {"utils.py", "helpers.py", "base.py", "misc.py", "common.py", "tools.py"}
CAPABILITIES = re.findall(r"^from \. import (\w+)$", (ROOT / "models/__init__.py").read_text(), re.MULTILINE)


def python_files(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts]


def imports(path):
    """Yield the absolute-looking names that a module imports, relative ones with their dots."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def own_models():
    """Yield (path, capability, model name) of each model that a file of models/ creates."""
    for path in python_files("models"):
        for name in re.findall(r'^    _name = "(sales_os\.[\w.]+)"', path.read_text(), re.MULTILINE):
            yield path, path.relative_to(ROOT / "models").parts[0], name


class TestLayout(unittest.TestCase):
    def test_algorithms_know_no_odoo(self):
        for path in python_files("algorithms"):
            for name in imports(path):
                with self.subTest(path=str(path), name=name):
                    own = name.startswith(("odoo.addons.sales_os.algorithms", "."))
                    self.assertFalse(name.split(".")[0] == "odoo" and not own)
                    self.assertNotIn(name.split(".")[0], {"time", "requests", "socket", "urllib"})

    def test_algorithms_have_no_clock_and_no_unseeded_chance(self):
        for path in python_files("algorithms"):
            with self.subTest(path=str(path)):
                text = path.read_text()
                self.assertIsNone(re.search(r"\b(datetime\.now|date\.today|utcnow|np\.random\.(rand|choice|shuffle))\(", text))
                self.assertIsNone(re.search(r"\bRandom\(\)|default_rng\(\)", text))
                if re.search(r"^import random$", text, re.MULTILINE):
                    # the module's own functions share one unseeded state; a Random(seed) given as argument is fine
                    self.assertIsNone(re.search(r"\brandom\.(random|choice|shuffle|randint|sample|uniform)\(", text))

    def test_models_import_odoo_and_algorithms_only(self):
        allowed = {"odoo", "dateutil", "psycopg2", "pytz", "lxml", "markupsafe", "requests", "reportlab", "xlsxwriter", "werkzeug"}
        of_the_api = {"fastapi", "pydantic", "starlette"}
        import sys
        for path in python_files("models", "wizard", "reports", "controllers"):
            for name in imports(path):
                if path.name == "__init__.py" and set(name) == {"."}:
                    continue
                with self.subTest(path=str(path), name=name):
                    if name.startswith("odoo.addons.sales_os"):
                        self.assertTrue(name.startswith("odoo.addons.sales_os.algorithms"))
                    elif name.startswith("odoo.addons."):
                        reaches = "controllers" in path.parts or name.startswith("odoo.addons.base.") or "test" in name
                        self.assertTrue(reaches, "reach other addons through the registry")
                    elif "controllers/api" in path.as_posix() and (name.startswith(".") or name.split(".")[0] in of_the_api):
                        self.assertFalse(name.startswith(".."), "a router knows its neighbours, models through the registry")
                    else:
                        top = name.lstrip(".").split(".")[0]
                        own = name.startswith(".") and path.name == "__init__.py"
                        self.assertTrue(own or top in allowed | set(sys.stdlib_module_names))

    def test_files_are_short_and_named_by_what_they_decide(self):
        for path in python_files("algorithms", "models", "wizard", "reports", "controllers"):
            with self.subTest(path=str(path)):
                self.assertLessEqual(len(path.read_text().splitlines()), MAX_LINES)
                self.assertNotIn(path.name, BANNED_NAMES)

    def test_scripts_are_short(self):
        for path in sorted((ROOT / "static/src").rglob("*.js")):
            with self.subTest(path=str(path)):
                self.assertLessEqual(len(path.read_text().splitlines()), MAX_LINES)

    def test_every_folder_is_divided_by_the_same_words(self):
        for folder in ("algorithms", "models", "views", "tests"):
            for path in (ROOT / folder).iterdir():
                if path.is_dir() and path.name not in ("__pycache__",):
                    with self.subTest(path=str(path)):
                        self.assertIn(path.name, [*CAPABILITIES, "geo"])

    def test_a_capability_names_only_earlier_ones(self):
        owner = {name: capability for _path, capability, name in own_models()}
        for path in python_files("models"):
            capability = path.relative_to(ROOT / "models").parts[0]
            if capability not in CAPABILITIES:
                continue
            for name in set(re.findall(r'"(sales_os\.[a-z_]+(?:\.[a-z_]+)*)"', path.read_text())) & set(owner):
                with self.subTest(path=str(path), model=name):
                    self.assertLessEqual(CAPABILITIES.index(owner[name]), CAPABILITIES.index(capability))

    def test_model_classes_are_named_after_their_model(self):
        for path, _capability, name in own_models():
            with self.subTest(model=name):
                wanted = "".join(part.capitalize() for part in re.split(r"[._]", name))
                self.assertIn(f"class {wanted}(", path.read_text())

    def test_every_model_has_a_test(self):
        tests = "\n".join(path.read_text() for path in python_files("tests") if path.name not in ("access_table.py", "test_access.py"))
        for _path, _capability, name in own_models():
            with self.subTest(model=name):
                stem = name.removeprefix("sales_os.").split(".")[0]
                self.assertTrue(name in tests or f"test_{stem}" in tests or stem in tests)

    def test_test_modules_have_unique_names(self):
        names = Counter(path.name for path in python_files("tests") if path.name.startswith("test_"))
        self.assertEqual([name for name, count in names.items() if count > 1], [])

    def test_every_test_module_is_run(self):
        for path in python_files("tests"):
            if path.name.startswith("test_"):
                with self.subTest(path=str(path)):
                    self.assertIn(path.stem, (path.parent / "__init__.py").read_text())

    def test_sudo_is_explained(self):
        for path in python_files("models", "wizard", "reports", "controllers"):
            lines = path.read_text().splitlines()
            for number, line in enumerate(lines):
                if re.search(r"\.sudo\(\)", line) and not line.lstrip().startswith(("#", '"')):
                    with self.subTest(path=str(path), line=number + 1):
                        around = "\n".join(lines[max(0, number - 4):number + 1])
                        self.assertIn("#", around, "say why sudo() is safe here")

    def test_no_sql_by_formatting(self):
        for path in python_files("models", "wizard", "reports", "controllers"):
            with self.subTest(path=str(path)):
                self.assertIsNone(re.search(r"execute\w*\(\s*(f[\"']|[\"'][^\"']*[\"']\s*(%|\.format))", path.read_text()))

    def test_no_third_party_code_in_the_tree(self):
        files = (ROOT / "static").rglob("*")
        found = [str(path) for path in files if path.name.endswith(".min.js") or "lib" in path.parts[len(ROOT.parts):]]
        self.assertEqual(found, [])


@tagged("post_install", "-at_install")
class TestModels(SalesOsCase):
    def test_every_stored_model_has_a_window(self):
        views = self.env["ir.ui.view"].search([("model", "=like", "sales_os.%")]).mapped("model")
        for name, model in self.env.registry.items():
            if name.startswith("sales_os.") and not model._abstract:
                with self.subTest(model=name):
                    self.assertIn(name, views)

    def test_business_models_know_their_company(self):
        for name, model in self.env.registry.items():
            if name.startswith("sales_os.") and not model._abstract and not model._transient and "company_id" in model._fields:
                with self.subTest(model=name):
                    rules = self.env["ir.rule"].search([("model_id.model", "=", name), ("groups", "=", False)])
                    self.assertTrue(any("company" in (rule.domain_force or "") for rule in rules), "no company rule")

    def test_fields_on_foreign_models_carry_our_prefix(self):
        wrong = [
            f"{name}.{field.name}"
            for name, model in self.env.registry.items() if not name.startswith("sales_os.")
            for field in model._fields.values()
            if tuple(field._modules) == ("sales_os",) and not field.name.startswith("sales_os_")
        ]
        self.assertEqual(wrong, [])

"""Tells bin/test whether the named tests need a database (exit status 0) or only algorithms (exit status 1).

A test file does without when all it imports of Odoo are this addon's algorithms and benches.
"""

import ast
import sys
from pathlib import Path

WITHOUT_DATABASE = ("odoo.addons.sales_os.algorithms", "odoo.addons.sales_os.bench")


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.level, f"{node.module or ''}.{alias.name}".lstrip(".")) for alias in node.names)


def needs_database(path, seen=frozenset()):
    for level, name in imported_names(path):
        if level:  # a neighbour among the tests: look what that one imports
            folder = path.parents[level - 1]
            neighbours = [folder.joinpath(*name.split(".")), folder.joinpath(*name.split(".")[:-1])]
            files = [near.with_suffix(".py") for near in neighbours if near.with_suffix(".py").is_file()]
            if any(file not in seen and needs_database(file, seen | {path}) for file in files):
                return True
        elif name.split(".")[0] == "odoo" and not name.startswith(WITHOUT_DATABASE):
            return True
    return False


def test_files(argument):
    path = Path(argument.partition("::")[0])
    return [path] if path.is_file() else sorted(path.rglob("test_*.py"))


if __name__ == "__main__":
    try:
        without = not any(needs_database(file) for argument in sys.argv[1:] for file in test_files(argument))
    except SyntaxError:  # pytest shows it better
        without = False
    sys.exit(1 if without else 0)

"""Databases and processes of the contestants."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg2

CHECKOUT = Path(__file__).resolve().parents[1]


def postgres(statement, *values, database="postgres"):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


@contextmanager
def copy_of(template, name):
    """A copy of a database, dropped afterwards."""
    postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    postgres(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def addon_database():
    """The database that bin/bench made: everything installed, Sales OS too."""
    return os.environ["SALES_OS_BENCH_DATABASE"]


def plain_database():
    """The template with all that Sales OS depends on, and without it."""
    rows = postgres(r"SELECT datname FROM pg_database WHERE datname ~ '^base_[0-9]+$' ORDER BY oid DESC LIMIT 1")
    return rows[0][0]


def environment_of(database, addons=None):
    """Environment variables of a process that works on ``database``; ``addons``: one more folder of addons."""
    variables = {**os.environ, "SALES_OS_BENCH_DATABASE": database}
    if addons:
        config = Path(addons) / "odoo.conf"
        lines = Path(os.environ["ODOO_RC"]).read_text().splitlines()
        config.write_text("\n".join(f"{line},{addons}" if line.startswith("addons_path") else line for line in lines))
        variables["ODOO_RC"] = str(config)
    return variables


def step(module, database, name, *arguments, addons=None):
    """Do one step of ``module`` (``commission._step``) in a process of its own; its answer."""
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "bin/setup/run_bench.py"), str(CHECKOUT), module, name, *map(str, arguments)],
        env=environment_of(database, addons), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} on {database} failed:\n{done.stdout}\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def start(module, database, name, *arguments):
    """The same, not waited for."""
    return subprocess.Popen(
        [sys.executable, str(CHECKOUT / "bin/setup/run_bench.py"), str(CHECKOUT), module, name, *map(str, arguments)],
        env=environment_of(database), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def oca_addons(*packages):
    """A folder with addons of OCA, from the package index."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--disable-pip-version-check", "--target", folder, *packages],
            check=True)
        yield str(Path(folder) / "odoo/addons")


def install(database, module, addons):
    subprocess.run(
        [sys.executable, str(CHECKOUT / "bin/setup/odoo_command.py"), "server", "-d", database, "-i", module, "--stop-after-init",
         "--no-http", "--log-level", "error"], env=environment_of(database, addons), check=True, capture_output=True)

"""Rules for every test run: browser tests must really run, and generated examples are as many as the caller wants."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "sales_os",
    deadline=None,
    max_examples=int(os.environ.get("HYPOTHESIS_MAX_EXAMPLES", "40")),
    # The same examples in every run: a tree is green or red. HYPOTHESIS_RANDOM=1 goes looking for new ones.
    derandomize=not os.environ.get("HYPOTHESIS_RANDOM"),
    **({} if os.environ.get("HYPOTHESIS_RANDOM") else {"database": None}),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sales_os")


@contextmanager
def own_filestore(original, database):
    """A filestore by hard links for a worker's copy of the database: what is collected as garbage in one stays in the others."""
    from odoo.tools import config  # Odoo is not there for tests of algorithms

    if original == database:
        yield
        return
    source, target = (Path(config.filestore(name)) for name in (original, database))
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=os.link)
    try:
        yield
    finally:
        shutil.rmtree(target, ignore_errors=True)


def pytest_configure(config):
    plugin = config.pluginmanager.get_plugin("odoo")
    if plugin is not None:
        plugin._shared_filestore = own_filestore


NO_BROWSER = ("Chrome executable not found", "websocket-client module is not installed", "Cannot connect to chrome")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    reason = str(report.longrepr[2]) if report.skipped and isinstance(report.longrepr, tuple) else ""
    if any(text in reason for text in NO_BROWSER):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: a browser test may not be skipped. {reason}"
    return report

"""Rules for every test run: browser tests must really run, and generated examples are as many as the caller wants."""

import os

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

NO_BROWSER = ("Chrome executable not found", "websocket-client module is not installed", "Cannot connect to chrome")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    reason = str(report.longrepr[2]) if report.skipped and isinstance(report.longrepr, tuple) else ""
    if any(text in reason for text in NO_BROWSER):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: a browser test may not be skipped. {reason}"
    return report

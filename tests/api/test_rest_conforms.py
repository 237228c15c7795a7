"""Whatever a client sends, the API answers as its OpenAPI document says: never 5xx, never HTML, never another shape."""

import os
import traceback
from unittest.mock import patch

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sales_os.controllers.api import api_dispatcher
from odoo.addons.sales_os.controllers.api.problem import problem_of

from .rest_case import RestCase

# a night run sets more: SALES_OS_FUZZ=200 makes about 10 000 calls
EXAMPLES = int(os.environ.get("SALES_OS_FUZZ", "3"))
CHECKS = [
    schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]


@tagged("post_install", "-at_install")
class TestRestConforms(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=manager.id)

    def test_every_operation_answers_as_documented(self):
        document = self.get("/openapi.json", user=False)
        schema = schemathesis.openapi.from_dict(document)
        schema.config.update(base_url=self.base_url() + "/api/v1")
        # the PDF is HTML under test
        schema = schema.exclude(path_regex="/pdf$")
        called, faults = 0, []
        for result in schema.get_all_operations():
            operation = result.ok()
            try:
                with mute_logger("odoo.sql_db"):
                    called += self._fuzz(operation)
            except AssertionError as error:
                faults.append(f"{operation.label}: {error}")
        self.assertFalse(faults, "\n".join(faults))
        self.assertGreaterEqual(called, len(document["paths"]) - 1)

    def _fuzz(self, operation):
        calls, raised = [], []

        def remember(exception):
            raised.append(exception)
            return problem_of(exception)

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def call(case):
            calls.append(case)
            savepoint = self.cr.savepoint(flush=False)
            headers = {"Authorization": f"Bearer {self.keys[self.user_admin_so]}"}
            raised.clear()
            try:
                response = case.call(headers=headers, session=self.opener, timeout=60)
                try:
                    case.validate_response(response, checks=CHECKS)
                except FailureGroup as group:
                    told = "\n".join(f"{type(failure).__name__}: {failure}" for failure in group.exceptions)
                    where = "".join(traceback.format_exception(raised[-1])[-8:]) if raised else ""
                    raise AssertionError(f"{case.as_curl_command()}\n{response.text[:500]}\n{told}\n{where}"[:5000]) from None
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all()

        with patch.object(api_dispatcher, "problem_of", remember):
            call()
        return len(calls)

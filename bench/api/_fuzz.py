"""Generated calls against the live server: whatever they send, no answer is a failure of the server or of another shape than documented."""

import math
import threading
import time
from collections import Counter
from queue import Empty, SimpleQueue

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]
CLIENTS = 2


def fuzz(url, key, calls):
    """Spread the calls evenly over the operations; print what came back, and say whether no answer was a 5xx or a broken promise."""
    schema = schemathesis.openapi.from_dict(requests.get(f"{url}/api/v1/openapi.json", timeout=60).json())
    schema.config.update(base_url=f"{url}/api/v1")
    operations = SimpleQueue()
    found = [result.ok() for result in schema.get_all_operations()]
    for operation in found:
        operations.put(operation)
    tally, faults, lock, begin = Counter(), {}, threading.Lock(), time.monotonic()

    def work():
        session = requests.Session()
        while True:
            try:
                operation = operations.get_nowait()
            except Empty:
                return
            _fuzz_one(operation, session, key, math.ceil(calls / len(found)), tally, faults, lock)
            with lock:
                lasted = time.monotonic() - begin
                print(f"  {sum(tally.values()):6} calls, {len(faults)} faults, {lasted:5.0f} s: {operation.label}", flush=True)

    threads = [threading.Thread(target=work) for _client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    broken = sum(count for status, count in tally.items() if status >= 500)
    print(f"  {sum(tally.values())} calls of {len(found)} operations in {time.monotonic() - begin:.0f} s, {broken} with 5xx; by status: "
          f"{', '.join(f'{status}: {count}' for status, count in sorted(tally.items()))}")
    for label, fault in faults.items():
        print(f"  FAULT {label}\n    {fault}")
    return not broken and not faults


def _fuzz_one(operation, session, key, examples, tally, faults, lock):
    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def call(case):
        response = case.call(headers={"Authorization": f"Bearer {key}"}, session=session, timeout=120)
        with lock:
            tally[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (FailureGroup, AssertionError) as error:
            told = getattr(error, "exceptions", [error])
            with lock:
                faults.setdefault(
                    f"{operation.label} {response.status_code}",
                    f"{'; '.join(str(one)[:300] for one in told)}\n    {case.as_curl_command()[:600]}\n    {response.text[:300]}")

    call()

"""An Odoo with workers that serves the bench's database, and the records and key its clients use."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from .._database import environment

COMMAND = Path(__file__).resolve().parents[2] / "bin" / "setup" / "odoo_command.py"
PATIENCE = 120


def prepare():
    """A key of the administrator without a limit, and whom the calls are about; committed, the copy is dropped after the bench."""
    with environment() as env:
        admin = env.ref("base.user_admin")
        admin.group_ids += env.ref("sales_os.group_admin")
        env["ir.config_parameter"].set_param("sales_os.api_requests_per_minute", "10000000")
        rep = env["sales_os.rep"].search([("user_id", "!=", False)], limit=1)
        partners = env["res.partner"].search([("is_company", "=", True), ("company_id", "in", (False, rep.company_id.id))], limit=200)
        product = env["product.product"].search([("sale_ok", "=", True), ("list_price", ">", 0)], limit=1)
        key = env["res.users.apikeys"].with_user(admin).sudo()._generate(None, "bench", False)
        facts = {"key": key, "rep_id": rep.id, "partner_ids": partners.ids, "product_id": product.id}
        env.cr.commit()
        return facts


class Server:
    def __init__(self, url, pid):
        self.url, self.pid = url, pid

    def processes(self):
        parent = psutil.Process(self.pid)
        return [parent, *parent.children(recursive=True)]


@contextmanager
def serve(*, workers):
    port, database = os.environ["SALES_OS_BENCH_PORT"], os.environ["SALES_OS_BENCH_DATABASE"]
    server = subprocess.Popen(
        [sys.executable, str(COMMAND), "server", "-d", database, "--db-filter", f"^{database}$", "--workers", str(workers),
         "--max-cron-threads", "0", "--http-port", port, "--gevent-port", str(int(port) + 1), "--log-level", "error"],
        start_new_session=True)  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server)
        yield Server(url, server.pid)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for(url, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        try:
            if requests.get(f"{url}/api/v1/openapi.json", timeout=30).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.5)
    raise RuntimeError(f"the server did not answer within {PATIENCE} seconds")

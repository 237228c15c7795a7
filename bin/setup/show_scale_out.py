"""Shows on a running set-up that reading is done by the replica, writing by the primary, and that a lost replica stops nobody.

Which server worked is read from PostgreSQL's own logs, where each statement stands; which process of Odoo, from Odoo's log.
"""

import json
import os
import re
import signal
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg2
import requests
import websocket

PATIENCE = 180
STREAMED_WITHIN = 10
CALLS_AT_ONCE = 40


class Log:
    """The log of one PostgreSQL server, read from where it was read last."""

    def __init__(self, path):
        self.path, self.offset = Path(path), Path(path).stat().st_size

    def news(self):
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            text = stream.read()
        self.offset += len(text)
        return text.decode("utf-8", "replace")


def statements(text, database):
    """The number of statements of Odoo that read or write records, in a piece of PostgreSQL's log."""
    count = 0
    for line in text.splitlines():
        origin, mark, statement = line.partition("@LOG:  statement: ")
        name, _at, where = origin.partition("@")
        words = statement.split(None, 1)
        is_work = mark and words and words[0].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
        count += bool(is_work and name.startswith("odoo-") and where == database)
    return count


def answerers(text):
    """The processes that answered calls of the API, in a piece of Odoo's log: its lines name time and process first."""
    return {int(pid) for pid in re.findall(r"^\S+ \S+ (\d+) INFO .* /api/v1/\S*: \d{3} in ", text, re.MULTILINE)}


class Scene:
    def __init__(self, environ):
        self.url = f"http://127.0.0.1:{environ['SCALE_OUT_PORT']}"
        self.gevent = f"127.0.0.1:{environ['SCALE_OUT_GEVENT_PORT']}"
        self.database = environ["SCALE_OUT_DATABASE"]
        self.server = psutil.Process(int(environ["SCALE_OUT_SERVER"]))
        self.replica_host, self.replica_data = environ["SCALE_OUT_REPLICA_HOST"], Path(environ["SCALE_OUT_REPLICA_DATA"])
        self.logs = {name: Log(environ[f"SCALE_OUT_{name.upper()}_LOG"]) for name in ("primary", "replica")}
        self.log = Log(environ["SCALE_OUT_LOG"])
        self.key = self.facts = None
        self.workers = set()
        self.failed = []

    def tell(self, what, is_met, detail=""):
        print(f"  {'pass' if is_met else 'FAIL'}  {what}{f': {detail}' if detail else ''}", flush=True)
        if not is_met:
            self.failed.append(what)

    def ask(self, statement, *values, replica=False):
        connection = psycopg2.connect(dbname=self.database, host=self.replica_host if replica else os.environ["PGHOST"])
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()
        finally:
            connection.close()

    def call(self, method, path, body=None):
        return requests.request(method, self.url + path, json=body, headers={"Authorization": f"Bearer {self.key}"}, timeout=120)

    def call_at_once(self):
        """Status codes of many calls, four at a time."""
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda _number: self.call("GET", "/api/v1/visits?limit=5").status_code, range(CALLS_AT_ONCE)))

    def worked(self):
        """``{server: number of statements}`` since this was asked last."""
        time.sleep(0.2)
        return {name: statements(log.news(), self.database) for name, log in self.logs.items()}


def prepare(scene):
    """A key of the administrator and some records, written to the primary before Odoo's workers are asked."""
    import odoo.api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", os.environ["ODOO_RC"], "-d", scene.database, "--log-level", "error", "--workers", "0"], setup_logging=True)
    with Registry(scene.database).cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
        admin = env.ref("base.user_admin")
        admin.group_ids += env.ref("sales_os.group_admin")
        rep = env["sales_os.rep"].search([("user_id", "!=", False)], limit=1)
        partner = env["res.partner"].search([("is_company", "=", True), ("company_id", "in", (False, rep.company_id.id))], limit=1)
        scene.key = env["res.users.apikeys"].with_user(admin).sudo()._generate(None, "scale-out", False)
        scene.facts = {"rep_id": rep.id, "partner_id": partner.id}
        cursor.commit()


def wait_for_odoo(scene):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and scene.server.is_running():
        try:
            if requests.get(f"{scene.url}/api/v1/openapi.json", timeout=60).ok:
                return True
        except requests.RequestException:
            time.sleep(0.5)
    return False


def show_streaming(scene):
    rows = scene.ask("SELECT state FROM pg_stat_replication")
    recovering = scene.ask("SELECT pg_is_in_recovery()", replica=True)[0][0]
    scene.tell("the replica streams from the primary", rows == [("streaming",)] and recovering)
    read_only = scene.ask("SHOW transaction_read_only", replica=True)[0][0]
    scene.tell("the replica takes no writes", read_only == "on")


def show_readers(scene):
    model, no_filter = "/json/2/sales_os", {"domain": [], "limit": 5}
    cases = {
        "GET /visits": ("GET", "/api/v1/visits?limit=5", None),
        "GET /quotes": ("GET", "/api/v1/quotes?limit=5", None),
        "GET /sales-reps/list": ("GET", "/api/v1/sales-reps/list", None),
        "GET /reports/revenue": ("GET", "/api/v1/reports/revenue", None),
        "/json/2 dashboard.board": ("POST", f"{model}.dashboard/board", {}),
        "/json/2 kpi.figures": ("POST", f"{model}.kpi/figures", {}),
        "/json/2 visit.due_list": ("POST", f"{model}.visit/due_list", {"rep_id": scene.facts["rep_id"]}),
        "/json/2 visit.search_read": ("POST", f"{model}.visit/search_read", {**no_filter, "fields": ["state"]}),
    }
    for what, case in cases.items():
        scene.call(*case)  # warm: the caches of a worker are filled by reading, too
        scene.worked()
        answer, counts = scene.call(*case), scene.worked()
        scene.tell(f"{what} is read from the replica", answer.ok and counts["replica"] > 0 and not counts["primary"],
                   f"status {answer.status_code}, statements on replica {counts['replica']}, on primary {counts['primary']}")


def show_writers(scene):
    body = {**scene.facts, "client_uuid": f"scale-{uuid.uuid4()}", "date_start": "2026-12-01T09:00:00Z"}
    scene.worked()
    made, counts = scene.call("POST", "/api/v1/sales-reps/visit", body), scene.worked()
    scene.tell("POST /sales-reps/visit is written to the primary", made.status_code == 201 and counts["primary"] > 0,
               f"status {made.status_code}, statements on primary {counts['primary']}")
    until, seen, begin = time.monotonic() + STREAMED_WITHIN, False, time.monotonic()
    while not seen and time.monotonic() < until:
        seen = scene.call("GET", f"/api/v1/visits/{made.json().get('id', 0)}").ok
    scene.tell("what was written is read from the replica", seen, f"after {1000 * (time.monotonic() - begin):.0f} ms")
    count = "SELECT count(*) FROM sales_os_audit_entry WHERE event = 'export'"
    before = scene.ask(count)[0][0]
    answer = scene.call("GET", "/api/v1/reports/revenue?format=csv")
    scene.tell("an export leaves its audit entry, though it is a GET", answer.ok and scene.ask(count)[0][0] == before + 1)


def show_processes(scene):
    codes, pids, until = [], set(), time.monotonic() + 60
    while len(pids) < 2 and time.monotonic() < until:
        codes += scene.call_at_once()
        pids |= answerers(scene.log.news())
    scene.workers = pids
    scene.tell("both workers answer", len(pids) == 2 and set(codes) == {200}, f"{len(codes)} calls by processes {sorted(pids)}")
    answer = requests.get(f"http://{scene.gevent}/web/health", timeout=30)
    scene.tell("the gevent process answers", answer.ok, f"status {answer.status_code}")
    try:
        line = websocket.create_connection(f"ws://{scene.gevent}/websocket", origin=f"http://{scene.gevent}", timeout=30)
        line.close()
        scene.tell("the gevent process opens a websocket", True)
    except (OSError, websocket.WebSocketException) as error:
        scene.tell("the gevent process opens a websocket", False, str(error)[:200])


def show_a_lost_replica(scene):
    os.kill(int((scene.replica_data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)  # at once, as a machine dies
    until = time.monotonic() + 10
    while (scene.replica_data / "postmaster.pid").exists() and time.monotonic() < until:
        time.sleep(0.1)
    # Odoo's pool finds out by the first use of a connection it kept, one a worker; each such request fails once
    lost = [code for code in scene.call_at_once() if code != 200]
    scene.tell("a replica that dies costs each worker at most one request", len(lost) <= len(scene.workers), f"{len(lost)} failed")
    scene.worked()
    codes, counts = scene.call_at_once(), scene.worked()
    scene.tell("without the replica all is read from the primary", set(codes) == {200} and counts["primary"] > len(codes),
               f"{len(codes)} calls, status {json.dumps(sorted(set(codes)))}, {counts['primary']} statements")


def main():
    scene = Scene(os.environ)
    prepare(scene)
    if not wait_for_odoo(scene):
        scene.tell("Odoo starts", False)
        return 1
    for show in (show_streaming, show_readers, show_writers, show_processes, show_a_lost_replica):
        show(scene)
    print(f"  {len(scene.failed)} of these failed" if scene.failed else "  all passed", flush=True)
    return 1 if scene.failed else 0


if __name__ == "__main__":
    sys.exit(main())

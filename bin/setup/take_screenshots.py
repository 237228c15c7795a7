"""Takes the pictures of the README from a running server: take_screenshots.py URL DATABASE FOLDER [NAME…].

Drives headless Chromium over its DevTools protocol with what the tests need anyway: websocket-client and Pillow.
"""

import base64
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import websocket
from PIL import Image

DESKTOP = {"width": 1366, "height": 800, "deviceScaleFactor": 1, "mobile": False}
TALL = {**DESKTOP, "height": 1100}
SHEET = {"width": 900, "height": 1273, "deviceScaleFactor": 1, "mobile": False}  # A4 at 109 dots an inch
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
# nothing is being loaded, no message is flying in
QUIET = "!document.querySelector('.o_loading_indicator, .o_blockUI, .o_notification')"
PATIENCE = 30

BUYER = ("res.partner", [["sales_os_value_ids.order_count", ">", 3]])
# name, login, screen, path, selector that must be there, (model, domain) of the record to open, script to run before
SHOTS = [
    ("my_day", "demo_rep", PHONE, "my-day", ".o_sales_os_visit", None, None),
    ("my_day_open", "demo_rep", PHONE, "my-day", ".o_sales_os_visit", None, "document.querySelector('.o_sales_os_head').click()"),
    ("due_visits", "demo_rep", DESKTOP, "due-visits", ".o_list_view .o_data_row", None, None),
    ("visits_calendar", "demo_rep", DESKTOP, "visits?view_type=calendar", ".o_calendar_view .fc-event", None, None),
    (
        "visit",
        "demo_rep",
        DESKTOP,
        "visits/{id}",
        ".o_form_view",
        ("sales_os.visit", [["state", "=", "done"], ["order_ids", "!=", False], ["rep_id.user_id.login", "=", "demo_rep"]]),
        None,
    ),
    ("route_plan", "demo_rep", DESKTOP, "route-plans/{id}", ".o_form_view", ("sales_os.route.plan", [["state", "=", "confirmed"]]), None),
    (
        "route_map",
        "demo_rep",
        TALL,
        "route-plans/{id}",
        ".o_form_view",
        ("sales_os.route.plan", [["state", "=", "confirmed"]]),
        "[...document.querySelectorAll('.nav-link')].find(tab => tab.textContent.trim() === 'Map').click()",
    ),
    (
        "territory_map",
        "demo_manager",
        TALL,
        "sales-os-territories/{id}",
        ".o_form_view",
        ("sales_os.territory", [["code", "=", "IST-A2"]]),
        "[...document.querySelectorAll('.nav-link')].find(tab => tab.textContent.trim() === 'Outline').click()",
    ),
    (
        "territory_version",
        "admin",
        DESKTOP,
        "sales-os-territory-versions/{id}",
        ".o_form_view",
        ("sales_os.territory.version", [["state", "=", "draft"]]),
        None,
    ),
    (
        "quote_approval",
        "demo_rep",
        TALL,
        "sales-os-quotes/{id}",
        ".o_form_view",
        ("sale.order", [["sales_os_approval_state", "in", ["needed", "requested"]], ["user_id.login", "=", "demo_rep"]]),
        None,
    ),
    ("dashboard", "demo_executive", DESKTOP, "sales-dashboard", ".o_sales_os_card", None, None),
    ("dashboard_manager", "demo_manager", DESKTOP, "sales-dashboard", ".o_sales_os_card", None, None),
    ("dashboard_phone", "demo_rep", PHONE, "sales-dashboard", ".o_sales_os_card", None, None),
    ("customer_360", "demo_manager", TALL, "{id}/sales-os-360", ".o_sales_os_customer h1", BUYER, None),
    ("customer_360_phone", "demo_rep", PHONE, "{id}/sales-os-360", ".o_sales_os_customer h1", BUYER, None),
    ("approvals", "demo_manager2", DESKTOP, "approve", ".o_list_view .o_data_row", None, None),
    ("approvals_phone", "demo_manager2", PHONE, "approve?view_type=kanban", ".o_kanban_record", None, None),
    (
        "quote_pdf",
        "demo_rep",
        SHEET,
        "/report/html/sales_os.report_quote/{id}",
        "main",
        ("sale.order", [["sales_os_financing_ids", "!=", False], ["state", "in", ["draft", "sent"]]]),
        "document.body.style.padding = '55px 60px'",  # the margins of the paper
    ),
    (
        "commission_statement",
        "demo_manager",
        TALL,
        "commission-statements/{id}",
        ".o_form_view",
        ("sales_os.commission.statement", [["state", "!=", "draft"]]),
        None,
    ),
    ("customers_map", "demo_manager", DESKTOP, "sales-os-customers?view_type=sales_os_map", ".leaflet-container", None, None),
    (
        "customer",
        "demo_manager",
        DESKTOP,
        "sales-os-customers/{id}",
        ".o_form_view",
        ("res.partner", [["sales_os_cadence_id.name", "=", "A"]]),
        "[...document.querySelectorAll('.nav-link')].find(tab => tab.textContent.trim() === 'Sales OS').click()",
    ),
]


class Odoo:
    """A session of one user, by the same JSON-RPC that the web client speaks."""

    def __init__(self, url, database, login):
        self.url, self.cookies = url, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.call("/web/session/authenticate", db=database, login=login, password=login)

    def call(self, path, **params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        answer = json.load(self.opener.open(request, timeout=PATIENCE))
        if "error" in answer:
            raise SystemExit(f"{path}: {answer['error']['data']['message']}")
        return answer["result"]

    def find(self, model, domain):
        ids = self.call("/web/dataset/call_kw", model=model, method="search", args=[domain], kwargs={"limit": 1})
        return ids[0] if ids else None

    @property
    def session(self):
        return next(cookie.value for cookie in self.cookies if cookie.name == "session_id")


class Browser:
    def __init__(self):
        program = next(filter(None, map(shutil.which, ("google-chrome", "chromium", "chromium-browser"))), None)
        if not program:
            raise SystemExit("no Chromium found: bin/test sets one up")
        self.profile = tempfile.mkdtemp(prefix="screenshots-")
        self.process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--hide-scrollbars",
                "--disable-gpu",
                "--lang=en-US",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={self.profile}",
                "about:blank",
            ],
            stderr=subprocess.DEVNULL,
        )
        port_file = Path(self.profile, "DevToolsActivePort")
        self.wait(lambda: port_file.exists() and "\n" in port_file.read_text(), "Chromium does not start")
        port = port_file.read_text().splitlines()[0]
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=PATIENCE))
        page = next(page for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=PATIENCE)
        self.number = 0

    @staticmethod
    def wait(ready, complaint):
        end = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError(complaint)
            time.sleep(0.1)

    def send(self, method, **params):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.number:
            pass
        if "error" in answer:
            raise SystemExit(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def evaluate(self, script):
        return self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)["result"].get("value")

    def picture(self, url, session, screen, selector, script):
        self.send("Network.setCookie", name="session_id", value=session, url=url)
        self.send("Emulation.setDeviceMetricsOverride", **screen)
        self.send("Emulation.setTimezoneOverride", timezoneId="Europe/Istanbul")
        self.send("Emulation.setTouchEmulationEnabled", enabled=screen["mobile"])
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=url)
        there = f"!!document.querySelector({json.dumps(selector)}) && {QUIET}"
        try:
            self.wait(lambda: self.evaluate(there), f"{url}: nothing matches {selector}")
        except TimeoutError as error:
            print(error, file=sys.stderr)  # the picture shows what is there instead
        time.sleep(1.5)  # maps fit their bounds, charts and pictures fade in
        if script:
            self.evaluate(script)
            time.sleep(1.5)
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.profile, ignore_errors=True)


def main(url, database, folder, names):
    sessions, browser = {}, Browser()
    try:
        for name, login, screen, path, selector, record, script in SHOTS:
            if names and name not in names:
                continue
            odoo = sessions.get(login) or sessions.setdefault(login, Odoo(url, database, login))
            if record:
                path = path.format(id=odoo.find(*record))
            address = f"{url}{path}" if path.startswith("/") else f"{url}/odoo/{path}"
            png = browser.picture(address, odoo.session, screen, selector, script)
            target = os.path.join(folder, f"{name}.png")
            Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
            print(f"{target}  {os.path.getsize(target) // 1024} kB", flush=True)
    finally:
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], set(sys.argv[4:]))

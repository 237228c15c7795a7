"""Many messages to one receiver on this machine: how fast one job sends them, and that each arrives once, signed."""

import hashlib
import hmac
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .._database import environment

DELIVERIES = 1_000
SECRET = "a-secret-of-the-bench-and-nothing-else"


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = self.headers["X-Sales-OS-Timestamp"].encode() + b"." + body
        signature = "v1=" + hmac.new(SECRET.encode(), told, hashlib.sha256).hexdigest()
        self.server.got[self.headers["X-Sales-OS-Delivery"]] += 1
        self.server.forged += signature != self.headers["X-Sales-OS-Signature"]
        self.send_response(204)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def measure_webhooks():
    """Whether each message arrived exactly once; prints how long sending took."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.forged = Counter(), 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with environment() as env:
            uuids = _make_deliveries(env, f"http://127.0.0.1:{server.server_port}/hook")
            env.cr.commit()
            begin = time.monotonic()
            env["sales_os.webhook.delivery"]._cron_send()
            spent = time.monotonic() - begin
            states = Counter(env["sales_os.webhook.delivery"].search([("uuid", "in", uuids)]).mapped("state"))
    finally:
        server.shutdown()
        server.server_close()
    once = sum(server.got[uuid] == 1 for uuid in uuids)
    print(f"  {len(uuids)} messages sent in {spent:.2f} s, {len(uuids) / spent:.0f} a second, by one job; "
          f"{once} arrived once, {server.forged} not signed as documented, {dict(states)}")
    return once == len(uuids) and not server.forged and states == {"sent": len(uuids)}


def _make_deliveries(env, url):
    company = env.company
    company.sales_os_webhook_inside = True
    webhook = env["sales_os.webhook"].create({
        "name": "Bench", "url": url, "user_id": env.ref("base.user_admin").id, "new_secret": SECRET, "company_id": company.id,
        "is_told_order_confirmed": True})
    order = env["sale.order"].search([("state", "=", "sale"), ("company_id", "=", company.id)], limit=1)
    shape = env["sales_os.api.shape"]._of(order)[order.id]
    Delivery, now = env["sales_os.webhook.delivery"], env.cr.now()
    made = Delivery.create([Delivery._prepare_vals(webhook, "order.confirmed", now, order, shape) for _number in range(DELIVERIES)])
    return made.mapped("uuid")

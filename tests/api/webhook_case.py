"""A webhook of the administrator, and a real receiver beside the test."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from odoo.fields import Command

SECRET = "a-secret-that-only-tests-know-0001"


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        status, headers, text = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


@contextmanager
def receiver(handler=Receiver, status=204, headers=None, text=b""):
    """A server on this machine; ``got`` is what it was sent, ``url`` where it is."""
    server = HTTPServer(("127.0.0.1", 0), handler)
    server.got, server.answer, server.url = [], (status, headers or {}, text), f"http://127.0.0.1:{server.server_port}/hook?to=us"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class WebhookRecords:
    @classmethod
    def make_webhook(cls, user=None, url="https://hooks.example.com/x", events=("order_confirmed",), **values):
        return cls.env["sales_os.webhook"].create({
            "name": "Portal", "url": url, "user_id": (user or cls.user_admin_so).id, "new_secret": SECRET, "company_id": cls.company.id,
            **{f"is_told_{event}": True for event in events}, **values})

    @classmethod
    def make_order(cls, partner=None, user=None, discount=0.0):
        product = cls.env["product.product"].create({"name": "Machine", "list_price": 1000.0})
        return cls.env["sale.order"].create({
            "partner_id": (partner or cls.make_partner()).id, "user_id": (user or cls.user_rep).id,
            "order_line": [Command.create({"product_id": product.id, "discount": discount})]})

    @classmethod
    def deliveries(cls, webhook):
        """What is waiting for the webhook, once the transaction has come to its end."""
        cls.env.cr.flush()
        return cls.env["sales_os.webhook.delivery"].search([("webhook_id", "=", webhook.id)], order="id")

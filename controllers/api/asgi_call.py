"""Runs an ASGI app to its end within the request's own thread.

OCA's dispatcher hands each call to another thread. Odoo counts queries, names the database in its logs, limits the time and, in tests,
locks its cursor by thread: here they all stay right, and no call waits for a thread to wake. So every router is ``async def`` and
simply works: its loop serves this one request.
"""

import asyncio
import queue
from contextlib import contextmanager
from typing import NamedTuple

_loops = queue.SimpleQueue()


class Answer(NamedTuple):
    status: int
    headers: list
    body: bytes


@contextmanager
def _idle_loop():
    """A loop nobody else uses; as many are made as requests ran at once."""
    try:
        loop = _loops.get_nowait()
    except queue.Empty:
        loop = asyncio.new_event_loop()
    try:
        yield loop
    finally:
        _loops.put(loop)


def _scope_of(environ, root_path):
    """The request as ASGI names it (spec 2.5). Bytes that are no UTF-8 become a path that does not exist."""
    headers = [(name.removeprefix("HTTP_"), value) for name, value in environ.items() if name.startswith("HTTP_")]
    headers += [(name, environ[name]) for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)]
    raw_path = environ["PATH_INFO"].encode("latin-1")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.5"},
        "http_version": "1.1",
        "method": environ["REQUEST_METHOD"],
        "scheme": environ.get("wsgi.url_scheme", "http"),
        "path": raw_path.decode("utf-8", "replace"),
        "raw_path": raw_path,
        "query_string": environ.get("QUERY_STRING", "").encode("latin-1", "replace"),
        "root_path": root_path,
        "server": (environ["SERVER_NAME"], int(environ["SERVER_PORT"])),
        "client": (environ.get("REMOTE_ADDR") or "", 0),
        "headers": [(name.lower().replace("_", "-").encode(), value.encode("latin-1", "replace")) for name, value in headers],
        "extensions": {},
    }


def call_app(app, environ, *, root_path, body):
    """Return what the app answers; what it raises is raised here."""
    scope = _scope_of(environ, root_path)
    status, headers, parts = 500, [], []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], message["headers"]
        else:
            parts.append(message.get("body", b""))

    with _idle_loop() as loop:
        loop.run_until_complete(app(scope, receive, send))
    return Answer(status, [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers], b"".join(parts))

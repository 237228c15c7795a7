"""Clients that call one thing again and again, and what they measured."""

import threading
import time
from dataclasses import dataclass

import requests


@dataclass(frozen=True)
class Measured:
    seconds: list
    failed: int
    lasted: float

    def at(self, share):
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))] if self.seconds else float("inf")

    @property
    def p95(self):
        return self.at(0.95)

    def __str__(self):
        rate = len(self.seconds) / self.lasted
        return f"p50 {1000 * self.at(0.5):6.0f} ms  p95 {1000 * self.p95:6.0f} ms  {rate:6.1f} calls/s  {self.failed} failed"


class Door:
    """One server and one key; a session a thread, so that connections are kept as clients keep them."""

    def __init__(self, url, key):
        self.url, self.key, self.local = url, key, threading.local()

    def call(self, method, path, body=None, headers=None):
        if not hasattr(self.local, "session"):
            self.local.session = requests.Session()
            self.local.session.headers["Authorization"] = f"Bearer {self.key}"
        return self.local.session.request(method, self.url + path, json=body, headers=headers, timeout=120)


def measure(door, call, *, seconds, clients):
    taken, failed, lock = [], [], threading.Lock()
    begin = time.monotonic()

    def work():
        while time.monotonic() < begin + seconds:
            start = time.monotonic()
            answer = door.call(*call())
            spent = time.monotonic() - start
            with lock:
                (taken if answer.ok else failed).append(spent)

    threads = [threading.Thread(target=work) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Measured(taken, len(failed), time.monotonic() - begin)

"""Clients that call one thing again and again, and what they measured."""

import contextlib
import threading
import time
from dataclasses import dataclass, field

import psutil
import requests

TURN = 2.0


@dataclass
class Measured:
    seconds: list = field(default_factory=list)
    failed: int = 0
    lasted: float = 0.0
    worked: float = 0.0

    def add(self, seconds, failed, lasted, worked):
        self.seconds += seconds
        self.failed += failed
        self.lasted += lasted
        self.worked += worked

    @property
    def cpu(self):
        """Seconds of a processor that Odoo took for each call."""
        return self.worked / max(1, len(self.seconds) + self.failed)

    def at(self, share):
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))] if self.seconds else float("inf")

    @property
    def p95(self):
        return self.at(0.95)

    def __str__(self):
        rate = len(self.seconds) / self.lasted
        cpu = f"{1000 * self.cpu:5.1f} ms of processor"
        return f"p50 {1000 * self.at(0.5):6.0f} ms  p95 {1000 * self.p95:6.0f} ms  {rate:6.1f} calls/s  {cpu}  {self.failed} failed"


class Door:
    """One server and one key; a session a thread, so that connections are kept as clients keep them."""

    def __init__(self, url, key):
        self.url, self.key, self.local = url, key, threading.local()

    def call(self, method, path, body=None, headers=None):
        if not hasattr(self.local, "session"):
            self.local.session = requests.Session()
            self.local.session.headers["Authorization"] = f"Bearer {self.key}"
        return self.local.session.request(method, self.url + path, json=body, headers=headers, timeout=120)


def measure(door, calls, *, seconds, clients, processes):
    """Measure each of the calls for some seconds, in short turns one after another: what else the machine does hits all alike.

    :param calls: ``{name: function that calls the door it is given and returns the answer}``
    :param processes: function that gives the server's processes (psutil), for the time they work on each call
    """
    measured = {name: Measured() for name in calls}
    for _turn in range(max(1, round(seconds / TURN))):
        for name, call in calls.items():
            measured[name].add(*_one_turn(door, call, min(seconds, TURN), clients, processes))
    return measured


def _one_turn(door, call, seconds, clients, processes):
    taken, failed, lock = [], [], threading.Lock()
    before, begin = _worked(processes()), time.monotonic()

    def work():
        while time.monotonic() < begin + seconds:
            start = time.monotonic()
            answer = call(door)
            spent = time.monotonic() - start
            with lock:
                (taken if answer.ok else failed).append(spent)

    threads = [threading.Thread(target=work) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, len(failed), time.monotonic() - begin, _worked(processes()) - before


def _worked(processes):
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total

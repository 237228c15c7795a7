"""One step of a bench in a process of its own: `_step.py NAME ARGUMENTS…` prints its answer as JSON on the last line."""

import json
import os
import resource
import sys
import time
from pathlib import Path

from odoo.fields import Command

from ._database import environment


def main(steps):
    """Do the step that the command line names; ``steps``: functions by name."""
    with environment() as env:
        answer = steps[sys.argv[1]](env, *sys.argv[2:])
    print(json.dumps(answer), flush=True)
    # threads of Odoo's registry must not keep the process
    os._exit(0)


def peak_mb():
    """The most memory that this process has had so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(env, function):
    """Time, queries and the peak so far of ``function``, beside what it answers.

    ``cpu_seconds`` are those of this process and of its server process together: what others do on the machine hardly changes them.
    None where the server runs elsewhere.
    """
    env.flush_all()
    env.invalidate_all()
    env.cr.execute("SELECT pg_backend_pid()")
    server = env.cr.fetchone()[0]
    queries, cpu, start = env.cr.sql_log_count, _cpu_seconds(server), time.perf_counter()
    result = function()
    env.flush_all()
    seconds = time.perf_counter() - start
    return {
        "seconds": seconds, "queries": env.cr.sql_log_count - queries, "peak_mb": peak_mb(),
        "cpu_seconds": None if cpu is None else _cpu_seconds(server) - cpu, **(result if isinstance(result, dict) else {})}


def _cpu_seconds(server):
    status = Path(f"/proc/{server}/stat")
    try:
        # after the name, which may hold anything: see proc(5)
        user, system = status.read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return None
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def quickest(answers):
    return min(answers, key=lambda answer: answer["seconds"])


def make_user(env, login, *groups):
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": login, "login": login, "email": f"{login}@example.com", "notification_type": "inbox",
        "group_ids": [Command.set([env.ref(group).id for group in groups])]})

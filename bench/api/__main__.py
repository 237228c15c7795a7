"""Bench of the REST API beside Odoo's own /json/2: `bin/bench api [--seconds 30] [--clients 4]`.

Two workers serve a copy of the demonstration. List, visit and quote are called for some seconds each by both doors in turn, doing the
same work. Bars: no failed request; p95 at most 1.25 × that of /json/2; 200 repeats of one POST at once make one record. Ends with status 1
when a bar is missed.
"""

import argparse
import itertools
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import requests

from ._load import Door, measure
from ._server import prepare, serve

BAR = 1.25
REPEATS = 200
FIELDS = [
    "id", "client_uuid", "state", "rep_id", "partner_id", "type_id", "subject", "date_start", "date_stop", "planned_minutes", "checked_in",
    "checked_out", "location_state", "check_in_distance_m", "outcome_id", "next_action_date", "territory_id", "note_ids",
]  # fmt: skip


def visit_values(facts):
    return {
        "client_uuid": f"bench-{uuid.uuid4()}", "rep_id": facts["rep_id"], "partner_id": next(facts["customers"]),
        "notes": [{"kind": "need", "body": "Wants two."}],
    }  # fmt: skip


def quote_values(facts):
    lines = [{"product": facts["product_id"], "quantity": 2, "discount_percent": 12}]
    return {"client_uuid": f"bench-{uuid.uuid4()}", "rep_id": facts["rep_id"], "partner_id": next(facts["customers"]), "lines": lines}


def cases(facts):
    """``{name: (call of the REST API, call of /json/2)}``: method, path, body."""
    return {
        "list": (
            lambda: ("GET", "/api/v1/visits?limit=50", None),
            lambda: ("POST", "/json/2/sales_os.visit/search_read", {"domain": [], "fields": FIELDS, "limit": 50, "order": "id desc"}),
        ),
        "visit": (
            lambda: ("POST", "/api/v1/sales-reps/visit", {**visit_values(facts), "date_start": "2026-12-01T09:00:00Z"}),
            lambda: ("POST", "/json/2/sales_os.visit/record_call",
                     {"values": {**visit_values(facts), "date_start": "2026-12-01 09:00:00"}}),
        ),
        "quote": (
            lambda: ("POST", "/api/v1/sales-reps/quote", quote_values(facts)),
            lambda: ("POST", "/json/2/sale.order/record_quote", {"values": quote_values(facts)}),
        ),
    }


def repeat_at_once(door):
    """Whether many repeats of one POST at the same moment all get the same answer."""
    body = {"name": "Bench Repeat", "kind": "agent"}

    def post(_number):
        while True:
            try:
                return door.call("POST", "/api/v1/sales-reps/create", body, {"Idempotency-Key": "bench-repeat"})
            except requests.ConnectionError:
                # two workers queue few connections: a client that is turned away calls again, with the same key
                time.sleep(0.2)

    with ThreadPoolExecutor(REPEATS) as pool:
        answers = list(pool.map(post, range(REPEATS)))
    made = {answer.json().get("id") for answer in answers}
    print(f"  {REPEATS} repeats at once: status {sorted({answer.status_code for answer in answers})}, records {len(made)}")
    return len(made) == 1 and {answer.status_code for answer in answers} == {201}


def main():
    parser = argparse.ArgumentParser(prog="bin/bench api", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0, help="of load for each door and case")
    parser.add_argument("--clients", type=int, default=4, help="calling at the same time")
    options = parser.parse_args()
    facts = prepare()
    # one after another: two quotes of one customer at the same moment would wait for each other, at both doors
    facts["customers"] = itertools.cycle(facts["partner_ids"])
    is_met = True
    with serve(workers=2) as url:
        door = Door(url, facts["key"])
        for name, (rest, json2) in cases(facts).items():
            for call in (rest, json2):
                measure(door, call, seconds=1.0, clients=options.clients)  # warm
            ours = measure(door, rest, seconds=options.seconds, clients=options.clients)
            theirs = measure(door, json2, seconds=options.seconds, clients=options.clients)
            factor = ours.p95 / theirs.p95
            print(f"  {name:6} REST   {ours}\n         /json/2 {theirs}\n         p95 {factor:.2f} × (bar {BAR})", flush=True)
            is_met = is_met and factor <= BAR and not ours.failed and not theirs.failed
        is_met = repeat_at_once(door) and is_met
    print("all bars met" if is_met else "a bar was missed")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())

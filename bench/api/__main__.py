"""Bench of the REST API: `bin/bench api [--parts doors,repeat,sync,webhooks] [--seconds 30] [--clients 4] [--fuzz 10000]`.

Two workers serve a copy of the demonstration.

- doors: beside Odoo's own /json/2. List, visit and quote are called by both doors in short turns, doing the same work: the list of /json/2
  is `web_search_read` with the same columns, names, codes, notes and total; a visit or quote is written by one call and read by another,
  because only so its client learns what the REST API answers. "write only" is the first of both, without a bar. Bars: no failed request;
  p95 at most 1.25 × that of /json/2.
- repeat: 200 repeats of one POST at once make one record.
- sync: a client copies 5 000 customers, asks what changed, uploads 200 visits, twice; nothing is missing, each is done once.
- webhooks: 1 000 messages to a receiver on this machine; each arrives once, signed.

With --fuzz that many generated calls are made instead; bar: no 5xx. Ends with status 1 when a bar is missed.
"""

import argparse
import itertools
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import requests

from ._fuzz import fuzz
from ._load import Door, measure
from ._server import prepare, serve
from ._sync import measure_sync, prepare_customers
from ._webhooks import measure_webhooks

PARTS = ("doors", "repeat", "sync", "webhooks")
BAR = 1.25
REPEATS = 200
PLAIN = [
    "client_uuid", "state", "subject", "date_start", "date_stop", "planned_minutes", "checked_in", "checked_out", "location_state",
    "check_in_distance_m", "next_action_date",
]  # fmt: skip
SPECIFICATION = {
    **{name: {} for name in PLAIN},
    **{name: {"fields": {"display_name": {}}} for name in ("rep_id", "partner_id", "territory_id")},
    **{name: {"fields": {"code": {}}} for name in ("type_id", "outcome_id")},
    "note_ids": {"fields": {name: {} for name in ("kind", "body", "has_photo", "has_signature", "signed_by")}},
}
NAME = {"fields": {"display_name": {}}}
QUOTE = {
    **{name: {} for name in (
        "name", "sales_os_client_uuid", "state", "sales_os_revision", "date_order", "validity_date", "amount_untaxed", "amount_tax",
        "amount_total", "sales_os_effective_discount_percent", "sales_os_approval_state", "sales_os_approval_reason",
        "sales_os_approvers")},
    **dict.fromkeys(("partner_id", "user_id", "sales_os_territory_id", "sales_os_approval_id", "currency_id"), NAME),
    "order_line": {"fields": {
        "product_id": NAME, **{name: {} for name in ("name", "product_uom_qty", "price_unit", "discount", "price_subtotal")}}},
}


def visit_values(facts):
    return {
        "client_uuid": f"bench-{uuid.uuid4()}", "rep_id": facts["rep_id"], "partner_id": next(facts["customers"]),
        "notes": [{"kind": "need", "body": "Wants two."}],
    }  # fmt: skip


def quote_values(facts):
    lines = [{"product": facts["product_id"], "quantity": 2, "discount_percent": 12}]
    return {"client_uuid": f"bench-{uuid.uuid4()}", "rep_id": facts["rep_id"], "partner_id": next(facts["customers"]), "lines": lines}


def cases(facts):
    """``{name: {contestant: call}}``; a call takes the door and returns its last answer.

    /json/2 answers a write with little; who wants to know what the REST API answers reads it by a second call.
    """
    def rest_list(door):
        return door.call("GET", "/api/v1/visits?limit=50")

    def json2_list(door):
        return door.call("POST", "/json/2/sales_os.visit/web_search_read", {
            "domain": [], "specification": SPECIFICATION, "limit": 50, "order": "id desc"})

    def rest_visit(door):
        return door.call("POST", "/api/v1/sales-reps/visit", {**visit_values(facts), "date_start": "2026-12-01T09:00:00Z"})

    def json2_visit_alone(door):
        values = {**visit_values(facts), "date_start": "2026-12-01 09:00:00"}
        return door.call("POST", "/json/2/sales_os.visit/record_call", {"values": values})

    def rest_quote(door):
        return door.call("POST", "/api/v1/sales-reps/quote", quote_values(facts))

    def json2_quote_alone(door):
        return door.call("POST", "/json/2/sale.order/record_quote", {"values": quote_values(facts)})

    return {
        "list": {"REST": rest_list, "/json/2": json2_list},
        "visit": {"REST": rest_visit, "/json/2": and_read(json2_visit_alone, "sales_os.visit", SPECIFICATION),
                  "write only": json2_visit_alone},
        "quote": {"REST": rest_quote, "/json/2": and_read(json2_quote_alone, "sale.order", QUOTE), "write only": json2_quote_alone},
    }


def and_read(write, model, specification):
    def call(door):
        made = write(door)
        if not made.ok:
            return made
        return door.call("POST", f"/json/2/{model}/web_read", {"ids": [made.json()["id"]], "specification": specification})
    return call


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


def beside_json2(door, server, facts, options):
    is_met = True
    for name, calls in cases(facts).items():
        measure(door, calls, seconds=1.0, clients=options.clients, processes=server.processes)  # warm
        measured = measure(door, calls, seconds=options.seconds, clients=options.clients, processes=server.processes)
        for contestant, told in measured.items():
            print(f"  {name:6} {contestant:10} {told}")
        ours, theirs = measured["REST"], measured["/json/2"]
        factor = ours.p95 / theirs.p95
        p50, cpu = ours.at(0.5) / theirs.at(0.5), ours.cpu / theirs.cpu
        print(f"  {name:6} p95 {factor:.2f} × (bar {BAR}), p50 {p50:.2f} ×, processor {cpu:.2f} ×", flush=True)
        is_met = is_met and factor <= BAR and not any(told.failed for told in measured.values())
    return is_met


def chosen_parts(text):
    parts = text.split(",")
    if not set(parts) <= set(PARTS):
        raise argparse.ArgumentTypeError(f"choose among {', '.join(PARTS)}")
    return parts


def measure_part(part, door, server, facts, options):
    print(part, flush=True)
    if part == "doors":
        return beside_json2(door, server, facts, options)
    if part == "repeat":
        return repeat_at_once(door)
    return measure_sync(door, facts) if part == "sync" else measure_webhooks()


def main():
    parser = argparse.ArgumentParser(prog="bin/bench api", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=chosen_parts, default=list(PARTS), help="which to measure, with commas; all without")
    parser.add_argument("--seconds", type=float, default=30.0, help="of load for each door and case")
    parser.add_argument("--clients", type=int, default=4, help="calling at the same time")
    parser.add_argument("--fuzz", type=int, default=0, metavar="CALLS", help="generated calls instead, about so many")
    options = parser.parse_args()
    facts = prepare()
    # one after another: two quotes of one customer at the same moment would wait for each other, at both doors
    facts["customers"] = itertools.cycle(facts["partner_ids"])
    if "sync" in options.parts and not options.fuzz:
        facts["sync_partner_ids"] = prepare_customers()
    with serve(workers=2) as server:
        door = Door(server.url, facts["key"])
        if options.fuzz:
            is_met = fuzz(server.url, facts["key"], options.fuzz)
        else:
            # each is measured, whatever came of those before
            met = [measure_part(part, door, server, facts, options) for part in options.parts]
            is_met = all(met)
    print("all bars met" if is_met else "a bar was missed")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())

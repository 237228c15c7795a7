"""A client without a connection: the first copy of many customers, what changed since, and what was done meanwhile."""

import time
import uuid

from .._database import environment

CUSTOMERS, CHANGED, ITEMS, PAGE = 5_000, 20, 200, 200


def prepare_customers():
    """The ids of new customers; committed."""
    with environment() as env:
        env = env(context={"tracking_disable": True, "mail_create_nosubscribe": True})
        made = env["res.partner"].create([
            {"name": f"Bench {number}", "is_company": True, "zip": f"{75000 + number % 100}", "city": "Paris"}
            for number in range(CUSTOMERS)])
        env.cr.commit()
        return made.ids


def measure_sync(door, facts):
    """Whether the copy is whole, tells only what changed, and takes each item once; prints how long it took."""
    customers = set(facts["sync_partner_ids"])
    cursor, rows, first = _pull(door, "")
    print(f"  first copy:   {first}")
    missing = customers - {key for kind, key in rows if kind == "customers"}
    cursor, rows, nothing = _pull(door, cursor)
    print(f"  no change:    {nothing}")
    with environment() as env:
        env["res.partner"].browse(sorted(customers)[:CHANGED]).write({"phone": "+33 1 00 00 00 00"})
        env.cr.commit()
    cursor, changed, increment = _pull(door, cursor)
    print(f"  {CHANGED} changed:   {increment}")
    unknown = set(sorted(customers)[:CHANGED]) - {key for kind, key in changed if kind == "customers"}
    items = [_visit(facts, number) for number in range(ITEMS)]
    statuses = {}
    for turn in ("upload", "the same again"):
        begin = time.monotonic()
        answer = door.call("POST", "/api/v1/sync", {"items": items})
        spent = time.monotonic() - begin
        statuses[turn] = {result["status"] for result in answer.json()["results"]} if answer.ok else {answer.status_code}
        print(f"  {turn}: {ITEMS} items in {spent:.2f} s, {', '.join(map(str, sorted(statuses[turn])))}")
    print(f"  {len(missing)} customers missing in the first copy, {len(unknown)} changes missing")
    return not missing and not unknown and list(statuses.values()) == [{"created"}, {"repeated"}]


def _visit(facts, number):
    return {"client_uuid": f"bench-{uuid.uuid4()}", "kind": "visit", "values": {
        "rep_id": facts["rep_id"], "partner_id": facts["partner_ids"][number % len(facts["partner_ids"])],
        "date_start": f"2026-12-{1 + number % 28:02}T{8 + number % 9:02}:00:00Z", "notes": [{"kind": "need", "body": "Wants two."}]}}


def _pull(door, cursor):
    """``(cursor for the next time, {(kind, id)}, how long it took in words)`` of a round."""
    rows, pages, begin = set(), [], time.monotonic()
    while True:
        start = time.monotonic()
        answer = door.call("GET", f"/api/v1/sync?limit={PAGE}" + (f"&since={cursor}" if cursor else ""))
        answer.raise_for_status()
        pages.append(time.monotonic() - start)
        page = answer.json()
        rows |= {(row["kind"], row["id"]) for row in page["changes"]}
        cursor = page["next_cursor"]
        if not page["has_more"]:
            spent = time.monotonic() - begin
            return cursor, rows, f"{len(rows)} records in {len(pages)} pages and {spent:.2f} s, the longest page {1000 * max(pages):.0f} ms"

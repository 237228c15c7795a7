"""One step of a bench in a process of its own: `_step.py NAME ARGUMENTS…` prints its answer as JSON on the last line."""

import json
import random
from datetime import date, timedelta

from odoo.tools import SQL

from .._step import main, make_user, measured, peak_mb

PEOPLE, PLACES = 20, 10


def _leads(env, count, **values):
    """Leads without anybody; making them is not measured."""
    return env["crm.lead"].with_context(tracking_disable=True, mail_create_nosubscribe=True).create([
        {"name": f"Lead {number}", "type": "lead", "user_id": False, "team_id": False, "email_from": f"lead{number}@firm{number}.example",
         "country_id": env.ref("base.de").id, "zip": f"9{number % PLACES}000", **values} for number in range(count)])


def odoo_assign(env, count):
    """Odoo's own: leads to teams, then to their members, with room for all."""
    count = int(count)
    users = [make_user(env, f"bench_{number}", "sales_team.group_sale_salesman") for number in range(PEOPLE)]
    teams = env["crm.team"].create([{"name": f"Bench {number}", "use_leads": True} for number in range(PLACES)])
    env["crm.team.member"].create([
        {"crm_team_id": teams[number % PLACES].id, "user_id": user.id, "assignment_max": 30 * count} for number, user in enumerate(users)])
    leads = _leads(env, count)
    answer = measured(env, lambda: teams._action_assign_leads(force_quota=True, creation_delta_days=0))
    return {**answer, "assigned": env["crm.lead"].search_count([("id", "in", leads.ids), ("user_id", "!=", False)])}


def route(env, count):
    """Ours: territories with an owner and a backup each."""
    users = [make_user(env, f"bench_{number}", "sales_os.group_rep") for number in range(PEOPLE)]
    company = env.company
    company.sales_os_route_leads = False
    reps = env["sales_os.rep"].create([{"user_id": user.id} for user in users])
    env["sales_os.territory"].create([
        {"name": f"Bench {number}", "rule_ids": [(0, 0, {"zip_patterns": f"9{number}000"})], "assignment_ids": [
            (0, 0, {"rep_id": reps[number].id, "role": "owner", "date_start": "2020-01-01"}),
            (0, 0, {"rep_id": reps[number + PLACES].id, "role": "backup", "date_start": "2020-01-01"})]} for number in range(PLACES)])
    leads = _leads(env, int(count))
    answer = measured(env, lambda: leads._sales_os_route(company))
    unreasoned = env["crm.lead"].search_count([("id", "in", leads.ids), ("sales_os_routing_reason", "=", False)])
    if unreasoned:
        raise SystemExit(f"{unreasoned} leads have no reason")
    return {**answer, "assigned": env["crm.lead"].search_count([("id", "in", leads.ids), ("user_id", "!=", False)])}


def value(env, customers, orders_each):
    """Customers and confirmed orders put there by SQL, then the night."""
    count, chance = int(customers), random.Random(1)
    company = env["res.company"].create({"name": "Bench"})
    env.flush_all()
    ids = [row[0] for row in env.execute_query(SQL(
        """INSERT INTO res_partner (name, is_company, active, partner_share, type, company_id, autopost_bills)
           SELECT 'Bench ' || number, true, true, true, 'contact', %s, 'ask' FROM generate_series(1, %s) AS number RETURNING id""",
        company.id, count))]
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id, complete_name = name WHERE id = ANY(%s)", [ids])
    today, rows = date.today(), []
    for partner in ids:
        day = today - timedelta(days=chance.randrange(100, 1000))
        for _order in range(int(orders_each)):
            rows.append((partner, day, round(chance.uniform(50, 5000), 2)))
            day = min(today, day + timedelta(days=chance.randrange(1, 120)))
    for start in range(0, len(rows), 20_000):
        env.execute_query(SQL(
            """INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id, currency_id, currency_rate,
                                       state, date_order, amount_untaxed, amount_total, sales_os_approval_state)
               SELECT 'B', partner, partner, partner, %s, %s, 1, 'sale', day, amount, amount, 'not_needed'
                 FROM jsonb_to_recordset(%s::jsonb) AS row(partner int, day date, amount numeric) RETURNING id""",
            company.id, company.currency_id.id,
            json.dumps([{"partner": partner, "day": str(day), "amount": amount} for partner, day, amount in rows[start:start + 20_000]])))
    del rows
    Value, Segment = (env[name].with_company(company) for name in ("sales_os.customer.value", "sales_os.segment"))
    before, result = peak_mb(), {}
    answer = measured(env, lambda: result.update(Value.action_compute()))
    segments = measured(env, lambda: result.update(Segment.action_assign()))
    peak = peak_mb()
    again = measured(env, Value.action_compute)
    return {
        **answer, "valued": result["valued"], "segmented": result["checked"], "segment_seconds": segments["seconds"],
        "segment_queries": segments["queries"], "megabytes": peak - before, "peak": peak, "again": again["seconds"]}


STEPS = {step.__name__: step for step in (odoo_assign, route, value)}

if __name__ == "__main__":
    main(STEPS)

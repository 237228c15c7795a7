"""The public CRM set (Maven Analytics, 20 of 30 agents) put into the database: the analysis must say the known figures."""

import csv
from datetime import datetime

from odoo.tools import SQL

# known figure -> (measure, value)
GOLDEN = {
    "won": ("won_count:sum", 2866), "lost": ("lost_count:sum", 1685), "open": ("open_count:sum", 1436),
    "revenue": ("won_amount:sum", 6626536), "win rate, percent": ("win_rate_percent:avg", 62.975170),
    "average deal": ("average_amount:avg", 2312.120028), "won cycle, days": ("cycle_days:avg", 51),
    "lost cycle, days": ("lost_cycle_days:avg", 41.435608), "velocity a day": ("velocity_amount:sum", 40998.124506),
}


def run(env, data_dir):
    """Yield ``(name, whether the figure is the known one)``."""
    with open(data_dir / "pipeline" / "sales_pipeline.csv", newline="", encoding="utf-8") as file:
        rows = [_lead(row) for row in csv.DictReader(file)]
    stages = env["crm.stage"].search([], order="sequence")
    won = stages.filtered("is_won")[:1].id
    env["crm.lead"].flush_model()
    ids = [row[0] for row in env.execute_query(SQL(
        """INSERT INTO crm_lead (
                  name, type, stage_id, won_status, active, probability, expected_revenue, create_date, date_closed, company_id)
           SELECT row.name, 'opportunity', CASE WHEN row.outcome = 'won' THEN %(won)s ELSE %(first)s END, row.outcome,
                  row.outcome <> 'lost', CASE row.outcome WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE 50 END, row.amount, row.created,
                  row.closed, %(company)s
             FROM unnest(%(names)s::varchar[], %(outcomes)s::varchar[], %(amounts)s::numeric[], %(created)s::timestamp[],
                  %(closed)s::timestamp[]) row(name, outcome, amount, created, closed) RETURNING id""",
        won=won, first=stages[:1].id, company=env.company.id, names=[row[0] for row in rows], outcomes=[row[1] for row in rows],
        amounts=[row[2] for row in rows], created=[row[3] for row in rows], closed=[row[4] for row in rows]))]
    env["sales_os.stage.move"]._backfill()
    [found] = env["sales_os.pipeline.deal"].with_context(tz="UTC")._read_group(
        [("lead_id", "in", ids)], [], [measure for measure, _value in GOLDEN.values()])
    for (name, (_measure, value)), figure in zip(GOLDEN.items(), found, strict=True):
        holds = abs(float(figure) - value) < 1e-6
        print(f"  {name}: {float(figure):.6f}" + ("" if holds else f", should be {value}"))
        yield name, holds


def _lead(row):
    outcome = {"Won": "won", "Lost": "lost"}.get(row["deal_stage"], "pending")
    created = _moment(row["engage_date"]) or datetime(2016, 1, 1)
    return row["opportunity_id"], outcome, row["close_value"] or "0", created, _moment(row["close_date"]) if outcome != "pending" else None


def _moment(text):
    return datetime.strptime(text, "%d-%m-%y") if text else None

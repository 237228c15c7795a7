"""KPIs on the public CRM set (Maven Analytics, 20 of 30 agents), against known figures, exact to six decimals."""

import csv
from collections import Counter
from datetime import datetime
from decimal import Decimal

from ...algorithms.kpi.funnel import Journey, funnel
from ...algorithms.kpi.registry import compute
from .report import Report

STAGES = ("Prospecting", "Engaging")


def read(folder):
    with open(folder / "pipeline" / "sales_pipeline.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(data_dir):
    report, rows = Report(), read(data_dir)
    won, lost = ([row for row in rows if row["deal_stage"] == stage] for stage in ("Won", "Lost"))
    open_count = sum(row["deal_stage"] in STAGES for row in rows)
    amount = sum(Decimal(row["close_value"]) for row in won)
    won_days, lost_days = _days(won), _days(lost)
    accounts = Counter()
    for row in won:
        accounts[row["account"]] += Decimal(row["close_value"])
    report.equals("won", len(won), 2866)
    report.equals("lost", len(lost), 1685)
    report.equals("open", open_count, 1436)
    report.equals("revenue", compute("revenue", invoiced=amount, credited=0), 6626536)
    report.equals("win rate, as a share", compute("win_rate", won=len(won), lost=len(lost)) / 100, 0.629752)
    report.equals("average deal", compute("avg_deal_size", amount=amount, count=len(won)), 2312.120028)
    report.equals("won cycle, days", compute("sales_cycle_days", days=won_days), 51)
    report.equals("lost cycle, days", compute("lost_cycle_days", days=lost_days), 41.435608)
    velocity = compute(
        "pipeline_velocity", open_count=open_count, won_count=len(won), lost_count=len(lost), won_amount=amount, won_cycle_days=won_days)
    report.equals("velocity a day", velocity, 40998.124506)
    report.equals("accounts", len(accounts), 85)
    report.equals("concentration over accounts", compute("hhi_customer", amounts=accounts.values()), 142.261787)
    report.line(f"ten largest accounts: {compute('top10_share', amounts=accounts.values()):.2f} %")
    _check_funnel(report, rows)
    return report.holds


def _days(rows):
    return [(_moment(row["close_date"]) - _moment(row["engage_date"])).days for row in rows]


def _moment(text):
    return datetime.strptime(text, "%d-%m-%y")


def _check_funnel(report, rows):
    """Closed deals have been engaged; those still in prospecting have no date."""
    ends, start = {"Won": "won", "Lost": "lost"}, datetime(2016, 1, 1)
    flows = funnel(stages=STAGES, journeys=[
        Journey(row["opportunity_id"], ((row["deal_stage"] if row["deal_stage"] in STAGES else "Engaging", start),),
                ends.get(row["deal_stage"], "open")) for row in rows])
    report.equals("funnel: entered prospecting", flows[0].entered, len(rows))
    report.equals("funnel: passed prospecting", flows[0].passed, len(rows) - sum(row["deal_stage"] == "Prospecting" for row in rows))
    report.equals("funnel: won of those decided, as a share", flows[1].decided_percent / 100, 0.629752)

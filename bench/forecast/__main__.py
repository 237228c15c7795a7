"""Forecasts of many series in one run. `bin/bench forecast [--series 500] [--months 36] [--data DIR]`: each figure beside its bar.

Makes representatives, posted invoices of so many months and open opportunities, then works out all methods for all of them: seconds,
queries at a tenth and at the whole number (they must be equal), and what the library alone takes for the same series. Then the weekly
snapshot. With `--data` (a folder that holds `pipeline/sales_pipeline.csv`) first the analysis of the pipeline against known figures of a
public set.
Everything is rolled back. Ends with status 1 when a bar is missed.
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from odoo.tools import SQL

from ...algorithms.forecast.figure import METHOD_OF, figure, history_of
from ...algorithms.forecast.period import last_finished, period_number
from .._database import environment
from . import pipeline

MS_A_FIGURE = 15.0
SNAPSHOT_SECONDS = 5.0


def main():
    parser = argparse.ArgumentParser(prog="bin/bench forecast", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=500, help="representatives, each with a series")
    parser.add_argument("--months", type=int, default=36, help="months of history")
    parser.add_argument("--data", type=Path, help="folder of the public set")
    options = parser.parse_args()
    missed = []
    if options.data:
        with environment() as env:
            missed += [name for name, holds in pipeline.run(env, options.data) if not holds]
    with environment() as env:
        missed += [name for name, holds in run(env, options.series, options.months) if not holds]
    print("all bars met" if not missed else f"missed: {', '.join(missed)}")
    return 1 if missed else 0


def run(env, series, months):
    company, Forecast = env.company, env["sales_os.forecast"]
    today = company._sales_os_today()
    few = _measure(env, lambda: _make(env, series // 10, months), today)
    many = _measure(env, lambda: _make(env, series - series // 10, months), today)
    each = 1000 * many["seconds"] / many["count"]
    print(f"  {many['count']} figures of {series} representatives in {many['seconds']:.1f} s, {each:.1f} ms a figure")
    yield f"at most {MS_A_FIGURE} ms a figure", each <= MS_A_FIGURE
    print(f"  queries {few['queries']} for {few['count']} figures, {many['queries']} for {many['count']}")
    yield "queries do not grow", many["queries"] <= few["queries"]
    alone = _library_alone(Forecast, company, today)
    print(f"  the library alone: {alone:.1f} s for the same histories")
    _forget_this_week(env)
    start = time.perf_counter()
    before = env.cr.sql_log_count
    snapshot = env["sales_os.forecast.snapshot"]._take(company)
    seconds = time.perf_counter() - start
    queries = env.cr.sql_log_count - before
    print(f"  snapshot of {snapshot.line_count} figures and {snapshot.deal_count} deals in {seconds:.2f} s, {queries} queries")
    yield f"a snapshot within {SNAPSHOT_SECONDS} s", seconds <= SNAPSHOT_SECONDS


def _measure(env, prepare, today):
    prepare()
    env.flush_all()
    env.invalidate_all()
    env["sales_os.forecast"]._generate(env.company, "month", today, ["rep"])  # rows are there: the daily run
    env.flush_all()
    env.invalidate_all()
    before, start = env.cr.sql_log_count, time.perf_counter()
    count = env["sales_os.forecast"]._generate(env.company, "month", today, ["rep"])
    env.flush_all()
    return {"count": count, "seconds": time.perf_counter() - start, "queries": env.cr.sql_log_count - before}


def _make(env, count, months):
    """Representatives with a login each, an invoice a month and ten open opportunities."""
    number = env["sales_os.rep"].search_count([])
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True).create([
        {"name": f"Bench {number + place}", "login": f"bench_{number + place}"} for place in range(count)])
    env["sales_os.rep"].with_context(tracking_disable=True).create([{"user_id": user.id} for user in users])
    env.flush_all()
    company = env.company
    journal = env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", company.id)], limit=1)
    account = env["account.account"].search([("account_type", "=", "income")], limit=1)
    first = period_number(day=date.today(), kind="month") - months
    env.cr.execute(SQL(
        """WITH made AS (
             INSERT INTO account_move (
                    name, state, move_type, company_id, journal_id, date, invoice_date, currency_id, invoice_user_id, auto_post)
             SELECT 'BENCH/' || login.id || '/' || month, 'posted', 'out_invoice', %(company)s, %(journal)s, day.day, day.day, %(currency)s,
                    login.id, 'no'
               FROM unnest(%(users)s::int[]) login(id) CROSS JOIN generate_series(%(first)s, %(last)s) month
         CROSS JOIN LATERAL (SELECT make_date(month / 12, month %% 12 + 1, 10) AS day) day
             RETURNING id, invoice_user_id, invoice_date)
           INSERT INTO account_move_line (
                  move_id, company_id, currency_id, account_id, display_type, balance, amount_currency, parent_state)
           SELECT id, %(company)s, %(currency)s, %(account)s, 'product', -amount.worth, -amount.worth, 'posted'
             FROM made CROSS JOIN LATERAL (SELECT ROUND((1000 + 300 * sin(EXTRACT(MONTH FROM invoice_date))
                  + (invoice_user_id * 7919 + EXTRACT(DOY FROM invoice_date) * 31)::int %% 400)::numeric, 2) AS worth) amount""",
        company=company.id, journal=journal.id, currency=company.currency_id.id, account=account.id, users=users.ids, first=first,
        last=first + months - 1))
    env["crm.lead"].with_context(tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True).create([
        {"name": f"Deal {user.id}-{place}", "type": "opportunity", "user_id": user.id, "expected_revenue": 100 * (place + 1),
         "date_deadline": date.today().replace(day=28), "company_id": company.id}
        for user in users for place in range(10)])
    env.flush_all()


def _forget_this_week(env):
    """The demonstration has this week's snapshot; the tables refuse, so their triggers rest for a moment."""
    for table in ("sales_os_forecast_snapshot_deal", "sales_os_forecast_snapshot_line", "sales_os_forecast_snapshot"):
        name = SQL.identifier(table)
        env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", name))
        env.cr.execute(SQL("DELETE FROM %s", name))
        env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", name))


def _library_alone(Forecast, company, today):
    months = Forecast._invoiced_months(company, "rep")
    start = time.perf_counter()
    for key in Forecast._current_scopes(company, "rep"):
        history = history_of(months=months.get(key, {}), kind="month", today=today)
        for method in METHOD_OF:
            figure(history=history, last=last_finished(today=today, kind="month"), target=period_number(day=today, kind="month"),
                   method=method)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())

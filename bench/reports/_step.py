"""One step of this bench in a process of its own: `_step.py NAME ARGUMENTS…` prints its answer as JSON on the last line."""

import base64
import time

from .._step import main, peak_mb
from .orders import make_orders

CARDS = ["revenue", "growth_pct", "quota_attainment", "deals_won", "win_rate", "avg_deal_size", "margin_pct", "discount_avg",
         "pipeline_value", "weighted_pipeline", "visits_done", "orders_per_customer"]
# the shortest statement that answers the same question where every line has an order and every order one kind of credit
BARE = """
    SELECT credit.rep_id, date_trunc('month', move.invoice_date), SUM(-line.balance * credit.percent / 100)
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
 LEFT JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = line.id
 LEFT JOIN sale_order_line sold ON sold.id = rel.order_line_id
 LEFT JOIN sales_os_credit credit ON credit.order_id = sold.order_id
     WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund') AND line.display_type = 'product'
       AND move.invoice_date >= CURRENT_DATE - 365
  GROUP BY 1, 2
"""


def timed(env, function, rounds):
    """The quickest of some rounds in milliseconds, and the queries of one."""
    best = None
    for _round in range(int(rounds)):
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        function()
        took = 1000 * (time.perf_counter() - start)
        best = took if best is None else min(best, took)
    return {"ms": best, "queries": env.cr.sql_log_count - queries}


def make(env, count):
    make_orders(env, int(count))
    env.cr.commit()
    return {}


def keep(env):
    """What the job does after the invoices came: its time and rows."""
    start = time.perf_counter()
    count = 0
    while done := env["sales_os.sold.kept"]._keep(10_000):
        count += done
        env.cr.commit()
    env.cr.execute("ANALYZE sales_os_sold_kept, sales_os_sold_stale")
    env.cr.commit()
    return {"invoices": count, "seconds": time.perf_counter() - start}


def figures(env, rounds):
    """The cards of a first screen, every figure there is, and the same of one representative."""
    user = env.ref("base.user_admin")
    Kpi = env(user=user)["sales_os.kpi"]
    rep = env["sales_os.rep"].search([("user_id.login", "=", "bench_seller_1")])
    return {
        "cards": timed(env, lambda: Kpi.figures(CARDS, compare="previous"), rounds),
        "rep": timed(env, lambda: Kpi.figures(CARDS, "rep", rep.id, compare="previous"), rounds),
        "all": timed(env, lambda: Kpi.figures(compare="previous"), rounds),
        "board": timed(env, lambda: env(user=user)["sales_os.dashboard"].board(), rounds),
        "series": timed(env, lambda: Kpi.series("revenue", months=12), rounds),
    }


def report(env, rounds):
    """Revenue by representative and month of a year, beside the bare aggregate of the same invoice lines."""
    Line = env(user=env.ref("base.user_admin"))["sales_os.sold.line"]
    first = env.cr.now().date().replace(year=env.cr.now().year - 1)
    env.cr.execute("SET jit = off")
    return {
        "report": timed(env, lambda: Line._read_group(
            [("date", ">=", first)], ["rep_id", "date:month"], ["revenue_amount:sum"]), rounds),
        "bare": timed(env, lambda: env.cr.execute(BARE), rounds),
    }


def workbook(env, days):
    """A pack with every line of so many days: its rows, time and the peak of the process before and after."""
    Kpi = env(user=env.ref("base.user_admin"))["sales_os.kpi"]
    last = env.cr.now().date()
    span = {"date_from": str(last.fromordinal(last.toordinal() - int(days))), "date_to": str(last)}
    Kpi.figures(**span)
    before, start = peak_mb(), time.perf_counter()
    answer = Kpi.pack(**span)
    seconds = time.perf_counter() - start
    told = env["sales_os.audit.entry"].search([("event", "=", "export")], order="id desc", limit=1).new_value
    # counted without any of our models
    env.cr.execute(
        """SELECT COUNT(*) FROM account_move_line line JOIN account_move move ON move.id = line.move_id
            WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund') AND line.display_type = 'product'
              AND move.company_id = %s AND move.invoice_date BETWEEN %s AND %s""",
        [env.company.id, span["date_from"], span["date_to"]])
    return {
        "wanted": env.cr.fetchone()[0], "rows": int(told.rsplit(",", 1)[1].split()[0]), "seconds": seconds, "before_mb": before,
        "peak_mb": peak_mb(),
        "file_mb": round(len(base64.b64decode(answer["data"])) / 2**20, 1)}


STEPS = {"make": make, "keep": keep, "figures": figures, "report": report, "workbook": workbook}

if __name__ == "__main__":
    main(STEPS)

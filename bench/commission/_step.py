"""One step of a bench in a process of its own: `_step.py NAME ARGUMENTS…` prints its answer as JSON on the last line."""

from odoo.fields import Command

from .._step import main, measured, peak_mb, quickest
from .invoices import YEAR, make_invoices, make_sellers

FIRST, LAST = f"{YEAR}-01-01", f"{YEAR}-12-31"
SETTLE_BY_SQL = """
    INSERT INTO sales_os_commission_entry (
           plan_id, rule_id, rep_id, company_id, currency_id, kind, state, date, period_start, source_key, turn, move_id, source_model,
           source_id, partner_id, base_amount, rate, amount, source_currency_id, source_amount, currency_rate, currency_date, booked_on,
           settled_on, run_id, trace)
    SELECT %(plan)s, %(rule)s, rep.id, move.company_id, move.currency_id, 'earned', 'settled', move.invoice_date,
           date_trunc('month', move.invoice_date), 'il:' || line.id, 0, move.id, 'account.move.line', line.id, move.commercial_partner_id,
           line.price_subtotal, 5, ROUND(line.price_subtotal * 0.05, 2), NULLIF(move.currency_id, plan.currency_id),
           line.price_subtotal, 1, move.invoice_date,
           now(), now(), %(run)s, '{}'
      FROM account_move move
      JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
      JOIN sales_os_rep rep ON rep.user_id = move.invoice_user_id
      JOIN sales_os_commission_plan plan ON plan.id = %(plan)s
     WHERE move.state = 'posted' AND move.move_type = 'out_invoice' AND move.invoice_date BETWEEN %(first)s AND %(last)s
"""


def make(env, lines):
    """Sellers, a plan of 5 percent on posted invoices, and the invoices."""
    users, customers, products = make_sellers(env)
    reps = env["sales_os.rep"].create([{"user_id": user.id} for user in users])
    plan = env["sales_os.commission.plan"].create({
        "name": "Bench", "trigger": "invoice", "version_ids": [Command.create({"date_start": FIRST})],
        "assignment_ids": [Command.create({"rep_id": rep.id, "date_start": FIRST}) for rep in reps],
    })
    plan.rule_ids = [Command.create({"rate": 5.0})]
    plan.action_approve()
    make_invoices(env, lines=int(lines), users=users, customers=customers, products=products)
    env.cr.commit()
    return {"plan": plan.id}


def settle(env):
    """Earn and settle everything; nothing of it stays."""
    plan, idle = env["sales_os.commission.plan"].search([("name", "=", "Bench")]), peak_mb()
    return {**measured(env, lambda: plan.action_settle(LAST)), "idle_mb": idle}


def sql(env):
    """One statement that writes the same rows and amounts into the same table, with its indexes and foreign keys; nothing of it stays."""
    plan = env["sales_os.commission.plan"].search([("name", "=", "Bench")])
    run = env["sales_os.commission.run"].create({"date_to": LAST})

    def write():
        env.cr.execute(SETTLE_BY_SQL, {"plan": plan.id, "rule": plan.rule_ids.id, "run": run.id, "first": FIRST, "last": LAST})
        env.cr.execute("SELECT COUNT(*), SUM(amount) FROM sales_os_commission_entry WHERE plan_id = %s", [plan.id])
        count, amount = env.cr.fetchone()
        return {"entries": count, "amount": float(amount)}
    return measured(env, write)


def oca_make(env, lines):
    """The same invoices, and the same ten sellers as agents of OCA's account_commission_oca."""
    users, customers, products = make_sellers(env)
    commission = env["commission"].create({"name": "5 %", "commission_type": "fixed", "fix_qty": 5.0})
    agents = env["res.partner"].create([
        {"name": user.name, "agent": True, "commission_id": commission.id, "settlement": "monthly"} for user in users])
    make_invoices(env, lines=int(lines), users=users, customers=customers, products=products)
    env.cr.execute(
        """INSERT INTO account_invoice_line_agent (
                  object_id, agent_id, commission_id, amount, invoice_id, invoice_date, settled, company_id)
           SELECT line.id, (%s)[array_position(%s, move.invoice_user_id)], %s, ROUND(line.price_subtotal * 0.05, 2), move.id,
                  move.invoice_date, FALSE, move.company_id
             FROM account_move_line line JOIN account_move move ON move.id = line.move_id
            WHERE move.name LIKE 'BENCH/%%' AND line.display_type = 'product'""", [agents.ids, users.ids, commission.id])
    env.cr.execute("ANALYZE account_invoice_line_agent")
    env.cr.commit()
    return {}


def oca(env):
    """OCA settles them; nothing of it stays."""
    wizard = env["commission.make.settle"].create({"date_to": f"{YEAR + 1}-01-01", "settlement_type": "sale_invoice"})

    def run():
        wizard.action_settle()
        env.flush_all()
        env.cr.execute("SELECT COUNT(*), SUM(settled_amount) FROM commission_settlement_line")
        count, amount = env.cr.fetchone()
        return {"entries": count, "amount": float(amount)}
    return measured(env, run)


def earn(env):
    """What the job does: period after period, each committed."""
    env["sales_os.commission.plan"].search([("name", "=", "Bench")])._earn(env.cr.now().date(), step=env.cr.commit)
    env.cr.commit()
    return {}


def ledger(env):
    """The ledger as one number: equal ledgers have equal ones."""
    env.cr.execute(
        """SELECT COUNT(*), COALESCE(SUM(amount), 0),
                  MD5(STRING_AGG(source_key || ':' || turn || ':' || rep_id || ':' || amount, ',' ORDER BY source_key, turn, rep_id))
             FROM sales_os_commission_entry""")
    count, amount, digest = env.cr.fetchone()
    return {"entries": count, "amount": float(amount), "digest": digest}


def post(env, invoices, rounds):
    """Post invoices one by one; with Sales OS under a plan that pays on posted invoices."""
    users, customers, products = make_sellers(env)
    if "sales_os.rep" in env:
        rep = env["sales_os.rep"].create({"user_id": users[0].id})
        plan = env["sales_os.commission.plan"].create({
            "name": "Bench", "version_ids": [Command.create({"date_start": FIRST})],
            "assignment_ids": [Command.create({"rep_id": rep.id, "date_start": FIRST})]})
        plan.rule_ids = [Command.create({"rate": 5.0})]
        plan.action_approve()
    answers = []
    for number in range(int(rounds) + 1):
        moves = env["account.move"].create([{
            "move_type": "out_invoice", "partner_id": customers[index % len(customers)].id, "invoice_date": LAST,
            "invoice_user_id": users[0].id,
            "invoice_line_ids": [
                Command.create({"product_id": products[(index + line) % len(products)].id, "quantity": 1, "price_unit": 100})
                for line in range(3)],
        } for index in range(int(invoices) if number else 20)])
        env.flush_all()

        def one_by_one(moves=moves):
            for move in moves:
                move.action_post()
                env.flush_all()
            return {}
        answer = measured(env, one_by_one)
        if number:  # the first few only warm up
            answers.append(answer)
    return quickest(answers)


STEPS = {"make": make, "settle": settle, "sql": sql, "oca_make": oca_make, "oca": oca, "earn": earn, "ledger": ledger, "post": post}

if __name__ == "__main__":
    main(STEPS)

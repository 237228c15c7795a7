"""Confirmed orders, each with its posted invoice, credit and, one in ten, its opportunity: copies by SQL of records that the ORM made."""

from datetime import date

from odoo.fields import Command

REPS, DAYS = 20, 1095
COPY = """
    INSERT INTO {table} SELECT copied.*
      FROM {table} template, (SELECT n, {values} AS values FROM generate_series(1, %(count)s) n WHERE {among}) made,
   LATERAL jsonb_populate_record(NULL::{table}, to_jsonb(template) || made.values) copied
     WHERE template.id = %(template)s
"""


def make_orders(env, count):
    """``count`` orders over the last three years of twenty representatives."""
    users = env["res.users"].with_context(no_reset_password=True).create([
        {"name": f"Seller {number}", "login": f"bench_seller_{number}",
         "group_ids": [Command.set(env.ref("sales_os.group_rep").ids)]} for number in range(REPS)])
    reps = env["sales_os.rep"].create([{"user_id": user.id} for user in users])
    customers = env["res.partner"].create([
        {"name": f"Customer {number}", "is_company": True} for number in range(max(10, min(5000, count // 20)))])
    product = env["product.product"].create(
        {"name": "Machine", "list_price": 100, "standard_price": 60, "type": "consu", "invoice_policy": "order",
         "taxes_id": [Command.clear()]})
    lead = env["crm.lead"].create({"name": "Bench", "type": "opportunity", "user_id": users[0].id, "expected_revenue": 1000})
    order = env["sale.order"].create({
        "partner_id": customers[0].id, "user_id": users[0].id, "order_line": [Command.create({"product_id": product.id})]})
    order.action_confirm()
    invoice = order._create_invoices()
    invoice.invoice_date = date.today()
    invoice.action_post()
    line, billed = order.order_line, invoice.invoice_line_ids
    credit = order.sales_os_credit_ids
    env.flush_all()
    first = {table: _reserve(env, table, count) for table in (
        "sale_order", "sale_order_line", "account_move", "account_move_line", "sales_os_credit", "crm_lead")}
    facts = {
        "count": count, "users": users.ids, "reps": reps.ids, "customers": customers.ids, "days": DAYS, "customer_count": len(customers),
        "rep_count": REPS, **first}
    # the oldest first, as they come in life
    day = "(CURRENT_DATE - ((%(count)s - n) * %(days)s / %(count)s)::int)"
    who = "(%(users)s)[1 + n %% %(rep_count)s]"
    customer = "(%(customers)s)[1 + n * 7 %% %(customer_count)s]"
    worth = "(50 + n * 37 %% 10000 / 100.0)"
    for table, template, among, values in (
        ("sale_order", order, "TRUE", f"""'id', %(sale_order)s + n, 'name', 'BENCH' || n, 'date_order', {day} + interval '10 hours',
            'partner_id', {customer}, 'partner_invoice_id', {customer}, 'partner_shipping_id', {customer}, 'user_id', {who},
            'amount_untaxed', {worth}, 'amount_total', {worth}, 'access_token', NULL, 'sales_os_lineage_id', NULL"""),
        ("sale_order_line", line, "TRUE", f"""'id', %(sale_order_line)s + n, 'order_id', %(sale_order)s + n, 'price_unit', {worth},
            'price_subtotal', {worth}, 'price_total', {worth}, 'sales_os_list_amount', {worth}, 'order_partner_id', {customer}"""),
        ("account_move", invoice, "TRUE", f"""'id', %(account_move)s + n, 'name', 'BENCH/' || n, 'sequence_prefix', 'BENCH/',
            'sequence_number', n, 'invoice_date', {day}, 'date', {day}, 'partner_id', {customer}, 'commercial_partner_id', {customer},
            'partner_shipping_id', {customer}, 'invoice_user_id', {who}, 'amount_untaxed', {worth}, 'amount_total', {worth},
            'amount_untaxed_signed', {worth}, 'access_token', NULL, 'payment_reference', 'BENCH/' || n"""),
        ("account_move_line", billed, "TRUE", f"""'id', %(account_move_line)s + n, 'move_id', %(account_move)s + n, 'date', {day},
            'invoice_date', {day}, 'partner_id', {customer}, 'price_unit', {worth}, 'price_subtotal', {worth}, 'price_total', {worth},
            'balance', -{worth}, 'credit', {worth}, 'amount_currency', -{worth}, 'move_name', 'BENCH/' || n"""),
        ("sales_os_credit", credit, "TRUE", """'id', %(sales_os_credit)s + n, 'order_id', %(sale_order)s + n,
            'rep_id', (%(reps)s)[1 + n %% %(rep_count)s]"""),
        ("crm_lead", lead, "n %% 10 = 0", f"""'id', %(crm_lead)s + n, 'user_id', {who}, 'partner_id', {customer},
            'create_date', {day} - interval '30 days', 'date_closed', CASE WHEN n %% 30 > 0 THEN {day} END,
            'won_status', CASE WHEN n %% 30 = 0 THEN 'pending' WHEN n %% 20 = 0 THEN 'lost' ELSE 'won' END,
            'active', n %% 30 = 0 OR n %% 20 > 0"""),
    ):
        # the statement is made of the constants above
        env.cr.execute(COPY.format(table=table, values=f"jsonb_build_object({values})", among=among), {**facts, "template": template.id})
    env.cr.execute(
        "INSERT INTO sale_order_line_invoice_rel (order_line_id, invoice_line_id)"
        " SELECT %(sale_order_line)s + n, %(account_move_line)s + n FROM generate_series(1, %(count)s) n", facts)
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _reserve(env, table, count):
    """Numbers for ``count`` new rows; the one before the first."""
    env.cr.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), nextval(pg_get_serial_sequence(%s, 'id')) + %s)", [table, table, count + 1])
    return env.cr.fetchone()[0] - count - 1

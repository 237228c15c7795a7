"""Posted invoices, made by SQL: the same for every contestant, and quick enough to make fifty thousand lines each time."""

from odoo.fields import Command

REPS, CUSTOMERS, PRODUCTS, LINES_PER_INVOICE = 10, 200, 50, 5
YEAR = 2025


def make_sellers(env):
    """Users, customers and products."""
    users = env["res.users"].with_context(no_reset_password=True).create([
        {"name": f"Seller {number}", "login": f"bench_seller_{number}",
         "group_ids": [Command.set(env.ref("sales_team.group_sale_salesman").ids)]} for number in range(REPS)])
    customers = env["res.partner"].create([{"name": f"Customer {number}", "is_company": True} for number in range(CUSTOMERS)])
    products = env["product.product"].create([
        {"name": f"Product {number}", "list_price": 100, "standard_price": 60, "type": "consu"} for number in range(PRODUCTS)])
    return users, customers, products


def make_invoices(env, *, lines, users, customers, products):
    """``lines`` posted invoice lines over twelve months; return the ids of their invoices."""
    journal = env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", env.company.id)], limit=1)
    account = env["account.account"].search([("account_type", "=", "income"), ("company_ids", "=", env.company.id)], limit=1)
    env.flush_all()
    env.cr.execute(
        """INSERT INTO account_move (name, state, move_type, journal_id, company_id, currency_id, date, invoice_date, partner_id,
                  commercial_partner_id, partner_shipping_id, invoice_user_id, auto_post, invoice_currency_rate, payment_state,
                  amount_untaxed, amount_total, amount_residual, sequence_prefix, sequence_number,
                  create_date, write_date, create_uid, write_uid)
           SELECT 'BENCH/' || n, 'posted', 'out_invoice', %(journal)s, %(company)s, %(currency)s, day, day, customer, customer, customer,
                  (%(users)s)[1 + n %% %(user_count)s], 'no', 1, 'not_paid', 500, 500, 500, 'BENCH/', n, now(), now(), 1, 1
             FROM (SELECT n, (%(customers)s)[1 + n * 7 %% %(customer_count)s] AS customer,
                          make_date(%(year)s, 1 + n %% 12, 1 + n * 11 %% 28) AS day FROM generate_series(1, %(count)s) n) invoice
        RETURNING id""",
        {"journal": journal.id, "company": env.company.id, "currency": env.company.currency_id.id, "users": users.ids,
         "user_count": len(users), "customers": customers.ids, "customer_count": len(customers), "year": YEAR,
         "count": lines // LINES_PER_INVOICE})
    move_ids = [row[0] for row in env.cr.fetchall()]
    env.cr.execute(
        """INSERT INTO account_move_line (move_id, move_name, parent_state, journal_id, company_id, company_currency_id, currency_id,
                  account_id, date, invoice_date, partner_id, display_type, product_id, product_uom_id, name, quantity, price_unit,
                  discount, price_subtotal, price_total, debit, credit, balance, amount_currency, sequence, create_date, write_date,
                  create_uid, write_uid)
           SELECT move.id, move.name, 'posted', move.journal_id, move.company_id, move.currency_id, move.currency_id, %(account)s,
                  move.date, move.invoice_date, move.partner_id, 'product', product.id, template.uom_id, template.name->>'en_US', 1, price,
                  0, price, price, 0, price, -price, -price, position, now(), now(), 1, 1
             FROM account_move move
             CROSS JOIN generate_series(1, %(per_invoice)s) position
             CROSS JOIN LATERAL (SELECT (%(products)s)[1 + (move.id * 3 + position) %% %(product_count)s] AS product_id,
                                        50 + (move.id * 37 + position * 13) %% 10000 / 100.0 AS price) made
             JOIN product_product product ON product.id = made.product_id
             JOIN product_template template ON template.id = product.product_tmpl_id
            WHERE move.id = ANY(%(moves)s)""",
        {"account": account.id, "per_invoice": LINES_PER_INVOICE, "products": products.ids, "product_count": len(products),
         "moves": move_ids})
    env.cr.execute("ANALYZE account_move")
    env.cr.execute("ANALYZE account_move_line")
    env.invalidate_all()
    return move_ids

import json
from collections import Counter, namedtuple
from random import Random

from odoo import api, models
from odoo.tools import SQL

Earlier = namedtuple("Earlier", "number source days share partner")

SEED = 12
# people drink less coffee in summer
SEASON = (1.05, 1.02, 0.98, 0.94, 0.9, 0.86, 0.82, 0.84, 0.94, 1.02, 1.08, 1.14)
# some customers are new; the others began one, two or three quarters before the visits of the story
BEGAN = (0, 91, 91, 182, 273, 273, 273, 273)
QUARTER_DAYS, LONGEST_DAYS = 91, 273
# of what a customer orders now, so much of it was ordered a quarter earlier, and by so much less
SHARE_KEPT, GROWTH = 0.6, 0.08
# who ordered regularly and then no more: the last time half a year ago
LAPSED, LAPSED_DAYS = 20, (175, 266)
ORDER = (
    "company_id", "fiscal_position_id", "payment_term_id", "pricelist_id",
    "currency_id", "user_id", "team_id", "create_uid", "write_uid", "state", "currency_rate", "locked", "require_signature",
    "require_payment", "prepayment_percent", "margin_percent", "sales_os_territory_id", "sales_os_channel_id", "sales_os_revision",
    "sales_os_signature_state", "sales_os_approval_state", "sales_os_effective_discount_percent", "sales_os_margin_percent")
LINE = (
    "sequence", "company_id", "currency_id", "salesman_id", "product_id", "product_uom_id", "create_uid", "write_uid",
    "state", "qty_delivered_method", "name", "price_unit", "discount", "price_reduce_taxexcl", "price_reduce_taxinc", "is_downpayment",
    "technical_price_unit", "customer_lead", "purchase_price", "margin_percent", "sales_os_recurring_months", "sales_os_list_price_unit",
    "sales_os_cost_unit", "sales_os_effective_discount_percent", "sales_os_frozen_cost")
# grow with the quantity
BY_QUANTITY = ("price_subtotal", "price_total", "price_tax", "margin", "sales_os_list_amount")


def earlier(orders, lapsed):
    """Return which orders had one like them in earlier quarters; the same facts give the same.

    Days are moved by whole weeks, so that nobody ordered on a Sunday.

    :param orders: list of (id, customer, day)
    :param lapsed: customer who orders no more → neighbour whose orders he had
    """
    random, began, found = Random(SEED), {}, []
    for partner, neighbour in lapsed.items():
        for source, customer, _day in orders:
            for days in LAPSED_DAYS if customer == neighbour else ():
                found.append(Earlier(len(found) + 1, source, days, round(random.uniform(0.7, 1.1), 3), partner))
    for source, customer, day in orders:
        since = began.setdefault(customer, random.choice(BEGAN))
        for days in range(QUARTER_DAYS, LONGEST_DAYS + 1, QUARTER_DAYS):
            moved, chance, size = days + random.choice((-7, 0, 7)), random.random(), random.uniform(0.75, 1.05)
            if days <= since and chance < SHARE_KEPT:
                month = (day.month - 1 - round(moved / 30.4)) % 12
                share = size * SEASON[month] / SEASON[day.month - 1] * (1 - GROWTH * days / QUARTER_DAYS)
                found.append(Earlier(len(found) + 1, source, moved, round(share, 3), None))
    return found


class SalesOsDemo(models.AbstractModel):
    """Nine months of orders before the story begins, as they are taken over from an older system: with their lines, invoiced there."""

    _inherit = "sales_os.demo"

    @api.model
    def _load_earlier(self):
        """Called once by earlier_demo.xml. Three statements, because a thousand lines by the ORM would take longer than all the rest."""
        customers = self._customers()
        orders = self.env["sale.order"].search([("partner_id", "in", customers.ids), ("state", "=", "sale")], order="date_order, id")
        self.env.flush_all()
        rows = json.dumps([row._asdict() for row in earlier(
            [(order.id, order.partner_id.id, order.date_order.date()) for order in orders], self._lapsed(customers, orders))])
        told = SQL("jsonb_to_recordset(%s::jsonb) AS told(number int, source int, days int, share numeric, partner int)", rows)
        made = [order for order, in self.env.execute_query(SQL(
            """INSERT INTO sale_order (partner_id, partner_invoice_id, partner_shipping_id, name, origin, date_order, create_date,
                                       write_date, invoice_status, %(columns)s)
               SELECT COALESCE(told.partner, sale.partner_id), COALESCE(told.partner, sale.partner_invoice_id),
                      COALESCE(told.partner, sale.partner_shipping_id), 'OLD-' || LPAD(told.number::text, 4, '0'),
                      'Taken over from the older system',
                      sale.date_order - told.days * interval '1 day', sale.date_order - told.days * interval '1 day',
                      sale.date_order - told.days * interval '1 day', 'invoiced', %(values)s
                 FROM %(told)s JOIN sale_order sale ON sale.id = told.source
             ORDER BY told.number RETURNING id""", columns=self._columns(ORDER), values=self._columns(ORDER, "sale"), told=told))]
        numbered = SQL("sale_order made ON made.id IN %s AND made.name = 'OLD-' || LPAD(told.number::text, 4, '0')", tuple(made))
        self.env.cr.execute(SQL(
            """INSERT INTO sale_order_line (order_id, order_partner_id, create_date, write_date, invoice_status, product_uom_qty,
                                            qty_invoiced, qty_to_invoice, qty_delivered, untaxed_amount_invoiced,
                                            untaxed_amount_to_invoice, %(columns)s, %(amounts)s)
               SELECT made.id, made.partner_id, made.date_order, made.date_order, 'invoiced', size.quantity,
                      size.quantity, 0, size.quantity, ROUND(line.price_subtotal * size.quantity / line.product_uom_qty, 2),
                      0, %(values)s, %(sized)s
                 FROM %(told)s JOIN %(numbered)s JOIN sale_order_line line ON line.order_id = told.source AND line.product_uom_qty > 0
           CROSS JOIN LATERAL (SELECT GREATEST(1, ROUND(line.product_uom_qty * told.share)) AS quantity) size
             ORDER BY told.number, line.id""",
            columns=self._columns(LINE), values=self._columns(LINE, "line"), amounts=self._columns(BY_QUANTITY), told=told,
            numbered=numbered, sized=SQL(", ").join(
                SQL("ROUND((line.%s * size.quantity / line.product_uom_qty)::numeric, 2)", SQL.identifier(name)) for name in BY_QUANTITY)))
        self.env.cr.execute(SQL(
            """UPDATE sale_order sale SET amount_untaxed = total.net, amount_tax = total.tax, amount_total = total.net + total.tax,
                      margin = total.margin, sales_os_list_amount = total.listed, sales_os_lineage_id = sale.id
                 FROM (SELECT order_id, SUM(price_subtotal) AS net, SUM(price_tax) AS tax, SUM(margin) AS margin,
                              SUM(sales_os_list_amount) AS listed FROM sale_order_line WHERE order_id IN %s GROUP BY order_id) total
                WHERE total.order_id = sale.id""", tuple(made)))
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_credit (order_id, rep_id, percent, company_id, create_uid, create_date, write_uid, write_date)
               SELECT made.id, credit.rep_id, credit.percent, credit.company_id, credit.create_uid, made.date_order, credit.write_uid,
                      made.date_order
                 FROM %s JOIN %s JOIN sales_os_credit credit ON credit.order_id = told.source""", told, numbered))
        self.env.invalidate_all()
        self.env["sales_os.segment"]._assign(customers)
        return True

    def _lapsed(self, customers, orders):
        """Who never ordered in the story gets the past of the neighbour in the same territory who orders most often."""
        often = Counter(order.partner_id for order in orders)
        best = {}
        for partner, _count in often.most_common():
            best.setdefault(partner.sales_os_territory_id, partner)
        silent = [partner for partner in customers if partner not in often and partner.sales_os_territory_id in best]
        return {partner.id: best[partner.sales_os_territory_id].id for partner in silent[:LAPSED]}

    def _columns(self, names, table=None):
        return SQL(", ").join(SQL.identifier(table, name) if table else SQL.identifier(name) for name in names)

from odoo import models
from odoo.tools import SQL


class SalesOsCommissionPlan(models.Model):
    """Which refunded line takes back which sale. Lines of a refund are matched with the invoice's by product, the first with the first;
    what has no counterpart refunds the invoice as a whole."""

    _inherit = "sales_os.commission.plan"

    def _query_refunds(self, start, stop):
        """Columns: refund line, refund, day, line that was sold, day of the sale, refunded value, value refunded before, whole value,
        customer, currency, order, invoice, its total, what was paid of it, what was refunded of it."""
        by_order, by_payment = self.trigger == "order", self.trigger == "payment"
        return SQL(
            """WITH refund AS (
                    SELECT line.id AS line_id, move.id AS move_id, move.invoice_date, invoice.id AS invoice_id,
                           line.price_subtotal AS value, line.product_id, move.commercial_partner_id AS partner_id, move.currency_id,
                           invoice.invoice_date AS sold_day, invoice.amount_total AS total, invoice.amount_untaxed AS untaxed,
                           ROW_NUMBER() OVER (PARTITION BY move.id, line.product_id ORDER BY line.id) AS rank
                      FROM account_move move
                      JOIN account_move invoice ON invoice.id = move.reversed_entry_id
                      JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
                     WHERE move.company_id = %(company)s AND move.state = 'posted' AND move.move_type = 'out_refund'
                ), sold AS (
                    SELECT line.id, line.move_id, line.product_id, line.price_subtotal AS value,
                           ROW_NUMBER() OVER (PARTITION BY line.move_id, line.product_id ORDER BY line.id) AS rank
                      FROM account_move_line line
                     WHERE line.display_type = 'product' AND line.is_downpayment IS NOT TRUE
                       AND line.move_id IN (SELECT invoice_id FROM refund)
                ), money AS (
                    SELECT move_id, SUM(amount) AS paid, MAX(day) AS last_day FROM (%(paid)s) paid
                     WHERE %(by_payment)s AND move_id IN (SELECT invoice_id FROM refund) GROUP BY move_id
                ), back AS (
                    SELECT reversed_entry_id AS invoice_id, SUM(amount_total) AS refunded FROM account_move
                     WHERE company_id = %(company)s AND state = 'posted' AND move_type = 'out_refund' AND reversed_entry_id IS NOT NULL
                  GROUP BY reversed_entry_id
                ), matched AS (
                    SELECT refund.*, CASE WHEN %(by_order)s THEN order_line.id ELSE sold.id END AS origin_id,
                           CASE WHEN %(by_order)s THEN order_line.price_subtotal ELSE sold.value END AS origin_value,
                           order_line.order_id, COALESCE(money.paid, 0) AS paid, back.refunded,
                           CASE WHEN %(by_payment)s THEN GREATEST(refund.invoice_date, money.last_day) ELSE refund.invoice_date END AS day,
                           CASE WHEN %(by_order)s AND sale.id IS NOT NULL THEN sale.date_order::date ELSE refund.sold_day END AS sale_day
                      FROM refund
                      JOIN back ON back.invoice_id = refund.invoice_id
                 LEFT JOIN sold ON sold.move_id = refund.invoice_id AND sold.product_id IS NOT DISTINCT FROM refund.product_id
                       AND sold.rank = refund.rank
                 LEFT JOIN LATERAL (SELECT MIN(rel.order_line_id) AS id FROM sale_order_line_invoice_rel rel
                                     WHERE rel.invoice_line_id = sold.id) link ON TRUE
                 LEFT JOIN sale_order_line order_line ON order_line.id = link.id
                 LEFT JOIN sale_order sale ON sale.id = order_line.order_id
                 LEFT JOIN money ON money.move_id = refund.invoice_id
                ), counted AS (
                    SELECT matched.*, SUM(value) OVER (
                           PARTITION BY invoice_id, origin_id ORDER BY invoice_date, line_id) - value AS before FROM matched
                )
               SELECT line_id, move_id, day, origin_id, sale_day, value::text, before::text, COALESCE(origin_value, untaxed)::text,
                      partner_id, currency_id, order_id, invoice_id, total::text, paid::text, refunded::text
                 FROM counted WHERE day BETWEEN %(start)s AND %(stop)s ORDER BY day, line_id""",
            company=self.company_id.id, paid=self._query_paid(), by_order=by_order, by_payment=by_payment, start=start, stop=stop)

from odoo import models
from odoo.tools import SQL


class SalesOsCommissionPlan(models.Model):
    """The statements that read orders, invoices and payments."""

    _inherit = "sales_os.commission.plan"

    def _query_sales(self, start, stop, only, waiting):
        """Columns: part, day, begin, end, line, document, revenue, quantity, cost, product, category, customer, salesperson, currency,
        order, order line, territory, segment, channel, price realised."""
        if self.trigger == "order":
            return self._query_order_lines(start, stop, only)
        if waiting and self.trigger == "invoice":
            return self._query_order_lines(None, None, only)
        parts = self._query_unpaid_parts() if waiting else (
            self._query_invoices(start, stop) if self.trigger == "invoice" else self._query_payments(start, stop))
        return SQL(
            """SELECT part.part, part.day, part.start::text, part.stop::text, line.id, move.id,
                      (CASE WHEN move.move_type = 'out_refund' THEN -line.price_subtotal ELSE line.price_subtotal END)::text,
                      (CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * line.quantity
                       * COALESCE(unit.factor / own.factor, 1))::text,
                      CASE WHEN %(by_margin)s THEN (
                      CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * line.quantity * COALESCE(
                          CASE WHEN sale.currency_id = move.currency_id
                               THEN sold.sales_os_frozen_cost * COALESCE(unit.factor / sold_unit.factor, 1) END,
                          line.sales_os_frozen_cost,
                          (product.standard_price->>move.company_id::text)::numeric * COALESCE(move.invoice_currency_rate, 1)
                              * COALESCE(unit.factor / own.factor, 1),
                          0))::text ELSE '0' END,
                      line.product_id, template.categ_id, move.commercial_partner_id, move.invoice_user_id, move.currency_id,
                      sold.order_id, sold.id,
                      COALESCE(sale.sales_os_territory_id, shipping.sales_os_territory_id, customer.sales_os_territory_id),
                      customer.sales_os_segment_id, sale.sales_os_channel_id,
                      (CASE WHEN sold.sales_os_list_amount > 0 THEN 100 * sold.price_subtotal / sold.sales_os_list_amount
                            ELSE 100 - COALESCE(line.discount, 0) END)::text
                 FROM (%(parts)s) part
                 JOIN account_move move ON move.id = part.move_id
                 JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
            LEFT JOIN product_product product ON product.id = line.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN uom_uom own ON own.id = template.uom_id
            LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
            LEFT JOIN LATERAL (SELECT MIN(rel.order_line_id) AS id FROM sale_order_line_invoice_rel rel
                                WHERE rel.invoice_line_id = line.id) link ON TRUE
            LEFT JOIN sale_order_line sold ON sold.id = link.id
            LEFT JOIN uom_uom sold_unit ON sold_unit.id = sold.product_uom_id
            LEFT JOIN sale_order sale ON sale.id = sold.order_id
            LEFT JOIN res_partner shipping ON shipping.id = move.partner_shipping_id
            LEFT JOIN res_partner customer ON customer.id = move.commercial_partner_id
                WHERE line.is_downpayment IS NOT TRUE AND %(only)s
             ORDER BY part.day, move.id, line.id, part.part""",
            parts=parts, only=self._query_only(SQL("move.invoice_user_id"), SQL("sale.id"), only),
            by_margin="margin" in self._figures_used())

    def _query_only(self, user, order, only):
        """A condition that keeps at least the sales of the representatives ``only``."""
        if only is None:
            return SQL("TRUE")
        by_user = self._reps_by_user()
        users = [user_id for user_id, rep_id in by_user.items() if rep_id in only]
        return SQL(
            """(%(user)s IS NULL OR %(user)s = ANY(%(users)s) OR %(user)s <> ALL(%(known)s)
                OR EXISTS (SELECT 1 FROM sales_os_credit credit WHERE credit.order_id = %(order)s AND credit.rep_id = ANY(%(reps)s)))""",
            user=user, order=order, users=users, known=list(by_user), reps=list(only))

    def _query_order_lines(self, start, stop, only):
        """Confirmed order lines; without days, the part of them that is not invoiced yet."""
        zone = self.company_id.partner_id.tz or "UTC"
        day = SQL("(sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", zone)
        if start:
            begin, among = SQL("0"), SQL("%s BETWEEN %s AND %s", day, start, stop)
        else:
            begin = SQL("GREATEST(0, line.qty_invoiced / line.product_uom_qty)")
            among = SQL("line.product_uom_qty > 0 AND line.qty_invoiced < line.product_uom_qty AND sale.invoice_status <> 'invoiced'")
        return SQL(
            """SELECT 0, %(day)s, (%(begin)s)::text, '1', line.id, sale.id, line.price_subtotal::text,
                      (line.product_uom_qty * COALESCE(unit.factor / own.factor, 1))::text,
                      (line.product_uom_qty * COALESCE(line.sales_os_frozen_cost, line.purchase_price, 0))::text,
                      line.product_id, template.categ_id, customer.commercial_partner_id, sale.user_id, sale.currency_id, sale.id, line.id,
                      sale.sales_os_territory_id, company.sales_os_segment_id, sale.sales_os_channel_id,
                      (CASE WHEN line.sales_os_list_amount > 0 THEN 100 * line.price_subtotal / line.sales_os_list_amount
                            ELSE 100 - COALESCE(line.discount, 0) END)::text
                 FROM sale_order sale
                 JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
            LEFT JOIN product_product product ON product.id = line.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN uom_uom own ON own.id = template.uom_id
            LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
                 JOIN res_partner customer ON customer.id = sale.partner_id
            LEFT JOIN res_partner company ON company.id = customer.commercial_partner_id
                WHERE sale.state = 'sale' AND sale.company_id = %(company)s AND line.is_downpayment IS NOT TRUE AND %(among)s AND %(only)s
             ORDER BY 2, sale.id, line.id""",
            day=day, begin=begin, among=among, company=self.company_id.id, only=self._query_only(SQL("sale.user_id"), SQL("sale.id"), only))

    def _query_invoices(self, start, stop):
        """Posted invoices; refunds of one of them are clawbacks and not sales."""
        return SQL(
            """SELECT 0 AS part, id AS move_id, invoice_date AS day, 0::numeric AS start, 1::numeric AS stop
                 FROM account_move
                WHERE company_id = %s AND state = 'posted' AND invoice_date BETWEEN %s AND %s
                  AND (move_type = 'out_invoice' OR (move_type = 'out_refund' AND reversed_entry_id IS NULL))""",
            self.company_id.id, start, stop)

    def _query_paid(self):
        """Every amount matched with an invoice, in the invoice's currency, but not by a refund of that very invoice."""
        return SQL(
            """SELECT move.id AS move_id, partial.id AS part, partial.max_date AS day,
                      partial.debit_amount_currency AS amount, move.amount_total AS total
                 FROM account_move move
                 JOIN account_move_line due ON due.move_id = move.id
                 JOIN account_partial_reconcile partial ON partial.debit_move_id = due.id
                 JOIN account_move_line other_line ON other_line.id = partial.credit_move_id
                 JOIN account_move other ON other.id = other_line.move_id
                WHERE move.company_id = %(company)s AND move.state = 'posted' AND move.move_type = 'out_invoice'
                  AND (other.move_type <> 'out_refund' OR other.reversed_entry_id IS DISTINCT FROM move.id)
            UNION ALL
               SELECT move.id, partial.id, partial.max_date, partial.credit_amount_currency, move.amount_total
                 FROM account_move move
                 JOIN account_move_line due ON due.move_id = move.id
                 JOIN account_partial_reconcile partial ON partial.credit_move_id = due.id
                WHERE move.company_id = %(company)s AND move.state = 'posted' AND move.move_type = 'out_refund'
                  AND move.reversed_entry_id IS NULL
            UNION ALL
               SELECT move.id, 0, move.invoice_date, 1, 1
                 FROM account_move move
                WHERE move.company_id = %(company)s AND move.state = 'posted' AND move.amount_total = 0
                  AND (move.move_type = 'out_invoice' OR (move.move_type = 'out_refund' AND move.reversed_entry_id IS NULL))""",
            company=self.company_id.id)

    def _query_payments(self, start, stop):
        """The parts of invoices that were paid between two days, each with the fraction paid before and after it."""
        return SQL(
            """SELECT part, move_id, day, LEAST(1, (reached - amount) / total) AS start, LEAST(1, reached / total) AS stop
                 FROM (SELECT paid.*, SUM(amount) OVER (PARTITION BY move_id ORDER BY day, part) AS reached FROM (%(paid)s) paid
                        WHERE move_id IN (SELECT move_id FROM (%(paid)s) touched WHERE day BETWEEN %(start)s AND %(stop)s)) running
                WHERE day BETWEEN %(start)s AND %(stop)s AND amount <> 0""",
            paid=self._query_paid(), start=start, stop=stop)

    def _query_unpaid_parts(self):
        return SQL(
            """SELECT 0 AS part, move.id AS move_id, move.invoice_date AS day,
                      GREATEST(0, 1 - move.amount_residual / move.amount_total) AS start, 1::numeric AS stop
                 FROM account_move move
                WHERE move.company_id = %s AND move.state = 'posted' AND move.move_type = 'out_invoice'
                  AND move.amount_residual > 0 AND move.amount_total > 0""", self.company_id.id)

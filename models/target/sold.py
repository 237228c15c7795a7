from odoo import api, models
from odoo.tools import SQL

# what the statements read: written a moment ago counts
READ = (
    "account.move", "account.move.line", "product.product", "product.template", "product.category", "res.partner", "sale.order",
    "sale.order.line", "sales_os.credit", "sales_os.rep", "sales_os.territory", "sales_os.territory.assignment", "sales_os.visit",
)


class SalesOsSold(models.AbstractModel):
    """What was sold and whose sale it was: one definition for targets, figures and reports, the same that pays commission."""

    _name = "sales_os.sold"
    _description = "Sold Lines"

    @api.model
    def _flush_sold(self):
        for model in READ:
            self.env[model].flush_model()

    @api.model
    def _lines_sql(self, among, credits="none", reps=(), wide=False, linked=True):
        """A statement of the lines of posted customer invoices and credit notes, money in the company's currency.

        Columns: line_id, move_id, day, company_id, partner_id, user_id, team_id, territory_id, channel_id, segment_id, category_id,
        product_id, is_downpayment, revenue, margin, units, what `sales_os.sold.kept` keeps besides; and of the credits rep_id, share, part.

        :param among: condition on ``move``, for instance its days
        :param credits: ``none``: a row a line; ``rows``: a row for each who is credited, with the credited ``share`` and the ``part``
            of the whole (the parts of a line sum to 1, its shares may exceed it where a plan allows shadow credits);
            ``of``: a row a line, with the share of all of ``reps`` together
        :param wide: for a year or all of it: read credits and links as wholes; otherwise each line looks up its own
        :param linked: without, the order behind a line is not looked up, and channel and territory are not those of the order
        """
        sign = SQL("CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END")
        credit_joins, credit_columns = self._credit_parts(credits, reps, wide)
        link = SQL("(SELECT NULL::int AS id) link ON TRUE") if not linked else SQL(
            """(SELECT invoice_line_id, MIN(order_line_id) AS id FROM sale_order_line_invoice_rel GROUP BY invoice_line_id) link
                ON link.invoice_line_id = line.id""") if wide else SQL(
            "LATERAL (SELECT MIN(rel.order_line_id) AS id FROM sale_order_line_invoice_rel rel WHERE rel.invoice_line_id = line.id) link"
            " ON TRUE")
        return SQL(
            """SELECT line.id AS line_id, move.id AS move_id, move.invoice_date AS day, move.company_id,
                      move.commercial_partner_id AS partner_id, move.invoice_user_id AS user_id, move.team_id, place.id AS territory_id,
                      move.move_type = 'out_refund' AS is_refund,
                      sale.sales_os_channel_id AS channel_id, customer.sales_os_segment_id AS segment_id,
                      template.categ_id AS category_id, line.product_id, COALESCE(line.is_downpayment, FALSE) AS is_downpayment,
                      move.partner_shipping_id AS shipping_id, sale.sales_os_territory_id AS order_territory_id,
                      line.product_uom_id AS uom_id, %(sign)s * line.quantity AS quantity, -line.balance AS revenue,
                      -line.balance - CASE WHEN line.product_id IS NULL OR line.is_downpayment THEN 0 ELSE
                          %(sign)s * line.quantity * COALESCE(
                              CASE WHEN sale.currency_id = move.currency_id
                                   THEN sold.sales_os_frozen_cost * COALESCE(unit.factor / sold_unit.factor, 1) END,
                              line.sales_os_frozen_cost,
                              (product.standard_price->>move.company_id::text)::numeric * COALESCE(move.invoice_currency_rate, 1)
                                  * COALESCE(unit.factor / own.factor, 1),
                              0) / COALESCE(NULLIF(move.invoice_currency_rate, 0), 1) END AS margin,
                      CASE WHEN line.product_id IS NULL OR line.is_downpayment THEN 0
                           ELSE %(sign)s * line.quantity * COALESCE(unit.factor / own.factor, 1) END AS units,
                      %(credit_columns)s
                 FROM account_move move
                 JOIN account_move_line line ON line.move_id = move.id
                      AND (line.display_type = 'product' OR (line.display_type = 'rounding' AND line.tax_repartition_line_id IS NULL))
            LEFT JOIN product_product product ON product.id = line.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN uom_uom own ON own.id = template.uom_id
            LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
            LEFT JOIN %(link)s
            LEFT JOIN sale_order_line sold ON sold.id = link.id
            LEFT JOIN uom_uom sold_unit ON sold_unit.id = sold.product_uom_id
            LEFT JOIN sale_order sale ON sale.id = sold.order_id
            LEFT JOIN res_partner shipping ON shipping.id = move.partner_shipping_id
            LEFT JOIN res_partner customer ON customer.id = move.commercial_partner_id
           CROSS JOIN LATERAL (SELECT COALESCE(
                      sale.sales_os_territory_id, shipping.sales_os_territory_id, customer.sales_os_territory_id) AS id) place
                      %(credit_joins)s
                WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund') AND %(among)s""",
            sign=sign, link=link, credit_joins=credit_joins, credit_columns=credit_columns, among=among)

    @api.model
    def _credit_parts(self, credits, reps, wide):
        """``(joins, columns)``: the line's credits, else the order's, else the salesperson's, else the owner of the territory."""
        if credits == "none":
            return SQL(""), SQL("NULL::int AS rep_id, 1::numeric AS share, 1::numeric AS part")
        # sums of a line's own credits and of its order's: what names nobody falls to the seller
        total = SQL("SUM(percent)") if credits == "rows" else SQL(
            "LEAST(100, COALESCE(SUM(percent) FILTER (WHERE rep_id = ANY(%s)), 0))", list(reps))
        own, common = (
            SQL("(SELECT line_id, %s AS whole FROM sales_os_credit WHERE line_id IS NOT NULL GROUP BY line_id)", total),
            SQL("(SELECT order_id, %s AS whole FROM sales_os_credit WHERE line_id IS NULL GROUP BY order_id)", total),
        ) if wide else (
            SQL("LATERAL (SELECT line_id, %s AS whole FROM sales_os_credit WHERE line_id = sold.id GROUP BY line_id)", total),
            SQL("LATERAL (SELECT order_id, %s AS whole FROM sales_os_credit WHERE order_id = sold.order_id AND line_id IS NULL"
                " GROUP BY order_id)", total))
        joins = SQL(
            """LEFT JOIN %(own)s own_credit ON own_credit.line_id = sold.id
               LEFT JOIN %(common)s credit ON credit.order_id = sold.order_id AND own_credit.whole IS NULL
               LEFT JOIN (SELECT DISTINCT ON (company_id, user_id) company_id, user_id, id FROM sales_os_rep WHERE user_id IS NOT NULL
                           ORDER BY company_id, user_id, active DESC, id DESC) seller
                      ON seller.user_id = move.invoice_user_id AND seller.company_id = move.company_id
                     AND own_credit.whole IS NULL AND credit.whole IS NULL
               LEFT JOIN sales_os_territory_assignment owner
                      ON owner.territory_id = place.id AND owner.role = 'owner' AND owner.date_start <= move.invoice_date
                     AND (owner.date_end IS NULL OR owner.date_end >= move.invoice_date)
                     AND own_credit.whole IS NULL AND credit.whole IS NULL AND seller.id IS NULL""", own=own, common=common)
        if credits == "rows":
            each = SQL(
                """LEFT JOIN sales_os_credit each ON each.order_id = sold.order_id
                          AND (each.line_id = own_credit.line_id OR (each.line_id IS NULL AND own_credit.line_id IS NULL))""")
            return SQL("%s %s", joins, each), SQL(
                """COALESCE(each.rep_id, seller.id, owner.rep_id) AS rep_id, COALESCE(each.percent, 100) / 100 AS share,
                   COALESCE(each.percent / COALESCE(own_credit.whole, credit.whole), 1) AS part, each.rep_id AS credited_id""")
        share = SQL(
            """COALESCE(own_credit.whole, credit.whole,
                        CASE WHEN COALESCE(seller.id, owner.rep_id) = ANY(%s) THEN 100 ELSE 0 END) / 100.0""", list(reps))
        return joins, SQL("NULL::int AS rep_id, %s AS share, %s AS part", share, share)

    @api.model
    def _day_of_order(self, company):
        """The day of an order where the company is."""
        return SQL("(sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", self._zone(company))

    @api.model
    def _zone(self, company):
        return company.partner_id.tz or "UTC"

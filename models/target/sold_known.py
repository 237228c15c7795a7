from odoo import api, models
from odoo.tools import SQL

COLUMNS = (
    "line_id", "move_id", "day", "company_id", "partner_id", "user_id", "team_id", "territory_id", "is_refund", "channel_id", "segment_id",
    "category_id", "product_id", "is_downpayment", "revenue", "units", "rep_id", "share", "part")


class SalesOsSold(models.AbstractModel):
    """The quick way to the lines sold: those kept, and those of invoices that changed since as they stand now."""

    _inherit = "sales_os.sold"

    @api.model
    def _known_lines_sql(self, companies, first, last, credits="none", reps=()):
        """The rows of `_lines_sql` from one day to another, without their margins; the same whatever is kept.

        Joins that nobody asks for cost nothing: the database leaves them out.
        """
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        among = SQL("move.company_id = ANY(%s) AND move.invoice_date BETWEEN %s AND %s", list(companies), first, last)
        stale = self.env["sales_os.sold.stale"]._moves()
        if stale is None:
            return SQL("SELECT %s FROM (%s) live", columns, self._lines_sql(among, credits=credits, reps=reps))
        kept = SQL(
            "kept.company_id = ANY(%s) AND kept.day BETWEEN %s AND %s AND %s", list(companies), first, last,
            SQL("kept.move_id <> ALL(%s)", stale) if stale else SQL("TRUE"))
        found = SQL("SELECT %s FROM (%s) kept", columns, getattr(self, f"_kept_{credits}_sql")(kept, reps))
        if not stale:
            return found
        return SQL("%s UNION ALL SELECT %s FROM (%s) live", found, columns, self._lines_sql(
            SQL("%s AND move.id = ANY(%s)", among, stale), credits=credits, reps=reps))

    @api.model
    def _kept_none_sql(self, among, reps):
        return self._kept_sql(
            SQL("kept.is_first AND %s", among), SQL(""), SQL("NULL::int AS rep_id, 1::numeric AS share, 1::numeric AS part"))

    @api.model
    def _kept_rows_sql(self, among, reps):
        """A row for each who is credited: by the order, else the salesperson, else the owner of the territory."""
        return self._kept_sql(among, SQL(
            """LEFT JOIN (SELECT DISTINCT ON (company_id, user_id) company_id, user_id, id FROM sales_os_rep WHERE user_id IS NOT NULL
                           ORDER BY company_id, user_id, active DESC, id DESC) seller
                      ON seller.user_id = kept.user_id AND seller.company_id = kept.company_id AND kept.rep_id IS NULL
               LEFT JOIN sales_os_territory_assignment owner
                      ON owner.territory_id = place.id AND owner.role = 'owner' AND owner.date_start <= kept.day
                     AND (owner.date_end IS NULL OR owner.date_end >= kept.day) AND kept.rep_id IS NULL AND seller.id IS NULL"""),
            SQL("COALESCE(kept.rep_id, seller.id, owner.rep_id) AS rep_id, kept.share, kept.part"))

    @api.model
    def _kept_of_sql(self, among, reps):
        """A row a line of which ``reps`` have a share, at most all of it."""
        columns = SQL(", ").join(SQL.identifier(name) for name in COLUMNS if name not in ("rep_id", "share", "part"))
        return SQL(
            """SELECT %(columns)s, NULL::int AS rep_id, LEAST(1, SUM(share)) AS share, LEAST(1, SUM(share)) AS part
                 FROM (%(rows)s) credited WHERE rep_id = ANY(%(reps)s) GROUP BY %(columns)s""",
            columns=columns, rows=self._kept_rows_sql(among, reps), reps=list(reps))

    @api.model
    def _kept_sql(self, among, joins, credit_columns):
        return SQL(
            """SELECT kept.line_id, kept.move_id, kept.day, kept.company_id, kept.partner_id, kept.user_id, kept.team_id,
                      place.id AS territory_id, kept.is_refund, kept.channel_id, customer.sales_os_segment_id AS segment_id,
                      template.categ_id AS category_id, kept.product_id, kept.is_downpayment, kept.revenue,
                      CASE WHEN kept.product_id IS NULL OR kept.is_downpayment THEN 0
                           ELSE kept.quantity * COALESCE(unit.factor / own.factor, 1) END AS units,
                      %(credit_columns)s
                 FROM sales_os_sold_kept kept
            LEFT JOIN product_product product ON product.id = kept.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN uom_uom own ON own.id = template.uom_id
            LEFT JOIN uom_uom unit ON unit.id = kept.uom_id
            LEFT JOIN res_partner shipping ON shipping.id = kept.shipping_id
            LEFT JOIN res_partner customer ON customer.id = kept.partner_id
           CROSS JOIN LATERAL (SELECT COALESCE(
                      kept.order_territory_id, shipping.sales_os_territory_id, customer.sales_os_territory_id) AS id) place
                      %(joins)s
                WHERE %(among)s""",
            credit_columns=credit_columns, joins=joins, among=among)

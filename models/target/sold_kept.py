from odoo import api, fields, models
from odoo.tools import SQL

# so many invoices are kept at once
PORTION = 10_000


class SalesOsSoldKept(models.Model):
    """What is known of a sold line without looking it up: a row for each line and each who is credited with it.

    Kept is only what the invoice, its order and its credits say. What follows from the customer, the product or who owns a territory is
    joined when it is read, so that a change there costs nothing here.
    """

    _name = "sales_os.sold.kept"
    _description = "Kept Sold Line"
    _order = "day desc, id desc"
    _log_access = False
    _rec_name = "move_id"

    move_id = fields.Many2one("account.move", string="Invoice", required=True, readonly=True, ondelete="cascade", index=True)
    # plain numbers: foreign keys would cost more than they tell, for whoever goes takes the invoice line along or changes it
    line_id = fields.Integer(string="Line Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    day = fields.Date(required=True, readonly=True)
    is_refund = fields.Boolean(string="Credit Note", readonly=True)
    is_downpayment = fields.Boolean(string="Down Payment", readonly=True)
    is_first = fields.Boolean(
        string="Counts Once", readonly=True, help="One row of each line; the rows of others who are credited are not.")
    partner_id = fields.Integer(string="Customer Number", readonly=True)
    shipping_id = fields.Integer(string="Delivery Address Number", readonly=True)
    user_id = fields.Integer(string="Salesperson Number", readonly=True)
    team_id = fields.Integer(string="Team Number", readonly=True)
    order_territory_id = fields.Integer(string="Territory Number", readonly=True)
    channel_id = fields.Integer(string="Channel Number", readonly=True)
    product_id = fields.Integer(string="Product Number", readonly=True)
    uom_id = fields.Integer(string="Unit Number", readonly=True)
    rep_id = fields.Integer(string="Representative Number", readonly=True, help="Who is credited by the order; empty without an order.")
    quantity = fields.Float(readonly=True, digits=(16, 4))
    revenue = fields.Float(readonly=True, digits=(16, 2))
    share = fields.Float(readonly=True, digits=(16, 6))
    part = fields.Float(readonly=True, digits=(16, 6))

    _day_idx = models.Index("(company_id, day)")

    @api.model
    def _cron_keep(self):
        """Keep what changed, a portion at a time; stopped half-way, the rest waits and is looked up meanwhile."""
        cron = self.env["ir.cron"]
        while count := self._keep(PORTION):
            if not cron._commit_progress(count):
                return

    @api.model
    def _keep(self, limit):
        """Keep the lines of at most ``limit`` changed invoices; return how many there were.

        A change that another transaction commits meanwhile is not seen here: neither its lines nor its mark, which therefore stays.
        """
        self.env["sales_os.sold"]._flush_sold()
        moves = [move_id for (move_id,) in self.env.execute_query(SQL(
            "SELECT DISTINCT move_id FROM sales_os_sold_stale ORDER BY move_id LIMIT %s", limit))]
        if not moves:
            return 0
        self.env.cr.execute(SQL("DELETE FROM sales_os_sold_kept WHERE move_id = ANY(%s)", moves))
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_sold_kept (
                      line_id, move_id, company_id, day, is_refund, is_downpayment, is_first, partner_id, shipping_id, user_id, team_id,
                      order_territory_id, channel_id, product_id, uom_id, rep_id, quantity, revenue, share, part)
               SELECT line_id, move_id, company_id, day, is_refund, is_downpayment,
                      ROW_NUMBER() OVER (PARTITION BY line_id ORDER BY credited_id) = 1, partner_id, shipping_id, user_id, team_id,
                      order_territory_id, channel_id, product_id, uom_id, credited_id, quantity, revenue, share, part
                 FROM (%s) sold ORDER BY day, move_id, line_id""",
            self.env["sales_os.sold"]._lines_sql(SQL("move.id = ANY(%s)", moves), credits="rows", wide=len(moves) > 1000)))
        self.env.cr.execute(SQL("DELETE FROM sales_os_sold_stale WHERE move_id = ANY(%s)", moves))
        self.invalidate_model(flush=False)
        return len(moves)

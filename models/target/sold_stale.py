from odoo import api, fields, models
from odoo.tools import SQL

# with more invoices waiting, looking up all of them is as quick as telling which
MOST_STALE = 5000
_SEEN = "('out_invoice', 'out_refund')"
# columns that decide what is kept of an invoice, its lines and its order; whatever else changes is read when it is asked for
_MOVE = ("state", "invoice_date", "move_type", "company_id", "commercial_partner_id", "invoice_user_id", "team_id", "partner_shipping_id")
_LINE = ("move_id", "product_id", "product_uom_id", "quantity", "balance", "display_type", "is_downpayment", "tax_repartition_line_id")
_ORDER = ("sales_os_territory_id", "sales_os_channel_id")


def _differs(columns):
    return f"({', '.join(f'OLD.{name}' for name in columns)}) IS DISTINCT FROM ({', '.join(f'NEW.{name}' for name in columns)})"


FUNCTIONS = """
    CREATE OR REPLACE FUNCTION sales_os_sold_move_changed() RETURNS trigger AS $$
    BEGIN
        INSERT INTO sales_os_sold_stale (move_id) VALUES (COALESCE(NEW.id, OLD.id));
        RETURN NULL;
    END $$ LANGUAGE plpgsql;

    CREATE OR REPLACE FUNCTION sales_os_sold_line_changed() RETURNS trigger AS $$
    BEGIN
        INSERT INTO sales_os_sold_stale (move_id)
        SELECT id FROM account_move WHERE id IN (NEW.move_id, OLD.move_id) AND state = 'posted';
        RETURN NULL;
    END $$ LANGUAGE plpgsql;

    CREATE OR REPLACE FUNCTION sales_os_sold_link_changed() RETURNS trigger AS $$
    BEGIN
        INSERT INTO sales_os_sold_stale (move_id)
        SELECT move.id FROM account_move_line line JOIN account_move move ON move.id = line.move_id AND move.state = 'posted'
         WHERE line.id IN (NEW.invoice_line_id, OLD.invoice_line_id);
        RETURN NULL;
    END $$ LANGUAGE plpgsql;

    CREATE OR REPLACE FUNCTION sales_os_sold_order_changed() RETURNS trigger AS $$
    DECLARE
        orders int[];
    BEGIN
        IF TG_TABLE_NAME = 'sale_order' THEN orders := ARRAY[NEW.id]; ELSE orders := ARRAY[NEW.order_id, OLD.order_id]; END IF;
        INSERT INTO sales_os_sold_stale (move_id)
        SELECT DISTINCT move.id FROM sale_order_line sold
          JOIN sale_order_line_invoice_rel link ON link.order_line_id = sold.id
          JOIN account_move_line line ON line.id = link.invoice_line_id
          JOIN account_move move ON move.id = line.move_id AND move.state = 'posted'
         WHERE sold.order_id = ANY(orders);
        RETURN NULL;
    END $$ LANGUAGE plpgsql;
"""
# name: (table, function, event, condition)
TRIGGERS = {
    "sales_os_sold_move_made": (
        "account_move", "move", "INSERT", f"NEW.state = 'posted' AND NEW.move_type IN {_SEEN}"),
    "sales_os_sold_move_changed": (
        "account_move", "move", f"UPDATE OF {', '.join(_MOVE)}",
        f"(OLD.state = 'posted' OR NEW.state = 'posted') AND OLD.move_type IN {_SEEN} AND {_differs(_MOVE)}"),
    "sales_os_sold_move_gone": ("account_move", "move", "DELETE", f"OLD.state = 'posted' AND OLD.move_type IN {_SEEN}"),
    "sales_os_sold_line_made": ("account_move_line", "line", "INSERT", "NEW.display_type IN ('product', 'rounding')"),
    "sales_os_sold_line_changed": ("account_move_line", "line", f"UPDATE OF {', '.join(_LINE)}", _differs(_LINE)),
    "sales_os_sold_line_gone": ("account_move_line", "line", "DELETE", "OLD.display_type IN ('product', 'rounding')"),
    "sales_os_sold_link_changed": ("sale_order_line_invoice_rel", "link", "INSERT OR UPDATE OR DELETE", "TRUE"),
    "sales_os_sold_order_changed": ("sale_order", "order", f"UPDATE OF {', '.join(_ORDER)}", _differs(_ORDER)),
    "sales_os_sold_credit_changed": ("sales_os_credit", "order", "INSERT OR UPDATE OR DELETE", "TRUE"),
}


class SalesOsSoldStale(models.Model):
    """An invoice that changed since its lines were kept: until they are kept anew, they are looked up where they stand.

    Triggers write the rows, for invoices change by many doors. Rows are only added and taken away, so nobody waits for another here.
    """

    _name = "sales_os.sold.stale"
    _description = "Changed Invoice"
    _order = "id"
    _log_access = False
    _rec_name = "move_id"

    # no foreign key: an invoice may be gone
    move_id = fields.Integer(string="Invoice Number in the Database", required=True, readonly=True, index=True)

    def init(self):
        # when all tables are there; whatever was posted before the triggers were there counts as changed
        self.pool.post_init(self._watch)

    @api.model
    def _watch(self):
        """Make the triggers, and have everything kept anew: what is kept may have been written by an older version."""
        self.env.cr.execute(FUNCTIONS)
        for name, (table, function, event, condition) in TRIGGERS.items():
            self.env.cr.execute(SQL(
                "CREATE OR REPLACE TRIGGER %s AFTER %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION %s()",
                # the statement is made of the constants above
                SQL.identifier(name), SQL(event), SQL.identifier(table), SQL(condition),
                SQL.identifier(f"sales_os_sold_{function}_changed")))
        self.env.cr.execute(SQL(
            "INSERT INTO sales_os_sold_stale (move_id) SELECT id FROM account_move WHERE state = 'posted' AND move_type = ANY(%s)",
            ["out_invoice", "out_refund"]))

    @api.model
    def _unwatch(self):
        """Take the triggers away: they hang on tables that stay when this addon goes."""
        for name, (table, *_rest) in TRIGGERS.items():
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", SQL.identifier(name), SQL.identifier(table)))
        for function in {function for _table, function, *_rest in TRIGGERS.values()}:
            self.env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s()", SQL.identifier(f"sales_os_sold_{function}_changed")))

    @api.model
    def _moves(self):
        """Numbers of the invoices that changed; None where there are too many to tell them one by one."""
        rows = self.env.execute_query(SQL("SELECT DISTINCT move_id FROM sales_os_sold_stale LIMIT %s", MOST_STALE + 1))
        return None if len(rows) > MOST_STALE else [move_id for (move_id,) in rows]

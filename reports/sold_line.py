from odoo import fields, models
from odoo.tools import SQL


class SalesOsSoldLine(models.Model):
    """What stands behind revenue: a row for each line of a posted invoice or credit note and each who is credited with it."""

    _name = "sales_os.sold.line"
    _description = "Sold Line"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "move_id"

    date = fields.Date(readonly=True, help="Day of the invoice or credit note.")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", readonly=True,
        help="Who is credited: by the order, else the salesperson, else the owner of the territory on that day.")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True, help="As it was frozen on the order.")
    channel_id = fields.Many2one("sales_os.channel", readonly=True)
    segment_id = fields.Many2one("sales_os.segment", readonly=True, help="Of the customer as it is today.")
    category_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    is_downpayment = fields.Boolean(string="Down Payment", readonly=True)
    revenue_amount = fields.Monetary(
        string="Revenue", readonly=True, help="Without taxes, in the company's currency; divided among those credited.")
    credited_amount = fields.Monetary(
        string="Credited", readonly=True, help="What counts for targets: shadow credits in full, down payments not.")
    margin_amount = fields.Monetary(string="Margin", readonly=True, groups="sales_os.group_manager,sales_os.group_executive")
    units = fields.Float(readonly=True, digits=(16, 2), help="In the products' own units.")

    _depends = {
        "account.move": [
            "commercial_partner_id", "company_id", "currency_id", "invoice_date", "invoice_user_id", "move_type",
            "partner_shipping_id", "state", "team_id"],
        "account.move.line": [
            "balance", "display_type", "is_downpayment", "move_id", "product_id", "product_uom_id", "quantity", "sales_os_frozen_cost",
            "sale_line_ids", "tax_repartition_line_id"],
        "product.template": ["categ_id", "uom_id"],
        "res.partner": ["sales_os_segment_id", "sales_os_territory_id"],
        "sale.order": ["currency_id", "sales_os_channel_id", "sales_os_territory_id"],
        "sale.order.line": ["order_id", "product_uom_id", "sales_os_frozen_cost"],
        "sales_os.credit": ["line_id", "order_id", "percent", "rep_id"],
        "sales_os.rep": ["active", "company_id", "user_id"],
        "sales_os.territory.assignment": ["date_end", "date_start", "rep_id", "role", "territory_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT sold.line_id::bigint * 1048576 + COALESCE(sold.rep_id, 0) AS id, sold.day AS date, sold.company_id,
                      company.currency_id, sold.move_id, sold.partner_id, sold.rep_id, sold.team_id, sold.territory_id, sold.channel_id,
                      sold.segment_id, sold.category_id, sold.product_id, sold.is_downpayment, sold.revenue * sold.part AS revenue_amount,
                      CASE WHEN sold.is_downpayment THEN 0 ELSE sold.revenue * sold.share END AS credited_amount,
                      sold.margin * sold.part AS margin_amount, sold.units * sold.part AS units
                 FROM (%s) sold JOIN res_company company ON company.id = sold.company_id""",
            self.env["sales_os.sold"]._lines_sql(SQL("TRUE"), credits="rows", wide=True))

    def action_open_invoice(self):
        """Open the invoice, where the caller may read it."""
        self.ensure_one()
        self.move_id.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "account.move", "res_id": self.move_id.id, "views": [[False, "form"]]}

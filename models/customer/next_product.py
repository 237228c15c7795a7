from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsNextProduct(models.Model):
    """What a customer is likely to buy next, of what it has not bought, and why; found every night."""

    _name = "sales_os.next.product"
    _description = "Next Product"
    _order = "partner_id, rank, id"
    _rec_name = "product_id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    rank = fields.Integer(required=True, readonly=True, aggregator=None)
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="cascade")
    method = fields.Selection(
        [("alike", "Bought by the same customers"), ("popular", "Popular")], required=True, readonly=True,
        help="Popular: nothing is known of the customer that tells more.")
    because_id = fields.Many2one(
        "product.product", string="Because of", readonly=True, ondelete="set null", help="What the customer has, and weighs most.")
    buyers = fields.Integer(string="Customers Who Have It", readonly=True, aggregator=None)
    both = fields.Integer(string="Have Both", readonly=True, aggregator=None,
        help="Support: customers who have this and the other product.")
    confidence_percent = fields.Float(
        string="Confidence (%)", readonly=True, digits=(16, 1), aggregator=None, help="Of those who have the other, so many have this.")
    lift = fields.Float(readonly=True, digits=(16, 2), aggregator=None,
                        help="How much more often those who have the other have this than customers in general. 1: no connection.")
    score = fields.Float(readonly=True, digits=(16, 4), aggregator=None)
    computed_on = fields.Datetime(readonly=True)
    reason = fields.Char(compute="_compute_reason")

    _customer_rank_uniq = models.UniqueIndex("(partner_id, company_id, rank)", "A customer has one product of each rank.")

    @api.depends_context("lang")
    @api.depends("method", "because_id", "both", "confidence_percent", "lift", "buyers")
    def _compute_reason(self):
        env = self.env
        for row in self:
            if row.method == "popular" or not row.because_id:
                row.reason = env._("popular: %s customers have it", row.buyers)
            else:
                row.reason = env._(
                    "%(percent)s %% of those who have %(other)s have it (%(both)s customers), %(lift)s times as many as usual",
                    percent=f"{row.confidence_percent:.0f}", other=row.because_id.display_name, both=row.both,
                    lift=f"{row.lift:.2f}" if row.lift < 1.1 else f"{row.lift:.1f}")

    def action_add(self):
        """Add the product to the quote it is shown on."""
        self.ensure_one()
        if not self.exists():
            raise UserError(self.env._("This is suggested no more, it was bought meanwhile: load the page again."))
        order = self.env["sale.order"].browse(self.env.context.get("sales_os_order_id")).exists()
        if not order:
            raise UserError(self.env._("Save the quote first, then add %s.", self.product_id.display_name))
        order.check_access("write")
        if order.state not in ("draft", "sent"):
            raise UserError(self.env._("%s is no quote any more: nothing can be added to it.", order.name))
        order.order_line = [(0, 0, {"product_id": self.product_id.id})]
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_next_product_ids = fields.One2many(
        "sales_os.next.product", "partner_id", string="Likely to Buy Next", groups="sales_os.group_rep,sales_os.group_executive")


class SaleOrder(models.Model):
    """On a quote: what its customer is likely to buy next and is not on it."""

    _inherit = "sale.order"

    sales_os_next_product_ids = fields.Many2many(
        "sales_os.next.product", string="Likely to Buy Next", compute="_compute_sales_os_next_product_ids",
        groups="sales_os.group_rep,sales_os.group_executive")

    @api.depends_context("uid")
    @api.depends("partner_id", "order_line.product_id", "company_id", "state")
    def _compute_sales_os_next_product_ids(self):
        # sudo: only which customer it is; what is offered is searched with the reader's own rights, so that of a colleague's customer
        # nothing is shown: what one may not read one cannot open a quote with
        customers = {order: order.sudo().partner_id.commercial_partner_id.id for order in self}
        rows = self.env["sales_os.next.product"].search([("partner_id", "in", list(set(customers.values())))])
        for order in self:
            quoted = order.order_line.product_id
            order.sales_os_next_product_ids = rows.filtered(
                lambda row, order=order, quoted=quoted: row.sudo().partner_id.id == customers[order]  # sudo: as above
                and row.company_id == order.company_id and row.product_id not in quoted and row.product_id.active
                and row.product_id.sale_ok) if order.state in ("draft", "sent") else False

    def _action_confirm(self):
        """What was just bought is offered no more, from now on and not from the next night."""
        result = super()._action_confirm()
        # sudo: whoever confirms has the customer's offers end, also those found for a colleague; nothing is read out
        rows = self.env["sales_os.next.product"].sudo().search([
            ("partner_id", "in", self.partner_id.commercial_partner_id.ids), ("product_id", "in", self.order_line.product_id.ids)])
        bought = {
            (order.partner_id.commercial_partner_id, order.company_id, product)
            for order in self for product in order.order_line.product_id}
        rows.filtered(lambda row: (row.partner_id, row.company_id, row.product_id) in bought).unlink()
        return result

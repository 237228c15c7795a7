from odoo import api, fields, models


class SalesOsQuoteCompare(models.TransientModel):
    """Two quotations side by side, what differs marked; and the choice between them."""

    _name = "sales_os.quote.compare"
    _description = "Compare Quotations"

    order_id = fields.Many2one("sale.order", string="Quotation", required=True, readonly=True)
    other_id = fields.Many2one("sale.order", string="Compare With", required=True, domain="[('id', 'in', candidate_ids)]")
    candidate_ids = fields.Many2many("sale.order", compute="_compute_candidate_ids")
    before_id = fields.Many2one("sale.order", compute="_compute_comparison")
    after_id = fields.Many2one("sale.order", compute="_compute_comparison")
    can_choose_before = fields.Boolean(compute="_compute_comparison")
    can_choose_after = fields.Boolean(compute="_compute_comparison")
    comparison_html = fields.Html(string="Comparison", compute="_compute_comparison", sanitize=False)

    @api.model
    def default_get(self, fields_list):
        defaults = super().default_get(fields_list)
        order = self.env["sale.order"].browse(defaults.get("order_id") or self.env.context.get("active_id"))
        if order.exists() and "other_id" in fields_list and not defaults.get("other_id"):
            defaults["order_id"] = order.id
            candidates = order._sales_os_comparable()
            earlier = candidates.filtered(lambda other: other.sales_os_lineage_id == order.sales_os_lineage_id
                                          and other.sales_os_revision < order.sales_os_revision)
            defaults["other_id"] = (earlier.sorted("sales_os_revision")[-1:] or candidates[:1]).id
        return defaults

    @api.depends("order_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.candidate_ids = wizard.order_id._sales_os_comparable()

    @api.depends("order_id", "other_id")
    def _compute_comparison(self):
        for wizard in self:
            wizard.before_id = wizard.after_id = wizard.comparison_html = False
            wizard.can_choose_before = wizard.can_choose_after = False
            if not wizard.order_id or not wizard.other_id or wizard.order_id == wizard.other_id:
                continue
            before, after = wizard.order_id._sales_os_in_order(wizard.order_id._sales_os_related_quote(wizard.other_id.id))
            wizard.before_id, wizard.after_id = before, after
            is_related = after in before._sales_os_comparable()
            wizard.can_choose_before = is_related and before.state in ("draft", "sent")
            wizard.can_choose_after = is_related and after.state in ("draft", "sent")
            wizard.comparison_html = wizard._render(before, after)

    def _render(self, before, after):
        diff = before._sales_os_diff(before, after)
        return self.env["ir.qweb"]._render("sales_os.quote_comparison", {
            "before": before,
            "after": after,
            "diff": diff,
            "rows": [self._cells(diff, row) for row in diff.rows],
            "words": before._sales_os_change_words(diff),
            "money": lambda offer, value: before._sales_os_money(offer, value),
        })

    def _cells(self, diff, row):
        """Return a row as what a person reads on both sides."""
        sides = []
        for offer, line in ((diff.before, row.before), (diff.after, row.after)):
            if line is None or line.kind != "product":
                sides.append({"title": line.title if line else "", "figures": None})
                continue
            order = self.env["sale.order"]
            sides.append({"title": line.title, "figures": {
                "quantity": order._sales_os_figure(line.quantity, line.uom_name),
                "unit_price": order._sales_os_money(offer, line.unit_price),
                "discount_percent": order._sales_os_figure(line.discount_percent, "%") if line.discount_percent else "",
                "subtotal": order._sales_os_money(offer, line.subtotal),
            }, "is_optional": line.is_optional})
        marked = {
            "title": {"product", "description", "is_optional"}, "quantity": {"quantity", "uom"},
            "price": {"unit_price", "discount_percent"}, "subtotal": {"subtotal"}, "any": set(row.changed),
        }
        marks = {cell: "table-warning" if not fields_of_cell.isdisjoint(row.changed) else "" for cell, fields_of_cell in marked.items()}
        return {"kind": row.kind, "line_kind": row.line.kind, "marks": marks, "before": sides[0], "after": sides[1]}

    def action_choose_before(self):
        return self._choose(self.before_id)

    def action_choose_after(self):
        return self._choose(self.after_id)

    def _choose(self, order):
        order.action_choose()
        return order._sales_os_open_form()

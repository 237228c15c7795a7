from odoo import api, fields, models
from odoo.tools import SQL


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        invoices = posted.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
        invoices._sales_os_freeze_cost()
        invoices._sales_os_mark_commission()
        return posted

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("draft", "cancel") or "invoice_user_id" in vals:
            self._sales_os_mark_commission()
        return result

    def _sales_os_freeze_cost(self):
        """Keep what the goods cost when the invoice was posted; once paid for, the cost stays."""
        if not self:
            return
        self.env["product.product"].flush_model(["standard_price"])
        self.env["account.move.line"].flush_model(["product_id", "product_uom_id", "display_type", "move_id"])
        self.env.cr.execute(SQL(
            """UPDATE account_move_line line SET sales_os_frozen_cost =
                      COALESCE((product.standard_price->>move.company_id::text)::numeric, 0) * COALESCE(move.invoice_currency_rate, 1)
                      * unit.factor / own.factor
                 FROM account_move move, product_product product, product_template template, uom_uom unit, uom_uom own
                WHERE line.move_id = ANY(%s) AND line.display_type = 'product' AND move.id = line.move_id
                  AND product.id = line.product_id AND template.id = product.product_tmpl_id
                  AND unit.id = COALESCE(line.product_uom_id, template.uom_id) AND own.id = template.uom_id
                  AND (line.sales_os_frozen_cost IS NULL
                       OR NOT EXISTS (SELECT 1 FROM sales_os_commission_entry entry WHERE entry.move_id = line.move_id))""",
            self.ids))
        self.env["account.move.line"].invalidate_model(["sales_os_frozen_cost"], flush=False)

    def _sales_os_mark_commission(self):
        """Let the next run look at these invoices, and at what they refund or are refunded by."""
        Mark = self.env["sales_os.commission.mark"]
        ours = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund") and Mark._is_watched(move.company_id.id))
        if ours:
            Mark._add("account_move", (ours | ours.reversed_entry_id | ours.reversal_move_ids).ids)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    sales_os_frozen_cost = fields.Float(
        string="Cost At Posting", digits=0, readonly=True, copy=False, groups="sales_os.group_manager,sales_os.group_executive",
        help="Cost a unit when the invoice was posted, in the invoice's currency and the line's unit.")


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        (partials.debit_move_id | partials.credit_move_id).move_id._sales_os_mark_commission()
        return partials

    def unlink(self):
        moves = (self.debit_move_id | self.credit_move_id).move_id
        result = super().unlink()
        moves.exists()._sales_os_mark_commission()
        return result

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.quote.commercial_content import canonical_text, text_hash
from odoo.addons.sales_os.algorithms.quote.content_diff import content_diff

CONTENT_FIELDS = {
    "partner_id", "company_id", "currency_id", "pricelist_id", "payment_term_id", "fiscal_position_id", "note", "order_line",
    "require_payment", "prepayment_percent", "sale_order_template_id",
}
LINE_CONTENT_FIELDS = {
    "product_id", "product_template_id", "name", "product_uom_qty", "product_uom_id", "price_unit", "discount", "tax_ids", "display_type",
    "is_optional", "sequence", "order_id", "is_downpayment", "is_expense", "technical_price_unit", "extra_tax_data",
}


class _SignatureWatch:
    """Orders whose content is compared when the outermost change is made. No caller from outside can put one into a context."""

    __slots__ = ("ids",)

    def __init__(self, ids):
        self.ids = frozenset(ids)


class SaleOrder(models.Model):
    """A signature holds for what was signed: an edit voids it, keeps the signed file and asks for a new one."""

    _inherit = "sale.order"

    sales_os_signature_ids = fields.One2many("sales_os.quote.signature", "order_id", string="Signatures", readonly=True)
    sales_os_signature_id = fields.Many2one(
        "sales_os.quote.signature", string="Valid Signature", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    sales_os_signature_state = fields.Selection(
        [("none", "Not Signed"), ("valid", "Signed"), ("void", "Signature Void")], string="Signature Status", default="none",
        readonly=True, copy=False)
    sales_os_void_signature_id = fields.Many2one(
        "sales_os.quote.signature", string="Void Signature", compute="_compute_sales_os_void_signature_id",
        help="The last signature, if an edit has voided it.")

    @api.depends("sales_os_signature_state", "sales_os_signature_ids.state")
    def _compute_sales_os_void_signature_id(self):
        for order in self:
            is_void = order.sales_os_signature_state == "void"
            order.sales_os_void_signature_id = order.sales_os_signature_ids.sorted("id")[-1:] if is_void else False

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.signed_on or order.signed_by)._sales_os_bind_signature()
        return orders

    def write(self, vals):
        if "signature" in vals:
            signed = self._sales_os_signed()
            if vals["signature"]:
                self._sales_os_lock_with_siblings()
            result = super().write(vals)
            reason = self.env._("Signed again.") if vals["signature"] else self.env._("Set back by %s.", self.env.user.name)
            signed._sales_os_void(dict.fromkeys(signed.ids, reason), asks_again=False)
            if vals["signature"]:
                self._sales_os_bind_signature()
            return result
        if CONTENT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        orders, watched = self._sales_os_watch_signatures()
        result = super(SaleOrder, orders).write(vals)
        self._sales_os_void_changed(watched)
        return result

    def _sales_os_signed(self):
        """Return the signed ones; who signed before Sales OS was there gets the content kept now, before it changes."""
        signed = self.filtered(
            lambda order: order.sales_os_signature_id or (order.signed_on and order.sales_os_signature_state == "none"))
        signed.filtered(lambda order: not order.sales_os_signature_id)._sales_os_bind_signature(is_bound=False)
        return signed

    def _sales_os_lock_with_siblings(self):
        """Of two customers who sign two alternatives at once, one is second."""
        siblings = self._sales_os_siblings()
        if any(siblings.values()):
            self.browse().union(*siblings, *siblings.values())._sales_os_take_turn()

    def _sales_os_watch_signatures(self):
        """Return ``(self in a context that says so, {signed order: what it offers before the change})``.

        Orders that an outer change watches are left to it, so that one change of many lines voids once and tells all of it.
        """
        outer = self.env.context.get("sales_os_signature_watch")
        watched_ids = outer.ids if isinstance(outer, _SignatureWatch) else frozenset()
        signed = self.filtered(lambda order: order.id not in watched_ids)._sales_os_signed()
        if not signed:
            return self, {}
        # sudo: the whole content counts, whatever of it the editor may see
        contents = signed.sudo()._sales_os_commercial_content()
        orders = self.with_context(sales_os_signature_watch=_SignatureWatch({*watched_ids, *signed.ids}))
        return orders, {order: contents[order.id] for order in signed}

    @api.model
    def _sales_os_void_changed(self, watched):
        """Void the signatures of watched orders that offer something else now."""
        orders = self.browse().union(*watched) if watched else self.browse()
        # sudo: see _sales_os_watch_signatures
        contents = orders.sudo()._sales_os_commercial_content() if orders else {}
        reasons = {}
        for order, before in watched.items():
            after = contents[order.id]
            if canonical_text(before) != canonical_text(after):
                # the customer reads it on the quotation's page
                speaking = order.with_context(lang=order.sudo().partner_id.lang or self.env.lang)
                words = speaking._sales_os_change_words(content_diff(before=before, after=after))
                reasons[order.id] = "\n".join(words) or speaking.env._("The total changed.")
        self.browse(reasons)._sales_os_void(reasons)

    def _sales_os_bind_signature(self, is_bound=True):
        """Keep what was signed."""
        if not self:
            return
        # sudo: evidence is written by nobody's hand; a customer who signs may write none
        orders = self.sudo()
        contents = {order_id: canonical_text(content) for order_id, content in orders._sales_os_commercial_content().items()}
        signatures = self.env["sales_os.quote.signature"].sudo().create([
            {
                "order_id": order.id,
                "signed_by": order.signed_by,
                "signed_on": order.signed_on or fields.Datetime.now(),
                "signature": order.signature,
                "amount_total": order.amount_total,
                "currency_id": order.currency_id.id or order.company_id.currency_id.id,
                "content": contents[order.id],
                "content_hash": text_hash(contents[order.id]),
                "is_bound": is_bound,
            }
            for order in orders
        ])
        for order, signature in zip(orders, signatures, strict=True):
            order._sales_os_write_kept({"sales_os_signature_id": signature.id, "sales_os_signature_state": "valid"})
        self.env["sales_os.audit.entry"]._append(
            orders, "signed", new_by_id={signature.order_id.id: signature.content_hash for signature in signatures},
            reason="" if is_bound else "kept before a change")

    def _sales_os_void(self, reasons, asks_again=True):
        """Void the signatures and say why; ``asks_again``: the offer stays, and waits for a new signature."""
        if not self:
            return
        # sudo: voiding follows from the edit, whoever made it; nothing of the evidence is changed but its state
        orders = self.sudo()
        hashes = {}
        for order in orders:
            signature = order.sales_os_signature_id
            hashes[order.id] = signature.content_hash
            signature.write({"state": "void", "voided_on": fields.Datetime.now(), "void_reason": reasons[order.id]})
            signature.flush_recordset(["state"])
            order._sales_os_write_kept({"sales_os_signature_id": False, "sales_os_signature_state": "void" if asks_again else "none"})
            if asks_again:
                order.message_post(body=self.env._(
                    "The signature of %(name)s is void, because the quotation was changed: %(changes)s. The signed document is kept.",
                    name=signature.signed_by or "–", changes="; ".join(reasons[order.id].splitlines())))
        if asks_again:
            orders.write({"signature": False, "signed_by": False, "signed_on": False})
        self.env["sales_os.audit.entry"]._append(
            orders, "signature:void", old_by_id=hashes, new_by_id=orders._sales_os_content_hashes(),
            reason="\n".join(dict.fromkeys(reasons[order.id] for order in orders)))

    def _sales_os_keep_signed_document(self, content, name):
        """Keep the file that was signed at the valid signature, once."""
        self.ensure_one()
        # sudo: the customer who signs on the portal may write no evidence; this is the file that was just rendered
        signature = self.sudo().sales_os_signature_id
        if signature and not signature.document_id:
            signature._keep_document(content, name)

    def action_view_sales_os_signatures(self):
        """List what the customer signed of this quotation, the last first."""
        self.ensure_one()
        signatures = self.sales_os_signature_ids
        action = {
            "type": "ir.actions.act_window", "name": self.env._("Signatures of %s", self.name), "res_model": signatures._name,
            "views": [[False, "list"], [False, "form"]], "domain": [("order_id", "=", self.id)],
        }
        if len(signatures) == 1:
            action |= {"views": [[False, "form"]], "res_id": signatures.id}
        return action

    # A confirmed order whose signature an edit has voided asks for a new one

    def _sales_os_asks_new_signature(self):
        self.ensure_one()
        return (
            self.state == "sale" and self.sales_os_signature_state == "void" and self.require_signature and not self.signature
            and not self._sales_os_refusals("sign"))

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() or self._sales_os_asks_new_signature()

    def _validate_order(self):
        """An order that is signed again is confirmed already."""
        waiting = self.filtered(lambda order: order.state != "sale" or order.sales_os_signature_state != "valid")
        return super(SaleOrder, waiting)._validate_order() if waiting else None


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        order_ids = {vals.get("order_id") or self.env.context.get("default_order_id") for vals in vals_list} - {None, False}
        orders, watched = self.env["sale.order"].browse(order_ids)._sales_os_watch_signatures()
        lines = super(SaleOrderLine, self.with_env(orders.env) if watched else self).create(vals_list)
        orders._sales_os_void_changed(watched)
        return lines.with_env(self.env)

    def write(self, vals):
        if LINE_CONTENT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        orders = self.order_id
        if vals.get("order_id"):
            orders |= orders.browse(vals["order_id"])
        orders, watched = orders._sales_os_watch_signatures()
        result = super(SaleOrderLine, self.with_env(orders.env) if watched else self).write(vals)
        orders._sales_os_void_changed(watched)
        return result

    def unlink(self):
        orders, watched = self.order_id._sales_os_watch_signatures()
        result = super(SaleOrderLine, self.with_env(orders.env) if watched else self).unlink()
        orders._sales_os_void_changed(watched)
        return result

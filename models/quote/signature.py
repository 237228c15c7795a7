import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.quote.commercial_content import text_hash


class SalesOsQuoteSignature(models.Model):
    """One signature of a customer: who signed, when, exactly what, and the file as it was signed. Never changed, only voided."""

    _name = "sales_os.quote.signature"
    _description = "Quote Signature"
    _order = "id desc"
    _rec_name = "signed_by"

    order_id = fields.Many2one("sale.order", string="Quotation", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="order_id.user_id", store=True, string="Salesperson")
    signed_by = fields.Char(readonly=True)
    signed_on = fields.Datetime(required=True, readonly=True)
    signature = fields.Image(readonly=True, attachment=True, max_width=1024, max_height=1024)
    amount_total = fields.Monetary(string="Total", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    content = fields.Text(
        string="What Was Signed", required=True, readonly=True, help="The commercial content as one text; the hash is that of this text.")
    content_hash = fields.Char(string="Hash of the Content", required=True, readonly=True, help="SHA-256")
    document_id = fields.Many2one("ir.attachment", string="Signed Document", readonly=True, ondelete="restrict")
    document_hash = fields.Char(string="Hash of the Document", readonly=True, help="SHA-256 of the file")
    state = fields.Selection([("valid", "Valid"), ("void", "Void")], default="valid", required=True, readonly=True)
    voided_on = fields.Datetime(string="Void Since", readonly=True)
    void_reason = fields.Text(string="Why It Is Void", readonly=True)
    is_bound = fields.Boolean(
        string="Bound When Signed", default=True, readonly=True,
        help="No: the quotation was signed before Sales OS was there; the content was kept just before it was changed.")

    _one_valid = models.UniqueIndex("(order_id) WHERE state = 'valid'", "This quotation is signed already.")

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A signature cannot be changed: it says what the customer signed."))
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("A signature cannot be deleted: it says what the customer signed."))

    def copy(self, default=None):
        raise UserError(self.env._("A signature cannot be duplicated."))

    def action_verify(self):
        """Recompute every hash of these signatures from what is kept.

        :return: ``{"checked": n, "broken": [ids], "differs": [ids]}``: broken ones do not match their hash any more,
            and valid ones that differ from what the quotation offers now
        """
        self.check_access("read")
        broken, differs = [], []
        # sudo: files and quotations of signatures that may be read; numbers alone are told
        signatures = self.sudo()
        current = signatures.filtered(lambda signature: signature.state == "valid").order_id._sales_os_content_hashes()
        for signature in signatures:
            document = signature.document_id
            if text_hash(signature.content) != signature.content_hash or (
                    signature.document_hash and hashlib.sha256(document.raw or b"").hexdigest() != signature.document_hash):
                broken.append(signature.id)
            if signature.state == "valid" and current[signature.order_id.id] != signature.content_hash:
                differs.append(signature.id)
        return {"checked": len(self), "broken": broken, "differs": differs}

    def action_verify_and_tell(self):
        result = self.action_verify()
        if result["broken"]:
            message = self.env._("What is kept of this signature was altered: it does not match its hash.")
        elif result["differs"]:
            message = self.env._("The signature is as it was made, but the quotation offers something else now.")
        else:
            message = self.env._("The signature and its document are as they were made.")
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "danger" if result["broken"] or result["differs"] else "success",
                "title": self.env._("Signature"), "message": message,
            },
        }

    def action_open_document(self):
        """Download the file as it was signed."""
        self.ensure_one()
        self.check_access("read")
        if not self.document_id:
            raise UserError(self.env._("No document was kept: this quotation was not signed on its web page."))
        return {"type": "ir.actions.act_url", "target": "new", "url": f"/web/content/{self.document_id.id}?download=1"}

    def _keep_document(self, content, name):
        """Keep the signed file at the signature, where nobody may change or delete it."""
        self.ensure_one()
        document = self.env["ir.attachment"].create({
            "name": name, "datas": base64.b64encode(content), "mimetype": "application/pdf", "res_model": self._name, "res_id": self.id,
        })
        self.write({"document_id": document.id, "document_hash": hashlib.sha256(content).hexdigest()})

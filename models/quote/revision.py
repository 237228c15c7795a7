from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.sales_os.algorithms.quote.revision import consequences, revision_name


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_new_revision(self):
        """Make the next revision of this quote as a draft of its own and open it.

        A draft is superseded by it at once. A quotation that was sent stays open until the revision is sent or
        confirmed; an order stays in force until the revision is confirmed.
        """
        self.ensure_one()
        self.check_access("write")
        return self._sales_os_make_revision()._sales_os_open_form()

    def _sales_os_make_revision(self):
        # sudo: the first revision may be somebody else's; it is only locked, and the highest number read
        first = self.sales_os_lineage_id.sudo() or self
        first._sales_os_take_turn()
        newest = first.search([("sales_os_lineage_id", "=", first.id)], order="sales_os_revision DESC", limit=1)
        number = newest.sales_os_revision + 1
        lines = self._get_copiable_order_lines()
        revision = self._sales_os_copy_kept({
            **self._prepare_sales_os_revision_vals(),
            "name": revision_name(first_name=first.name, revision=number),
            "sales_os_lineage_id": first.id,
            "sales_os_revision": number,
            "order_line": [
                Command.create({**vals, "sales_os_lineage_line": line.sales_os_lineage_line or line.id})
                for line, vals in zip(lines, lines.copy_data(), strict=True)
            ],
        })
        revision._sales_os_link_lines(lines)
        result = consequences(event="revise", revision=number, siblings=[self._sales_os_sibling_facts(revision)])
        self.browse(result.superseded)._sales_os_close("superseded", revision)
        self.env["sales_os.audit.entry"]._append(revision, "revision", old=self.name, new=revision.name)
        revision.message_post(body=self.env._("Revision %(number)s, made from %(former)s.", number=number, former=self._get_html_link()))
        if not result.superseded:
            self.message_post(body=self.env._("Revision %s is being prepared.", revision._get_html_link()))
        return revision

    def _prepare_sales_os_revision_vals(self):
        """What a revision takes over besides what a copy does: it is the same deal."""
        return {
            "client_order_ref": self.client_order_ref,
            "commitment_date": self.commitment_date,
            "sales_os_alternative_id": self.sales_os_alternative_id.id,
            "sales_os_alternative_label": self.sales_os_alternative_label,
        }

    def _sales_os_link_lines(self, former_lines):
        """The parts of a combo belong to the copied combo."""
        copied = dict(zip(former_lines, self.order_line.sorted("id"), strict=True))
        for former in former_lines.filtered("linked_line_id"):
            if former.linked_line_id in copied:
                copied[former].linked_line_id = copied[former.linked_line_id]

    def action_view_sales_os_revisions(self):
        """List all revisions of this quote."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revisions of %s", self.sales_os_lineage_id.name or self.name),
            "res_model": "sale.order",
            "views": [[self.env.ref("sales_os.sale_order_view_list_revisions").id, "list"], [False, "form"]],
            "domain": [("sales_os_lineage_id", "=", self.sales_os_lineage_id.id)],
            "context": {"create": False},
        }

    def _sales_os_newer_for_customer(self):
        """Return the quotation that took the place of this one, if the same customer may look at it now."""
        self.ensure_one()
        newer = self.sales_os_superseded_by_id if self.sales_os_closed_as == "superseded" else self.browse()
        is_theirs = newer.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
        return newer if newer.state in ("sent", "sale") and is_theirs else self.browse()

    def _sales_os_open_form(self):
        return {
            "type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.id, "name": self.name,
            "views": [[False, "form"]], "view_mode": "form", "target": "current",
        }

    def _sales_os_related_quote(self, other):
        """Return the quote that is named for a comparison, if this user may read both."""
        self.ensure_one()
        order = self.browse(other.id if isinstance(other, models.BaseModel) else self._sales_os_id(other)).exists()
        if not order or order == self:
            raise UserError(self.env._("Choose another quotation to compare %s with.", self.name))
        (self | order).check_access("read")
        return order

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.quote.revision import next_label


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sales_os_alternative_id = fields.Many2one(
        "sales_os.quote.alternative", string="Alternatives", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        check_company=True, help="Quotations of which the customer orders one.")
    sales_os_alternative_label = fields.Char(string="Alternative", readonly=True, copy=False)

    def action_new_alternative(self):
        """Make another quotation for the customer to choose from, beginning with what this one offers, and open it."""
        self.ensure_one()
        self.check_access("write")
        return self._sales_os_make_alternative()._sales_os_open_form()

    def _sales_os_make_alternative(self):
        self._sales_os_check_open_for_alternatives()
        group = self._sales_os_alternative_group()
        alternative = self._sales_os_copy_kept({
            "sales_os_alternative_id": group.id,
            "sales_os_alternative_label": next_label(group.order_ids.mapped("sales_os_alternative_label")),
        })
        alternative.message_post(body=self.env._(
            "Alternative %(label)s to %(order)s.", label=alternative.sales_os_alternative_label, order=self._get_html_link()))
        return alternative

    def action_join_alternatives(self, other):
        """Offer this quotation as an alternative to another one of the same customer.

        :param other: id of the other quotation
        """
        self.ensure_one()
        order = self._sales_os_related_quote(other)
        (self | order).check_access("write")
        (self | order)._sales_os_check_open_for_alternatives()
        if order.partner_id.commercial_partner_id != self.partner_id.commercial_partner_id or order.company_id != self.company_id:
            raise UserError(self.env._(
                "%(one)s and %(other)s are for different customers: alternatives are offered to one.", one=self.name, other=order.name))
        if self.sales_os_alternative_id:
            raise UserError(self.env._("%s is an alternative already.", self.name))
        group = order._sales_os_alternative_group()
        # sudo: all revisions are the same alternative, whoever holds them
        revisions = self.sudo() | self._sales_os_siblings()[self]
        label = next_label(group.order_ids.mapped("sales_os_alternative_label"))
        revisions._sales_os_write_kept({"sales_os_alternative_id": group.id, "sales_os_alternative_label": label})
        return True

    def _sales_os_check_open_for_alternatives(self):
        for order in self:
            if order.state not in ("draft", "sent"):
                raise UserError(self.env._("%s is no open quotation: only open ones can be alternatives.", order.name))

    def _sales_os_alternative_group(self):
        """Return the group of this quotation, made with it as A where there is none yet."""
        self.ensure_one()
        self._sales_os_take_turn()
        if not self.sales_os_alternative_id:
            group = self.env["sales_os.quote.alternative"].create({
                "name": self.env._("Alternatives for %s", self.partner_id.name or self.partner_id.display_name),
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
            })
            # sudo: all revisions are the same alternative, whoever holds them
            revisions = self.sudo() | self._sales_os_siblings()[self]
            revisions._sales_os_write_kept({"sales_os_alternative_id": group.id, "sales_os_alternative_label": next_label([])})
        return self.sales_os_alternative_id

    def action_view_sales_os_alternatives(self):
        self.ensure_one()
        group = self.sales_os_alternative_id
        return {
            "type": "ir.actions.act_window", "name": group.name, "res_model": group._name, "res_id": group.id,
            "views": [[False, "form"]], "view_mode": "form",
        }

    @api.depends("sales_os_alternative_label")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for order in self:
            if order.sales_os_alternative_label:
                order.display_name = f"{order.display_name} ({order.sales_os_alternative_label})"
        return result

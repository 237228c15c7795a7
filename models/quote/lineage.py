from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists

# An object of this process: no caller from outside can put it into a context.
_KEPT = object()
KEPT_FIELDS = {
    "sales_os_lineage_id", "sales_os_revision", "sales_os_is_revised", "sales_os_closed_as", "sales_os_superseded_by_id",
    "sales_os_alternative_id", "sales_os_alternative_label", "sales_os_signature_id", "sales_os_signature_state", "sales_os_reminded_for",
}


class SaleOrder(models.Model):
    """Which revisions of one quote there are. A lineage is named by its first revision."""

    _inherit = "sale.order"

    sales_os_lineage_id = fields.Many2one(
        "sale.order", string="First Revision", compute="_compute_sales_os_lineage_id", store=True, readonly=True, copy=False,
        ondelete="set null", help="The first of all revisions of this quote; a copied quote begins a lineage of its own.")
    sales_os_revision = fields.Integer(string="Revision", default=1, readonly=True, copy=False)
    # what was never revised has no siblings to ask: of almost every order a confirmation need not look for any
    sales_os_is_revised = fields.Boolean(string="Has Revisions", readonly=True, copy=False)
    sales_os_revision_count = fields.Integer(string="Revisions", compute="_compute_sales_os_revision_count")
    sales_os_is_latest_revision = fields.Boolean(
        string="Latest Revision", compute="_compute_sales_os_is_latest_revision", search="_search_sales_os_is_latest_revision")
    sales_os_closed_as = fields.Selection(
        [("superseded", "Superseded"), ("not_chosen", "Not Chosen"), ("expired", "Expired")],
        string="Closed As", readonly=True, copy=False,
        help="Superseded by another revision, not chosen among alternatives, or expired.")
    sales_os_superseded_by_id = fields.Many2one(
        "sale.order", string="Closed By", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        help="The quote that was sent, chosen or confirmed instead.")

    _sales_os_revision_uniq = models.UniqueIndex(
        "(sales_os_lineage_id, sales_os_revision) WHERE sales_os_lineage_id IS NOT NULL",
        "This revision was made by somebody else at the same moment. Open the quote again.")

    def _auto_init(self):
        is_known = column_exists(self.env.cr, self._table, "sales_os_is_revised")
        result = super()._auto_init()
        if not is_known:
            self.env.cr.execute(SQL(
                """UPDATE sale_order SET sales_os_is_revised = TRUE
                    WHERE id IN (SELECT sales_os_lineage_id FROM sale_order WHERE sales_os_revision > 1)"""))
        return result

    @api.depends("company_id")
    def _compute_sales_os_lineage_id(self):
        # on creation: an order that is no revision is the first of its own lineage; what is decided stays
        for order in self:
            order.sales_os_lineage_id = order.sales_os_lineage_id or order._origin

    @api.depends("sales_os_lineage_id")
    def _compute_sales_os_revision_count(self):
        counts = {lineage.id: count for lineage, count in self._read_group(
            [("sales_os_lineage_id", "in", self.sales_os_lineage_id.ids)], ["sales_os_lineage_id"], ["__count"])}
        for order in self:
            order.sales_os_revision_count = counts.get(order.sales_os_lineage_id.id, 1)

    @api.depends("sales_os_lineage_id", "sales_os_revision")
    def _compute_sales_os_is_latest_revision(self):
        # sudo: only the number of the latest revision is read, also of one that somebody else holds
        newest = dict(self.sudo()._read_group(
            [("sales_os_lineage_id", "in", self.sales_os_lineage_id.ids)], ["sales_os_lineage_id"], ["sales_os_revision:max"]))
        newest = {lineage.id: revision for lineage, revision in newest.items()}
        for order in self:
            order.sales_os_is_latest_revision = order.sales_os_revision >= newest.get(order.sales_os_lineage_id.id, 1)

    @api.model
    def _search_sales_os_is_latest_revision(self, operator, value):
        if operator != "in":
            return NotImplemented
        later = SQL("""(SELECT former.id FROM sale_order former JOIN sale_order later
                            ON later.sales_os_lineage_id = former.sales_os_lineage_id
                           AND later.sales_os_revision > former.sales_os_revision)""")
        latest = Domain("id", "not in", later)
        return (latest if True in value else Domain.FALSE) | (~latest if False in value else Domain.FALSE)

    # What the server keeps

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sales_os_check_kept(vals)
        orders = super().create(vals_list)
        self._sales_os_mark_revised({vals.get("sales_os_lineage_id") for vals in vals_list})
        return orders

    def write(self, vals):
        self._sales_os_check_kept(vals)
        result = super().write(vals)
        self._sales_os_mark_revised({vals.get("sales_os_lineage_id")})
        if vals.get("state") in ("draft", "sent", "sale"):
            # open again, by whatever door: no longer closed by another one
            self.filtered("sales_os_closed_as")._sales_os_write_kept({"sales_os_closed_as": False, "sales_os_superseded_by_id": False})
        return result

    @api.model
    def _sales_os_mark_revised(self, lineage_ids):
        # sudo: the first revision may be somebody else's; it is only marked
        first = self.sudo().browse(lineage_ids - {None, False}).filtered(lambda order: not order.sales_os_is_revised)
        if first:
            first._sales_os_write_kept({"sales_os_is_revised": True})

    def _sales_os_check_kept(self, vals):
        """Lineage, alternatives and signatures close other people's quotes: only our own methods write them."""
        if not self.env.su and self.env.context.get("sales_os_kept") is not _KEPT and not KEPT_FIELDS.isdisjoint(vals):
            labels = ", ".join(self._fields[name].string for name in sorted(KEPT_FIELDS & set(vals)))
            raise UserError(self.env._("%s: kept by Sales OS. Use the buttons of the quotation to change it.", labels))

    def _sales_os_write_kept(self, vals):
        return self.with_context(sales_os_kept=_KEPT).write(vals)

    def _sales_os_copy_kept(self, default):
        return self.with_context(sales_os_kept=_KEPT).copy(default).with_context(sales_os_kept=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_first_revision(self):
        # sudo: also a later revision of somebody else needs its first one
        later = self.sudo().search([("sales_os_lineage_id", "in", self.ids), ("id", "not in", self.ids)], limit=1)
        if later:
            raise UserError(self.env._(
                "%(first)s is the first revision of %(later)s: delete the later one first, or keep both.",
                first=later.sales_os_lineage_id.name, later=later.name))

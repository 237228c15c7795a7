from dataclasses import replace

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.scope import NARROWED_BY

# what narrows a scope: the records that may be chosen
MODELS = {"channel": "sales_os.channel", "category": "product.category", "customer": "res.partner"}


class SalesOsKpi(models.Model):
    """A scope narrowed to a channel, a product category or a customer: less of what somebody may see, never more."""

    _inherit = "sales_os.kpi"

    @api.model
    def _narrow(self, place, filters):
        """The scope, narrowed.

        :param filters: ``{"channel": id, "category": id, "customer": id}``, any of them, or nothing
        """
        if not filters:
            return place
        if not isinstance(filters, dict):
            raise UserError(self.env._("Name what narrows the figures as channel, category or customer, each with its number."))
        for name, number in filters.items():
            if name not in MODELS:
                raise UserError(self.env._("Figures are narrowed to a channel, category or customer, not to “%s”.", name))
            if number := self._whole_number(number):
                place = replace(place, **{NARROWED_BY[name]: self._narrowing_ids(name, number)})
        return place

    @api.model
    def _narrowing_ids(self, name, number):
        record = self.env[MODELS[name]].browse(number).exists()
        if not record or not record.has_access("read"):
            raise AccessError(self.env._("You do not see what the figures were to be narrowed to."))
        if name == "category":
            # sudo: what lies below a category that the caller sees
            below = record.sudo().search([("id", "child_of", record.id), ("id", "!=", record.id)])
            return (record.id, *below.ids)
        return (record.commercial_partner_id.id if name == "customer" else record.id,)

    @api.model
    def _filter_names(self, place):
        """What narrows the scope, for people: ``[{"code", "id", "name"}]``."""
        found = []
        for code, field in NARROWED_BY.items():
            if ids := getattr(place, field):
                record = self.env[MODELS[code]].browse(ids[0])
                found.append({"code": code, "id": record.id, "name": record.display_name or ""})
        return found

    @api.model
    def _narrowed(self, place, where, channel=None, category=None, customer=None):
        """``where``, and what narrows the scope, on the columns that a source has; whether it has them is asked before."""
        columns = {"channel": channel, "category": category, "customer": customer}
        for name in sorted(place.narrowed):
            where = SQL("%s AND %s = ANY(%s)", where, columns[name], list(getattr(place, NARROWED_BY[name])))
        return where

    @api.model
    def _narrowed_domain(self, place, channel=None, category=None, customer=None):
        columns = {"channel": channel, "category": category, "customer": customer}
        return [[columns[name], "in", list(getattr(place, NARROWED_BY[name]))] for name in sorted(place.narrowed) if columns[name]]

from dataclasses import replace

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.scope import NARROWED_BY

# what narrows a scope: the records that may be chosen
MODELS = {"channel": "sales_os.channel", "category": "product.category", "customer": "res.partner", "segment": "sales_os.segment"}

# where documents say what a scope may be narrowed to
BUYER = {"customer": "partner_id.commercial_partner_id", "segment": "partner_id.sales_os_segment_id"}
LEAD = {"channel": "sales_os_channel_id", **BUYER}
ORDER = {**LEAD, "category": "order_line.product_id.categ_id"}
SAID = {
    "sale.order": ORDER, "crm.lead": LEAD, "sales_os.visit": BUYER,
    "sales_os.discount.approval": {name: f"order_id.{path}" for name, path in ORDER.items()},
    "sales_os.stage.move": {name: f"lead_id.{path}" for name, path in LEAD.items()} | {"channel": "channel_id"},
    "sales_os.target": {"channel": "channel_id", "category": "category_id", "customer": "partner_id"},
    "sales_os.sold.line": {"channel": "channel_id", "category": "category_id", "customer": "partner_id", "segment": "segment_id"},
}


class SalesOsKpi(models.Model):
    """A scope narrowed to a channel, a product category, a customer or a segment: less of what somebody may see, never more."""

    _inherit = "sales_os.kpi"

    @api.model
    def _narrow(self, place, filters):
        """The scope, narrowed.

        :param filters: ``{"channel": id, "category": id, "customer": id, "segment": id}``, any of them, or nothing
        """
        if not filters:
            return place
        if not isinstance(filters, dict):
            raise UserError(self.env._("Name what narrows the figures as channel, category, customer or segment, each with its number."))
        for name, number in filters.items():
            self._narrowing_model(name)
            if number := self._whole_number(number):
                place = replace(place, **{NARROWED_BY[name]: self._narrowing_ids(name, number)})
        return place

    @api.model
    def _narrowing_model(self, name):
        """The model whose records are chosen to narrow by ``name``."""
        if not isinstance(name, str) or name not in MODELS:
            raise UserError(self.env._("Figures are narrowed to a channel, category, customer or segment, not to “%s”.", name))
        return self.env[MODELS[name]]

    @api.model
    def _narrowing_ids(self, name, number):
        record = self._narrowing_model(name).browse(number).exists()
        if name == "customer" and record.has_access("read"):
            # a contact may be seen by somebody who does not see the company that buys
            record = record.commercial_partner_id
        if not record or not record.has_access("read"):
            raise AccessError(self.env._("You do not see what the figures were to be narrowed to."))
        if name == "category":
            # sudo: what lies below a category that the caller sees
            below = record.sudo().search([("id", "child_of", record.id), ("id", "!=", record.id)])
            return (record.id, *below.ids)
        return (record.id,)

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
    def _said_by(self, model):
        """``{what may narrow: path of it}`` of the documents of a model."""
        return SAID.get(model, {})

    @api.model
    def _not_narrowed_words(self, place, names):
        """By what records cannot be narrowed that say ``names`` alone, in words; empty where they say all that narrows the scope."""
        words = {
            "channel": self.env._("a channel"), "category": self.env._("a product category"), "customer": self.env._("a customer"),
            "segment": self.env._("a segment")}
        return ", ".join(words[name] for name in NARROWED_BY if name in place.narrowed - set(names))

    @api.model
    def _narrowed_words(self, names):
        """What `_filter_names` found, in one line; empty where nothing narrows."""
        return self.env._("Narrowed to %s", ", ".join(one["name"] for one in names)) if names else ""

    @api.model
    def _narrowed(self, place, where, channel=None, category=None, customer=None, segment=None):
        """``where``, and what narrows the scope, on the columns that a source has; whether it has them is asked before."""
        columns = {"channel": channel, "category": category, "customer": customer, "segment": segment}
        for name in sorted(place.narrowed):
            where = SQL("%s AND %s = ANY(%s)", where, columns[name], list(getattr(place, NARROWED_BY[name])))
        return where

    @api.model
    def _narrowed_domain(self, place, channel=None, category=None, customer=None, segment=None):
        columns = {"channel": channel, "category": category, "customer": customer, "segment": segment}
        return [[columns[name], "in", list(getattr(place, NARROWED_BY[name]))] for name in sorted(place.narrowed) if columns[name]]

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

ONE = Decimal(1)
RATE_DIGITS = Decimal("1e-12")


class SalesOsCommissionPlan(models.Model):
    """Facts that rules ask for, and exchange rates, each in one query."""

    _inherit = "sales_os.commission.plan"

    def _facts_of(self, keys):
        """``{key: {fact: ids}}`` for the keys of :meth:`_find_sales`; categories, tags and territories with those above them."""
        categories = self._with_ancestors("product.category", {key[1] for key in keys} - {None})
        territories = self._with_ancestors("sales_os.territory", {key[3] for key in keys} - {None})
        partner_ids = {key[2] for key in keys} - {None}
        tags = self._tags_of(partner_ids) if partner_ids else {}
        result = {}
        for key in keys:
            product_id, category_id, partner_id, territory_id, segment_id, channel_id, is_first = key
            result[key] = {
                "product": frozenset({product_id}), "category": categories.get(category_id, frozenset()),
                "partner": frozenset({partner_id}), "tag": tags.get(partner_id, frozenset()),
                "territory": territories.get(territory_id, frozenset()), "segment": frozenset({segment_id}),
                "channel": frozenset({channel_id}), "new_customer": frozenset({"new" if is_first else "known"}),
            }
        return result

    def _with_ancestors(self, model, ids):
        """``{id: ids of the record and of all above it}``"""
        if not ids:
            return {}
        # sudo: rules see the tree as it is, whoever starts the calculation
        records = self.env[model].sudo().with_context(active_test=False).search_fetch([("id", "in", list(ids))], ["parent_path"])
        return {record.id: frozenset(map(int, record.parent_path.split("/")[:-1])) for record in records}

    def _tags_of(self, partner_ids):
        pairs = self.env.execute_query(SQL(
            "SELECT partner_id, category_id FROM res_partner_res_partner_category_rel WHERE partner_id = ANY(%s)", list(partner_ids)))
        above = self._with_ancestors("res.partner.category", {tag_id for _partner_id, tag_id in pairs})
        tags = defaultdict(set)
        for partner_id, tag_id in pairs:
            tags[partner_id] |= above[tag_id]
        return {partner_id: frozenset(ids) for partner_id, ids in tags.items()}

    def _exchange_rates(self, currency_ids):
        """Return ``rate(currency, day)`` into the plan's currency, None where no rate is known for that day.

        Odoo takes 1 where it knows no rate; money must not be worked out with a rate that nobody entered.
        """
        own, company = self.currency_id.id, self.company_id
        if currency_ids <= {own}:
            return lambda currency_id, day: ONE
        days, rates = defaultdict(list), defaultdict(list)
        for currency_id, day, rate in self.env.execute_query(SQL(
            """SELECT currency_id, name, rate::text FROM res_currency_rate
                WHERE currency_id = ANY(%s) AND (company_id IS NULL OR company_id = %s)
             ORDER BY currency_id, name, company_id NULLS FIRST""",
            list(currency_ids | {own, company.currency_id.id}), company.root_id.id,
        )):
            days[currency_id].append(day)
            rates[currency_id].append(Decimal(rate))

        def per_company_unit(currency_id, day):
            index = bisect_right(days[currency_id], day) - 1
            if index >= 0:
                return rates[currency_id][index]
            return ONE if currency_id == company.currency_id.id else None

        known = {}

        def rate(currency_id, day):
            if (currency_id, day) not in known:
                source, target = per_company_unit(currency_id, day), per_company_unit(own, day)
                known[currency_id, day] = ONE if currency_id == own else (
                    (target / source).quantize(RATE_DIGITS).normalize() if source and target else None)
            return known[currency_id, day]
        return rate

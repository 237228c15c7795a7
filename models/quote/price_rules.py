from contextlib import contextmanager
from weakref import WeakKeyDictionary

from odoo import api, models


class _Rules:
    """Rules of one pricelist for many products, in their order; of each product those that may apply to it."""

    __slots__ = ("rules", "everywhere", "by_product", "by_template")

    def __init__(self, rules):
        self.rules = rules
        self.everywhere, self.by_product, self.by_template = [], {}, {}
        for position, rule in enumerate(rules):
            if rule.product_id:
                self.by_product.setdefault(rule.product_id.id, []).append(position)
            elif rule.product_tmpl_id:
                self.by_template.setdefault(rule.product_tmpl_id.id, []).append(position)
            else:
                # of other categories too: each rule is asked whether it applies before it is used
                self.everywhere.append(position)

    def of(self, products):
        found = set(self.everywhere)
        for product in products:
            found.update(self.by_product.get(product.id, ()), self.by_template.get(product.product_tmpl_id.id, ()))
        ids = self.rules._ids
        return self.rules.browse([ids[position] for position in sorted(found)])


class ProductPricelist(models.Model):
    """While a document is priced, each pricelist's rules are looked up once for all of its products, not once a line."""

    _inherit = "product.pricelist"

    # products and rules of the documents being priced, the innermost last, of each cursor. Not in a context: no caller reaches it
    _DOCUMENTS = WeakKeyDictionary()

    @api.model
    @contextmanager
    def _sales_os_rules_kept(self, products):
        """Look the rules for these variants up once, as long as this lasts; nothing may change rules meanwhile."""
        documents = self._DOCUMENTS.setdefault(self.env.cr, [])
        document = (frozenset(products.ids), {})
        documents.append(document)
        try:
            yield
        finally:
            documents.remove(document)

    def _get_applicable_rules(self, products, date, **kwargs):
        documents = self._DOCUMENTS.get(self.env.cr)
        if not documents or not self or kwargs or products._name != "product.product":
            return super()._get_applicable_rules(products, date, **kwargs)
        product_ids, known = documents[-1]
        if not product_ids.issuperset(products.ids):
            return super()._get_applicable_rules(products, date, **kwargs)
        # what is found hangs on who asks, in which companies
        key = self.env, self.id, date
        if key not in known:
            known[key] = _Rules(super()._get_applicable_rules(products.browse(product_ids), date))
        return known[key].of(products)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _recompute_prices(self):
        with self.env["product.pricelist"]._sales_os_rules_kept(self.order_line.product_id):
            return super()._recompute_prices()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        products = self.env["product.product"].browse({vals.get("product_id") for vals in vals_list} - {None, False})
        with self.env["product.pricelist"]._sales_os_rules_kept(products):
            return super().create(vals_list)

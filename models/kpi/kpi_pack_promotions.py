from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.promotion import Windows, uplift
from odoo.addons.sales_os.algorithms.kpi.quotient import percent
from odoo.addons.sales_os.algorithms.kpi.window import year_before

MOST = 12
BEFORE = 4


class SalesOsKpi(models.Model):
    """Did promotions bring more? Prices of a pricelist that hold for certain days, against what was usual for the same products."""

    _inherit = "sales_os.kpi"

    @api.model
    def _promotions(self, place, span):
        """Promotions with a day in the span: ``[{"name", "date_from", "date_to", "sold", "baseline", "uplift", "net", "effect", "verdict",
        "last_year_uplift"}]``; False where it is not known.

        The baseline is the mean of the four windows of the same length just before; beside it the one of last year, grown as the windows
        before did. `algorithms/kpi/promotion` says what each is blind to.
        """
        # sudo: prices of a few days are known to every customer; sales are those of the scope
        items = self.env["product.pricelist.item"].sudo().search([
            ("date_start", "!=", False), ("date_end", "!=", False), ("date_start", "<", self._begins(span[1] + timedelta(days=1))),
            ("date_end", ">=", self._begins(span[0])), ("company_id", "in", [place.company_id, False]),
            ("compute_price", "in", ["percentage", "fixed", "formula"])], order="date_start desc, id", limit=MOST)
        return [self._promotion(item, days, sums) for item, days, sums in self.sudo()._promoted(place, items)]  # sudo: see above

    @api.model
    def _promoted(self, place, items):
        """``[(item, (first, last), {window: (net, margin, given)})]``: one statement for all windows of all promotions."""
        windows, days = {}, {}
        for item in items:
            first, last = (fields.Datetime.context_timestamp(self, moment).date() for moment in (item.date_start, item.date_end))
            length = (last - first) + timedelta(days=1)
            days[item] = (first, last)
            for number in range(-1, BEFORE + 1):
                windows[f"{item.id}:{number}"] = (first - number * length, last - number * length)
            for number in range(BEFORE + 1):
                windows[f"{item.id}:y{number}"] = year_before(
                    date_from=first - number * length, date_to=first - number * length + (last - first))
        sums = defaultdict(lambda: defaultdict(lambda: [Decimal()] * 3))
        matched = {item.id: item for item in items}
        for key, product_id, template_id, path, *amounts in self.env.execute_query(SQL(
            """SELECT row.key, row.product_id, row.template_id, category.parent_path, SUM(net)::text, SUM(margin)::text, SUM(given)::text
                 FROM (%s) row LEFT JOIN product_category category ON category.id = row.categ_id GROUP BY 1, 2, 3, 4""",
            self._line_rows(place, windows, SQL(
                """line.product_id, template.id AS template_id, template.categ_id, line.price_subtotal * worth.rate AS net,
                   (line.price_subtotal - line.product_uom_qty * COALESCE(line.sales_os_frozen_cost, line.purchase_price, 0)) * worth.rate
                       AS margin,
                   GREATEST(line.sales_os_list_amount - line.price_subtotal, 0) * worth.rate AS given""")))) if items else ():
            number, window = key.split(":")
            if self._is_promoted(matched[int(number)], product_id, template_id, path):
                row = sums[int(number)][window]
                sums[int(number)][window] = [known + Decimal(more or 0) for known, more in zip(row, amounts, strict=True)]
        return [(item, days[item], sums[item.id]) for item in items]

    @staticmethod
    def _is_promoted(item, product_id, template_id, path):
        if item.applied_on == "0_product_variant":
            return item.product_id.id == product_id
        if item.applied_on == "1_product":
            return item.product_tmpl_id.id == template_id
        if item.applied_on == "2_product_category":
            return str(item.categ_id.id) in (path or "").split("/")
        return True

    @api.model
    def _promotion(self, item, days, sums):
        today = fields.Date.context_today(self)
        length = (days[1] - days[0]) + timedelta(days=1)
        before = [sums[str(number)] for number in range(BEFORE, 0, -1)]
        sold = Windows(
            promotion=sums["0"][0], before=[row[0] for row in before], after=sums["-1"][0] if days[1] + length < today else None,
            last_year=sums["y0"][0], last_year_before=[sums[f"y{number}"][0] for number in range(BEFORE, 0, -1)])
        usual = percent(sum(row[1] for row in before), sum(row[0] for row in before))
        found = uplift(windows=sold, margin_percent=usual, cost=sums["0"][2])
        other = uplift(windows=sold, method="last_year")
        words = {
            "more": self.env._("More than chance"), "less": self.env._("Less than usual"), "within_chance": self.env._("Within chance"),
            "unknown": self.env._("Nothing to compare with")}

        def plain(value):
            return False if value is None else float(value)
        return {
            "name": self.env._("%(pricelist)s: %(what)s", pricelist=item.pricelist_id.name, what=item.name or ""), "date_from": days[0],
            "date_to": days[1], "sold": float(sold.promotion), "baseline": plain(found.baseline), "uplift": plain(found.uplift_percent),
            "net": plain(found.net_incremental), "effect": plain(found.margin_effect) if self._is_manager() else False,
            "verdict": words[found.verdict], "last_year_uplift": plain(other.uplift_percent)}

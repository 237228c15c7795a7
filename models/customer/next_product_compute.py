import json
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.misc import split_every

from odoo.addons.sales_os.algorithms.insight.next_product import learn_likeness, next_products

BATCH = 2_000
REMEMBERED_DAYS = 730
OFFERS = 5
HALF_LIFE_DAYS = 180


class SalesOsNextProduct(models.Model):
    """Learn what is bought by the same customers, and offer each one what it lacks: one query gathers, one write a batch."""

    _inherit = "sales_os.next.product"

    @api.model
    def action_compute(self):
        """Find the next products of all customers of the company now.

        :return: ``{"customers", "products", "offers"}``
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may find the next products of all customers anew."))
        # sudo: all customers of the company are concerned, also those the user does not see; the group was checked
        return self.sudo()._compute_company(self.env.company)

    @api.model
    def _cron_compute(self):
        self.env["ir.cron"]._sales_os_by_company(self, "_compute_company", self.env["res.company"].search([("active", "=", True)]))

    @api.model
    def _compute_company(self, company):
        today, now = fields.Date.context_today(self), fields.Datetime.now()
        histories = self._histories(company, today)
        learned = learn_likeness(bought=histories)
        offered = set(self.env["product.product"].search([("sale_ok", "=", True), ("company_id", "in", [False, company.id])]).ids)
        self.env.execute_query(SQL("DELETE FROM sales_os_next_product WHERE company_id = %s RETURNING id", company.id))
        count = 0
        for keys in split_every(BATCH, histories):
            offers = next_products(learned=learned, histories={key: histories[key] for key in keys}, count=OFFERS, offered=offered)
            rows = [
                {"partner": customer, "rank": rank, **_row(offer)} for customer, best in offers.items() for rank, offer in enumerate(best,
                    1)]
            count += len(rows)
            self._insert(rows, company, now)
        self.env.invalidate_all()
        return {"customers": len(histories), "products": len(learned.products), "offers": count}

    @api.model
    def _histories(self, company, today):
        """Return ``{customer: {product: weight}}``: what was bought lately weighs most, a half after half a year."""
        self.env["sale.order.line"].flush_model(["order_id", "product_id", "product_uom_qty", "display_type"])
        self.env["sale.order"].flush_model(["partner_id", "company_id", "state", "date_order"])
        self.env["res.partner"].flush_model(["commercial_partner_id", "active", "partner_share"])
        histories = defaultdict(dict)
        for customer, product, last in self.env.execute_query(SQL(
            """SELECT partner.commercial_partner_id, line.product_id, MAX(sale.date_order)::date
                 FROM sale_order_line line
                 JOIN sale_order sale ON sale.id = line.order_id
                 JOIN res_partner partner ON partner.id = sale.partner_id
                 JOIN res_partner owner ON owner.id = partner.commercial_partner_id AND owner.active AND owner.partner_share
                WHERE sale.state = 'sale' AND sale.company_id = %s AND sale.date_order >= %s AND line.product_id IS NOT NULL
                  AND line.display_type IS NULL AND line.product_uom_qty > 0
             GROUP BY partner.commercial_partner_id, line.product_id
             ORDER BY partner.commercial_partner_id, line.product_id""",
            company.id, today - timedelta(days=REMEMBERED_DAYS),
        )):
            histories[customer][product] = 0.5 ** (max(0, (today - last).days) / HALF_LIFE_DAYS)
        return dict(histories)

    @api.model
    def _insert(self, rows, company, now):
        self.env.execute_query(SQL(
            """INSERT INTO sales_os_next_product (partner_id, company_id, rank, product_id, method, because_id, buyers, "both",
                                                  confidence_percent, lift, score, computed_on)
               SELECT partner, %s, rank, product, method, because, buyers, together, confidence, lift, score, %s
                 FROM jsonb_to_recordset(%s::jsonb) AS row(partner int, rank int, product int, method text, because int, buyers int,
                                                           together int, confidence numeric, lift numeric, score numeric)
             RETURNING id""", company.id, now, json.dumps(rows)))


def _row(offer):
    reason = offer.reasons[0] if offer.reasons else None
    return {
        "product": offer.product, "method": offer.method, "because": reason and reason.because, "buyers": offer.buyers,
        "together": reason.both if reason else 0, "confidence": round(100 * reason.confidence, 2) if reason else 0,
        "lift": round(reason.lift, 3) if reason else 0, "score": round(offer.score, 5),
    }

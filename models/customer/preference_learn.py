from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from odoo.addons.sales_os.algorithms.customer.interest import Chosen, learn_interests

REMEMBERED_DAYS = 730
BATCH = 2_000


class SalesOsPreference(models.Model):
    """Learn interests from what was quoted and ordered: attributes of products and product categories, by company."""

    _inherit = "sales_os.preference"

    @api.model
    def _cron_learn(self):
        companies = self.env["res.company"].search([("active", "=", True)])
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            self._learn(company)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    @api.model
    def _learn(self, company):
        """Bring the learnt preferences of all customers of the company up to date; return how many there are."""
        # sudo: all customers are learnt of, whoever looks after them; rules decide who reads it
        Preference = self.sudo().with_context(sales_os_preference_by=self._BY_NIGHT, active_test=False)
        interests = learn_interests(chosen=self._chosen(company, fields.Date.context_today(self)))
        count = sum(Preference._keep({key: interests[key] for key in keys}, company) for keys in split_every(BATCH, interests))
        Preference.search([
            ("is_learnt", "=", True), ("active", "=", True), ("company_id", "=", company.id),
            ("partner_id", "not in", list(interests))]).unlink()
        return count

    @api.model
    def _keep(self, interests, company):
        """Write what was learnt of some customers: what is new, what changed, and what does not hold any more."""
        wanted = {}
        for rows in interests.values():
            wanted.update(self._wanted(rows, company))
        mine = self.search([("partner_id", "in", list(interests))])
        known = {(row.partner_id.id, row.topic or "", row.value): row for row in mine if row.is_learnt and row.company_id == company}
        said = {(row.partner_id.id, row.topic or "", row.value) for row in mine if not row.is_learnt}
        for key, vals in wanted.items():
            row = known.get(key)
            if row and (row.times, row.of_times, row.date) != (vals["times"], vals["of_times"], vals["date"]):
                row.write({name: vals[name] for name in ("times", "of_times", "date")})
        self.create([vals for key, vals in wanted.items() if key not in known and key not in said])
        self.browse().union(*(row for key, row in known.items() if key not in wanted and row.active)).unlink()
        if len(interests) >= BATCH:  # written now, so that memory does not grow with the customers
            self.env.flush_all()
            self.env.invalidate_all()
        return len(wanted)

    @api.model
    def _wanted(self, rows, company):
        """Return ``{(customer, topic, value): vals}`` of one customer's interests."""
        found = {}
        for row in rows:
            (model, topic_id), value_id = row.topic, row.value
            if model == "category":
                kind, topic, value = "product", "", self.env["product.category"].browse(value_id).display_name
            else:
                attribute = self.env["product.attribute"].browse(topic_id)
                kind, topic = "colour" if attribute.display_type == "color" else "other", attribute.name
                value = self.env["product.attribute.value"].browse(value_id).name
            found[row.customer, topic, value] = {
                "partner_id": row.customer, "company_id": company.id, "kind": kind, "topic": topic or False, "value": value,
                "source": "orders",
                "is_learnt": True, "times": row.times, "of_times": row.of, "date": row.last, "user_id": False}
        return found

    @api.model
    def _chosen(self, company, today):
        """Yield how often each customer chose what, counted by the database: one query."""
        self.env["sale.order.line"].flush_model(["order_id", "product_id", "product_uom_qty", "display_type"])
        self.env["sale.order"].flush_model(["partner_id", "company_id", "state", "date_order"])
        self.env["res.partner"].flush_model(["commercial_partner_id", "active", "partner_share"])
        self.env["product.template"].flush_model(["categ_id"])
        for customer, model, topic, value, times, of, last in self.env.execute_query(SQL(
            """WITH choice AS (
                   SELECT DISTINCT partner.commercial_partner_id AS customer, sale.id AS occasion, sale.date_order::date AS day,
                   picked.model, picked.topic,
                          picked.value
                     FROM sale_order_line line
                     JOIN sale_order sale ON sale.id = line.order_id
                     JOIN res_partner partner ON partner.id = sale.partner_id
                     JOIN res_partner owner ON owner.id = partner.commercial_partner_id AND owner.active AND owner.partner_share
                     JOIN product_product product ON product.id = line.product_id
                     JOIN product_template template ON template.id = product.product_tmpl_id
               CROSS JOIN LATERAL (
                          SELECT 'category' AS model, 0 AS topic, template.categ_id AS value WHERE template.categ_id IS NOT NULL
                       UNION ALL
                          SELECT 'attribute', known.attribute_id, known.product_attribute_value_id
                            FROM product_variant_combination combination
                            JOIN product_template_attribute_value known ON known.id = combination.product_template_attribute_value_id
                           WHERE combination.product_product_id = product.id) picked
                    WHERE sale.state IN ('sent', 'sale') AND sale.company_id = %s AND sale.date_order >= %s AND line.display_type IS NULL
                      AND line.product_uom_qty > 0)
               SELECT value.customer, value.model, value.topic, value.value, value.times, topic.times, value.last
                 FROM (SELECT customer, model, topic, value, COUNT(DISTINCT occasion) AS times, MAX(day) AS last FROM choice GROUP BY 1,
                 2, 3, 4) value
                 JOIN (SELECT customer, model, topic, COUNT(DISTINCT occasion) AS times FROM choice GROUP BY 1, 2, 3) topic
                USING (customer, model, topic)
             ORDER BY 1, 2, 3, 4""", company.id, today - timedelta(days=REMEMBERED_DAYS))):
            yield Chosen(customer, (model, topic), value, times, of, last)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

NAMES = {"client_uuid", "rep_id", "partner_id", "visit_id", "lines", "validity_date"}
LINE_NAMES = {"product", "quantity", "price_unit", "discount_percent", "name"}
MOST_LINES = 200


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sales_os_client_uuid = fields.Char(
        string="Client Reference", copy=False, readonly=True, help="Given by the program that recorded it; a repeat finds the same quote."
    )
    _sales_os_client_uuid_uniq = models.UniqueIndex(
        "(sales_os_client_uuid) WHERE sales_os_client_uuid IS NOT NULL", "A quote with this client reference exists already."
    )

    @api.model
    def record_quote(self, values):
        """Make a quote, or find the one that was made by the same ``client_uuid``; safe to call again.

        :param values: ``{"client_uuid", "rep_id", "partner_id", "visit_id", "validity_date", "lines": [{"product": id or internal
            reference, "quantity", "price_unit", "discount_percent", "name"}]}``
        :return: ``{"id", "name", "state", "created"}``
        """
        if not isinstance(values, dict) or not values.get("partner_id") or not values.get("lines"):
            raise UserError(self.env._("A quote is recorded from named values, at least partner_id and lines."))
        if unknown := set(values) - NAMES:
            raise UserError(self.env._("A quote is recorded without %s.", ", ".join(sorted(map(str, unknown)))))
        known = self._by_client_uuid(values.get("client_uuid"))
        order = known or self.create(self._prepare_recorded_quote(values))
        if not known and values.get("visit_id"):
            self.env["sales_os.visit"].browse(values["visit_id"]).order_ids += order
        return {"id": order.id, "name": order.name, "state": order.state, "created": not known}

    @api.model
    def _by_client_uuid(self, uuid):
        if not uuid:
            return self.browse()
        if not isinstance(uuid, str) or not 8 <= len(uuid) <= 64:
            raise UserError(self.env._("A client reference is a text of 8 to 64 characters, not %s.", repr(uuid)[:80]))
        # sudo: the index spans all quotes; whether the caller may see what was found is checked at once
        found = self.sudo().search([("sales_os_client_uuid", "=", uuid)]).sudo(False)
        if found and not found._filtered_access("read"):
            raise AccessError(self.env._("This client reference belongs to a quote you have no access to."))
        return found

    @api.model
    def _prepare_recorded_quote(self, values):
        if values.get("rep_id"):
            rep = self.env["sales_os.rep"].search([("id", "=", values["rep_id"])])
            if not rep:
                raise UserError(self.env._("There is no representative number %s whom you may sell for.", values["rep_id"]))
        else:
            rep = self.env.user.sales_os_rep_ids[:1]
        vals = {
            "partner_id": values["partner_id"],
            "user_id": rep.user_id.id or self.env.uid,
            "sales_os_client_uuid": values.get("client_uuid") or False,
            "order_line": [Command.create(line) for line in self._prepare_recorded_lines(values["lines"])],
        }
        if rep:
            vals["company_id"] = rep.company_id.id
        if rep.team_id:
            vals["team_id"] = rep.team_id.id
        if rep and not rep.user_id:
            # who has no login is credited all the same
            vals["sales_os_credit_ids"] = [Command.create({"rep_id": rep.id, "percent": 100.0})]
        if values.get("validity_date"):
            vals["validity_date"] = values["validity_date"]
        if values.get("visit_id"):
            visit = self.env["sales_os.visit"].search([("id", "=", values["visit_id"])])
            if not visit:
                raise UserError(self.env._("There is no visit number %s.", values["visit_id"]))
            if visit.lead_id.type == "opportunity":
                vals["opportunity_id"] = visit.lead_id.id
        return vals

    @api.model
    def _prepare_recorded_lines(self, lines):
        if not isinstance(lines, list) or len(lines) > MOST_LINES or not all(isinstance(line, dict) for line in lines):
            raise UserError(self.env._("The lines of a quote are a list of at most %s named values.", MOST_LINES))
        products = self._products_named([line.get("product") for line in lines])
        result = []
        for number, line in enumerate(lines, 1):
            if unknown := ", ".join(sorted(map(str, set(line) - LINE_NAMES))):
                raise UserError(self.env._("Line %(number)s is recorded without %(names)s.", number=number, names=unknown))
            name = line.get("product")
            product = products.get(name) if isinstance(name, (int, str)) else None
            if not product:
                raise UserError(self.env._("Line %(number)s: there is no product %(name)s for sale.", number=number, name=name))
            vals = {"product_id": product.id, "product_uom_qty": line.get("quantity") or 1.0}
            if line.get("price_unit") is not None and line.get("price_unit") is not False:
                vals["price_unit"] = line["price_unit"]
            if line.get("discount_percent"):
                vals["discount"] = line["discount_percent"]
            if line.get("name"):
                vals["name"] = line["name"]
            result.append(vals)
        return result

    @api.model
    def _products_named(self, names):
        """``{id or internal reference: product}``, in one query."""
        ids = [name for name in names if isinstance(name, int) and not isinstance(name, bool)]
        codes = [name for name in names if isinstance(name, str)]
        found = self.env["product.product"].search(
            [("sale_ok", "=", True), "|", ("id", "in", ids), ("default_code", "in", codes)], order="id"
        )
        by_name = {product.default_code: product for product in reversed(found) if product.default_code}
        return {**by_name, **{product.id: product for product in found}}

import json

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request


class PersonData(http.Controller):
    """A person's data as a file that is made for the one who asks and kept nowhere: neither on the server nor in a cache."""

    @http.route("/sales_os/person/<int:partner_id>/data.json", type="http", auth="user", methods=["GET"])
    def data(self, partner_id, **_kwargs):
        person = request.env["res.partner"].with_context(active_test=False).search([("id", "=", partner_id)])
        try:
            told = person.action_sales_os_export_person()
        except (AccessError, MissingError, ValueError):
            return request.not_found()
        return request.make_response(json.dumps(told, ensure_ascii=False, indent=2, default=str), [
            ("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Disposition", http.content_disposition(f"personal-data-{partner_id}.json"))])

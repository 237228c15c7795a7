"""The record behind /api/v1. It stands here, not among the models: its app is made of the routers."""

from odoo import fields, models

from .app import sales_os_app

MAX_BODY = 1024 * 1024
READING = ["GET", "HEAD"]
OTHER = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"]


class FastapiEndpoint(models.Model):
    _inherit = "fastapi.endpoint"

    app = fields.Selection(selection_add=[("sales_os", "Sales OS")], ondelete={"sales_os": "cascade"})

    def _get_app(self):
        return sales_os_app() if self.app == "sales_os" else super()._get_app()

    def _prepare_endpoint_rules(self, options=None):
        """Requests that only read have a rule of their own: Odoo serves them from a replica where there is one."""
        ours = self.filtered(lambda endpoint: endpoint.app == "sales_os")
        rules = super(FastapiEndpoint, self - ours)._prepare_endpoint_rules(options=options) if self - ours else []
        for endpoint in ours:
            for key, routing in endpoint._sales_os_routings().items():
                route = "|".join(routing["routes"])
                handler = options or endpoint._default_endpoint_options()
                rules.append(self._endpoint_registry.make_rule(key, route, handler, routing, key[-32:], route_group=endpoint.route_group))
        return rules

    def _registered_endpoint_rule_keys(self):
        ours = self.filtered(lambda endpoint: endpoint.app == "sales_os")
        keys = super(FastapiEndpoint, self - ours)._registered_endpoint_rule_keys() if self - ours else ()
        return (*keys, *(key for endpoint in ours for key in endpoint._sales_os_routings()))

    def _sales_os_routings(self):
        self.ensure_one()
        common = {
            **self._get_routing_info(),
            "type": "sales_os_api",
            "auth": "sales_os_api",
            "max_content_length": MAX_BODY,
            "save_session": False,
            "csrf": False,
            "root_path": self.root_path,
        }
        return {
            f"{self._name}:{self.id}:reading": {**common, "methods": READING, "readonly": True},
            f"{self._name}:{self.id}:other": {**common, "methods": OTHER, "readonly": False},
        }

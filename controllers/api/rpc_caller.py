"""Who calls by XML-RPC or JSON-RPC: Odoo hides the request from what these call, so the address is noted before."""

from odoo.http import request, route

from odoo.addons.rpc.controllers.jsonrpc import JSONRPC
from odoo.addons.rpc.controllers.xmlrpc import XMLRPC


class RpcCaller(XMLRPC, JSONRPC):
    """Of both at once, as Odoo's own heir of these classes: a controller of one alone would serve the other's paths unchanged."""

    def _xmlrpc(self, service):
        with request.env["ir.http"]._sales_os_rpc_from(request.httprequest.remote_addr):
            return super()._xmlrpc(service)

    @route()
    def jsonrpc(self, service, method, args):
        with request.env["ir.http"]._sales_os_rpc_from(request.httprequest.remote_addr):
            return super().jsonrpc(service, method, args)

import re

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from odoo import models
from odoo.http import request

_BEARER = re.compile(r"bearer +([\x21-\x7e]{8,256})", re.IGNORECASE)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_sales_os_api(cls):
        """Let the request run as the owner of its API key, with the owner's rights; a session of a browser counts for nothing."""
        request.session.can_save = False
        header = request.httprequest.headers.get("Authorization", "")
        bearer = _BEARER.fullmatch(header.strip())
        if not bearer:
            if request.httprequest.path in cls._sales_os_open_paths():
                request.update_env(user=request.env.ref("base.public_user").id, context={})
                return
            raise Unauthorized(
                "Send an API key of Odoo: 'Authorization: Bearer <key>'.", www_authenticate=WWWAuthenticate("bearer", {"realm": "Sales OS"})
            )
        request.update_env(user=cls._sales_os_owner_of(bearer[1]))
        request.update_env(context=dict(request.env["res.users"].context_get()))

    @classmethod
    def _sales_os_open_paths(cls):
        """What a stranger may read: the description of the API, which holds no data."""
        return {"/api/v1/docs", "/api/v1/openapi.json"}

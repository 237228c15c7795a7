"""The API's own description: the OpenAPI document, and a page of it that a person reads without scripts from elsewhere."""

import json

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, Response

from odoo.addons.fastapi.context import odoo_env_ctx

from .documents_page import page_values
from .problem import KINDS, ProblemOut

PREFIX = "/api/v1"
CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Your own name of this request. A repeat with the same key and body within 7 days gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[\\x21-\\x7e]+$"},
    "example": "0f6b1a52-order-4711",
}


def openapi_document(app):
    """The OpenAPI 3.1 document, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        license_info=app.license_info,
        routes=app.routes,
        servers=[{"url": PREFIX}],
    )
    document["components"]["schemas"].update(_schemas_of_problems())
    document["security"] = [{"ApiKey": []}]
    for operations in document["paths"].values():
        for method, operation in operations.items():
            if method == "post":
                operation.setdefault("parameters", []).append(IDEMPOTENCY)
    app.openapi_schema = document
    return document


def _schemas_of_problems():
    schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    inner = schema.pop("$defs")
    return {**inner, "ProblemOut": schema}


def add_documents(app):
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def openapi():
        return Response(json.dumps(openapi_document(app)), media_type="application/json", headers={"Cache-Control": "max-age=300"})

    @router.get("/docs")
    async def docs():
        values = page_values(openapi_document(app), KINDS)
        html = odoo_env_ctx.get()["ir.qweb"]._render("sales_os.api_docs_page", values)
        return HTMLResponse(str(html), headers={"Content-Security-Policy": CSP, "Cache-Control": "max-age=300"})

    app.include_router(router)

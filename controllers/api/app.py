"""The one FastAPI app of the process, made of the routers."""

from functools import lru_cache

from fastapi import FastAPI

from .documents import add_documents
from .problem import problem_responses
from .routers import ROUTERS

DESCRIPTION = """\
Territories, visits, route plans, quotes, approvals and commissions, with the rights of the key's owner.

Send an Odoo API key as `Authorization: Bearer <key>` (*My Profile ▸ Account Security ▸ New API Key*; it can be narrowed to this API or to
reading). Each POST takes an `Idempotency-Key`: a repeat within 7 days gets the first answer and does nothing again. Lists take `limit` and
`cursor`. Datetimes are ISO 8601 in UTC; money is `{"amount": "1234.50", "currency": "EUR"}`. Errors are `application/problem+json`.
"""


@lru_cache(maxsize=1)
def sales_os_app():
    """The one app of this process. It keeps nothing between requests, so databases and threads share it."""
    app = FastAPI(
        title="Sales OS",
        version="1.0.0",
        summary="The integrator's door to the sales force.",
        description=DESCRIPTION,
        license_info={"name": "AGPL-3.0", "identifier": "AGPL-3.0-only"},
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        responses=problem_responses(),
    )
    for router in ROUTERS:
        app.include_router(router)
    add_documents(app)
    # what is raised goes up to the dispatcher, which rolls back, tries again, or tells the problem
    app.exception_handlers.clear()
    return app

"""Who calls: the environment of the key's owner, and the records this owner may see."""

from typing import Annotated

from fastapi import Depends, Path, Security
from fastapi.security import HTTPBearer

from odoo.exceptions import AccessError, MissingError

from odoo.addons.fastapi.context import odoo_env_ctx

from .plain_values import LARGEST_ID

# only describes the key in the OpenAPI document: the dispatcher has checked it before
_bearer = HTTPBearer(auto_error=False, scheme_name="ApiKey", description="An Odoo API key: My Profile ▸ Account Security.")


async def current_env(_key: Annotated[object, Security(_bearer)] = None):
    return odoo_env_ctx.get()


Env = Annotated[object, Depends(current_env)]
RecordId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The record's id.")]


def visible(env, model, record_id, archived=False):
    """The record, when the caller may see it.

    :raise AccessError: without the right to read such records at all
    :raise MissingError: when it does not exist or is not the caller's: which of both is not told
    """
    records = env[model].with_context(active_test=not archived).search([("id", "=", record_id)])
    if not records:
        raise MissingError(env._("There is no such record."))
    return records


def linked(env, model, record_id, name, archived=False):
    """As `visible`, for an id in a body: the fault is the input's, and named."""
    if not record_id:
        return env[model]
    try:
        return visible(env, model, record_id, archived)
    except (AccessError, MissingError) as error:
        raise UnknownId(name, record_id) from error


class UnknownId(Exception):
    """An id in a body or query that leads to nothing the caller may see."""

    def __init__(self, name, record_id):
        super().__init__(name, record_id)
        self.name, self.record_id = name, record_id

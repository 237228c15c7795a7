"""/sync: for clients that work without a connection."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, WithJsonSchema

from odoo.addons.sales_os.algorithms.api.sync_cursor import CursorError, CursorExpired

from .caller import Env
from .pages import BadCursor
from .plain_values import Body
from .problem import MEDIA_TYPE, StartAnew
from .sync_shapes import ITEMS, Change, KindName

router = APIRouter(prefix="/sync", tags=["Offline clients"])

# what stands in an item is checked item by item, so that a faulty one does not lose the others
ITEM_SCHEMA = {
    "type": "object",
    "required": ["client_uuid", "kind", "values"],
    "properties": {
        "client_uuid": {"type": "string", "minLength": 8, "maxLength": 64, "pattern": "^[A-Za-z0-9._:-]+$"},
        "kind": {"type": "string", "enum": list(ITEMS)},
        "base_version": {"type": "string", "description": "The `version` the client knew: tells a change by somebody else as a conflict."},
        "values": {"type": "object", "additionalProperties": True},
    },
    "examples": [
        {"client_uuid": "c1a7f0de-0007", "kind": "visit_check_out", "values": {"visit_uuid": "c1a7f0de-0001", "outcome": "interested"}}
    ],
}


class SyncQuery(BaseModel):
    since: str | None = Field(None, max_length=300, description="`next_cursor` of the answer before; leave it out to begin.")
    limit: int = Field(100, ge=1, le=200, description="Records a page.")


class Gone(BaseModel):
    kind: KindName
    id: int


class SyncOut(BaseModel):
    changes: list[Change] = Field(
        description="Each with `kind`, `id`, `version` and `values`: visits, route plans and quotes as their own calls show them; the "
        "OpenAPI document has the values of each kind."
    )
    gone: list[Gone] = Field(description="Deleted, out of the caller's sight, or too old: forget them. On the first page of a round.")
    next_cursor: str = Field(description="Send it as `since`: now, while `has_more`; the next time otherwise.")
    has_more: bool


class SyncIn(Body):
    items: list[Annotated[Any, WithJsonSchema(ITEM_SCHEMA)]] = Field(max_length=200, description="In the order it was done.")


class SyncResult(BaseModel):
    client_uuid: str | None
    kind: str | None
    status: Literal["created", "changed", "repeated", "conflict", "refused"]
    id: int | None
    message: str | None = Field(description="Why not, in words.")
    record: Change | None = Field(description="As it is now.")


class SyncResults(BaseModel):
    results: list[SyncResult] = Field(description="In the order of the items.")


EXPIRED = {410: {"description": "The cursor cannot be continued: start anew", "content": {
    MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}}}


@router.get("", summary="What changed", responses=EXPIRED)
async def changes(env: Env, query: Annotated[SyncQuery, Query()]) -> SyncOut:
    """What changed for the key's owner since the cursor, and what is gone. 410 `start-anew` when the cursor is too old."""
    try:
        return SyncOut(**env["sales_os.sync"]._changes(query.since or "", query.limit))
    except CursorError as error:
        raise BadCursor(str(error)) from error
    except CursorExpired as error:
        raise StartAnew from error


@router.post("", summary="Upload what was done offline")
async def upload(env: Env, body: SyncIn) -> SyncResults:
    """Item by item, in the order given, each once; a faulty item stops none of the others.

    Kinds: `visit` and `quote` (values as of `/sales-reps/visit` and `/sales-reps/quote`), `visit_check_in`, `visit_check_out`,
    `visit_note`, `visit_reschedule`, `visit_cancel` (values as of the visit's own calls, with `visit_id` or `visit_uuid`).
    """
    return SyncResults(**env["sales_os.sync"]._upload(body.items))

"""Records that no PATCH changes: the answer says why, and what to do instead."""

from starlette.exceptions import HTTPException

from .caller import Env, RecordId


def refuse_changes(router, path, reason):
    """Let ``PATCH path`` answer 405 with the reason. The documents leave it out: it is no operation."""

    @router.patch(path, include_in_schema=False)
    async def refuse(_env: Env, record_id: RecordId):
        raise HTTPException(405, reason, headers={"Allow": "GET, HEAD"})

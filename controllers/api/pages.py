"""One page of a list: the newest first, in a number of queries that does not grow with its length."""

from typing import Annotated

from fastapi import Query

from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.api.page_cursor import CursorError, read_cursor, write_cursor

from .plain_values import Page

MOST = 200

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items a page.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before.")]


class BadCursor(Exception):
    """A cursor that does not continue this list."""


def page_of(records, domain, *, make, limit, cursor, filters):
    """A `Page` of the records of a domain that the caller may see.

    :param records: an empty recordset of the model, in the caller's environment
    :param make: function of one record that gives its item
    :param filters: what distinguishes this list from others, JSON-able
    """
    filters = {**filters, "model": records._name}
    domain = Domain(domain)
    here = domain
    if cursor:
        try:
            here &= Domain("id", "<", read_cursor(cursor=cursor, filters=filters))
        except CursorError as error:
            raise BadCursor(str(error)) from error
    found = records.search(here, order="id desc", limit=limit + 1)
    shown = found[:limit]
    total = records.search_count(domain) if cursor or len(found) > limit else len(found)
    return Page(
        items=[make(record) for record in shown],
        next_cursor=write_cursor(last_key=shown[-1].id, filters=filters) if len(found) > limit else None,
        total=total,
    )

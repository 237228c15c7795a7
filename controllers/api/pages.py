"""One page of a list: the newest first, in a number of queries that does not grow with its length."""

from pydantic import BaseModel, Field

from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.api.page_cursor import CursorError, read_cursor, write_cursor

from .plain_values import Page

MOST = 200

class PageQuery(BaseModel):
    """What each list takes besides its own filters, which inherit it."""

    limit: int = Field(50, ge=1, le=MOST, description="Items a page.")
    cursor: str | None = Field(None, max_length=200, description="`next_cursor` of the page before.")


class BadCursor(Exception):
    """A cursor that does not continue this list."""


def page_of(records, domain, query, *, make, fetch=(), links=None, named=()):
    """A `Page` of the records of a domain that the caller may see.

    :param records: an empty recordset of the model, in the caller's environment
    :param query: the `PageQuery`; all but limit and cursor distinguishes this list from others
    :param make: function of one record that gives its item
    :param fetch: the columns it looks at, so that the others are not read; all without
    :param links: ``{link: columns}``: what it looks at in linked records, with the caller's rights; all columns of links left out
    :param named: links of which it shows only the name
    """
    filters = {**query.model_dump(mode="json", exclude={"limit", "cursor"}), "list": type(query).__qualname__ + records._name}
    domain = Domain(domain)
    here = domain
    if query.cursor:
        try:
            here &= Domain("id", "<", read_cursor(cursor=query.cursor, filters=filters))
        except CursorError as error:
            raise BadCursor(str(error)) from error
    found = records.search_fetch(here, fetch or None, order="id desc", limit=query.limit + 1)
    shown = found[: query.limit]
    for name, columns in (links or {}).items():
        shown[name].fetch(columns)
    for name in named:
        # sudo: a name as Odoo's own read() gives it with each link
        shown.sudo()[name].fetch(["display_name"])
    total = records.search_count(domain) if query.cursor or len(found) > query.limit else len(found)
    return Page(
        items=[make(record) for record in shown],
        next_cursor=write_cursor(last_key=shown[-1].id, filters=filters) if len(found) > query.limit else None,
        total=total,
    )

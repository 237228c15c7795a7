from dataclasses import replace

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.api.record_version import version_of, without_none
from odoo.addons.sales_os.algorithms.api.sight import compare_sights, sight_digest
from odoo.addons.sales_os.algorithms.api.sync_cursor import (
    CursorError,
    CursorExpired,
    SyncCursor,
    check_continues,
    read_cursor,
    write_cursor,
)

MOST = 200


class SalesOsSync(models.AbstractModel):
    _inherit = "sales_os.sync"

    @api.model
    def changes(self, since="", limit=100):
        """A page of what changed for the caller since a cursor, of all kinds; with an empty one, of all there is.

        Go on with ``next_cursor`` while ``has_more``, then keep the last one for the next time. A record may come again although it says
        the same (its ``version`` tells); none is left out.

        :param since: ``next_cursor`` of an earlier answer, or empty
        :param limit: records a page, at most 200
        :return: ``{"changes": [{"kind", "id", "version", "values"}], "gone": [{"kind", "id"}], "next_cursor", "has_more"}``; ``gone`` is
            what was deleted, left the caller's sight, or became too old
        """
        try:
            return without_none(self._changes(since or "", limit))
        except CursorError as error:
            raise UserError(self.env._("The cursor cannot be used: it was not given by this server.")) from error
        except CursorExpired as error:
            raise UserError(self.env._(
                "The cursor cannot be continued: forget what you have, and start anew with an empty one.")) from error

    @api.model
    def _changes(self, since, limit):
        self._check_may_sync()
        if type(limit) is not int or not 1 <= limit <= MOST:
            raise UserError(self.env._("A page holds 1 to %s records.", MOST))
        kinds = {name: kind for name, kind in self._kinds().items() if self.env[kind.model].has_access("read")}
        cursor, gone = self._begin_round(since, kinds), []
        Sight = self.env["sales_os.sync.sight"]
        old, new = Sight._recall(cursor.old), Sight._recall(cursor.new)
        left, entered = compare_sights(old=old, new=new)
        if not (cursor.kind or cursor.last_id):
            gone = [{"kind": kind, "id": key} for kind, key in left]
        changes, room = [], limit
        for place, (name, kind) in enumerate(kinds.items()):
            if place < cursor.kind:
                continue
            if not room:
                cursor = replace(cursor, kind=place, last_id=0)
                return self._page(changes, gone, cursor, True)
            last_id = cursor.last_id if place == cursor.kind else 0
            found = self._changed(kind, cursor, entered.get(name, set()), last_id, room + 1)
            shown = found[:room]
            # what came into sight after the round began is told in the next
            changes += self._told(name, shown.filtered(lambda record, name=name: record.id in new.get(name, ())))
            room -= len(shown)
            if len(found) > len(shown):
                cursor = replace(cursor, kind=place, last_id=shown[-1].id)
                return self._page(changes, gone, cursor, True)
        return self._page(changes, gone, cursor.finished(), False)

    @api.model
    def _begin_round(self, since, kinds):
        """The cursor to go on with. A new round notes the moment and the sight; what happens after belongs to the next round."""
        system, database, oldest, newest = self.env.execute_query(SQL(
            """SELECT system_identifier::text, (SELECT oid::text FROM pg_database WHERE datname = current_database()),
                      pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                 FROM pg_control_system()"""))[0]
        owner = sight_digest(f"{system}:{database}:{self.env.uid}")[:12]
        cursor = read_cursor(since) if since else SyncCursor(owner=owner)
        if self.env.cr.readonly and max(cursor.since, cursor.until) > newest:
            # a replica that lags behind what the client was told: Odoo serves the request anew from the primary
            raise ReadOnlySqlTransaction("the replica lags behind")
        check_continues(cursor, owner=owner, newest=newest)
        if cursor.is_within_round:
            return cursor
        self.env.flush_all()
        sight = {name: self.env[kind.model]._search(kind.domain) for name, kind in kinds.items()}
        ids = {name: [row[0] for row in self.env.execute_query(query.select())] for name, query in sight.items()}
        # the oldest transaction that still runs: whatever it or a later one writes is looked at again next time. A list of those that run
        # would spare the looking, and lose rows: savepoints have numbers of their own, which no snapshot lists
        return replace(cursor, until=oldest, new=self.env["sales_os.sync.sight"]._remember(ids))

    @api.model
    def _changed(self, kind, cursor, entered, last_id, limit):
        domain = Domain(kind.domain) & Domain("id", ">", last_id)
        if cursor.since:
            domain &= self._changed_since(cursor.since, kind.parts) | Domain("id", "in", sorted(entered))
        return self.env[kind.model].search(domain, order="id", limit=limit)

    @api.model
    def _told(self, name, records):
        shapes = self.env["sales_os.api.shape"]._of_kind(name, records)
        return [{"kind": name, "id": key, "version": version_of(values), "values": values} for key, values in shapes.items()]

    @api.model
    def _page(self, changes, gone, cursor, has_more):
        return {"changes": changes, "gone": gone, "next_cursor": write_cursor(cursor), "has_more": has_more}

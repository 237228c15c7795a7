from datetime import timedelta

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.api.sight import pack_sight, sight_digest, unpack_sight
from odoo.addons.sales_os.algorithms.api.sync_cursor import CursorExpired

KEEP_DAYS, RENEW_DAYS, KEEP_A_USER = 90, 45, 50


class SalesOsSyncSight(models.Model):
    """Which records a client of one user had in sight when it was last told: what is missing later was deleted or left that user's sight.

    Rows never change, and equal sights share one, so that a lost answer can be asked for again.
    """

    _name = "sales_os.sync.sight"
    _description = "What a Client Has in Sight"
    _order = "id desc"
    _rec_name = "digest"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    digest = fields.Char(required=True, readonly=True)
    ids_text = fields.Text(string="Records", required=True, readonly=True, help="The ids of each kind, as ranges.")
    record_count = fields.Integer(string="Number of Records", readonly=True, aggregator=None)
    told_on = fields.Datetime(required=True, readonly=True, index=True)

    _user_digest_uniq = models.UniqueIndex("(user_id, digest)", "This sight is known already.")

    @api.model
    def _recall(self, sight_id):
        """``{kind: ids}`` of a sight of the caller's.

        :raise CursorExpired: when it is forgotten
        """
        if not sight_id:
            return {}
        # sudo: the table is the server's own; only the caller's rows are looked at
        found = self.sudo().search([("id", "=", sight_id), ("user_id", "=", self.env.uid)])
        if not found and self.env.cr.readonly:
            # perhaps not yet on this replica: the primary knows
            raise ReadOnlySqlTransaction("what a client has in sight is not here")
        if not found:
            raise CursorExpired("what this client had in sight is forgotten")
        return unpack_sight(found.ids_text)

    @api.model
    def _remember(self, ids_by_kind):
        """The id of the row of this sight; one is written only when there is none, so that mostly a replica can answer."""
        text = pack_sight(ids_by_kind=ids_by_kind)
        now, digest = fields.Datetime.now(), sight_digest(text)
        # sudo: as above
        known = self.sudo().search([("user_id", "=", self.env.uid), ("digest", "=", digest)])
        if known.told_on and known.told_on > now - timedelta(days=RENEW_DAYS):
            return known.id
        if self.env.cr.readonly:
            # not for a replica: Odoo serves the request anew from the primary
            raise ReadOnlySqlTransaction("what came into sight is noted")
        # of two clients at the same moment the later one starts again and finds the row
        rows = self.env.execute_query(SQL(
            """INSERT INTO sales_os_sync_sight
                      (user_id, digest, ids_text, record_count, told_on, create_uid, create_date, write_uid, write_date)
               VALUES (%(user)s, %(digest)s, %(text)s, %(count)s, %(now)s, %(user)s, %(now)s, %(user)s, %(now)s)
               ON CONFLICT (user_id, digest) DO UPDATE SET told_on = EXCLUDED.told_on RETURNING id""",
            user=self.env.uid, digest=digest, text=text, count=sum(map(len, ids_by_kind.values())), now=now,
        ))  # fmt: skip
        self.sudo().invalidate_model()  # sudo: as above
        return rows[0][0]

    @api.autovacuum
    def _gc_forgotten(self):
        """Forget a sight after 90 days, and all but the newest 50 of a user."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """DELETE FROM sales_os_sync_sight WHERE id IN (
                   SELECT id FROM (SELECT id, told_on, row_number() OVER (PARTITION BY user_id ORDER BY told_on DESC, id DESC) AS place
                                     FROM sales_os_sync_sight) AS sight
                    WHERE told_on < %s OR place > %s)""", fields.Datetime.now() - timedelta(days=KEEP_DAYS), KEEP_A_USER,
        ))  # fmt: skip
        return self.env.cr.rowcount, 0

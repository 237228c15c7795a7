from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEEP_DAYS = 180


class SalesOsDistanceCache(models.Model):
    """What a distance server said about one pair of places, so that it is asked once."""

    _name = "sales_os.distance.cache"
    _description = "Distance Between Two Places"
    _order = "id desc"
    _rec_name = "origin"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", index=False)
    origin = fields.Char(required=True, help="Latitude and longitude, rounded to 5 decimals (about a metre).")
    destination = fields.Char(required=True)
    metres = fields.Integer(required=True)
    seconds = fields.Integer(required=True)
    fetched_on = fields.Datetime(required=True)

    _pair_uniq = models.UniqueIndex("(company_id, origin, destination)", "This pair of places is known already.")
    _fetched_on_idx = models.Index("(fetched_on)")

    @api.model
    def _key(self, place):
        return f"{place[0]:.5f},{place[1]:.5f}"

    @api.model
    def _known(self, company, keys):
        """Return {(origin, destination): (metres, seconds)} among `keys`, in one query."""
        self.flush_model()
        since = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        rows = self.env.execute_query(
            SQL(
                "SELECT origin, destination, metres, seconds FROM sales_os_distance_cache "
                "WHERE company_id = %s AND origin = ANY(%s) AND destination = ANY(%s) AND fetched_on >= %s",
                company.id,
                list(keys),
                list(keys),
                since,
            )
        )
        return {(origin, destination): (metres, seconds) for origin, destination, metres, seconds in rows}

    @api.model
    def _remember(self, company, found):
        """Keep {(origin, destination): (metres, seconds)} in one statement."""
        if not found:
            return
        now = fields.Datetime.now()
        pairs = sorted(found)
        self.env.cr.execute(
            "INSERT INTO sales_os_distance_cache (company_id, origin, destination, metres, seconds, fetched_on) "
            "SELECT %s, pair.origin, pair.destination, pair.metres, pair.seconds, %s "
            "FROM unnest(%s::varchar[], %s::varchar[], %s::int[], %s::int[]) AS pair (origin, destination, metres, seconds) "
            "ON CONFLICT (company_id, origin, destination) DO UPDATE "
            "SET metres = EXCLUDED.metres, seconds = EXCLUDED.seconds, fetched_on = EXCLUDED.fetched_on",
            (
                company.id,
                now,
                [pair[0] for pair in pairs],
                [pair[1] for pair in pairs],
                [found[pair][0] for pair in pairs],
                [found[pair][1] for pair in pairs],
            ),
        )
        self.invalidate_model()

    @api.autovacuum
    def _gc_distances(self):
        stale = self.search([("fetched_on", "<", fields.Datetime.now() - timedelta(days=KEEP_DAYS))], limit=10_000)
        stale.unlink()
        return len(stale), len(stale) == 10_000

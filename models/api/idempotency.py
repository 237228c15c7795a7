from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEEP_DAYS = 7


class SalesOsApiIdempotency(models.Model):
    """The first answer to a request that bears an ``Idempotency-Key``: a repeat gets it again, and nothing is done twice."""

    _name = "sales_os.api.idempotency"
    _description = "Answered Request"
    _order = "id desc"
    _rec_name = "key"

    key = fields.Char(string="Idempotency-Key", required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    path = fields.Char(readonly=True)
    digest = fields.Char(required=True, readonly=True, help="Of method, path, query and body: tells a repeat from another request.")
    status = fields.Integer(readonly=True)
    answer = fields.Text(readonly=True, groups=fields.NO_ACCESS)
    location = fields.Char(readonly=True)

    _user_key_uniq = models.UniqueIndex("(user_id, key)", "This idempotency key is in use.")
    _create_date_idx = models.Index("(create_date)")

    @api.model
    def _claim(self, key, digest, path):
        """Take the key for this request, or find what was answered to it.

        A request that fails is rolled back and leaves its key free. Of two at the same moment the later one waits here for the first,
        fails to serialise, starts again and finds the answer.

        :return: the record, as superuser; new when its ``status`` is 0
        """
        # sudo: the table is the server's own; every row is bound to the caller's id
        self = self.sudo()
        self.search(
            [("user_id", "=", self.env.uid), ("key", "=", key), ("create_date", "<", fields.Datetime.now() - timedelta(days=KEEP_DAYS))]
        ).unlink()
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO sales_os_api_idempotency (user_id, key, digest, path, status, create_uid, create_date, write_uid, write_date)
                   VALUES (%(user)s, %(key)s, %(digest)s, %(path)s, 0, %(user)s, %(now)s, %(user)s, %(now)s)
                   ON CONFLICT (user_id, key) DO NOTHING RETURNING id""",
                user=self.env.uid,
                key=key,
                digest=digest,
                path=path[:200],
                now=fields.Datetime.now(),
            )
        )
        if rows:
            return self.browse(rows[0][0])
        return self.search([("user_id", "=", self.env.uid), ("key", "=", key)])

    def _keep(self, status, answer, location):
        self.ensure_one()
        self.write({"status": status, "answer": answer, "location": location})

    @api.autovacuum
    def _gc_answered(self):
        """Forget answers after a week, in one statement."""
        self.env.cr.execute(
            SQL("DELETE FROM sales_os_api_idempotency WHERE create_date < %s", fields.Datetime.now() - timedelta(days=KEEP_DAYS))
        )
        return self.env.cr.rowcount, 0

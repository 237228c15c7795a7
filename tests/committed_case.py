"""Transactions that really commit, beside one another; what they left is taken away again afterwards."""

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import BaseCase, get_db_name, tagged
from odoo.tools import SQL

from .common import SalesForce

KEYS = """SELECT table_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
           WHERE column_name = 'id' AND table_schema = 'public' AND table_type = 'BASE TABLE'"""
LINKS = """SELECT links.relname, attname, keys.relname FROM pg_constraint
             JOIN pg_class AS links ON links.oid = conrelid JOIN pg_class AS keys ON keys.oid = confrelid
             JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'"""


class _Rows:
    """Remembers the last row of each table, and deletes those that came since: past triggers and foreign keys."""

    def __init__(self, cr):
        self.last = {}
        cr.execute(KEYS)
        for (table,) in cr.fetchall():
            cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table)))
            self.last[table] = cr.fetchone()[0]

    def delete_later_ones(self, cr):
        cr.execute("SET LOCAL session_replication_role = replica")
        cr.execute(LINKS)
        for table, column, key in cr.fetchall():
            if table not in self.last and key in self.last:
                cr.execute(SQL("DELETE FROM %s WHERE %s > %s", SQL.identifier(table), SQL.identifier(column), self.last[key]))
        for table, last in self.last.items():
            cr.execute(SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), last))


@tagged("post_install", "-at_install")
class CommittedCase(SalesForce, BaseCase):
    """Extend ``set_up_records``: it runs with ``cls.env`` and is committed. Tests open their transactions by :meth:`in_own_transaction`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            rows = _Rows(cr)
        cls.addClassCleanup(cls._take_away, rows)
        with cls.registry.cursor() as cr:
            cls.env = api.Environment(cr, SUPERUSER_ID, {})
            cls.set_up_sales_force()
            cls.set_up_records()
            cls.env.flush_all()
        cls.env = None

    @classmethod
    def set_up_records(cls):
        pass

    @classmethod
    def _take_away(cls, rows):
        with cls.registry.cursor() as cr:
            rows.delete_later_ones(cr)
        cls.registry.clear_all_caches()

    @classmethod
    def in_own_transaction(cls, user, act):
        """Call ``act(env)`` as ``user`` as a request of its own does: it commits, and starts again where another came between."""
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, user if isinstance(user, int) else user.id, {})
            return retrying(lambda: act(env), env)

    def look(self, read):
        """Return ``read(env)``, of what is committed by now."""
        with self.registry.cursor() as cr:
            return read(api.Environment(cr, SUPERUSER_ID, {}))

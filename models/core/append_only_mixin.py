from odoo import models
from odoo.tools import SQL


class SalesOsAppendOnlyMixin(models.AbstractModel):
    """Rows that are evidence: the ACL and the ORM refuse to change them first, a trigger refuses whoever comes by SQL.

    A model says what it keeps; how PostgreSQL keeps it is written here once. Columns of other modules are theirs to keep.
    """

    _name = "sales_os.append.only.mixin"
    _description = "Append-Only Rows"

    # what PostgreSQL answers, in plain words
    _kept_message = ""
    # references that may become empty, when what they point at is deleted
    _kept_loose = ()

    def init(self):
        if not self._abstract:
            for query in self._kept_queries():
                self.env.cr.execute(query)
        return super().init()

    def _kept_rows(self):
        """Condition on OLD that tells which rows are kept; None: all."""
        return None

    def _kept_open(self):
        """Names of columns that may change all the same."""
        return ()

    def _kept_may_change(self):
        """Condition on OLD and NEW under which the open columns may change."""
        return SQL("TRUE")

    def _kept_may_go(self):
        """Condition on OLD under which a row may be deleted; None: never."""
        return None

    def _kept_queries(self):
        name = SQL.identifier(f"{self._table}_append_only")
        table, truncates = SQL.identifier(self._table), SQL.identifier(f"{self._table}_no_truncate")
        rows, goes = self._kept_rows(), self._kept_may_go()
        # whether anything may change at all; where nothing may, a statement is refused before it looks for rows
        by_row = bool(self._kept_open() or self._kept_loose or rows or goes)
        refuses = SQL("RAISE EXCEPTION '%%', %s USING ERRCODE = 'insufficient_privilege';", self._kept_message)
        passes = SQL(
            "IF TG_OP = 'UPDATE' THEN IF %s THEN RETURN NEW; END IF; ELSIF TG_OP = 'DELETE' THEN IF %s THEN RETURN OLD; END IF; END IF;",
            self._kept_is_unchanged(), goes or SQL("FALSE")) if by_row else SQL("")
        events = SQL("UPDATE OR DELETE") if by_row else SQL("UPDATE OR DELETE OR TRUNCATE")
        every = SQL("ROW") if by_row else SQL("STATEMENT")
        only = SQL("WHEN (%s)", rows) if rows else SQL("")
        yield SQL("CREATE OR REPLACE FUNCTION %s() RETURNS trigger AS $sales_os$ BEGIN %s %s END $sales_os$ LANGUAGE plpgsql",
                  name, passes, refuses)
        yield SQL("CREATE OR REPLACE TRIGGER %s BEFORE %s ON %s FOR EACH %s %s EXECUTE FUNCTION %s()",
                  name, events, table, every, only, name)
        if by_row:
            yield SQL("CREATE OR REPLACE TRIGGER %s BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s()", truncates, table, name)

    def _kept_is_unchanged(self):
        """Condition on OLD and NEW: nothing but what may change has changed."""
        columns = ["id", *sorted({
            name for name, field in self._fields.items() if field.store and field.column_type and field._module == self._original_module
        } - {"id", *self._kept_open(), *self._kept_loose})]
        parts = [SQL(
            "(%s) IS NOT DISTINCT FROM (%s)", SQL(", ").join(SQL("OLD.%s", SQL.identifier(name)) for name in columns),
            SQL(", ").join(SQL("NEW.%s", SQL.identifier(name)) for name in columns))]
        for name in self._kept_loose:
            column = SQL.identifier(name)
            parts.append(SQL("(NEW.%s IS NULL OR NEW.%s IS NOT DISTINCT FROM OLD.%s)", column, column, column))
        return SQL(" AND ").join([self._kept_may_change(), *parts])

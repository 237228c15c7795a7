"""Evidence is kept by PostgreSQL itself, each table in the same way."""

from psycopg2 import errors

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..common import SalesOsCase


@tagged("post_install", "-at_install")
class TestAppendOnly(SalesOsCase):
    def kept_tables(self):
        """``{table: what it answers}``"""
        return {
            model._table: model._kept_message for model in self.env.values() if not model._abstract and hasattr(model, "_kept_message")}

    def test_every_table_of_evidence_is_kept(self):
        self.assertLessEqual({
            "sales_os_audit_entry", "sales_os_commission_entry", "sales_os_commission_statement_snapshot", "sales_os_stage_move",
            "sales_os_kpi_snapshot", "sales_os_forecast_snapshot", "sales_os_forecast_snapshot_line", "sales_os_forecast_snapshot_deal",
        }, set(self.kept_tables()))

    def test_nobody_empties_a_table(self):
        for table, message in self.kept_tables().items():
            with self.subTest(table), mute_logger("odoo.sql_db"), self.assertRaisesRegex(
                    errors.InsufficientPrivilege, message), self.env.cr.savepoint():
                self.env.cr.execute(SQL("TRUNCATE %s CASCADE", SQL.identifier(table)))

    def test_a_table_without_exceptions_refuses_before_it_looks_for_rows(self):
        for query in ("UPDATE sales_os_audit_entry SET event = event WHERE FALSE", "DELETE FROM sales_os_kpi_snapshot WHERE FALSE"):
            with self.subTest(query), mute_logger("odoo.sql_db"), self.assertRaises(
                    errors.InsufficientPrivilege), self.env.cr.savepoint():
                self.env.cr.execute(query)

from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from ..common import SalesOsCase


class TestAuditEntry(SalesOsCase):
    def append(self, count=1, **values):
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(count)])
        return self.env["sales_os.audit.entry"]._append(partners, "test", **{"old": "a", "new": "b", "reason": "because", **values})

    def tamper(self, query, *args):
        """What somebody with the database password and a mind to cheat would do."""
        self.env.cr.execute("ALTER TABLE sales_os_audit_entry DISABLE TRIGGER ALL")
        self.env.cr.execute(SQL(query, *args))
        self.env.cr.execute("ALTER TABLE sales_os_audit_entry ENABLE TRIGGER ALL")
        self.env.invalidate_all()

    def verify(self):
        return self.env["sales_os.audit.entry"].with_user(self.user_executive).action_verify()

    def test_entries_form_a_chain(self):
        entries = self.append(3)
        self.assertEqual(entries[1].previous_hash, entries[0].hash)
        self.assertEqual(entries[2].previous_hash, entries[1].hash)
        self.assertEqual(self.append().previous_hash, entries[2].hash)

    def test_entry_tells_what_who_when_and_why(self):
        entry = self.append()
        self.assertEqual((entry.model, entry.event, entry.old_value, entry.new_value, entry.reason),
                         ("res.partner", "test", "a", "b", "because"))
        self.assertEqual(entry.user_id, self.env.user)
        self.assertEqual(entry.company_id, self.env.company)
        self.assertTrue(entry.happened_on)

    def test_values_per_record(self):
        partners = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        entries = self.env["sales_os.audit.entry"]._append(
            partners, "moved", old_by_id={partners[0].id: "x", partners[1].id: "y"}, new={"to": 1})
        self.assertEqual(entries.mapped("old_value"), ["x", "y"])
        self.assertEqual(entries.mapped("new_value"), ['{"to": 1}'] * 2)

    def test_untouched_chain_verifies(self):
        self.append(3)
        result = self.verify()
        self.assertEqual(result["broken"], [])
        self.assertGreaterEqual(result["checked"], 3)

    def test_altered_entry_is_found(self):
        entries = self.append(3)
        self.tamper("UPDATE sales_os_audit_entry SET new_value = 'c' WHERE id = %s", entries[1].id)
        self.assertEqual(self.verify()["broken"], [entries[1].id])

    def test_removed_entry_is_found(self):
        entries = self.append(3)
        self.tamper("DELETE FROM sales_os_audit_entry WHERE id = %s", entries[1].id)
        self.assertEqual(self.verify()["broken"], [entries[2].id])

    def test_cut_end_is_found_after_a_verification(self):
        entries = self.append(3)
        self.assertEqual(self.verify()["broken"], [])
        self.tamper("DELETE FROM sales_os_audit_entry WHERE id = %s", entries[2].id)
        self.assertEqual(self.verify()["broken"], [entries[2].id])

    def test_rehashed_entry_is_found_by_its_follower(self):
        entries = self.append(2)
        row = {name: entries[0][name] for name in ("model", "res_id", "event", "old_value", "reason")}
        facts = (row["model"], row["res_id"], row["event"], row["old_value"], "forged", row["reason"], entries[0].user_id.id,
                 entries[0].company_id.id, str(entries[0].happened_on))
        from odoo.addons.sales_os.algorithms.core.hash_chain import entry_hash
        forged = entry_hash(previous_hash=entries[0].previous_hash, facts=facts)
        self.tamper("UPDATE sales_os_audit_entry SET new_value = 'forged', hash = %s WHERE id = %s", forged, entries[0].id)
        self.assertEqual(self.verify()["broken"], [entries[1].id])

    def test_orm_refuses_even_the_superuser(self):
        entry = self.append()
        with self.assertRaises(UserError):
            entry.sudo().write({"reason": "other"})
        with self.assertRaises(UserError):
            entry.sudo().unlink()
        with self.assertRaises(UserError):
            entry.sudo().copy()
        with self.assertRaises(UserError):
            self.env["sales_os.audit.entry"].sudo().create({"model": "res.partner", "event": "forged"})

    def test_database_refuses_sql(self):
        entry = self.append()
        for query in ("UPDATE sales_os_audit_entry SET reason = 'x' WHERE id = %s", "DELETE FROM sales_os_audit_entry WHERE id = %s"):
            with self.subTest(query=query), mute_logger("odoo.sql_db"), \
                    self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.env.cr.savepoint():
                self.env.cr.execute(SQL(query, entry.id))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.env.cr.savepoint():
            self.env.cr.execute("TRUNCATE sales_os_audit_entry")

    def test_only_executives_and_administrators_verify(self):
        self.env["sales_os.audit.entry"].with_user(self.user_admin_so).action_verify()
        for user in (self.user_rep, self.user_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["sales_os.audit.entry"].with_user(user).action_verify()

    def test_button_tells_the_result(self):
        self.append()
        notification = self.env["sales_os.audit.entry"].with_user(self.user_executive).action_verify_and_tell()
        self.assertEqual(notification["params"]["type"], "success")

    def test_append_is_flat(self):
        few, many = (self.env["res.partner"].create([{"name": f"P{n}"} for n in range(count)]) for count in (2, 200))
        (few | many).mapped("company_id")
        counts = []
        for partners in (few, many):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["sales_os.audit.entry"]._append(partners, "test")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_committed_tail_of_another_transaction_is_continued(self):
        """A transaction that began before another one committed must not fork the chain."""
        newer = (10 ** 9, "f" * 64)

        class Fresh:
            def __enter__(self):
                return self

            def __exit__(self, *exc):
                return False

            def execute(self, query):
                self.query = query

            def fetchall(self):
                return [newer]

        with patch.object(type(self.env.registry), "cursor", lambda registry, **kw: Fresh()):
            entry = self.append()
        self.assertEqual(entry.previous_hash, newer[1])

    def test_entries_can_be_written_while_the_addon_is_being_installed(self):
        """Demonstration data audits before the table is committed: another cursor would not find it, or wait for it forever."""
        def refused(registry, **kw):
            raise AssertionError("no second cursor while loading")

        last = self.append()
        with patch.object(self.env.registry, "ready", False), patch.object(type(self.env.registry), "cursor", refused):
            entry = self.append()
        self.assertEqual(entry.previous_hash, last.hash)

    def test_manager_sees_what_the_people_below_did(self):
        manager = self.make_rep(self.user_manager)
        self.make_rep(self.user_rep, parent_id=manager.id)
        self.make_rep(self.user_rep2)
        partner = self.env["res.partner"].create({"name": "P"})
        by = {user: self.env["sales_os.audit.entry"].with_user(user).sudo()._append(partner, "test") for user in (
            self.user_manager, self.user_rep, self.user_rep2)}
        seen = self.env["sales_os.audit.entry"].with_user(self.user_manager).search([("event", "=", "test")])
        self.assertEqual(seen.sudo(), by[self.user_rep] + by[self.user_manager])

    def test_export_leaves_an_entry(self):
        partners = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        partners.with_user(self.user_manager).export_data(["name"])
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "export")], limit=1)
        self.assertEqual((entry.model, entry.user_id), ("res.partner", self.user_manager))
        self.assertIn("2 records", entry.new_value)

"""After each round a client's mirror is what its user sees, whatever happens meanwhile. Every transaction really commits."""

from dataclasses import replace
from unittest.mock import patch

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.api.sync_cursor import read_cursor, write_cursor

from ..committed_case import CommittedCase


class Mirror:
    """A client as doc/rest.md describes it."""

    def __init__(self, case, user):
        self.case, self.user, self.records, self.cursor, self.told = case, user, {}, "", []

    def sync(self, limit=50, between=lambda: None):
        self.told, self.gone = [], []
        while True:
            page = self.case.pull(self.user, self.cursor, limit)
            for row in page["gone"]:
                self.gone.append((row["kind"], row["id"]))
                self.records.pop((row["kind"], row["id"]), None)
            for row in page["changes"]:
                # while another transaction runs, of whatever database, a record may come again that says the same
                if self.records.get((row["kind"], row["id"])) != row["version"]:
                    self.told.append((row["kind"], row["id"]))
                self.records[row["kind"], row["id"]] = row["version"]
            self.cursor = page["next_cursor"]
            if not page["has_more"]:
                return self
            between()


class TestSyncChanges(CommittedCase):
    @classmethod
    def set_up_records(cls):
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.other = cls.make_rep(cls.user_rep2, parent_id=cls.manager.id)
        cls.north = cls.make_territory("North", zip_patterns="99991", owner=cls.rep)
        cls.south = cls.make_territory("South", zip_patterns="99992", owner=cls.other)
        cls.customers = [cls.make_partner(f"Shop {index}", zip="99991").id for index in range(4)]
        cls.far = cls.make_partner("Far", zip="99992").id
        visit = cls.make_visit(cls.rep, cls.env["res.partner"].browse(cls.customers[0]))
        cls.visit = visit.id
        cls.note = cls.env["sales_os.visit.note"].create({"visit_id": visit.id, "body": "one"}).id
        cls.rep_id, cls.other_id, cls.south_id = cls.rep.id, cls.other.id, cls.south.id
        cls.users = {"rep": cls.user_rep.id, "other": cls.user_rep2.id, "manager": cls.user_manager.id, "plain": cls.user_plain.id,
                     "executive": cls.user_executive.id}

    def pull(self, user, since="", limit=50):
        return self.in_own_transaction(self.users[user], lambda env: env["sales_os.sync"].changes(since, limit))

    def act(self, act):
        return self.in_own_transaction(SUPERUSER_ID, act)

    def mirror(self, user="rep"):
        return Mirror(self, user).sync()

    def assertUpToDate(self, mirror):
        self.assertEqual(mirror.records, self.mirror(mirror.user).records)

    def test_begins_with_all_in_sight_and_nothing_else(self):
        mirror = self.mirror()
        customers = {key for kind, key in mirror.records if kind == "customers"}
        self.assertLessEqual(set(self.customers), customers)
        self.assertNotIn(self.far, customers)
        self.assertIn(("visits", self.visit), mirror.records)
        self.assertEqual({kind for kind, _key in mirror.records} & {"visit_types", "visit_outcomes"}, {"visit_types", "visit_outcomes"})
        self.assertIn(self.far, {key for kind, key in self.mirror("executive").records if kind == "customers"})
        with self.assertRaises(AccessError):
            self.pull("plain")

    def test_afterwards_only_what_changed(self):
        mirror = self.mirror()
        self.assertEqual((mirror.sync().told, mirror.gone), ([], []))
        self.act(lambda env: env["res.partner"].browse(self.customers[1]).write({"phone": "1"}))
        self.assertEqual(mirror.sync().told, [("customers", self.customers[1])])
        self.assertEqual(mirror.sync().told, [])
        self.assertUpToDate(mirror)

    def test_what_is_written_by_sql_or_in_a_part_is_told_too(self):
        mirror = self.mirror()
        self.act(lambda env: env.cr.execute("UPDATE res_partner SET city = 'X' WHERE id = %s", [self.customers[2]]))
        self.assertEqual(mirror.sync().told, [("customers", self.customers[2])])
        self.act(lambda env: env["sales_os.visit.note"].browse(self.note).write({"body": "two"}))
        self.assertEqual(mirror.sync().told, [("visits", self.visit)])
        extra = self.act(lambda env: env["sales_os.visit.note"].create({"visit_id": self.visit, "body": "three"}).id)
        mirror.sync()
        self.act(lambda env: env["sales_os.visit.note"].browse(extra).unlink())
        self.assertEqual(mirror.sync().told, [("visits", self.visit)])
        self.assertUpToDate(mirror)

    def test_what_is_committed_late_is_not_lost(self):
        mirror = self.mirror()
        with self.registry.cursor() as slow:
            slow.execute("UPDATE res_partner SET street = 'Slow 1' WHERE id = %s", [self.customers[3]])
            self.act(lambda env: env["res.partner"].browse(self.customers[0]).write({"street": "Quick 1"}))
            self.assertEqual(mirror.sync().told, [("customers", self.customers[0])])
            slow.commit()
        self.assertIn(("customers", self.customers[3]), mirror.sync().told)
        self.assertUpToDate(mirror)
        self.assertEqual(mirror.sync().told, [])

    def test_what_a_savepoint_wrote_is_not_lost_when_its_transaction_is_late(self):
        """Such rows bear the savepoint's own number, which stands in no snapshot: why the cursor holds no list of what runs."""
        mirror = self.mirror()
        with self.registry.cursor() as slow:
            slow.execute("UPDATE res_partner SET street = 'Slow 2' WHERE id = %s", [self.customers[3]])
            with slow.savepoint():
                slow.execute("UPDATE res_partner SET street = 'Slow 3' WHERE id = %s", [self.customers[2]])
            self.act(lambda env: env["res.partner"].browse(self.customers[0]).write({"street": "Quick 3"}))
            self.assertEqual(mirror.sync().told, [("customers", self.customers[0])])
            slow.commit()
        self.assertEqual(sorted(mirror.sync().told), sorted([("customers", self.customers[2]), ("customers", self.customers[3])]))
        self.assertUpToDate(mirror)

    def test_what_was_deleted_or_left_the_sight_is_gone_and_comes_back_whole(self):
        mirror, theirs = self.mirror(), self.mirror("other")
        planned = self.act(lambda env: env["sales_os.visit"].create({
            "rep_id": self.rep_id, "partner_id": self.customers[0], "date_start": fields.Datetime.now()}).id)
        self.assertIn(("visits", planned), mirror.sync().told)
        self.act(lambda env: env["sales_os.visit"].browse(planned).unlink())
        self.assertEqual((mirror.sync().gone, ("visits", planned) in mirror.records), ([("visits", planned)], False))
        self.act(lambda env: env["res.partner"].browse(self.customers[3]).write({"zip": "99992"}))
        self.assertEqual(mirror.sync().gone, [("customers", self.customers[3])])
        self.assertIn(("customers", self.customers[3]), theirs.sync().told)
        self.act(lambda env: env["res.partner"].browse(self.customers[3]).write({"zip": "99991"}))
        self.assertIn(("customers", self.customers[3]), mirror.sync().told)
        self.assertIn(("customers", self.customers[3]), theirs.sync().gone)
        self.assertUpToDate(mirror)

    def test_what_comes_into_sight_without_being_touched_is_told(self):
        mirror = self.mirror()
        def hand_over(env):
            assignment = env["sales_os.territory"].browse(self.south_id).assignment_ids
            assignment.write({"rep_id": self.rep_id})
        self.act(hand_over)
        self.addCleanup(
            self.act, lambda env: env["sales_os.territory"].browse(self.south_id).assignment_ids.write({"rep_id": self.other_id}))
        self.assertIn(("customers", self.far), mirror.sync().told)
        self.assertUpToDate(mirror)

    def test_pages_hold_everything_although_it_changes_meanwhile(self):
        mirror, steps = Mirror(self, "rep"), iter(range(1000))

        def disturb():
            step = next(steps)
            self.act(lambda env: env["res.partner"].browse(self.customers[step % 4]).write(
                {"zip": "99992" if step % 3 == 0 else "99991", "phone": str(step)}))
        mirror.sync(limit=3, between=disturb)
        self.act(lambda env: env["res.partner"].browse(self.customers).write({"zip": "99991"}))
        mirror.sync(limit=2)
        self.assertUpToDate(mirror)

    def test_a_lost_answer_can_be_asked_for_again(self):
        mirror = self.mirror()
        self.act(lambda env: env["res.partner"].browse(self.customers[0]).write({"zip": "99992"}))
        self.act(lambda env: env["res.partner"].browse(self.customers[1]).write({"phone": "7"}))
        first, again = self.pull("rep", mirror.cursor), self.pull("rep", mirror.cursor)
        self.assertEqual(first["gone"], [{"kind": "customers", "id": self.customers[0]}])
        self.assertEqual((first["changes"], first["gone"]), (again["changes"], again["gone"]))
        self.act(lambda env: env["res.partner"].browse(self.customers[0]).write({"zip": "99991"}))

    def test_a_cursor_of_somebody_else_or_that_is_forgotten_begins_anew(self):
        mirror = self.mirror()
        with self.assertRaisesRegex(UserError, "start anew"):
            self.pull("other", mirror.cursor)
        with self.assertRaisesRegex(UserError, "not given"):
            self.pull("rep", "rubbish")
        for limit in (0, 201, "5", None, True):
            with self.subTest(limit=limit), self.assertRaises(UserError):
                self.pull("rep", "", limit)

        def age(env):
            env.cr.execute("UPDATE sales_os_sync_sight SET told_on = told_on - interval '91 days' WHERE user_id = %s", [self.users["rep"]])
            return env["sales_os.sync.sight"]._gc_forgotten()[0]
        self.assertGreaterEqual(self.act(age), 1)
        with self.assertRaisesRegex(UserError, "start anew"):
            self.pull("rep", mirror.cursor)

    def test_a_sight_is_kept_once_and_renewed_before_it_is_forgotten(self):
        mirror = self.mirror()

        def count():
            return self.look(lambda env: env["sales_os.sync.sight"].search_count([("user_id", "=", self.users["rep"])]))
        before = count()
        mirror.sync()
        self.mirror()
        self.assertEqual(count(), before)
        self.act(lambda env: env.cr.execute("UPDATE sales_os_sync_sight SET told_on = told_on - interval '60 days'"))
        mirror.sync()
        newest = self.look(lambda env: env["sales_os.sync.sight"].search([("user_id", "=", self.users["rep"])]).mapped("told_on"))
        self.assertLess((fields.Datetime.now() - max(newest)).total_seconds(), 60)
        self.assertEqual(count(), before)

    def test_many_records_cost_no_more_queries_than_few(self):
        def queries(limit):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.users["executive"], {})
                env["sales_os.sync"]._changes("", 5)
                env.invalidate_all()
                before = cr.sql_log_count
                page = env["sales_os.sync"]._changes("", limit)
                return cr.sql_log_count - before, len({row["kind"] for row in page["changes"]}), len(page["changes"])
        self.act(lambda env: env["res.partner"].create([{"name": f"Many {n}", "is_company": True, "zip": "99992"} for n in range(60)]))
        few, many = queries(60), queries(200)
        self.assertGreater(many[2], few[2])
        # a kind more is a few queries more, a record more is none
        self.assertLessEqual(many[0] - few[0], 25 * (many[1] - few[1]) + 2)

    def test_a_replica_answers_where_it_can_and_sends_to_the_primary_where_not(self):
        mirror = self.mirror()
        sight = self.look(lambda env: max(env["sales_os.sync.sight"].search([("user_id", "=", self.users["rep"])]).ids))

        def on_replica(since):
            with self.registry.cursor() as cr, patch("odoo.sql_db.Cursor.readonly", True):
                cr.execute("SET TRANSACTION READ ONLY")
                return api.Environment(cr, self.users["rep"], {})["sales_os.sync"]._changes(since, 200)
        answer = on_replica(mirror.cursor)
        again = {(row["kind"], row["id"]): row["version"] for row in answer["changes"]}
        self.assertEqual((again, answer["gone"]), ({key: mirror.records[key] for key in again}, []))
        self.act(lambda env: env["res.partner"].create({"name": "New", "zip": "99991", "is_company": True}).id)
        cursor = read_cursor(mirror.cursor)
        for case, since in {
            "something came into sight": mirror.cursor, "the sight is not there yet": write_cursor(replace(cursor, old=sight + 1000)),
            "the replica lags": write_cursor(replace(cursor, since=cursor.since + 10**6)),
        }.items():
            with self.subTest(case), self.assertRaises(ReadOnlySqlTransaction):
                on_replica(since)
        self.assertUpToDate(mirror.sync())

    def test_nothing_is_written_where_nothing_came_into_sight(self):
        mirror = self.mirror()
        self.act(lambda env: env["res.partner"].browse(self.customers[1]).write({"phone": "9"}))
        with patch.object(self.registry["sales_os.sync.sight"], "_remember", autospec=True,
                          side_effect=self.registry["sales_os.sync.sight"]._remember) as remember:
            mirror.sync()
        self.assertEqual(remember.call_count, 1)

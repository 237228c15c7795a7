"""Every stage change of an opportunity is kept as it was, for ever."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import NOON, ForecastCase


class TestStageMove(ForecastCase):
    def told(self, lead):
        return [(move.kind, move.stage_id.name, move.outcome) for move in lead.sales_os_move_ids.sorted("number")]

    def test_each_step_is_kept_with_its_time_in_stage(self):
        lead = self.make_lead(amount=500)
        with self.at(2):
            lead.stage_id = self.proposition
        with self.at(3):
            lead.write({"stage_id": self.qualified.id, "expected_revenue": 700})
        with self.at(7):
            lead.action_set_lost()
        with self.at(8):
            lead.action_unarchive()
            lead.probability = 20
        with self.at(9):
            lead.action_set_won()
        self.assertEqual(self.told(lead), [
            ("created", "New", "pending"), ("forward", "Proposition", "pending"), ("backward", "Qualified", "pending"),
            ("lost", "Qualified", "lost"), ("reopened", "Qualified", "pending"), ("won", "Won", "won")])
        moves = lead.sales_os_move_ids.sorted("number")
        self.assertEqual([round(move.days_in_stage, 6) for move in moves], [0, 2, 1, 4, 1, 1])
        self.assertEqual([move.amount for move in moves], [500, 500, 700, 700, 700, 700])
        self.assertEqual(moves[1].moved_on, NOON.replace(day=15))

    def test_people_and_place_are_kept_as_they_were(self):
        channel = self.make_channel("Fair move")
        territory = self.make_territory("North")
        lead = self.make_lead(sales_os_channel_id=channel.id, sales_os_territory_id=territory.id)
        lead.user_id = self.user_rep2
        lead.stage_id = self.qualified
        first, second = lead.sales_os_move_ids.sorted("number")
        self.assertEqual((first.rep_id, second.rep_id), (self.rep, self.rep2))
        self.assertEqual((first.team_id, first.territory_id, first.channel_id), (self.team, territory, channel))

    def test_what_does_not_move_leaves_no_trace(self):
        lead = self.make_lead()
        lead.write({"expected_revenue": 5, "stage_id": self.new.id})
        lead.write({"probability": 30})
        self.assertEqual(len(lead.sales_os_move_ids), 1)

    def test_an_import_leaves_moves(self):
        result = self.env["crm.lead"].load(
            ["name", "type", "stage_id/.id", "team_id/.id"],
            [["Imported 1", "Opportunity", str(self.qualified.id), str(self.team.id)],
             ["Imported 2", "Opportunity", str(self.new.id), str(self.team.id)]])
        self.assertFalse(result["messages"])
        leads = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual([self.told(lead) for lead in leads], [[("created", "Qualified", "pending")], [("created", "New", "pending")]])

    def test_nobody_changes_or_deletes_a_move(self):
        move = self.make_lead().sales_os_move_ids
        for change in (lambda: move.write({"amount": 1}), move.unlink, move.copy, lambda: move.create({"lead_id": move.lead_id.id})):
            with self.assertRaises(UserError):
                change()
        self.env.flush_all()
        for query in ("UPDATE sales_os_stage_move SET amount = 1 WHERE id = %s", "DELETE FROM sales_os_stage_move WHERE id = %s",
                      "UPDATE sales_os_stage_move SET lead_id = NULL WHERE id = %s"):
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.env.cr.savepoint():
                self.env.cr.execute(query, [move.id])

    def test_a_deleted_opportunity_takes_its_moves_and_a_deleted_reference_leaves_them(self):
        lead = self.make_lead()
        channel = self.make_channel("Short-lived")
        other = self.make_lead(sales_os_channel_id=channel.id)
        move = lead.sales_os_move_ids
        self.env.flush_all()
        lead.unlink()
        self.assertFalse(move.exists())
        other.sales_os_channel_id = False
        self.env.flush_all()
        channel.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.told(other), [("created", "New", "pending")])
        self.assertFalse(other.sales_os_move_ids.channel_id)

    def test_the_number_of_queries_does_not_grow(self):
        def count(size):
            leads = self.env["crm.lead"].browse([self.make_lead().id for _number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            leads.write({"stage_id": self.qualified.id})
            self.env.flush_all()
            return self.env.cr.sql_log_count - start
        count(3)
        self.assertEqual(count(2), count(12))

    def test_old_opportunities_get_their_moves_from_what_was_noted(self):
        lead, silent = self.make_lead(on="2026-01-05 08:00:00"), self.make_lead(on="2026-01-06 08:00:00")
        field = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        message = self.env["mail.message"].create(
            {"model": "crm.lead", "res_id": lead.id, "date": "2026-01-15 08:00:00", "message_type": "notification"})
        self.env["mail.tracking.value"].create({
            "mail_message_id": message.id, "field_id": field.id, "old_value_integer": self.new.id,
            "new_value_integer": self.qualified.id})
        self.env.flush_all()
        # as a database from before: no moves yet
        self.env.cr.execute("ALTER TABLE sales_os_stage_move DISABLE TRIGGER USER")
        self.env.cr.execute("DELETE FROM sales_os_stage_move WHERE lead_id = ANY(%s)", [[lead.id, silent.id]])
        self.env.cr.execute("ALTER TABLE sales_os_stage_move ENABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE crm_lead SET stage_id = %s, create_date = '2026-01-05 08:00:00' WHERE id = %s", [self.qualified.id, lead.id])
        self.env.invalidate_all()
        self.env["sales_os.stage.move"]._backfill()
        self.assertEqual(self.told(lead), [("created", "New", "pending"), ("forward", "Qualified", "pending")])
        self.assertEqual(lead.sales_os_move_ids.sorted("number")[1].days_in_stage, 10)
        self.assertTrue(all(lead.sales_os_move_ids.mapped("is_backfilled")))
        self.assertEqual(self.told(silent), [("created", "New", "pending")])
        before = len(lead.sales_os_move_ids)
        self.env["sales_os.stage.move"]._backfill()
        self.assertEqual(len(lead.sales_os_move_ids), before)

    def test_the_category_follows_the_probability_until_somebody_chooses(self):
        lead = self.make_lead(chance=85)
        self.assertEqual(lead.sales_os_forecast_category, "commit")
        lead.probability = 60
        self.assertEqual(lead.sales_os_forecast_category, "best_case")
        lead.sales_os_forecast_category = "commit"
        lead.probability = 10
        self.assertEqual((lead.sales_os_forecast_category, lead.sales_os_category_kept), ("commit", True))
        lead.sales_os_forecast_category = False
        self.assertEqual((lead.sales_os_forecast_category, lead.sales_os_category_kept), ("pipeline", False))

    def test_a_stage_may_declare_the_probability_and_a_typed_one_is_stronger(self):
        self.qualified.sales_os_probability_percent = 45
        lead = self.make_lead(self.qualified)
        self.assertEqual(lead.sales_os_probability_percent, 45)
        typed = self.make_lead(self.qualified, chance=70)
        self.assertEqual(typed.sales_os_probability_percent, 70)
        typed.stage_id = self.won
        self.assertEqual(typed.sales_os_probability_percent, 100)
        with self.assertRaisesRegex(UserError, "between 0 and 100"):
            self.qualified.sales_os_probability_percent = 101

    def test_a_rep_reads_the_own_moves_and_writes_none(self):
        mine, theirs = self.make_lead().sales_os_move_ids, self.make_lead(user=self.user_rep2).sales_os_move_ids
        seen = self.env["sales_os.stage.move"].with_user(self.user_rep).search([("id", "in", (mine | theirs).ids)])
        self.assertEqual(seen, mine)
        with self.assertRaises(AccessError):
            self.env["sales_os.stage.move"].with_user(self.user_plain).search([])

    def test_a_reason_cannot_be_forged_by_a_context(self):
        lead = self.make_lead().with_user(self.user_rep).with_context(sales_os_stage_move={"rule": 1, "words": "because"})
        with freeze_time(NOON):
            lead.stage_id = self.qualified
        self.assertFalse(lead.sales_os_move_ids.sorted("number")[-1].reason)

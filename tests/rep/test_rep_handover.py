"""The hand-over wizard: the list first, then the hand-over, then the way back."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import SalesOsCase


@tagged("post_install", "-at_install")
class TestRepHandover(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_rep(cls.user_manager)
        cls.ann = cls.make_rep(cls.user_rep, parent_id=cls.boss.id, tz="UTC")
        cls.bob = cls.make_rep(cls.user_rep2, parent_id=cls.boss.id, tz="UTC")
        cls.today = fields.Date.today()
        cls.territory = cls.make_territory("Harbour", owner=cls.ann, date_start="2026-01-01")
        cls.customer = cls.make_partner("Customer", user_id=cls.user_rep.id)
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Two cranes", "type": "opportunity", "partner_id": cls.customer.id, "user_id": cls.user_rep.id}
        )
        cls.quote = cls.env["sale.order"].create({"partner_id": cls.customer.id, "user_id": cls.user_rep.id})
        start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
        cls.visit = cls.make_visit(cls.ann, cls.customer, date_start=start)
        cls.assignment = cls.territory.assignment_ids
        cls.records = (cls.assignment, cls.visit, cls.lead, cls.quote, cls.customer)

    def wizard(self, user=None, **values):
        return (
            self.env["sales_os.rep.handover"]
            .with_user(user or self.user_manager)
            .create({"rep_from_id": self.ann.id, "rep_to_id": self.bob.id, "date": self.today, **values})
        )

    def who(self):
        """Who has what, in full."""
        self.env.invalidate_all()
        return {
            "assignments": sorted(
                (row.territory_id.id, row.rep_id.id, row.role, str(row.date_start), str(row.date_end))
                for row in self.env["sales_os.territory.assignment"].search([("rep_id", "in", (self.ann | self.bob).ids)])
            ),
            "visits": self.env["sales_os.visit"].search([]).mapped(lambda visit: (visit.id, visit.rep_id.id, visit.state)),
            "leads": self.env["crm.lead"].search([]).mapped(lambda lead: (lead.id, lead.user_id.id, lead.team_id.id)),
            "quotes": self.env["sale.order"].search([]).mapped(lambda order: (order.id, order.user_id.id, order.team_id.id)),
            "customers": self.env["res.partner"].search([]).mapped(lambda partner: (partner.id, partner.user_id.id)),
            "audit": self.env["sales_os.audit.entry"].search_count([]),
            "transfers": self.env["sales_os.transfer"].search_count([]),
        }

    def test_the_preview_lists_everything_and_writes_nothing(self):
        before = self.who()
        wizard = self.wizard()
        wizard.action_preview()
        self.assertEqual({(line.model, line.res_id) for line in wizard.line_ids}, {(record._name, record.id) for record in self.records})
        self.assertEqual((wizard.moving_count, wizard.staying_count), (5, 0))
        self.assertEqual(self.who(), before)

    def test_apply_and_undo_restore_exactly(self):
        before = self.who()
        wizard = self.wizard(reason="Parental leave")
        wizard.action_apply()
        self.assertEqual((self.lead.user_id, self.quote.user_id, self.customer.user_id), (self.user_rep2,) * 3)
        self.assertEqual(self.visit.rep_id, self.bob)
        self.assertEqual(self.territory.owner_id, self.bob)
        self.assertEqual(self.assignment.date_end, self.today - timedelta(days=1))
        for record in self.records:
            with self.subTest(record=record):
                self.assertTrue(
                    self.env["sales_os.audit.entry"].search_count(
                        [
                            ("model", "=", record._name),
                            ("res_id", "=", record.id),
                            ("event", "in", ("handover", "reassigned", "territory_assignment:change")),
                        ]
                    )
                )
        transfer = wizard.transfer_id
        self.assertEqual((transfer.moved_count, transfer.kept_count, transfer.state), (6, 0, "applied"))
        self.assertEqual(wizard.action_undo(), {"undone": 6, "kept": 0})
        after = self.who()
        for name in ("assignments", "visits", "leads", "quotes", "customers"):
            self.assertEqual(after[name], before[name], name)
        self.assertEqual(transfer.state, "undone")
        self.assertTrue(self.env["sales_os.audit.entry"].search_count([("model", "=", "crm.lead"), ("event", "=", "transfer_undone")]))

    def test_a_day_ahead_moves_only_what_has_a_day(self):
        day = self.today + timedelta(days=2)
        wizard = self.wizard(date=day)
        wizard.action_apply()
        self.assertEqual((self.territory.owner_id, self.visit.rep_id), (self.ann, self.bob))
        self.assertEqual(self.territory._holders_on(day)[self.territory.id]["owner"], self.bob.id)
        self.assertEqual(self.lead.user_id, self.user_rep)
        stays = wizard.transfer_id.line_ids.filtered(lambda line: line.outcome == "stays")
        self.assertEqual({line.model for line in stays}, {"crm.lead", "sale.order", "res.partner"})
        self.assertTrue(all("no day of its own" in line.reason for line in stays))

    def test_a_day_ahead_moves_the_rest_at_once_when_asked(self):
        self.wizard(date=self.today + timedelta(days=2), is_undated_now=True).action_apply()
        self.assertEqual(self.lead.user_id, self.user_rep2)

    def test_visits_before_the_day_stay_unlisted(self):
        wizard = self.wizard(date=self.today + timedelta(days=30))
        wizard.action_preview()
        self.assertNotIn("sales_os.visit", wizard.line_ids.mapped("model"))

    def test_what_cannot_move_says_why(self):
        self.env["sales_os.territory.assignment"].create(
            [
                {"territory_id": self.territory.id, "rep_id": rep.id, "role": "overlay", "date_start": "2026-02-01"}
                for rep in (self.ann, self.bob)
            ]
        )
        running = self.make_visit(self.ann, self.customer)
        running.sudo()._transition("in_progress")
        wizard = self.wizard()
        wizard.action_preview()
        stays = {line.record_name: line.reason for line in wizard.line_ids if not line.is_moving}
        self.assertEqual(sorted(stays.values()), sorted([f"{self.bob.display_name} has this role there already.", "It is in progress."]))

    def test_a_stop_of_a_confirmed_plan_stays(self):
        plan = self.make_plan(self.ann, [self.customer], date_start=self.visit.date_local)
        self.visit.sudo().route_stop_id = plan.stop_ids
        plan.sudo().with_context(tracking_disable=True)._transition("optimized")
        plan.sudo()._transition("confirmed")
        wizard = self.wizard()
        wizard.action_preview()
        line = wizard.line_ids.filtered(lambda line: line.model == "sales_os.visit")
        self.assertFalse(line.is_moving)
        self.assertIn("confirmed route plan", line.reason)

    def test_an_agent_without_login_gets_territories_and_visits_only(self):
        agent = self.make_rep(name="Agent", parent_id=self.boss.id)
        self.wizard(rep_to_id=agent.id).action_apply()
        self.assertEqual((self.territory.owner_id, self.visit.rep_id, self.lead.user_id), (agent, agent, self.user_rep))

    def test_another_question_needs_another_preview(self):
        wizard = self.wizard()
        wizard.action_preview()
        wizard.with_leads = False
        with self.assertRaisesRegex(UserError, "look at it again"):
            wizard.action_apply()

    def test_only_what_is_ticked(self):
        wizard = self.wizard(with_assignments=False, with_visits=False, with_leads=False, with_customers=False)
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.mapped("model"), ["sale.order"])

    def test_undo_leaves_what_was_changed_since(self):
        wizard = self.wizard()
        wizard.action_apply()
        self.lead.user_id = self.user_manager
        self.visit.sudo()._transition("in_progress")
        self.territory.assignment_ids.filtered(lambda row: row.rep_id == self.bob).role = "overlay"
        self.assertEqual(wizard.action_undo(), {"undone": 2, "kept": 4})
        self.assertEqual((self.lead.user_id, self.visit.rep_id), (self.user_manager, self.bob))
        self.assertEqual(self.assignment.date_end, self.today - timedelta(days=1))
        kept = wizard.transfer_id.line_ids.filtered(lambda line: line.outcome == "changed_since")
        self.assertEqual(set(kept.mapped("reason")), {"Changed by somebody since.", "What took its place was changed since."})

    def test_an_archived_representative_can_give_but_not_get(self):
        self.ann.active = False
        self.wizard().action_preview()
        with self.assertRaisesRegex(UserError, "archived"):
            self.wizard(rep_from_id=self.bob.id, rep_to_id=self.ann.id).action_preview()

    def test_bad_questions_get_clear_answers(self):
        with self.assertRaisesRegex(UserError, "two different"):
            self.wizard(rep_to_id=self.ann.id).action_preview()
        with self.assertRaisesRegex(UserError, "nothing to hand over"):
            self.wizard(rep_from_id=self.bob.id, rep_to_id=self.ann.id).action_apply()
        wizard = self.wizard()
        wizard.action_apply()
        with self.assertRaisesRegex(UserError, "applied already"):
            wizard.action_apply()

    def test_rights(self):
        stranger = self.make_rep(self.make_user("so_far", "sales_os.group_rep"))
        with self.assertRaisesRegex(AccessError, "not belong to your team"):
            self.wizard(rep_to_id=stranger.id).action_apply()
        with self.assertRaises(AccessError):
            self.wizard(self.user_rep)
        self.wizard(self.user_admin_so, rep_to_id=stranger.id).action_apply()
        transfer = self.env["sales_os.transfer"].search([], limit=1)
        with self.assertRaises(AccessError):
            transfer.with_user(self.user_rep2).action_undo()
        with self.assertRaisesRegex(AccessError, "outside your team"):
            transfer.with_user(self.user_manager).action_undo()
        with self.assertRaises(AccessError):
            transfer.with_user(self.user_admin_so).write({"note": "x"})

    def count_queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def more_work(self, count):
        self.env["crm.lead"].create([{"name": f"Lead {number}", "user_id": self.user_rep.id} for number in range(count)])
        partners = self.env["res.partner"].create([{"name": f"Partner {number}", "user_id": self.user_rep.id} for number in range(count)])
        self.env["sale.order"].create([{"partner_id": partner.id, "user_id": self.user_rep.id} for partner in partners])
        for number, partner in enumerate(partners):
            self.make_visit(self.ann, partner, date_start=self.visit.date_start)
            self.make_territory(f"Part {number}", owner=self.ann)

    def test_queries_of_the_preview_do_not_grow(self):
        self.more_work(1)
        self.wizard().action_preview()
        few = self.count_queries(self.wizard().action_preview)
        self.more_work(15)
        self.assertLessEqual(self.count_queries(self.wizard().action_preview), few + 2)

    def test_queries_of_the_hand_over_do_not_grow(self):
        """Without leads: Odoo looks up the sales team of each of them."""

        def forth_and_back():
            wizard = self.wizard(with_leads=False)
            forth = self.count_queries(wizard.action_apply)
            return forth, self.count_queries(wizard.transfer_id.action_undo)

        self.more_work(2)
        forth_and_back()
        few, few_back = forth_and_back()
        self.more_work(12)
        many, many_back = forth_and_back()
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(many_back, few_back + 2)

    def test_the_form_opens_for_a_representative(self):
        with Form(
            self.env["sales_os.rep.handover"].with_user(self.user_manager).with_context(active_model="sales_os.rep", active_id=self.ann.id)
        ) as form:
            form.rep_to_id = self.bob
        form.record.action_preview()
        self.assertEqual(form.record.moving_count, 5)

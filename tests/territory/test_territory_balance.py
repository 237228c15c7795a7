"""The balancing wizard: proposal without touching anything, a new version, undo."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import SalesOsCase


@tagged("post_install", "-at_install")
class TestTerritoryBalance(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sales_os.territory.version"].search([("state", "=", "active")])._transition("archived")
        cls.boss = cls.make_rep(cls.user_manager)
        cls.west_rep = cls.make_rep(cls.user_rep, parent_id=cls.boss.id, start_latitude=41.0, start_longitude=28.0)
        cls.east_rep = cls.make_rep(cls.user_rep2, parent_id=cls.boss.id, start_latitude=41.0, start_longitude=30.0)
        cls.version = cls.env["sales_os.territory.version"].create({"name": "Before"})
        cls.west = cls.make_territory("West", owner=cls.west_rep, version_id=cls.version.id)
        cls.east = cls.make_territory("East", owner=cls.east_rep, version_id=cls.version.id)
        cls.env["sales_os.territory.rule"].create(
            [
                {"territory_id": cls.west.id, "version_id": cls.version.id, "zip_patterns": "971*"},
                {"territory_id": cls.east.id, "version_id": cls.version.id, "zip_patterns": "972*"},
            ]
        )
        cls.version.action_activate()
        cls.customers = cls.make_customers(6)

    @classmethod
    def make_customers(cls, count):
        """Every third one in the east, the others in the west from west to east."""
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": True,
                    "zip": "97201" if number % 3 == 2 else "97101",
                    "partner_latitude": 41.0,
                    "partner_longitude": 30.0 if number % 3 == 2 else 28.0 + number / (count + 1),
                }
                for number in range(count)
            ]
        )

    def wizard(self, user=None, **values):
        return (
            self.env["sales_os.territory.balance"]
            .with_user(user or self.user_admin_so)
            .create({"territory_ids": [Command.set((self.west | self.east).ids)], "measure": "customers", "tolerance_percent": 5, **values})
        )

    def state(self):
        """All that a proposal must not touch."""
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT (SELECT array_agg((id, sales_os_territory_id, write_date) ORDER BY id) FROM res_partner)::text,
                   (SELECT count(*) FROM sales_os_territory_version), (SELECT count(*) FROM sales_os_territory_rule),
                   (SELECT count(*) FROM sales_os_transfer), (SELECT count(*) FROM sales_os_audit_entry)""")
        return self.env.cr.fetchone()

    def test_customers_stand_where_the_rules_say(self):
        self.assertEqual(self.customers.mapped("sales_os_territory_id.name"), ["West", "East"])
        self.assertEqual(len(self.west.partner_ids), 4)

    def test_a_proposal_says_who_moves_why_and_touches_nothing(self):
        before = self.state()
        wizard = self.wizard()
        wizard.action_propose()
        line = wizard.line_ids
        self.assertEqual((line.partner_id, line.from_territory_id, line.to_territory_id), (self.customers[4], self.west, self.east))
        self.assertEqual(line.reason, "West has too much, East has too little")
        self.assertAlmostEqual(wizard.figures["before"]["imbalance_percent"], 100 / 3)
        self.assertAlmostEqual(wizard.figures["after"]["imbalance_percent"], 0)
        self.assertEqual(wizard.figures["moved"], 1)
        self.assertIn("Gini", wizard.figures_table)
        moved = {point["id"]: point["detail"] for point in wizard.map_after["points"] if point["badge"]}
        self.assertEqual(moved, {self.customers[4].id: "West → East"})
        self.assertEqual(len(wizard.map_before["points"]), 6)
        self.assertEqual(self.state(), before)

    def test_an_unticked_move_changes_the_figures(self):
        wizard = self.wizard()
        wizard.action_propose()
        wizard.line_ids.is_included = False
        self.assertEqual(wizard.figures["after"], wizard.figures["before"])
        with self.assertRaisesRegex(UserError, "nothing to apply"):
            wizard.action_apply()

    def test_applying_makes_a_version_that_holds_and_undo_brings_all_back(self):
        wizard = self.wizard()
        wizard.action_propose()
        wizard.action_apply()
        transfer = wizard.transfer_id
        moved = self.customers[4]
        self.assertEqual(moved.sales_os_territory_id, self.east)
        self.assertEqual((transfer.version_id.state, self.version.state), ("active", "archived"))
        self.assertEqual(transfer.line_ids.mapped("res_id"), moved.ids)
        self.assertTrue(
            self.env["sales_os.audit.entry"].search_count(
                [("model", "=", "res.partner"), ("res_id", "=", moved.id), ("event", "=", "territory_move")]
            )
        )
        self.env["sales_os.territory"].action_assign()
        self.assertEqual(moved.sales_os_territory_id, self.east, "the next assignment must keep it")
        moved.zip = "97109"
        self.assertEqual(moved.sales_os_territory_id, self.east)
        with self.assertRaisesRegex(UserError, "applied already"):
            wizard.action_apply()
        self.assertEqual(wizard.action_undo(), {"undone": 1, "kept": 0})
        self.assertEqual(moved.sales_os_territory_id, self.west)
        self.assertEqual((transfer.state, self.version.state, transfer.version_id.state), ("undone", "active", "archived"))
        with self.assertRaisesRegex(UserError, "undone already"):
            transfer.action_undo()

    def test_balancing_again_replaces_the_earlier_move(self):
        first = self.wizard()
        first.action_propose()
        first.action_apply()
        moved = self.customers[4]
        for number in range(2):
            self.customers[number].sales_os_territory_id = self.east
        again = self.wizard(aim="shortest")
        again.action_propose()
        self.assertNotIn(moved.id, again.line_ids.partner_id.ids)
        again.action_apply()
        rules = again.transfer_id.version_id.rule_ids.filtered("is_balance")
        self.assertTrue(rules and all(rule.partner_ids for rule in rules))
        self.assertEqual(self.env["sales_os.territory"].resolve(moved.ids)[moved.id]["territory_id"], self.east.id)

    def test_a_rule_whose_customers_are_gone_holds_nobody(self):
        wizard = self.wizard()
        wizard.action_propose()
        wizard.action_apply()
        self.customers[4].unlink()
        stranger = self.make_partner("Stranger", zip="00000")
        self.assertFalse(stranger.sales_os_territory_id)

    def test_undo_leaves_what_somebody_changed_since(self):
        wizard = self.wizard()
        wizard.action_propose()
        wizard.action_apply()
        moved = self.customers[4]
        north = self.make_territory("North")
        moved.write({"sales_os_territory_locked": True, "sales_os_territory_id": north.id})
        self.assertEqual(wizard.action_undo(), {"undone": 0, "kept": 1})
        self.assertEqual(moved.sales_os_territory_id, north)
        self.assertEqual(wizard.transfer_id.line_ids.reason, "Changed by somebody since.")

    def test_undo_is_refused_once_other_rules_are_in_force(self):
        wizard = self.wizard()
        wizard.action_propose()
        wizard.action_apply()
        self.env["sales_os.territory.version"].create({"name": "Later", "based_on_id": wizard.transfer_id.version_id.id}).action_activate()
        with self.assertRaisesRegex(UserError, "Later has come into force"):
            wizard.action_undo()

    def test_locked_customers_stay(self):
        self.customers[4].sales_os_territory_locked = True
        wizard = self.wizard()
        wizard.action_propose()
        self.assertEqual(wizard.line_ids.partner_id, self.customers[3])
        self.assertIn("1 customers are locked", wizard.remarks)
        self.customers[3].sales_os_territory_locked = True
        with self.assertRaisesRegex(UserError, "was locked since"):
            wizard.action_apply()

    def test_another_question_needs_another_proposal(self):
        wizard = self.wizard()
        wizard.action_propose()
        wizard.tolerance_percent = 50
        with self.assertRaisesRegex(UserError, "Propose first"):
            wizard.action_apply()

    def test_a_stale_proposal_is_refused(self):
        wizard = self.wizard()
        wizard.action_propose()
        self.customers[4].sales_os_territory_id = self.east
        with self.assertRaisesRegex(UserError, "propose again"):
            wizard.action_apply()

    def test_every_measure_gives_loads(self):
        cadence = self.env["sales_os.visit.cadence"].create({"name": "Each week", "visits": 1, "period_days": 7, "minutes": 70})
        customer = self.customers[0]
        customer.write({"sales_os_cadence_id": cadence.id, "sales_os_annual_revenue_amount": 5000})
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.env["product.product"].create({"name": "Thing"}).id,
                            "product_uom_qty": 2,
                            "price_unit": 50,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        self.env.flush_all()
        for measure, load in (("customers", 1), ("visit_minutes", 3650), ("potential", 5000), ("revenue", 100)):
            with self.subTest(measure=measure):
                wizard = self.wizard(measure=measure)
                self.assertAlmostEqual(wizard._loads(wizard._customers())[customer.id], load)

    def test_bad_questions_get_clear_answers(self):
        with self.assertRaisesRegex(UserError, "at least two territories"):
            self.wizard(territory_ids=[Command.set(self.west.ids)]).action_propose()
        with self.assertRaisesRegex(UserError, "tolerance"):
            self.wizard(tolerance_percent=-1).action_propose()
        empty = self.make_territory("Empty")
        with self.assertRaisesRegex(UserError, "Empty has neither a customer"):
            self.wizard(territory_ids=[Command.set((self.west | empty).ids)]).action_propose()
        with self.assertRaisesRegex(UserError, "Nothing was applied"):
            self.wizard().action_undo()

    def test_nothing_to_count_is_said(self):
        wizard = self.wizard(measure="potential")
        wizard.action_propose()
        self.assertFalse(wizard.line_ids)
        self.assertIn("Nothing to even out", wizard.remarks)

    def test_a_manager_proposes_for_the_team_but_only_an_administrator_applies(self):
        wizard = self.wizard(self.user_manager)
        wizard.action_propose()
        self.assertEqual(wizard.line_ids.partner_id, self.customers[4])
        with self.assertRaises(AccessError):
            wizard.action_apply()
        other = self.make_territory("Others", owner=self.make_rep(name="Far Agent"))
        with self.assertRaisesRegex(AccessError, "not covered by your team"):
            self.wizard(self.user_manager, territory_ids=[Command.set((self.west | other).ids)]).action_propose()
        with self.assertRaises(AccessError):
            self.wizard(self.user_rep)

    def test_queries_do_not_grow_with_the_customers(self):
        def queries(wizard):
            with self.collected_queries() as found:
                # who asks is read once, whenever that happens
                wizard.env.user.partner_id.mapped("tz")
                wizard.action_propose()
            return found

        queries(self.wizard())
        few = queries(self.wizard())
        self.make_customers(60)
        self.assertNoMoreQueries(few, queries(self.wizard()), slack=1)

    def test_the_form_opens(self):
        action = self.env["ir.actions.actions"]._for_xml_id("sales_os.territory_balance_action")
        with Form(self.env[action["res_model"]].with_user(self.user_admin_so)) as form:
            form.territory_ids = self.west | self.east
        form.record.action_propose()
        self.assertTrue(form.record.is_proposed)
        self.assertTrue(self.env["sales_os.transfer"].with_user(self.user_executive).get_views([(False, "list"), (False, "form")]))

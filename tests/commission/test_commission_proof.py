"""The ledger can be proved from its sources, entry by entry, and every entry tells its calculation."""

from odoo.exceptions import AccessError

from .common import CommissionCase


class TestCommissionProof(CommissionCase):
    def test_the_ledger_is_proved_from_its_sources(self):
        plan = self.make_commission_plan(self.rep)
        invoice = self.make_invoice(1000, 300, date="2026-01-05")
        self.earn(plan)
        proof = plan.action_prove("2026-12-31")
        self.assertEqual(proof, {"checked": 2, "booked": 65.0, "differences": []})
        # somebody changed the price behind the back of the addon
        self.env.cr.execute("UPDATE account_move_line SET price_subtotal = 900 WHERE id = %s", [invoice.invoice_line_ids[0].id])
        self.env.invalidate_all()
        difference, = plan.action_prove("2026-12-31")["differences"]
        self.assertEqual((difference["booked"], difference["recalculated"], difference["kind"]), (50.0, 45.0, "earned"))
        self.assertEqual(difference["source"], f"il:{invoice.invoice_line_ids[0].id}")
        self.assertEqual(len(self.ledger(plan)), 2, "a proof books nothing")

    def test_a_proof_shows_only_what_its_reader_may_see(self):
        boss = self.make_rep(self.user_manager)
        self.rep.parent_id = boss
        plan = self.make_commission_plan(self.rep, self.rep2)
        self.make_invoice(1000)
        self.make_invoice(1000, user=self.user_rep2)
        self.env.flush_all()
        self.assertEqual([row["rep_id"] for row in plan.with_user(self.user_manager).action_prove()["differences"]], self.rep.ids)
        with self.assertRaises(AccessError):
            plan.with_user(self.user_rep).action_prove()

    def test_every_entry_tells_its_calculation(self):
        plan = self.make_commission_plan(self.rep, rules=[
            {"name": "Machines", "method": "tier", "tiers": [(0, 5), (1000, 10)], "scope": "period", "cap_amount": 60}])
        self.make_invoice(800, 800)
        self.earn(plan)
        symbol = plan.currency_id.format
        self.assertEqual(self.ledger(plan)[1].trace_text.splitlines(), [
            "Rule Machines",
            f"Sold, untaxed: {symbol(800)}",
            f"Counted before this: {symbol(800)}; with it: {symbol(1600)}",
            f"{symbol(200)} at 5 %: {symbol(10)}",
            f"{symbol(600)} at 10 %: {symbol(60)}",
            f"Cap or floor: instead of {symbol(70)}: {symbol(20)}",
            f"Earned: {symbol(20)}",
        ])

    def test_corrections_refunds_and_overrides_tell_theirs(self):
        boss = self.make_rep(self.user_manager)
        self.rep.parent_id = boss
        plan = self.make_commission_plan(self.rep, boss)
        plan.assignment_ids.filtered(lambda row: row.rep_id == boss).override_percent = 20
        invoice = self.make_invoice(1000, date="2026-01-05")
        self.earn(plan)
        self.refund(invoice, "2026-02-02", amount=400)
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 800
        invoice.action_post()
        self.earn(plan)
        told = "\n".join(self.ledger(plan).mapped("trace_text"))
        for words in ("Override: 20 % of the commission of So Rep", "Booked before", "Refunded, of", "Taken back in proportion"):
            self.assertIn(words, told)

    def test_the_source_of_an_entry_opens(self):
        plan = self.make_commission_plan(self.rep)
        invoice = self.make_invoice(1000)
        self.earn(plan)
        action = self.ledger(plan).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", invoice.id))

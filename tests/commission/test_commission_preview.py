"""The preview before settling: counts, amounts, and for each sale that is not paid the reason."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import CommissionCase


@freeze_time("2026-03-10")
class TestCommissionPreview(CommissionCase):
    def preview(self, plan, date_to="2026-02-28"):
        wizard = self.env["sales_os.commission.settle"].create({"plan_ids": [(6, 0, plan.ids)], "date_to": date_to})
        return wizard, wizard.action_preview()

    def test_the_preview_counts_and_settles_nothing(self):
        plan = self.make_commission_plan(self.rep, self.rep2)
        self.make_invoice(1000, date="2026-01-05")
        self.make_invoice(400, 100, date="2026-02-05", user=self.user_rep2)
        wizard, told = self.preview(plan)
        self.assertEqual((told["entries"], told["skipped"]), (3, 0))
        self.assertEqual({row["rep_id"]: (row["entries"], row["amount"]) for row in told["amounts"]},
                         {self.rep.id: (1, 50.0), self.rep2.id: (2, 25.0)})
        self.assertEqual(set(self.ledger(plan).mapped("state")), {"earned"})
        result = wizard.action_settle()
        self.assertEqual((result["entries"], result["amount"]), (3, 75.0))

    def test_every_sale_that_is_not_paid_has_its_reason(self):
        self.product.categ_id = self.env["product.category"].create({"name": "Machines"})
        shelves = self.env["product.category"].create({"name": "Shelves"})
        other = self.make_product("Shelf", categ_id=shelves.id)
        foreign = self.env["res.currency"].create({"name": "XFX", "symbol": "X", "rounding": 0.01})
        stranger = self.make_user("so_stranger", "sales_os.group_rep")
        cases = {
            "The period is not over": lambda: self.make_invoice(1000, date="2026-03-10"),
            "No rule of the plan matches": lambda: self.make_invoice(100, date="2026-02-01", product=other),
            "No exchange rate is known": lambda: self.make_invoice(100, date="2026-02-01", currency_id=foreign.id),
            "Nobody is credited": lambda: self.make_invoice(100, date="2026-02-01", user=stranger),
            "not in this plan on that day": lambda: self.make_invoice(100, date="2026-02-01", user=self.user_rep2),
            "The invoice is a draft": lambda: self.make_invoice(100, date="2026-02-01", post=False),
            "Not invoiced yet": lambda: self.make_order(100, date="2026-02-01 10:00:00"),
            "after the clawback window": lambda: self.refund(self.make_invoice(100, date="2026-01-02"), "2026-02-20", amount=100),
        }
        plan = self.make_commission_plan(
            self.rep, rules=[{"category_ids": [(6, 0, self.product.categ_id.ids)], "rate": 5}], clawback_days=30)
        for make in cases.values():
            make()
        wizard, told = self.preview(plan)
        for words in cases:
            with self.subTest(words=words):
                self.assertTrue([row for row in told["reasons"] if words in row["reason"]], told["reasons"])
                self.assertIn(words, wizard.reasons)
        self.assertEqual(told["skipped"], len(wizard.skip_ids))
        later = wizard.skip_ids.filtered(lambda row: "not over" in row.reason)
        self.assertEqual((str(later.payable_from), later.amount), ("2026-04-01", 50))

    def test_unpaid_amounts_are_named(self):
        plan = self.make_commission_plan(self.rep, trigger="payment")
        self.pay(self.make_invoice(1000, date="2026-01-05"), 400, "2026-01-20")
        wizard, told = self.preview(plan)
        self.assertEqual((told["entries"], told["reasons"]), (1, [{"reason": "The customer has not paid yet", "count": 1}]))
        self.assertEqual(wizard.skip_ids.amount, 30)

    def test_a_plan_before_and_after_its_time(self):
        plan = self.make_commission_plan(self.rep, date_start="2026-01-20")
        self.make_invoice(1000, date="2026-01-05")
        self.make_invoice(1000, date="2026-02-25")
        plan.action_close("2026-02-20")
        told = self.preview(plan)[1]
        self.assertEqual(told["entries"], 0)
        self.assertEqual({row["reason"] for row in told["reasons"]},
                         {"The plan starts after that day", "The plan was closed before that day"})

    def test_only_administrators_preview(self):
        plan = self.make_commission_plan(self.rep)
        wizard, _told = self.preview(plan)
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_manager).action_preview()
        with self.assertRaisesRegex(UserError, "approve one first"):
            self.preview(self.make_commission_plan(self.rep2, approve=False))

    def test_the_buttons_show_what_happened(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-01-05")
        wizard = self.env["sales_os.commission.settle"].create({"plan_ids": [(6, 0, plan.ids)], "date_to": "2026-01-31"})
        self.assertEqual(wizard.action_preview_and_show()["res_id"], wizard.id)
        run = self.env["sales_os.commission.run"].browse(wizard.action_settle_and_show()["res_id"])
        self.assertEqual((run.state, run.amount, run.rep_count), ("done", 50, 1))

"""The worked examples of doc/commissions.md, run as they stand there."""

import json
import re
from pathlib import Path

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from .common import CommissionCase

DOCUMENT = Path(__file__).resolve().parents[2] / "doc/commissions.md"


def examples():
    """``[(title, prose before the block, example)]``"""
    result, title, prose = [], "", ""
    for part in re.split(r"(^### [^\n]*$|^```json\n.*?^```$)", DOCUMENT.read_text(), flags=re.MULTILINE | re.DOTALL):
        if part.startswith("### "):
            title = part[4:]
        elif part.startswith("```json"):
            result.append((title, prose, json.loads(part.removeprefix("```json").removesuffix("```"))))
        else:
            prose = part
    return result


class TestCommissionExamples(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep.parent_id = cls.manager
        cls.names = {"A": cls.rep, "B": cls.rep2, "M": cls.manager}
        cls.foreign = cls.env["res.currency"].create({"name": "XFX", "symbol": "X", "rounding": 0.01})

    def test_each_example_books_what_it_says(self):
        found = examples()
        self.assertGreater(len(found), 20)
        for title, _prose, example in found:
            with self.subTest(example=title), self.cr.savepoint() as savepoint, freeze_time(example.get("today", "2026-06-30")):
                self.assertEqual(self.run_example(example), [tuple(row) for row in example["ledger"]], title)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_the_words_name_the_numbers_of_the_block(self):
        for title, prose, example in examples():
            for _rep, _day, _kind, amount in example["ledger"]:
                with self.subTest(example=title, amount=amount):
                    self.assertIn(amount.replace("-", ""), prose)

    def run_example(self, example):
        self.partner = self.make_partner("Customer")
        self.product = self.make_product("Machine", cost=60, price=100)
        if "exchange_rate" in example:
            self.set_rate(example["exchange_rate"])
        plan = self.make_commission_plan(
            self.rep, self.rep2, self.manager, rules=example["rules"], trigger=example.get("trigger", "invoice"),
            terms=example.get("terms"), **example.get("plan", {}))
        if "override_percent" in example:
            plan.assignment_ids.filtered(lambda row: row.rep_id == self.manager).override_percent = example["override_percent"]
        if "draw_amount" in example.get("terms", {}) or "guarantee_amount" in example.get("terms", {}):
            plan.assignment_ids.filtered(lambda row: row.rep_id != self.rep).unlink()
        self.payments = []
        for event in example["events"]:
            self.happen(plan, dict(event))
        self.earn(plan)
        if "settle" in example:
            plan.action_settle(example["settle"])
        who = {rep: name for name, rep in self.names.items()}
        entries = self.ledger(plan).filtered(lambda entry: entry.state != "provisional")
        return [(who[entry.rep_id], fields.Date.to_string(entry.date), entry.kind, f"{entry.amount:.2f}") for entry in entries]

    def lines(self, lines, quantity):
        dozen = self.env.ref("uom.product_uom_dozen").id
        return [{
            "product_id": self.product.id, "price_unit": line["price"] if isinstance(line, dict) else line, quantity: 1,
            **({"product_uom_id": dozen} if isinstance(line, dict) and line.get("dozen") else {}),
        } for line in lines]

    def happen(self, plan, event):
        if "invoice" in event:
            values = {"currency_id": self.foreign.id} if event.get("foreign") else {}
            self.document = self.make_invoice(*self.lines(event["lines"], "quantity"), date=event["invoice"], **values)
        elif "order" in event:
            credits = [Command.create({"rep_id": self.names[name].id, "percent": percent})
                       for name, percent in event.get("credits", {}).items()]
            self.document = self.make_order(
                *self.lines(event["lines"], "product_uom_qty"), date=f"{event['order']} 10:00:00", sales_os_credit_ids=credits)
        elif "pay" in event:
            self.payments.append(self.pay(self.document, event["amount"], event["pay"]))
        elif "unpay" in event:
            self.payments[event["unpay"]].move_id.line_ids.remove_move_reconcile()
        elif "refund" in event:
            self.refund(self.document, event["refund"], amount=event["amount"])
        elif "cancel" in event:
            self.document._action_cancel()
        elif "cost" in event:
            self.product.standard_price = event["cost"]
        elif "exchange_rate" in event:
            self.earn(plan)
            self.set_rate(event["exchange_rate"])
        else:
            self.earn(plan)

    def set_rate(self, rate):
        Rate = self.env["res.currency.rate"]
        known = Rate.search([("currency_id", "=", self.foreign.id)])
        if known:
            known.rate = rate
        else:
            Rate.create({"currency_id": self.foreign.id, "name": "2026-01-01", "rate": rate, "company_id": self.company.id})

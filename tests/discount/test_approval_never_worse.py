"""Random changes by random doors: no quote is ever sent or confirmed at worse terms than approved."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, seed
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .quote_case import QuoteCase

LIST_PRICE = 100
FREE_PERCENT = 10

PERCENTS = st.sampled_from([0, 5, 10, 10.01, 12, 15, 20, 25, 50, 100])
PRICES = st.sampled_from([0, 1, 50, 85, 90, 95, 100, 120, -10])
QUANTITIES = st.sampled_from([0, 1, 2, 10, 11, 100])
DOORS = st.sampled_from(["line", "order", "sudo", "load"])
USERS = st.sampled_from(["rep", "manager", "director", "admin"])

STEPS = st.one_of(
    st.tuples(st.just("discount"), PERCENTS, DOORS),
    st.tuples(st.just("price"), PRICES, DOORS),
    st.tuples(st.just("quantity"), QUANTITIES, DOORS),
    st.tuples(st.just("add"), PRICES, QUANTITIES),
    st.tuples(st.just("gift"), st.sampled_from([-5, -50, -500]), st.just(None)),
    st.tuples(st.just("remove"), st.just(None), st.just(None)),
    st.tuples(st.just("term"), st.sampled_from([0, 30, 60]), st.just(None)),
    st.tuples(st.just("customer"), st.sampled_from([0, 1]), st.just(None)),
    st.tuples(st.just("request"), st.just(None), USERS),
    st.tuples(st.just("approve"), st.just(None), USERS),
    st.tuples(st.just("refuse"), st.just(None), USERS),
    st.tuples(st.just("state"), st.sampled_from(["draft", "sent", "sale", "cancel"]), st.sampled_from(["write", "sudo", "with_line"])),
    st.tuples(st.just("act"), st.sampled_from(
        ["action_quotation_sent", "action_quotation_send", "action_confirm", "_validate_order", "action_cancel", "action_draft",
         "action_update_prices"]), st.just(None)),
)


class TestApprovalNeverWorse(QuoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_partner = cls.make_partner("Other")
        cls.users = {
            "rep": cls.user_rep, "manager": cls.user_manager, "director": cls.user_director, "admin": cls.user_admin_so}
        cls.terms = {
            days: cls.env["account.payment.term"].create({
                "name": f"{days} days", "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": days})]})
            for days in (30, 60)}
        cls.gift = cls.env["product.product"].create({"name": "Gift", "list_price": 0.0, "taxes_id": [Command.clear()]})

    # the terms as the test works them out itself, without any field of the addon

    def terms_of(self, order):
        lists = nets = given = Decimal(0)
        standing = Decimal(0)
        for line in order.order_line:
            quantity, net = Decimal(str(line.product_uom_qty)), Decimal(str(line.price_subtotal))
            listed = quantity * LIST_PRICE if line.product_id == self.product else Decimal(0)
            lists += listed
            nets += net
            given += max(Decimal(0), listed - net)
            if not quantity and line.product_id == self.product:
                asked = Decimal(str(line.price_unit)) * (1 - Decimal(str(line.discount)) / 100)
                standing = max(standing, 100 * (LIST_PRICE - asked) / LIST_PRICE)
        weighed = 100 * given / lists if lists else Decimal(100 if given else 0)
        return {
            "weighed": min(Decimal(100), weighed).quantize(Decimal("0.01"), ROUND_HALF_UP),
            "standing": min(Decimal(100), standing).quantize(Decimal("0.01"), ROUND_HALF_UP),
            "customer": order.partner_id, "days": {term: days for days, term in self.terms.items()}.get(order.payment_term_id, 0),
        }

    def assertNothingWorse(self, order, allowed, trail):
        if order.state not in ("sent", "sale"):
            return
        now = self.terms_of(order)
        if max(now["weighed"], now["standing"]) <= FREE_PERCENT:
            return
        covered = any(
            now["weighed"] <= max(was["weighed"], was["standing"]) and now["customer"] == was["customer"] and now["days"] <= was["days"]
            for was in allowed)
        self.assertTrue(covered, f"{order.state} at {now}, approved {allowed}, by {trail}")

    def perform(self, order, step):
        what, value, how = step
        line = order.order_line[:1]
        if what in ("discount", "price", "quantity"):
            name = {"discount": "discount", "price": "price_unit", "quantity": "product_uom_qty"}[what]
            if not line:
                return
            if how == "order":
                order.with_user(self.user_rep).write({"order_line": [Command.update(line.id, {name: value})]})
            elif how == "load":
                result = self.env["sale.order.line"].load([".id", name], [[str(line.id), str(value)]])
                if not result["ids"]:
                    raise UserError(str(result["messages"]))
            else:
                (line.sudo() if how == "sudo" else line.with_user(self.user_rep)).write({name: value})
        elif what == "add":
            self.env["sale.order.line"].with_user(self.user_rep).create({
                "order_id": order.id, "product_id": self.product.id, "price_unit": value, "product_uom_qty": how})
        elif what == "gift":
            order.with_user(self.user_rep).write({"order_line": [Command.create({"product_id": self.gift.id, "price_unit": value})]})
        elif what == "remove":
            order.order_line[-1:].with_user(self.user_rep).unlink()
        elif what == "term":
            order.with_user(self.user_rep).payment_term_id = self.terms.get(value, False)
        elif what == "customer":
            order.with_user(self.user_rep).partner_id = (self.partner, self.other_partner)[value]
        elif what == "request":
            order.with_user(self.users[how]).action_request_approval("because")
        elif what == "approve":
            order.sales_os_approval_id.with_user(self.users[how]).action_approve()
        elif what == "refuse":
            order.sales_os_approval_id.with_user(self.users[how]).action_refuse("no")
        elif what == "state":
            vals = {"state": value}
            if how == "with_line" and line:
                vals["order_line"] = [Command.update(line.id, {"discount": 60})]
            (order.sudo() if how == "sudo" else order.with_user(self.user_rep)).write(vals)
        elif what == "act":
            getattr(order.with_user(self.user_rep), value)()

    def run_steps(self, steps):
        order = self.make_quote(8.0, quantity=10)
        order.payment_term_id = self.terms[30]
        allowed, trail = [], []
        for step in steps:
            trail.append(step)
            before = order.state
            try:
                with self.env.cr.savepoint():
                    self.perform(order, step)
                    self.env.flush_all()
            except (UserError, AccessError, ValidationError):
                self.env.invalidate_all()
                continue
            approval = order.sales_os_approval_id
            if step[0] in ("approve", "request") and approval.state == "approved":
                allowed.append(self.terms_of(order))
            if before == "sale" and order.state == "sale" and step[0] == "act":
                continue
            self.assertNothingWorse(order, allowed, trail)

    @seed(20261125)
    @given(st.lists(STEPS, min_size=3, max_size=14))
    def test_no_quote_is_sent_or_confirmed_worse_than_approved(self, steps):
        with self.env.cr.savepoint() as savepoint:
            self.run_steps(steps)
            savepoint.close(rollback=True)
        self.env.invalidate_all()

    def test_the_check_itself_finds_a_leak(self):
        """Were the doors open, the invariant would fail."""
        self.company.write({f"sales_os_gate_{name}": False for name in ("send", "print", "sign", "confirm")})
        with self.assertRaises(AssertionError):
            self.run_steps([("discount", 50, "line"), ("act", "action_confirm", None)])

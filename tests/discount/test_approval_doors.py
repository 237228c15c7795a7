"""Every door that a representative could try, as one would by XML-RPC: each stays shut, or leads through the approval."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import Form

from .quote_case import QuoteCase


class DoorCase(QuoteCase):
    def rpc(self, model, method, *args, user=None, **kwargs):
        """Call as a client does: with the rights of a representative, and a context of the client's choosing."""
        return call_kw(self.env(user=(user or self.user_rep).id, su=False)[model], method, list(args), kwargs)

    def assertShut(self, model, method, *args, **kwargs):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.rpc(model, method, *args, **kwargs)
            self.env.flush_all()


class TestDoorsOfHistory(DoorCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_quote(15.0)
        self.approval = self.request(self.order)

    def test_nobody_writes_an_approval_a_step_or_a_rule(self):
        targets = (
            (self.approval, {"state": "approved"}),
            (self.approval, {"facts": {}}),
            (self.approval, {"fingerprint": "x"}),
            (self.approval, {"order_id": self.make_quote(50.0).id}),
            (self.approval, {"answer_due": True}),
            (self.approval, {"requester_id": self.user_rep2.id}),
            (self.approval, {"step_ids": [Command.clear()]}),
            (self.approval.step_ids, {"decision": "approved"}),
            (self.approval.step_ids, {"approver_ids": [Command.link(self.user_rep.id)]}),
            (self.policy, {"active": False}),
            (self.policy, {"level_ids": [Command.clear()]}),
            (self.policy.level_ids[0], {"max_discount_percent": 90.0}),
            (self.rep, {"discount_limit_percent": 90.0}),
        )
        for record, values in targets:
            with self.subTest(model=record._name, values=values):
                self.assertShut(record._name, "write", record.ids, values)
                self.assertShut(record._name, "web_save", record.ids, values, specification={})
        self.assertEqual((self.approval.state, self.order.sales_os_approval_state), ("requested", "requested"))

    def test_nor_does_a_manager_or_an_administrator(self):
        for user in (self.user_manager, self.user_admin_so):
            for record, values in (
                (self.approval, {"state": "approved"}),
                (self.approval, {"because": "nothing"}),
                (self.approval.step_ids, {"decision": "approved"}),
            ):
                with self.subTest(user=user.login, values=values):
                    self.assertShut(record._name, "write", record.ids, values, user=user)

    def test_no_context_of_a_client_opens_history(self):
        contexts = (
            {"sales_os_approval": True},
            {"sales_os_approval": "object"},
            {"sales_os_transition": True},
            {"sales_os_watch": {"ids": [1]}},
            {"sales_os_gate": True},
            {"install_mode": True},
            {"import_file": True},
            {"tracking_disable": True},
        )
        for context in contexts:
            for user in (self.user_rep, self.user_admin_so):
                with self.subTest(context=context, user=user.login):
                    self.assertShut(
                        "sales_os.discount.approval", "write", self.approval.ids, {"state": "approved"}, context=context, user=user
                    )
                    self.assertShut(
                        "sales_os.discount.approval",
                        "create",
                        [{"order_id": self.order.id, "state": "approved", "reason": "x"}],
                        context=context,
                        user=user,
                    )
                    self.assertShut("sale.order", "action_confirm", self.order.ids, context=context)
                    self.assertShut("sale.order", "action_quotation_sent", self.order.ids, context=context)
                    self.assertShut("sale.order", "write", self.order.ids, {"state": "sale"}, context=context)

    def test_no_approval_is_made_by_hand(self):
        values = {
            "order_id": self.order.id,
            "company_id": self.company.id,
            "currency_id": self.order.currency_id.id,
            "state": "approved",
            "requester_id": self.user_rep.id,
            "requested_on": "2026-11-01 00:00:00",
            "reason": "x",
        }
        for user in (self.user_rep, self.user_manager, self.user_admin_so):
            with self.subTest(user=user.login):
                self.assertShut("sales_os.discount.approval", "create", [values], user=user)
                self.assertShut("sales_os.discount.approval", "copy", self.approval.ids, user=user)
                self.assertShut("sales_os.discount.approval.step", "create", [{"approval_id": self.approval.id}], user=user)
                self.assertShut("sales_os.discount.approval.step", "copy", self.approval.step_ids.ids, user=user)
                self.assertShut("sales_os.discount.approval", "unlink", self.approval.ids, user=user)
        self.assertShut(
            "sales_os.discount.approval.link",
            "create",
            [{"approval_id": self.approval.id, "user_id": self.user_rep.id, "token_hash": "0" * 64, "expires_on": "2099-01-01 00:00:00"}],
        )
        self.assertShut("sales_os.discount.approval.link", "search_read", [], ["token_hash"])
        self.assertShut("sales_os.discount.approval.link", "search_read", [], ["approval_id"], user=self.user_manager)

    def test_an_import_makes_no_approval(self):
        for user in (self.user_rep, self.user_admin_so):
            try:
                result = self.rpc(
                    "sales_os.discount.approval",
                    "load",
                    ["order_id/.id", "state", "reason"],
                    [[str(self.order.id), "Approved", "x"]],
                    user=user,
                )
            except AccessError:
                continue
            self.assertFalse(result["ids"])
        self.assertEqual(self.order.sales_os_approval_ids, self.approval)

    def test_private_ways_are_not_callable(self):
        for model, method in (
            ("sales_os.discount.approval", "_acting"),
            ("sales_os.discount.approval", "_transition"),
            ("sales_os.discount.approval", "_finish"),
            ("sales_os.discount.approval.step", "_decide"),
            ("sales_os.discount.approval.link", "_issue"),
            ("sales_os.discount.approval.link", "_by_token"),
            ("sale.order", "_action_confirm"),
        ):
            with self.subTest(method=method), self.assertRaisesRegex(Exception, "rivate"):
                self.rpc(model, method, self.approval.ids)

    def test_a_representative_decides_nothing(self):
        for method in ("action_approve", "action_refuse"):
            self.assertShut("sales_os.discount.approval", method, self.approval.ids, "because")
        self.assertShut("sales_os.discount.approval", "action_decide_each", self.approval.ids, "approve")
        self.assertShut("sales_os.discount.approval", "action_delegate", self.approval.ids, self.user_rep.id, "2020-01-01", "2099-01-01")
        self.assertShut(
            "sales_os.discount.delegation",
            "create",
            [{"user_id": self.user_manager.id, "delegate_id": self.user_rep.id, "date_start": "2020-01-01", "date_end": "2099-01-01"}],
        )
        self.assertShut("sales_os.discount.approval.decide", "create", [{"approval_ids": self.approval.ids, "decision": "approve"}])

    def test_a_manager_makes_nobody_the_delegate_of_another(self):
        self.assertShut(
            "sales_os.discount.delegation",
            "create",
            [
                {
                    "user_id": self.user_director.id,
                    "delegate_id": self.user_manager.id,
                    "date_start": "2020-01-01",
                    "date_end": "2099-01-01",
                }
            ],
            user=self.user_manager,
        )

    def test_whoever_sells_is_not_made_another_to_approve_alone(self):
        own = self.make_quote(30.0, user=self.user_manager)
        approval = self.request(own, user=self.user_manager)
        own.user_id = self.user_rep
        self.assertShut("sales_os.discount.approval", "action_approve", approval.ids, "mine", user=self.user_manager)


class TestDoorsOfOrders(DoorCase):
    def test_worked_out_values_are_not_typed(self):
        order = self.make_quote(15.0)
        approved = self.approved_quote().sales_os_approval_id
        for values in (
            {"sales_os_approval_state": "approved"},
            {"sales_os_approval_id": approved.id},
            {"sales_os_effective_discount_percent": 0},
            {"sales_os_list_amount": 1},
            {"sales_os_approval_ids": [Command.link(approved.id)]},
            {"sales_os_margin_percent": 50},
        ):
            with self.subTest(values=values):
                self.assertShut("sale.order", "write", order.ids, values)
                self.assertShut("sale.order", "create", [{"partner_id": self.partner.id, **values}])
        for values in (
            {"sales_os_list_price_unit": 1},
            {"sales_os_cost_unit": 0},
            {"sales_os_list_amount": 1},
            {"sales_os_effective_discount_percent": 0},
        ):
            with self.subTest(values=values):
                self.assertShut("sale.order.line", "write", order.order_line.ids, values)
                self.assertShut("sale.order", "write", order.ids, {"order_line": [Command.update(order.order_line.id, values)]})
        self.assertEqual(order.sales_os_approval_state, "needed")

    def test_neither_a_context_nor_an_own_default_fills_them(self):
        approved = self.approved_quote().sales_os_approval_id
        line = Command.create({"product_id": self.product.id, "product_uom_qty": 10, "discount": 15.0})
        values = {
            "sales_os_approval_id": approved.id,
            "sales_os_approval_state": "approved",
            "sales_os_effective_discount_percent": 0.0,
            "sales_os_list_amount": 1.0,
        }
        context = {f"default_{name}": value for name, value in values.items()}
        lines = {
            "default_sales_os_list_price_unit": 1.0,
            "default_sales_os_cost_unit": 0.0,
            "default_sales_os_effective_discount_percent": 0.0,
        }
        for name in ("sales_os_approval_id", "sales_os_approval_state"):
            self.env["ir.default"].set("sale.order", name, values[name], user_id=self.user_rep.id)
        self.env["ir.default"].set("sale.order.line", "sales_os_list_price_unit", 1.0, user_id=self.user_rep.id)
        for given in ({}, context, lines, {**context, **lines}):
            with self.subTest(context=given):
                ids = self.rpc("sale.order", "create", [{"partner_id": self.partner.id, "order_line": [line]}], context=given)
                order = self.env["sale.order"].browse(ids)
                self.assertFalse(order.sales_os_approval_id)
                self.assertEqual((order.sales_os_approval_state, order.sales_os_effective_discount_percent), ("needed", 15.0))
                self.assertShut("sale.order", "action_confirm", ids)

    def test_no_order_is_born_behind_the_gate(self):
        line = Command.create({"product_id": self.product.id, "product_uom_qty": 1, "discount": 50.0})
        self.assertShut("sale.order", "create", [{"partner_id": self.partner.id, "state": "sale", "order_line": [line]}])
        self.assertShut("sale.order", "create", [{"partner_id": self.partner.id, "order_line": [line]}], context={"default_state": "sale"})
        # one that says it was sent is a draft that was not
        for values, context in (({"state": "sent"}, {}), ({}, {"default_state": "sent"})):
            ids = self.rpc("sale.order", "create", [{"partner_id": self.partner.id, "order_line": [line], **values}], context=context)
            self.assertEqual(self.env["sale.order"].browse(ids).state, "draft")

    def test_a_copy_of_an_approved_quote_is_not_approved(self):
        order = self.approved_quote(18.0)
        ids = self.rpc("sale.order", "copy", order.ids)
        copy = self.env["sale.order"].browse(ids)
        self.assertEqual(copy.sales_os_approval_state, "needed")
        self.assertShut("sale.order", "action_confirm", copy.ids)
        for default in ({"state": "sale"}, {"sales_os_approval_id": order.sales_os_approval_id.id}):
            self.assertShut("sale.order", "copy", order.ids, default)

    def test_one_write_on_mixed_orders_is_all_or_nothing(self):
        fine, held = self.make_quote(5.0), self.make_quote(15.0)
        for values in ({"state": "sale"}, {"state": "sent"}):
            self.assertShut("sale.order", "write", (fine + held).ids, values)
        self.assertShut("sale.order", "action_confirm", (fine + held).ids)
        self.assertShut("sale.order", "action_quotation_sent", (fine + held).ids)
        self.assertEqual((fine.state, held.state), ("draft", "draft"))

    def test_a_line_moved_into_an_approved_quote_ends_the_approval(self):
        approved, other = self.approved_quote(12.0), self.make_quote(90.0)
        self.rpc("sale.order.line", "write", other.order_line.ids, {"order_id": approved.id})
        self.assertEqual(approved.sales_os_approval_state, "outdated")
        self.assertShut("sale.order", "action_confirm", approved.ids)

    def test_an_import_of_worse_lines_ends_the_approval(self):
        order = self.approved_quote(12.0)
        self.rpc("sale.order.line", "load", [".id", "discount"], [[str(order.order_line.id), "60"]])
        self.assertEqual((order.order_line.discount, order.sales_os_approval_state), (60.0, "outdated"))
        self.assertShut("sale.order", "action_confirm", order.ids)

    def test_the_form_cannot_save_what_it_was_told(self):
        """An onchange may tell the browser what it likes: saved is what the server works out."""
        order = self.make_quote(15.0)
        told = {"sales_os_approval_state": "approved"}
        self.rpc("sale.order", "onchange", order.ids, told, [], {"sales_os_approval_state": {}})
        self.assertShut("sale.order", "web_save", order.ids, told, {})
        self.assertEqual(order.sales_os_approval_state, "needed")
        form = Form(order.with_user(self.user_rep))
        with form.order_line.edit(0) as line:
            line.price_unit = 108.0
        self.assertEqual(form.sales_os_approval_state, "not_needed")
        with form.order_line.edit(0) as line:
            line.price_unit = 60.0
        form.save()
        self.assertEqual(order.sales_os_approval_state, "needed")

    def test_no_mail_takes_a_held_quote_out(self):
        order, fine = self.make_quote(15.0), self.make_quote(5.0)
        template = self.env.ref("sale.email_template_edi_sale")
        for mode in ("comment", "mass_mail"):
            for orders in (order, order + fine):
                context = {
                    "default_model": "sale.order",
                    "default_res_ids": orders.ids,
                    "default_template_id": template.id,
                    "default_composition_mode": mode,
                }
                with self.subTest(mode=mode, orders=len(orders)):
                    for more in ({}, {"mark_so_as_sent": True}):
                        with self.assertRaises(UserError), self.env.cr.savepoint():
                            ids = self.rpc("mail.compose.message", "create", [{}], context={**context, **more})
                            self.rpc("mail.compose.message", "action_send_mail", ids, context={**context, **more})
        by_domain = (
            self.env["mail.compose.message"]
            .with_user(self.user_rep)
            .create(
                {
                    "model": "sale.order",
                    "composition_mode": "mass_mail",
                    "template_id": template.id,
                    "res_domain": f"[('id', '=', {order.id})]",
                }
            )
        )
        self.assertShut("mail.compose.message", "action_send_mail", by_domain.ids)
        self.assertShut("mail.template", "send_mail", template.ids, order.id)
        self.assertShut("sale.order", "message_post", order.ids, body="see", context={"mark_so_as_sent": True})
        self.assertShut("sale.order", "action_quotation_send", order.ids)
        self.assertEqual(order.state, "draft")

    def test_no_discount_wizard_passes(self):
        order = self.approved_quote(12.0)
        self.company.sale_discount_product_id = self.env["product.product"].create({"name": "Discount", "type": "service"})
        wizard = (
            self.env["sale.order.discount"]
            .with_user(self.user_rep)
            .create({"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.3})
        )
        self.rpc("sale.order.discount", "action_apply_discount", wizard.ids)
        self.assertEqual(order.sales_os_approval_state, "outdated")
        self.assertShut("sale.order", "action_confirm", order.ids)

    def test_a_cancelled_and_reopened_quote_is_judged_anew(self):
        order = self.approved_quote(15.0)
        order.action_cancel()
        order.order_line.discount = 60.0
        self.rpc("sale.order", "action_draft", order.ids)
        self.assertNotEqual(order.sales_os_approval_state, "approved")
        self.assertShut("sale.order", "action_confirm", order.ids)

    def test_an_order_is_not_made_worse_after_its_confirmation(self):
        order = self.approved_quote(15.0)
        order.action_confirm()
        for values in ({"discount": 40.0}, {"price_unit": 1.0}):
            self.assertShut("sale.order.line", "write", order.order_line.ids, values)
            self.assertShut("sale.order", "write", order.ids, {"order_line": [Command.update(order.order_line.id, values)]})
        self.assertShut(
            "sale.order.line", "create", [{"order_id": order.id, "product_id": self.product.id, "discount": 90.0, "product_uom_qty": 10}]
        )
        self.assertShut("sale.order.line", "create", [{"order_id": order.id, "product_id": self.product.id, "price_unit": -500.0}])
        self.assertShut("sale.order", "action_unlock", order.ids, context={"x": 1}) if order.locked else None

    def test_the_gates_are_not_switched_off_by_a_representative(self):
        self.assertShut("res.company", "write", self.company.ids, {"sales_os_gate_confirm": False})
        self.assertShut("res.config.settings", "create", [{"sales_os_gate_confirm": False}])

    def test_a_cheaper_list_price_does_not_hide_a_discount(self):
        """Whoever may edit products lowers the price for a moment: the quote keeps the list price of its day."""
        order = self.make_quote(15.0)
        self.product.list_price = 85.0
        order.order_line.write({"price_unit": 85.0, "discount": 0.0})
        self.env.invalidate_all()
        self.assertEqual(order.sales_os_approval_state, "needed")

    def test_orders_of_others_are_neither_asked_for_nor_read(self):
        order = self.make_quote(15.0, user=self.user_rep2)
        self.assertShut("sale.order", "action_request_approval", order.ids, "mine")
        approval = self.request(order, user=self.user_rep2)
        self.assertShut("sales_os.discount.approval", "read", approval.ids, ["facts", "margin_percent"])
        self.assertShut("sales_os.discount.approval.step", "read", approval.step_ids.ids, ["comment"])
        self.assertShut("sale.order", "action_view_sales_os_price_changes", order.ids)

"""One step of a bench in a process of its own: `_step.py NAME ARGUMENTS…` prints its answer as JSON on the last line."""

from odoo.fields import Command

from .._step import main, make_user, measured

REASON = "The customer buys a lot"


def _products(env):
    return env["product.product"].create([
        {"name": f"Bench {number}", "list_price": 50.0 + number, "standard_price": 20.0, "taxes_id": [Command.clear()], "type": "service"}
        for number in range(10)])


def _order_vals(env, count, discount, user):
    products = _products(env)
    partners = env["res.partner"].create([{"name": f"Bench customer {number}"} for number in range(50)])
    return [{
        "partner_id": partners[number % 50].id, "user_id": user.id,
        "order_line": [Command.create({
            "product_id": products[(number + line) % 10].id, "product_uom_qty": 1 + line, "discount": discount}) for line in range(3)],
    } for number in range(count)]


GATES = ("send", "print", "sign", "confirm")


def confirm(env, count, way, side):
    """Create and confirm orders, each at 5 percent: below what needs an approval.

    :param way: ``at_once`` in one request, as an import or a list does, or ``one_by_one`` as people do
    :param side: ``open`` switches the gates off
    """
    if side == "open":
        env.company.write({f"sales_os_gate_{gate}": False for gate in GATES})
    # pricelists on both sides: the demonstration of Sales OS switches them on
    env["res.config.settings"].create({"group_product_pricelist": True}).execute()
    orders = env["sale.order"].with_user(make_user(env, "bench_seller", "sales_team.group_sale_manager"))
    for number in (30, int(count)):  # the first few only warm up
        vals_list = _order_vals(env, number, 5.0, orders.env.user)

        def run(vals_list=vals_list):
            for part in [vals_list] if way == "at_once" else [[vals] for vals in vals_list]:
                orders.create(part).action_confirm()
                env.flush_all()
        answer = measured(env, run)
    return answer


def _two_levels(env):
    """A seller and two approvers, one above the other; orders of 30 percent need both."""
    env["sales_os.discount.policy"].search([]).action_archive()
    first, second = (make_user(env, login, "sales_os.group_manager") for login in ("bench_first", "bench_second"))
    top = env["sales_os.rep"].create({"user_id": second.id})
    middle = env["sales_os.rep"].create({"user_id": first.id, "parent_id": top.id})
    seller = make_user(env, "bench_seller", "sales_os.group_rep")
    env["sales_os.rep"].create({"user_id": seller.id, "parent_id": middle.id})
    env["sales_os.discount.policy"].create({"name": "Bench", "sequence": 1, "level_ids": [
        Command.create({"sequence": 1, "approver": "none", "max_discount_percent": 10.0}),
        Command.create({"sequence": 2, "approver": "user", "user_id": first.id, "max_discount_percent": 20.0}),
        Command.create({"sequence": 3, "approver": "user", "user_id": second.id, "max_discount_percent": 50.0})]})
    return seller, first, second


def approve(env, count):
    """Request and decide on two levels, all orders at once."""
    seller, first, second = _two_levels(env)
    orders = env["sale.order"].create(_order_vals(env, int(count), 30.0, seller))

    def run():
        orders.with_user(seller).action_request_approval(REASON)
        approvals = orders.sales_os_approval_id
        approvals.with_user(first).action_approve("fine")
        approvals.with_user(second).action_approve("fine")
    answer = measured(env, run)
    if set(orders.mapped("sales_os_approval_state")) != {"approved"}:
        raise AssertionError("not all orders were approved")
    return answer


def approve_one_by_one(env, count):
    """The same, order after order, as the peer does it."""
    seller, first, second = _two_levels(env)
    orders = env["sale.order"].create(_order_vals(env, int(count), 30.0, seller))

    def run():
        for order in orders:
            order.with_user(seller).action_request_approval(REASON)
            order.sales_os_approval_id.with_user(first).action_approve("fine")
            order.sales_os_approval_id.with_user(second).action_approve("fine")
            env.flush_all()
    return measured(env, run)


def tiers(env, count):
    """OCA's sale_tier_validation: two tiers in sequence on every order."""
    first, second, seller = (
        make_user(env, login, "sales_team.group_sale_manager") for login in ("bench_first", "bench_second", "bench_seller"))
    model = env["ir.model"]._get("sale.order")
    for sequence, user in ((20, first), (10, second)):
        env["tier.definition"].create({
            "name": user.name, "model_id": model.id, "review_type": "individual", "reviewer_id": user.id, "sequence": sequence,
            "approve_sequence": True, "definition_domain": "[]"})
    orders = env["sale.order"].create(_order_vals(env, int(count), 30.0, seller))

    def run():
        # as approve_one_by_one: each click is a request of its own, and written
        for order in orders:
            order.with_user(seller).request_validation()
            for user in (first, second):
                order.invalidate_recordset()
                order.with_user(user).validate_tier()
                env.flush_all()
    answer = measured(env, run)
    orders.invalidate_recordset()
    if set(orders.mapped("validation_status")) != {"validated"}:
        raise AssertionError("not all orders were validated")
    return answer


def states(env, count):
    """Queries of judging orders anew, all at once."""
    seller, *_others = _two_levels(env)
    orders = env["sale.order"].create(_order_vals(env, int(count), 30.0, seller))
    orders.mapped("sales_os_approval_state")

    def run():
        for name in ("sales_os_approval_state", "sales_os_approval_reason"):
            env.add_to_compute(orders._fields[name], orders)
        orders.mapped("sales_os_approval_state")
        orders.mapped("sales_os_approvers")
        orders._sales_os_refusals("send")
    run()
    return measured(env, run)


STEPS = {step.__name__: step for step in (confirm, approve, approve_one_by_one, tiers, states)}

if __name__ == "__main__":
    main(STEPS)

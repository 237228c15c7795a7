from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

# product keys with quantity, discount, what happens
QUOTES = (
    ((("machine", 1), ("grinder", 2)), 8.0, "free"),
    ((("machine", 2),), 14.0, "needed"),
    ((("espresso", 180), ("tea", 60)), 15.0, "requested"),
    ((("machine", 3), ("maintenance", 12)), 18.0, "requested"),
    ((("brewer", 4), ("filter", 40)), 28.0, "half"),
    ((("oat", 60), ("syrup", 24)), 12.5, "approved"),
    ((("cups", 30),), 19.0, "refused"),
    ((("grinder", 5),), 16.0, "outdated"),
)
# what was given away on every so many-th order of the past, within what everybody may give
GIVEN = {1: 3.0, 4: 5.0, 5: 8.0, 8: 10.0}
EVERY = 9
REASONS = (
    "A second shop opens in March; the other roaster offers the same.",
    "Yearly agreement: the customer signs for twelve months.",
    "First order of a chain with nine shops.",
)


class SalesOsDemo(models.AbstractModel):
    """Quotes on both sides of the policy: free, needed, requested, half approved, approved, refused, outdated. And a delegation."""

    _inherit = "sales_os.demo"

    @api.model
    def _load_approvals(self):
        """Called once by discount_demo.xml."""
        self._give_discounts()
        ece, head = self._ref("demo_user_ece"), self._ref("demo_user_head")
        manager = self._ref("demo_rep_ece").parent_id.user_id
        partners = self.env["res.partner"].search(
            [("sales_os_territory_id", "!=", False), ("is_company", "=", True), ("user_id", "in", (ece.id, False))],
            order="id", limit=len(QUOTES))
        for number, (partner, (lines, discount, story)) in enumerate(zip(partners, QUOTES, strict=False)):
            order = self.env["sale.order"].create({
                "partner_id": partner.id, "user_id": ece.id, "team_id": self._ref("demo_team").id,
                "order_line": [
                    Command.create({"product_id": self._ref(f"demo_product_{key}").id, "product_uom_qty": quantity, "discount": discount})
                    for key, quantity in lines],
            })
            if story in ("free", "needed"):
                continue
            order.with_user(ece).action_request_approval(REASONS[number % len(REASONS)])
            approval = order.sales_os_approval_id.with_user(manager)
            if story in ("half", "approved", "outdated"):
                approval.action_approve("The volume is worth it.")
            elif story == "refused":
                approval.action_refuse("Cups have no margin left: 10 % at most.")
            if story == "outdated":
                order.order_line.discount = 22.0
        today = self._today()
        self.env["sales_os.discount.delegation"].with_user(manager).create({
            "user_id": manager.id, "delegate_id": (head if manager != head else self._ref("demo_user_istanbul")).id,
            "date_start": today + timedelta(days=14), "date_end": today + timedelta(days=24), "note": "Summer holiday",
        })
        return True

    @api.model
    def _give_discounts(self):
        """Some orders of the past were sold below the list, so that price realisation has something to tell."""
        orders = self.env["sale.order"].search([("state", "=", "sale"), ("sales_os_territory_id", "!=", False)], order="date_order, id")
        numbered = list(enumerate(orders))
        for turn, percent in GIVEN.items():
            given = orders.browse(order.id for number, order in numbered if number % EVERY == turn)
            given.order_line.filtered(lambda line: not line.display_type).write({"discount": percent})

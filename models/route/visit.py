from odoo import fields, models


class _MovedByRoute:
    """Collects what moved, so that one batch leaves one batch of audit entries. No caller from outside can make one."""

    def __init__(self):
        self.changes = {}


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    is_appointment = fields.Boolean(
        string="Time Agreed", tracking=True, help="The time is agreed with the customer: a route plan keeps it to the minute."
    )
    route_stop_id = fields.Many2one(
        "sales_os.route.stop", readonly=True, copy=False, ondelete="set null", index="btree_not_null", check_company=True
    )
    route_plan_id = fields.Many2one(related="route_stop_id.plan_id", string="Route Plan")
    route_sequence = fields.Integer(
        string="Stop", readonly=True, copy=False, aggregator=None, help="Place in the order of the day's route."
    )
    travel_km = fields.Float(related="route_stop_id.travel_km", string="Way (km)")
    travel_minutes = fields.Integer(related="route_stop_id.travel_minutes", string="Drive (min)")

    def _follow_route(self, moves):
        """Give each visit its place in a route: ``{visit: vals}``. Nobody gets a mail. Return the visits whose time has changed."""
        collected = _MovedByRoute()
        quiet = self.with_context(tracking_disable=True, sales_os_route_moves=collected)
        for visit, vals in moves.items():
            visit = visit.with_env(quiet.env)
            if visit.date_start == vals["date_start"] and visit.planned_minutes == vals["planned_minutes"]:
                vals = {name: value for name, value in vals.items() if name not in ("date_start", "planned_minutes")}
            visit.write(vals)
        for event, changes in collected.changes.items():
            self._audit_plan(event, changes)
        return self.browse(collected.changes.get("rescheduled", {}))

    def _audit_plan(self, event, changes):
        collected = self.env.context.get("sales_os_route_moves")
        if isinstance(collected, _MovedByRoute):
            collected.changes.setdefault(event, {}).update(changes)
            return None
        return super()._audit_plan(event, changes)

    def action_navigate(self):
        """Open the navigation service at the customer's place."""
        self.ensure_one()
        self.check_access("read")
        # sudo: as far as one needs to get there
        partner = self.partner_id.sudo()
        return self.env["sales_os.route.plan"]._navigation_action(
            [(partner.partner_latitude, partner.partner_longitude)], partner.display_name, self.company_id
        )

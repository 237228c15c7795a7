from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.visit.location import blurred

PURGE_BATCH = 1_000


class SalesOsVisitPosition(models.Model):
    """Where a representative was at check-in.

    Kept apart from the visit so that record rules decide who reads it: the representative and the managers above.
    Everyone else gets, through the visit, a blurred place that can be neither searched nor grouped by.
    """

    _name = "sales_os.visit.position"
    _description = "Check-in Position"
    _order = "id desc"

    visit_id = fields.Many2one("sales_os.visit", required=True, readonly=True, ondelete="cascade")
    rep_id = fields.Many2one(related="visit_id.rep_id", store=True, index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True)
    latitude = fields.Float(required=True, readonly=True, digits=(9, 6))
    longitude = fields.Float(required=True, readonly=True, digits=(9, 6))
    accuracy_m = fields.Float(string="Accuracy (m)", readonly=True)
    recorded = fields.Datetime(required=True, readonly=True, index=True, default=fields.Datetime.now)

    _visit_uniq = models.Constraint("UNIQUE (visit_id)", "A visit has one check-in position.")

    @api.model
    def _cron_purge(self):
        """Delete the positions whose retention is over; distance and result stay on the visit."""
        remaining = self._purge_due()
        IrCron = self.env["ir.cron"]
        IrCron._commit_progress(remaining=len(remaining))
        for first in range(0, len(remaining), PURGE_BATCH):
            batch = remaining[first : first + PURGE_BATCH]
            batch.unlink()
            if not IrCron._commit_progress(len(batch)):
                break
        return True

    @api.model
    def _purge_due(self):
        """Return the positions older than their company keeps them."""
        self.flush_model(["company_id", "recorded"])
        rows = self.env.execute_query(
            SQL(
                """SELECT position.id FROM sales_os_visit_position AS position
                 JOIN res_company AS company ON company.id = position.company_id
                WHERE position.recorded < %s - make_interval(days => company.sales_os_visit_retention_days)
             ORDER BY position.id""",
                fields.Datetime.now(),
            )
        )
        return self.browse([row[0] for row in rows])


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    check_in_latitude = fields.Float(string="Check-in Latitude", compute="_compute_check_in_position", digits=(9, 6))
    check_in_longitude = fields.Float(string="Check-in Longitude", compute="_compute_check_in_position", digits=(9, 6))
    check_in_accuracy_m = fields.Float(string="Check-in Accuracy (m)", compute="_compute_check_in_position")
    is_position_exact = fields.Boolean(
        string="Exact Position",
        compute="_compute_check_in_position",
        help="Off: the position is blurred to about a kilometre, or there is none.",
    )

    may_ask_position = fields.Boolean(
        compute="_compute_may_ask_position",
        help="Whether check-in may ask the browser: the company wants it and the representative agreed.",
    )

    @api.depends("rep_id.location_consent", "company_id.sales_os_visit_location_policy")
    def _compute_may_ask_position(self):
        # sudo: a setting of the company
        for visit in self:
            visit.may_ask_position = visit.rep_id.location_consent and visit.company_id.sudo().sales_os_visit_location_policy != "off"

    may_place_customer = fields.Boolean(
        compute="_compute_may_place_customer", help="The reader knows the exact place, and the customer has none yet."
    )

    @api.depends_context("uid", "su")
    @api.depends("partner_id.partner_latitude", "partner_id.partner_longitude")
    def _compute_may_place_customer(self):
        for visit in self:
            # sudo: whether there is a position, not which
            partner = visit.partner_id.sudo()
            visit.may_place_customer = visit.is_position_exact and not (partner.partner_latitude or partner.partner_longitude)

    @api.depends_context("uid", "su")
    def _compute_check_in_position(self):
        # not stored and without a search method: neither a domain nor a group-by nor an export can ask for more than the reader gets
        Position = self.env["sales_os.visit.position"]
        readable = Position.browse()
        if Position.has_access("read"):
            readable = Position.search([("visit_id", "in", self.ids)])
        # sudo: for the rest only the blurred place leaves this method
        others = Position.sudo().search([("visit_id", "in", self.ids), ("id", "not in", readable.ids)])
        exact = {position.visit_id.id: position for position in readable}
        rough = {position.visit_id.id: position for position in others}
        for visit in self:
            position = exact.get(visit.id)
            visit.is_position_exact = bool(position)
            if position:
                place = position.latitude, position.longitude, position.accuracy_m
            elif visit.id in rough:
                place = (*blurred(latitude=rough[visit.id].latitude, longitude=rough[visit.id].longitude), 0.0)
            else:
                place = (False, False, False)
            visit.check_in_latitude, visit.check_in_longitude, visit.check_in_accuracy_m = place

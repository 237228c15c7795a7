from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from odoo.addons.sales_os.algorithms.geo.distance import haversine_metres
from odoo.addons.sales_os.algorithms.visit.location import PositionError, judge, read_position


class ReasonNeeded(UserError):
    """The check-in is refused until a reason is given: a client asks for it and calls again."""


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    check_in_distance_m = fields.Float(string="Distance (m)", readonly=True, copy=False, aggregator="avg", digits=(12, 0))
    location_state = fields.Selection(
        [("on_site", "On site"), ("far", "Far away"), ("unknown", "Unknown")],
        string="Location",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    far_reason = fields.Char(string="Reason for Location", readonly=True, copy=False)

    def action_check_in(self, latitude=False, longitude=False, accuracy_m=False, far_reason=False):
        """Begin the visit at the position the browser gives (or none).

        Calling again answers the same and changes nothing.

        :return: ``{"id", "state", "checked_in", "location_state", "distance_m", "message"}``
        :raise UserError: when a reason is needed and none is given, when another visit is in progress, when the position is none
        """
        self.ensure_one()
        self.check_access("write")
        # a double tap waits here for the first one
        self._take_turn()
        if self.state == "in_progress":
            return self._check_in_answer()
        if self.state != "planned":
            self._refuse_check_in()
        self._check_free_to_begin()
        position = self._read_position(latitude, longitude, accuracy_m)
        verdict = self._judge_location(position)
        reason = (far_reason or "").strip()
        if verdict.reason_needed and not reason:
            raise ReasonNeeded(
                self._location_message(verdict.why, verdict.distance_m) + " " + self.env._("Please give a reason to check in nevertheless.")
            )
        try:
            with self.env.cr.savepoint():
                self._begin(verdict, reason)
                self.flush_recordset(["state"])
        except UniqueViolation as error:
            # the same person began another visit at this very moment: start again and say so in words
            raise ConcurrencyError("one visit in progress") from error
        if verdict.keep_position and position:
            self._keep_position(position)
        return self._check_in_answer(verdict.why)

    def _begin(self, verdict, reason):
        self.with_context(sales_os_visit_evidence=self._BY_ACTION)._transition(
            "in_progress",
            reason=reason,
            checked_in=fields.Datetime.now(),
            location_state=verdict.state,
            check_in_distance_m=verdict.distance_m or 0.0,
            far_reason=reason if verdict.state != "on_site" else False,
        )
        # the chain keeps the result and never the place: entries cannot be purged
        distance = "" if verdict.distance_m is None else f" {verdict.distance_m:.0f} m"
        self.env["sales_os.audit.entry"]._append(self, "check_in", new=verdict.state + distance, reason=reason)

    def _refuse_check_in(self):
        if self.state == "missed":
            raise UserError(self.env._("Visit %s was missed: reschedule it, then check in.", self.display_name))
        raise UserError(
            self.env._(
                "Visit %(visit)s is %(state)s: nobody can check in any more.", visit=self.display_name, state=self._state_label(self.state)
            )
        )

    def _check_free_to_begin(self):
        # sudo: the other visit may be of a company that is not selected now
        other = self.sudo().search([("rep_id", "=", self.rep_id.id), ("state", "=", "in_progress"), ("id", "!=", self.id)], limit=1)
        if other:
            raise UserError(
                self.env._("%(rep)s is still at %(visit)s: check out there first.", rep=self.rep_id.display_name, visit=other.display_name)
            )

    def _read_position(self, latitude, longitude, accuracy_m):
        try:
            return read_position(latitude=latitude, longitude=longitude, accuracy_m=accuracy_m)
        except PositionError as error:
            raise UserError(
                {
                    "half": self.env._("A position needs both latitude and longitude."),
                    "latitude": self.env._("The latitude must be a number from -90 to 90."),
                    "longitude": self.env._("The longitude must be a number from -180 to 180."),
                    "accuracy": self.env._("The accuracy must be a number of metres, not below zero."),
                }[error.code]
            ) from error

    def _judge_location(self, position):
        # sudo: only the distance comes out of the customer's position
        company, partner = self.company_id.sudo(), self.partner_id.sudo()
        placed = bool(partner.partner_latitude or partner.partner_longitude)
        distance = (
            haversine_metres(
                position.latitude,
                position.longitude,
                partner.partner_latitude,
                partner.partner_longitude,
            )
            if position and placed
            else None
        )
        return judge(
            policy=company.sales_os_visit_location_policy,
            consent=self.rep_id.location_consent,
            position=position,
            distance_m=distance,
            radius_m=company.sales_os_visit_radius_m,
            accuracy_limit_m=company.sales_os_visit_accuracy_m,
        )

    def _keep_position(self, position):
        # sudo: positions are written by check-in alone; nobody has the right to make or change one
        self.env["sales_os.visit.position"].sudo().create(
            {
                "visit_id": self.id,
                "latitude": position.latitude,
                "longitude": position.longitude,
                "accuracy_m": position.accuracy_m,
            }
        )
        self.invalidate_recordset(["check_in_latitude", "check_in_longitude", "check_in_accuracy_m", "is_position_exact"])

    def _location_message(self, why, distance_m=None):
        # sudo: the customer's name, which the visit shows anyway
        name = self.partner_id.sudo().display_name
        return {
            "far": self.env._("You are %(distance)s from %(customer)s.", distance=self._distance_text(distance_m), customer=name),
            "inaccurate": self.env._("Your position is too inaccurate to tell whether you are at %s.", name),
            "no_position": self.env._("No position was given."),
            "no_consent": self.env._("No position is recorded, because %s has not agreed to it.", self.rep_id.display_name),
            "customer_unknown": self.env._("The position of %s is not known yet.", name),
            "on_site": self.env._("You are at %s.", name),
            "off": "",
        }[why]

    def _distance_text(self, distance_m):
        if distance_m is None:
            return ""
        return self.env._("%s m", round(distance_m)) if distance_m < 1000 else self.env._("%s km", round(distance_m / 1000, 1))

    def _check_in_answer(self, why=None):
        # sudo: only tells the person in charge whether the place can serve the customer
        has_position = bool(self.env["sales_os.visit.position"].sudo().search_count([("visit_id", "=", self.id)], limit=1))
        partner = self.partner_id.sudo()
        return {
            "id": self.id,
            "state": self.state,
            "checked_in": fields.Datetime.to_string(self.checked_in),
            "location_state": self.location_state,
            "distance_m": self.check_in_distance_m,
            "position_kept": has_position,
            "can_place_customer": has_position and not (partner.partner_latitude or partner.partner_longitude),
            "message": self._location_message(why, self.check_in_distance_m) if why else "",
        }

    def action_place_customer(self):
        """Take the check-in position as the customer's, if the customer has none yet."""
        self.ensure_one()
        self.check_access("write")
        position = self.env["sales_os.visit.position"].search([("visit_id", "=", self.id)], limit=1)
        if not position:
            raise UserError(self.env._("Visit %s has no check-in position that you may use.", self.display_name))
        partner = self.partner_id
        if partner.partner_latitude or partner.partner_longitude:
            raise UserError(self.env._("%s has a position already: change it on the customer.", partner.display_name))
        if not partner.has_access("write"):
            raise AccessError(self.env._("You may not change the customer %s.", partner.display_name))
        partner.write(
            {
                "partner_latitude": position.latitude,
                "partner_longitude": position.longitude,
                "date_localization": fields.Date.context_today(self),
            }
        )
        partner.message_post(body=self.env._("Position taken from the check-in of visit %s.", self.display_name))
        self.env["sales_os.audit.entry"]._append(partner, "position_from_check_in", reason=self.display_name)
        return True

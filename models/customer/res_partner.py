from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ADDRESS = {"street", "street2", "zip", "city", "state_id", "country_id"}
POSITION = {"partner_latitude", "partner_longitude"}


class ResPartner(models.Model):
    """A customer's position: kept when the address changes, marked as out of date, and looked up later."""

    _inherit = "res.partner"

    sales_os_opening_ids = fields.One2many("sales_os.customer.opening", "partner_id", string="Visiting Hours")
    sales_os_position_stale = fields.Boolean(
        string="Position Out of Date", copy=False, readonly=True, help="The address changed after the position was taken.")
    sales_os_position_source = fields.Selection(
        [("manual", "By hand"), ("import", "Import"), ("geocoder", "Look-up of the address"), ("check_in", "Check-in")],
        string="Position From", copy=False, readonly=True)
    sales_os_position_date = fields.Datetime(string="Position Taken On", copy=False, readonly=True)
    sales_os_position_accuracy_m = fields.Float(
        string="Position Accuracy (m)", copy=False, aggregator=None, help="Radius in metres within which the position lies; 0: not known.")
    sales_os_geocode_job_ids = fields.One2many("sales_os.geocode.job", "partner_id", string="Look-ups")
    sales_os_has_position = fields.Boolean(
        string="Has Position", compute="_compute_sales_os_has_position", search="_search_sales_os_has_position")

    _sales_os_position_on_earth = models.Constraint(
        "CHECK (partner_latitude BETWEEN -90 AND 90 AND partner_longitude BETWEEN -180 AND 180)",
        "The latitude must lie between -90 and 90, the longitude between -180 and 180.",
    )

    @api.depends("partner_latitude", "partner_longitude")
    def _compute_sales_os_has_position(self):
        for partner in self:
            partner.sales_os_has_position = bool(partner.partner_latitude or partner.partner_longitude)

    @api.model
    def _search_sales_os_has_position(self, operator, value):
        if operator != "in":
            return NotImplemented
        placed = Domain("partner_latitude", "!=", 0) | Domain("partner_longitude", "!=", 0)
        return placed if True in value else ~placed

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("partner_latitude") or vals.get("partner_longitude"):
                vals.update({**self._sales_os_position_vals(), **vals})
        partners = super().create(vals_list)
        to_locate = partners.filtered(lambda partner: partner._sales_os_is_locatable() and not partner.sales_os_has_position)
        if to_locate:
            self.env["sales_os.geocode.job"]._queue(to_locate)
        return partners

    def write(self, vals):
        placed = POSITION & set(vals)
        if placed:
            vals = {**self._sales_os_position_vals(), **vals}
        if not ADDRESS & set(vals) or POSITION.issubset(vals):
            return super().write(vals)
        # Odoo forgets the position with every write of an address, also of the same one
        # sudo: positions and addresses are compared, not shown
        before = {
            partner: (partner._sales_os_address(), partner.partner_latitude, partner.partner_longitude) for partner in self.sudo()
        }
        result = super().write(vals)
        # sudo: as above
        moved = self.sudo().filtered(lambda partner: partner._sales_os_address() != before[partner][0])
        self._sales_os_restore_positions({
            partner: (latitude, longitude, partner.sales_os_position_stale or partner in moved)
            for partner, (_address, latitude, longitude) in before.items() if latitude or longitude
        })
        to_locate = moved.filtered(lambda partner: partner._sales_os_is_locatable())
        if to_locate:
            self.env["sales_os.geocode.job"]._queue(to_locate)
        return result

    def _sales_os_restore_positions(self, positions):
        """Put ``{partner: (latitude, longitude, stale)}`` back; what depends on positions is told once, not per partner."""
        names = ["partner_latitude", "partner_longitude", "sales_os_position_stale"]
        partners = self.browse().union(*positions)
        with self.env.protecting([self._fields[name] for name in names], partners):
            for partner, values in positions.items():
                partner.partner_latitude, partner.partner_longitude, partner.sales_os_position_stale = values
        partners.modified(names)

    def _sales_os_address(self):
        return tuple((self[name].id if name.endswith("_id") else self[name]) or "" for name in sorted(ADDRESS))

    def _sales_os_is_locatable(self):
        """A contact person is where the company is; without a town or a code there is nothing to look up."""
        return self.partner_share and not (self.parent_id and self.type == "contact") and bool(self.city or self.zip)

    def _sales_os_position_vals(self):
        source = self.env.context.get("sales_os_position_source")
        if not source:
            source = "import" if self.env.context.get("import_file") else "manual"
        return {
            "sales_os_position_stale": False, "sales_os_position_source": source, "sales_os_position_accuracy_m": 0,
            "sales_os_position_date": fields.Datetime.now(),
        }

    def action_sales_os_locate(self):
        """Look up the addresses now.

        :return: ``{"located": n, "failed": [ids]}``
        """
        self.check_access("write")
        empty = self.filtered(lambda partner: not partner.city and not partner.zip)
        if empty:
            raise UserError(self.env._("%s has neither town nor postal code: there is nothing to look up.", empty[0].display_name))
        jobs = self.env["sales_os.geocode.job"]._queue(self)
        jobs._locate()
        located = jobs.filtered(lambda job: job.state == "done")
        return {"located": len(located), "failed": (jobs - located).partner_id.ids}

    def action_sales_os_locate_and_tell(self):
        """Look up the addresses now and say how it went."""
        result = self.action_sales_os_locate()
        failed = self.browse(result["failed"])
        error = failed.sudo().sales_os_geocode_job_ids[:1].error if failed else ""  # sudo: why the own look-up failed
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "warning" if failed else "success", "title": self.env._("Position"),
                "message": self.env._("%(customer)s was not located: %(error)s", customer=failed[0].display_name, error=error)
                if failed else self.env._("%s located.", result["located"]),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

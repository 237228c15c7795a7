from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

# who somebody is, and where in the tree: these open records of others, so only administrators change them
IDENTITY_FIELDS = {"user_id", "parent_id", "company_id", "active", "partner_id", "code", "location_consent"}


class SalesOsRep(models.Model):
    """One seller: inside, in the field, or an external agent without a login."""

    _name = "sales_os.rep"
    _description = "Representative"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _parent_store = True
    _order = "name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(related="partner_id.name", store=True, readonly=False)
    code = fields.Char(copy=False, index=True, help="Given by a sequence when left empty.")
    active = fields.Boolean(default=True, tracking=True, help="An archived representative keeps the history and receives nothing new.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, ondelete="restrict", index=True, check_company=True,
        compute="_compute_partner_id", store=True, readonly=False, precompute=True,
        help="Name, address, phone and mail of the representative.",
    )
    user_id = fields.Many2one(
        "res.users", ondelete="restrict", index=True, check_company=True, tracking=True, copy=False,
        domain="[('share', '=', False)]", help="Empty for an external agent who does not log in.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", index=True, check_company=True, tracking=True)
    parent_id = fields.Many2one(
        "sales_os.rep", string="Manager", index=True, ondelete="restrict", check_company=True, tracking=True,
        help="The manager sees and plans for everybody below.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("sales_os.rep", "parent_id", string="Direct Reports")
    child_count = fields.Integer(string="Reports", compute="_compute_child_count")
    kind = fields.Selection(
        [("field", "Field"), ("inside", "Inside"), ("agent", "External Agent")], required=True, default="field", tracking=True,
    )
    color = fields.Integer(string="Colour", help="Colour of this representative on maps and calendars.")
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    avatar_128 = fields.Image(related="partner_id.avatar_128")

    start_latitude = fields.Float(
        string="Home Latitude", digits=(10, 7), aggregator=None,
        help="Where routes start and end. Degrees, north is positive. Empty latitude and longitude: routes start at the first visit.",
    )
    start_longitude = fields.Float(
        string="Home Longitude", digits=(10, 7), aggregator=None, help="Degrees, east is positive.",
    )
    location_consent = fields.Boolean(
        copy=False, tracking=True,
        help="The representative agreed that the position is recorded at check-in. Without it no position is kept.",
    )
    location_consent_date = fields.Datetime(string="Consent Changed On", readonly=True, copy=False)
    location_consent_by_id = fields.Many2one("res.users", string="Consent Changed By", readonly=True, copy=False)
    speed_kmh = fields.Float(
        string="Average Speed", default=50.0, required=True, aggregator="avg",
        help="Kilometres an hour, door to door; used to estimate driving times.",
    )
    max_day_minutes = fields.Integer(
        string="Longest Day", default=0, aggregator="max",
        help="Minutes of driving and visiting a day. 0: as long as the working hours allow.",
    )
    max_day_visits = fields.Integer(string="Visits a Day", default=0, aggregator="max", help="0: no limit.")

    _code_uniq = models.UniqueIndex("(company_id, code)", "Another representative of this company has this code.")
    _user_uniq = models.UniqueIndex(
        "(company_id, user_id) WHERE active AND user_id IS NOT NULL", "This user already has an active representative in this company.")
    _speed_positive = models.Constraint(
        "CHECK (speed_kmh > 0 AND speed_kmh <= 300)", "The average speed must lie between 1 and 300 km/h.")
    _day_limits = models.Constraint(
        "CHECK (max_day_minutes >= 0 AND max_day_minutes <= 1440 AND max_day_visits >= 0)",
        "A day has 0 to 1440 minutes, and the number of visits a day cannot be negative (0 means no limit).",
    )
    _home_on_earth = models.Constraint(
        "CHECK (start_latitude BETWEEN -90 AND 90 AND start_longitude BETWEEN -180 AND 180)",
        "The home latitude must lie between -90 and 90, the longitude between -180 and 180.",
    )

    @api.depends("user_id")
    def _compute_partner_id(self):
        for rep in self:
            # an external agent who gets a login keeps the contact only if it is the login's own
            rep.partner_id = rep.user_id.partner_id or rep.partner_id

    @api.depends("child_ids")
    def _compute_child_count(self):
        counts = dict(self._read_group([("parent_id", "in", self.ids)], ["parent_id"], ["__count"]))
        for rep in self:
            rep.child_count = counts.get(rep, 0)

    @api.depends("name", "code")
    @api.depends_context("sales_os_show_code")
    def _compute_display_name(self):
        for rep in self:
            show_code = rep.code and self.env.context.get("sales_os_show_code")
            rep.display_name = f"{rep.name} ({rep.code})" if show_code else rep.name or ""

    @api.onchange("partner_id")
    def _onchange_partner_position(self):
        if not self.start_latitude and not self.start_longitude:
            self.start_latitude, self.start_longitude = self.partner_id.partner_latitude, self.partner_id.partner_longitude

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("code"):
                company_id = vals.get("company_id") or self.env.company.id
                # sudo: a sequence is technical and readable by nobody but administrators
                vals["code"] = self.env["ir.sequence"].sudo().with_company(company_id).next_by_code("sales_os.rep")
            if vals.get("location_consent"):
                vals.update(self._consent_vals())
        # somebody archived a moment ago must be out of the way of the unique index
        self.flush_model(["active", "user_id", "company_id", "code"])
        reps = super().create(vals_list)
        reps._forget_cached_rules()
        agreed = reps.filtered("location_consent")
        self.env["sales_os.audit.entry"]._append(agreed, "location_consent", old="no", new="yes")
        return reps

    def write(self, vals):
        self._check_identity_change(vals)
        if vals.get("parent_id"):
            self._check_no_cycle(vals["parent_id"])
        changed = self.browse()
        if "location_consent" in vals:
            changed = self.filtered(lambda rep: rep.location_consent != bool(vals["location_consent"]))
            if changed:
                vals = {**vals, **self._consent_vals()}
        result = super().write(vals)
        if {"user_id", "active", "parent_id", "company_id"} & set(vals):
            self._forget_cached_rules()
        if changed:
            yes = bool(vals["location_consent"])
            self.env["sales_os.audit.entry"]._append(
                changed, "location_consent", old="no" if yes else "yes", new="yes" if yes else "no")
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_cached_rules()
        return result

    def _check_identity_change(self, vals):
        touched = IDENTITY_FIELDS & set(vals)
        if touched and not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in touched))
            raise AccessError(self.env._("Only an administrator of Sales OS may change %s of a representative.", labels))

    def _check_no_cycle(self, parent_id):
        # sudo: the path above may lie outside what the user sees
        above = self.sudo().browse(parent_id)
        path = (above.parent_path or "").split("/")
        for rep in self:
            if str(rep.id) in path:
                raise ValidationError(self.env._(
                    "%(rep)s cannot report to %(manager)s, who is %(rep)s or reports to %(rep)s. Choose another manager.",
                    rep=rep.name, manager=above.name))

    def _consent_vals(self):
        return {"location_consent_date": fields.Datetime.now(), "location_consent_by_id": self.env.uid}

    def _forget_cached_rules(self):
        # record rules keep the evaluated `user.sales_os_rep_ids.ids` of each user
        self.env.registry.clear_cache()

    def _is_own(self):
        self.ensure_one()
        return bool(self.user_id) and self.user_id == self.env.user

    def action_set_location_consent(self, consent):
        """Give (True) or withdraw (False) the consent to record positions: the representative's own decision."""
        for rep in self:
            rep.check_access("read")
            if not rep._is_own() and not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
                raise AccessError(self.env._("Only %s can decide about the own positions.", rep.name))
        # sudo: a representative may read the own record but change nothing else of it
        self.sudo().write({"location_consent": bool(consent)})
        return True

    def action_agree_to_location(self):
        """The own consent, by a button."""
        return self.action_set_location_consent(True)

    def action_withdraw_location(self):
        """Withdraw the consent, by a button."""
        return self.action_set_location_consent(False)

    def action_take_position_of_contact(self):
        """Take the home position from the contact's address."""
        for rep in self:
            partner = rep.partner_id
            if not partner.partner_latitude and not partner.partner_longitude:
                raise ValidationError(self.env._(
                    "The contact %s has no position yet: locate its address first.", partner.display_name))
            rep.write({"start_latitude": partner.partner_latitude, "start_longitude": partner.partner_longitude})
        return True

    def action_open_reports(self):
        """Open everybody below, at any depth."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Below %s", self.name), "res_model": "sales_os.rep",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": [["id", "child_of", self.id], ["id", "!=", self.id]],
        }

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

TRAITS = ("category_id", "industry_id", "country_id", "company_id")


class ResPartner(models.Model):
    """A customer's segment: found by the rows of the segments, unless locked; a contact has that of its company."""

    _inherit = "res.partner"

    sales_os_segment_id = fields.Many2one(
        "sales_os.segment", string="Segment", index="btree_not_null", ondelete="set null", copy=False,
        compute="_compute_sales_os_segment", store=True, readonly=False,
        help="Found from revenue, orders and traits; brought up to date every night. Who chooses one locks it.")
    sales_os_segment_locked = fields.Boolean(string="Segment Locked", copy=False, help="Chosen by hand: the rows of the segments leave it.")
    sales_os_segment_reason = fields.Text(
        string="Why this Segment", copy=False, compute="_compute_sales_os_segment", store=True, readonly=True)

    @api.depends(*TRAITS, *(f"commercial_partner_id.{name}" for name in TRAITS), "commercial_partner_id", "partner_share",
                 "sales_os_rep_ids", "sales_os_segment_locked")
    def _compute_sales_os_segment(self):
        """Decide for all in one pass. What was ordered since is counted at night."""
        own = self.filtered(lambda partner: partner.commercial_partner_id in (partner, self.browse()))
        locked = own.filtered("sales_os_segment_locked")
        wanted = self.env["sales_os.segment"]._wanted(own - locked)
        for partner in locked:
            partner.sales_os_segment_id = partner.sales_os_segment_id
            partner.sales_os_segment_reason = partner.sales_os_segment_reason
        for partner in own - locked:
            partner.sales_os_segment_id, partner.sales_os_segment_reason = wanted[partner.id]
        for partner in self - own:
            partner.sales_os_segment_id = partner.commercial_partner_id.sales_os_segment_id
            partner.sales_os_segment_reason = partner.commercial_partner_id.sales_os_segment_reason

    def _sales_os_has_segment(self):
        """Colleagues, external agents and companies of our own are no customers."""
        return self.partner_share and not self.ref_company_ids and not self.sales_os_rep_ids

    @api.model_create_multi
    def create(self, vals_list):
        for number, vals in enumerate(vals_list):
            if "sales_os_segment_id" in vals:
                # nobody chooses for a contact, and an empty column of an import chooses nothing
                chosen = vals["sales_os_segment_id"] and (vals.get("is_company") or not vals.get("parent_id"))
                vals_list[number] = self._sales_os_sign_segment(vals) if chosen else {
                    name: value for name, value in vals.items() if name != "sales_os_segment_id"}
        return super().create(vals_list)

    def write(self, vals):
        if "sales_os_segment_id" not in vals and "sales_os_segment_locked" not in vals:
            return super().write(vals)
        if "sales_os_segment_id" in vals:
            if vals.get("sales_os_segment_locked", True):
                self._sales_os_check_stands_for_itself(vals)
                vals = self._sales_os_sign_segment(vals)
            else:
                # unlocked: the rows decide, whatever stood there
                vals = {name: value for name, value in vals.items() if name != "sales_os_segment_id"}
        # sudo: the trail tells of a change whoever causes it
        old = {partner.id: partner.sales_os_segment_id for partner in self.sudo()}
        result = super().write(vals)
        # sudo: contacts follow, also those that the user does not see
        own = self.sudo()
        contacts = own.with_context(active_test=False).search([("commercial_partner_id", "in", self.ids), ("id", "not in", self.ids)])
        for name in ("sales_os_segment_id", "sales_os_segment_reason"):
            self.env.add_to_compute(self._fields[name], contacts)
        changed = own.filtered(lambda partner: partner.sales_os_segment_id != old[partner.id])
        self.env["sales_os.audit.entry"]._append(
            changed, "segment_change",
            reason=self.env._("Chosen by hand") if vals.get("sales_os_segment_locked", True) else self.env._("No longer chosen by hand"),
            old_by_id={partner.id: old[partner.id].display_name or "" for partner in changed},
            new_by_id={partner.id: partner.sales_os_segment_id.display_name or "" for partner in changed})
        return result

    def _sales_os_check_stands_for_itself(self, vals):
        for partner in self:
            head = partner.commercial_partner_id
            if head and head != partner and head not in self and vals["sales_os_segment_id"] != head.sales_os_segment_id.id:
                raise UserError(self.env._(
                    "%(contact)s is a contact of %(company)s and has its segment. Change the segment of %(company)s.",
                    contact=partner.display_name, company=head.display_name))

    def _sales_os_sign_segment(self, vals):
        """A segment that somebody chooses stays, and says who chose it."""
        reason = self.env._("Chosen by %(user)s on %(date)s", user=self.env.user.name, date=fields.Date.context_today(self))
        return {**vals, "sales_os_segment_locked": True, "sales_os_segment_reason": reason}

    def _sales_os_write_segments(self, wanted):
        """Write ``{partner id: (segment id, reason)}`` where it differs, contacts with it, in one statement.

        :return: whose segment changed
        """
        changes = [
            (partner.id, segment_id or None, reason or None)
            for partner, (segment_id, reason) in ((partner, wanted[partner.id]) for partner in self)
            if (partner.sales_os_segment_id.id, partner.sales_os_segment_reason or False) != (segment_id, reason)
        ]
        if not changes:
            return self.browse()
        changed = self.filtered(lambda partner: partner.sales_os_segment_id.id != wanted[partner.id][0])
        self.flush_model(["commercial_partner_id", "sales_os_segment_id", "sales_os_segment_reason"])
        rows = self.env.execute_query(SQL(
            """UPDATE res_partner partner
                  SET sales_os_segment_id = new.segment_id, sales_os_segment_reason = new.reason, write_uid = %s, write_date = %s
                 FROM unnest(%s::int[], %s::int[], %s::text[]) AS new(id, segment_id, reason)
                WHERE partner.commercial_partner_id = new.id
            RETURNING partner.id, partner.commercial_partner_id""",
            self.env.uid, self.env.cr.now(), *(list(column) for column in zip(*changes, strict=True))))
        touched = self.browse([row[0] for row in rows])
        touched.invalidate_recordset(["sales_os_segment_id", "sales_os_segment_reason", "write_uid", "write_date"], flush=False)
        moved = set(changed.ids)
        self.browse([partner_id for partner_id, head_id in rows if head_id in moved]).modified(["sales_os_segment_id"])
        return changed

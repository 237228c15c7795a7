from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.territory.rule import Customer

ADDRESS = ("country_id", "state_id", "zip", "city", "partner_latitude", "partner_longitude")
TRAITS = ("category_id", "industry_id", "sales_os_annual_revenue_amount", "sales_os_segment_id")


class ResPartner(models.Model):
    """A customer's territory: found by the rules on create, import and change of address, unless locked."""

    _inherit = "res.partner"

    sales_os_territory_id = fields.Many2one(
        "sales_os.territory", string="Territory", index="btree_not_null", ondelete="set null", copy=False,
        compute="_compute_sales_os_territory", store=True, readonly=False,
        help="Found by the territory rules from the address; see the reason.")
    sales_os_territory_locked = fields.Boolean(
        string="Territory Locked", copy=False, help="The rules leave this customer where it is.")
    sales_os_territory_reason = fields.Text(
        string="Why this Territory", copy=False, compute="_compute_sales_os_territory", store=True, readonly=True)
    sales_os_rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", compute="_compute_sales_os_rep_id", search="_search_sales_os_rep_id",
        help="Who owns the territory today.")
    sales_os_annual_revenue_amount = fields.Monetary(
        string="Annual Revenue", currency_field="currency_id",
        help="What the customer turns over in a year; territory rules may ask for it.")

    @api.depends(
        *ADDRESS, *TRAITS, "parent_id", "type", "company_id", "partner_share", "sales_os_rep_ids", "sales_os_territory_locked",
        *(f"commercial_partner_id.{name}" for name in ADDRESS + TRAITS),
    )
    def _compute_sales_os_territory(self):
        """Decide for all in one pass; the rules come from the registry's cache."""
        Territory = self.env["sales_os.territory"]
        open_ones = self.filtered(lambda partner: not partner.sales_os_territory_locked)
        for partner in self - open_ones:
            partner.sales_os_territory_id = partner.sales_os_territory_id
            partner.sales_os_territory_reason = partner.sales_os_territory_reason
        for company, partners in open_ones.grouped(lambda partner: partner._sales_os_territory_company()).items():
            subjects = partners.filtered(lambda partner: partner._sales_os_has_territory())
            for partner in partners - subjects:
                partner.sales_os_territory_id = partner.sales_os_territory_reason = False
            if subjects:
                decisions = Territory._decide(subjects._sales_os_facts(), company, Territory._version_in_force(company))
                wanted = subjects._sales_os_wanted(decisions)
                for partner in subjects:
                    partner.sales_os_territory_id, partner.sales_os_territory_reason = wanted[partner.id]

    def _sales_os_wanted(self, decisions):
        """Return ``{partner id: (territory id, reason)}``; an unchanged decision keeps its reason and day."""
        rules = self.env["sales_os.territory.rule"].browse({
            key for decision in decisions.values() for key in (decision.winner, *(loser for loser, _why in decision.losers)) if key})
        words = self.env["sales_os.territory"]._reason_words(rules)
        today = fields.Date.context_today(self)
        wanted = {}
        for partner in self:
            decision = decisions[partner.id]
            text = words(decision) if decision.winner else ""
            known = partner.sales_os_territory_reason or ""
            unchanged = partner.sales_os_territory_id.id == decision.territory and known.startswith(text) and bool(known) == bool(text)
            wanted[partner.id] = (decision.territory or False, (known if unchanged else text and f"{text} ({today})") or False)
        return wanted

    def _sales_os_territory_company(self):
        """The company whose rules speak of this customer: its own; a shared one stays with that of its territory."""
        return self.company_id or self.sales_os_territory_id.company_id or self.env.company

    def _sales_os_has_territory(self):
        """Colleagues, external agents and companies of our own belong to no territory."""
        return self.partner_share and not self.ref_company_ids and not self.sales_os_rep_ids

    def _sales_os_facts(self):
        """Return what the rules may ask of each customer. A contact person has the address and traits of the company."""
        Territory = self.env["sales_os.territory"]
        facts = []
        for partner in self:
            above = partner.commercial_partner_id or partner
            place = above if partner.type == "contact" and partner.parent_id else partner
            placed = place.partner_latitude or place.partner_longitude
            facts.append(Customer(
                key=partner.id,
                country=place.country_id.id or None,
                state=place.state_id.id or None,
                zip=place.zip or "",
                city=place.city or "",
                categories=Territory._with_parent_tags((partner.category_id | above.category_id).ids),
                industry=(partner.industry_id or above.industry_id).id or None,
                segment=above.sales_os_segment_id.id or None,
                revenue=partner.sales_os_annual_revenue_amount or above.sales_os_annual_revenue_amount,
                latitude=place.partner_latitude if placed else None,
                longitude=place.partner_longitude if placed else None,
                accounts=frozenset((partner._origin.id, partner.parent_id._origin.id, above._origin.id)) - {False},
            ))
        return facts

    @api.depends("sales_os_territory_id.owner_id")
    @api.depends_context("sales_os_date")
    def _compute_sales_os_rep_id(self):
        # sudo: who is responsible for a customer is no secret to those who see the customer
        for partner in self.sudo():
            partner.sales_os_rep_id = partner.sales_os_territory_id.owner_id

    @api.model
    def _search_sales_os_rep_id(self, operator, value):
        if operator == "in" and False in value:
            return Domain("sales_os_territory_id", "=", False) | Domain("sales_os_territory_id.owner_id", operator, value)
        return Domain("sales_os_territory_id.owner_id", operator, value)

    def write(self, vals):
        watched = {*ADDRESS, *TRAITS, "parent_id", "type", "company_id", "sales_os_territory_id", "sales_os_territory_locked",
                   "sales_os_segment_locked"}
        if not watched & set(vals):
            return super().write(vals)
        # sudo: the trail tells of a move whoever causes it
        old = {partner.id: partner.sales_os_territory_id for partner in self.sudo()}
        result = super().write(vals)
        by_hand = "sales_os_territory_id" in vals
        self.sudo()._sales_os_audit_moves(old, self.env._("Changed by hand") if by_hand else "")
        return result

    def _sales_os_write_segments(self, wanted):
        """A segment that changed may move the customer; the trail tells of it."""
        moving = self if self.env["sales_os.territory.rule"]._ask_for_segments() else self.browse()
        below = moving.with_context(active_test=False).search([("commercial_partner_id", "in", moving.ids)]) if moving else moving
        old = {partner.id: partner.sales_os_territory_id for partner in below}
        changed = super()._sales_os_write_segments(wanted)
        below._sales_os_audit_moves(old)
        return changed

    def _sales_os_audit_moves(self, old, reason=""):
        """Append one entry for each customer whose territory differs from ``old`` ({id: territory})."""
        moved = self.filtered(lambda partner: partner.sales_os_territory_id != old[partner.id])
        by_reason = moved.grouped(lambda partner: reason or partner.sales_os_territory_reason or "")
        for why, partners in by_reason.items():
            self.env["sales_os.audit.entry"]._append(
                partners, "territory_move", reason=why,
                old_by_id={partner.id: old[partner.id].display_name or "" for partner in partners},
                new_by_id={partner.id: partner.sales_os_territory_id.display_name or "" for partner in partners})
        return moved

import ast

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.sales_os.algorithms.customer.audience import Left, Member, Person, plan_audience

BATCH = 1_000


class SalesOsAudience(models.Model):
    """Whom a campaign is for: segments, territories and further conditions, kept as a mailing list where Email Marketing is installed."""

    _name = "sales_os.audience"
    _description = "Audience of a Campaign"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    segment_ids = fields.Many2many("sales_os.segment", string="Segments", help="Empty: all.")
    territory_ids = fields.Many2many("sales_os.territory", string="Territories", help="With those below. Empty: all.")
    domain = fields.Char(string="Further Conditions", default="[]")
    with_contacts = fields.Boolean(string="Persons Too", default=True, help="The contact persons of the customers, not only the companies.")
    customer_count = fields.Integer(string="Customers", compute="_compute_customer_count")
    list_ref = fields.Integer(string="Mailing List Number", readonly=True, copy=False)
    refreshed_on = fields.Datetime(readonly=True, copy=False)
    outcome = fields.Text(string="Last Refresh", readonly=True, copy=False)
    has_mailing = fields.Boolean(compute="_compute_has_mailing")

    def _compute_has_mailing(self):
        self.has_mailing = "mailing.list" in self.env

    @api.depends("segment_ids", "territory_ids", "domain", "company_id")
    def _compute_customer_count(self):
        for audience in self:
            audience.customer_count = self.env["res.partner"].search_count(audience._customer_domain()) if audience._is_readable() else 0

    @api.constrains("domain")
    def _check_domain(self):
        for audience in self:
            if not audience._is_readable():
                raise ValidationError(self.env._("The conditions of “%s” cannot be read: choose them again.", audience.name))

    def _is_readable(self):
        try:
            self.env["res.partner"].search_count(self._customer_domain(), limit=1)
        except (ValueError, SyntaxError, KeyError, TypeError):
            return False
        return True

    def _customer_domain(self):
        self.ensure_one()
        domain = Domain("partner_share", "=", True) & Domain("parent_id", "=", False) & Domain("company_id", "in", (False,
            self.company_id.id))
        if self.segment_ids:
            domain &= Domain("sales_os_segment_id", "in", self.segment_ids.ids)
        if self.territory_ids:
            domain &= Domain("sales_os_territory_id", "child_of", self.territory_ids.ids)
        return domain & Domain(ast.literal_eval(self.domain or "[]"))

    def action_view_customers(self):
        """Open the customers."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": "res.partner", "views": [[False, "list"], [False, "form"]],
            "domain": list(self._customer_domain())}

    def action_refresh(self):
        """Bring the mailing list up to date; twice changes nothing.

        :return: ``{"added", "removed", "kept", "left": {reason: number}}``
        """
        self.ensure_one()
        self.check_access("write")
        if "mailing.list" not in self.env:
            raise UserError(self.env._("Mailing lists need the app Email Marketing: install it first."))
        if not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS brings mailing lists up to date."))
        people = self._people()
        mailing_list = self._mailing_list()
        # sudo: lists belong to Email Marketing; the group was checked, and this list is the audience's own
        subscriptions = self.env["mailing.subscription"].sudo().search([("list_id", "=", mailing_list.id)])
        blacklist = self.env["mail.blacklist"].sudo().search([("email", "in", [person.email for person in people if person.email])])
        plan = plan_audience(
            people=people, blacklist=frozenset(blacklist.mapped("email")), needs_consent=self.company_id.sales_os_consent_needed,
            members=[Member(row.id, row.contact_id.email_normalized or "", row.opt_out) for row in subscriptions])
        subscriptions.browse([member.key for member in plan.remove]).unlink()
        self._subscribe(mailing_list, plan.add)
        left = {str(reason): count for reason, count in plan.left.items()}
        self.write({"refreshed_on": fields.Datetime.now(), "outcome": self._outcome_words(plan)})
        self.env["sales_os.audit.entry"]._append(self, "audience_refreshed", new={
            "added": len(plan.add), "removed": len(plan.remove), "kept": plan.kept, **left})
        return {"added": len(plan.add), "removed": len(plan.remove), "kept": plan.kept, "left": left}

    def action_open_list(self):
        """Open the mailing list."""
        self.ensure_one()
        if not self.list_ref or "mailing.list" not in self.env:
            raise UserError(self.env._("Bring the list up to date first."))
        return {"type": "ir.actions.act_window", "res_model": "mailing.list", "res_id": self.list_ref, "views": [[False, "form"]]}

    def _people(self):
        """Customers, and their contact persons where wanted: two queries."""
        Partner = self.env["res.partner"]
        found = Partner.search_fetch(self._customer_domain(), ["email", "sales_os_mail_consent"])
        if self.with_contacts:
            found |= Partner.search_fetch(
                [("parent_id", "in", found.ids), ("type", "=", "contact")], ["email", "sales_os_mail_consent"])
        return [Person(row.id, email_normalize(row.email or "") or "", row.sales_os_mail_consent or "") for row in found]

    def _mailing_list(self):
        # sudo: see action_refresh
        Lists = self.env["mailing.list"].sudo().with_context(active_test=False)
        found = Lists.browse(self.list_ref).exists() if self.list_ref else Lists
        if not found:
            found = Lists.create({"name": self.name})
            self.list_ref = found.id
        return found

    def _subscribe(self, mailing_list, people):
        """Put people on the list, by the contact of their address where Email Marketing knows one."""
        # sudo: see action_refresh
        Contact, Subscription = self.env["mailing.contact"].sudo(), self.env["mailing.subscription"].sudo()
        names = {partner.id: partner.name for partner in self.env["res.partner"].browse([person.key for person in people])}
        for first in range(0, len(people), BATCH):
            batch = people[first:first + BATCH]
            known = {}
            for contact in Contact.search([("email_normalized", "in", [person.email for person in batch])], order="id desc"):
                known[contact.email_normalized] = contact.id
            fresh = [person for person in batch if person.email not in known]
            created = Contact.create([{"name": names[person.key], "email": person.email} for person in fresh])
            known.update((person.email, contact.id) for person, contact in zip(fresh, created, strict=True))
            Subscription.create([{"list_id": mailing_list.id, "contact_id": known[person.email]} for person in batch])
        # a list's members and its subscriptions are one table, of which the cache does not know
        Contact.invalidate_model(["list_ids", "subscription_ids"])

    def _outcome_words(self, plan):
        env = self.env
        why = {
            Left.NO_ADDRESS: env._("without an address"), Left.BLACKLISTED: env._("on the blacklist"), Left.REFUSED: env._("said no"),
            Left.NOT_ASKED: env._("not asked yet"), Left.OPTED_OUT: env._("left this list"),
            Left.SAME_ADDRESS: env._("same address as another")}
        left = ", ".join(f"{why[reason]}: {count}" for reason, count in sorted(plan.left.items()))
        words = env._("%(added)s added, %(removed)s removed, %(kept)s stay.", added=len(plan.add), removed=len(plan.remove), kept=plan.kept)
        return f"{words} {env._('Left out: %s.', left)}" if left else words


class ResPartner(models.Model):
    """An erased person is on no mailing list; a blacklisted address stays blacklisted, so that the no is remembered."""

    _inherit = "res.partner"

    def _sales_os_erase_derived(self):
        erased = super()._sales_os_erase_derived()
        mails = list(filter(None, self.mapped("email_normalized")))
        if "mailing.contact" not in self.env or not mails:
            return erased
        contacts = self.env["mailing.contact"].search([("email_normalized", "in", mails)])
        count = len(contacts)
        contacts.unlink()
        return {**erased, "contacts of mailing lists": count}


class IrUiMenu(models.Model):
    """Audiences lead nowhere without Email Marketing: their menu shows when it is installed."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        menu = self.env.ref("sales_os.audience_menu", raise_if_not_found=False)
        return hidden if "mailing.list" in self.env or not menu else [*hidden, menu.id]

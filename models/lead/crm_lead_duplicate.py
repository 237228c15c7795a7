from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.lead.duplicate import LIKELY, find_duplicates
from odoo.addons.sales_os.algorithms.lead.identity import Contact
from odoo.addons.sales_os.algorithms.lead.merge import follow_merges, propose_merges

MOST_LEADS = 20_000


class CrmLead(models.Model):
    """Leads that are the same person or company: found with the evidence, merged into one, never in a circle."""

    _inherit = "crm.lead"

    sales_os_merged_into_id = fields.Many2one(
        "crm.lead", string="Merged Into", readonly=True, copy=False, ondelete="set null", index="btree_not_null",
        help="This lead was a duplicate; all of it went there.")
    sales_os_merged_count = fields.Integer(string="Merged Leads", compute="_compute_sales_os_merged_count")

    def _compute_sales_os_merged_count(self):
        counts = dict(self.with_context(active_test=False)._read_group(
            [("sales_os_merged_into_id", "in", self.ids)], ["sales_os_merged_into_id"], ["__count"]))
        for lead in self:
            lead.sales_os_merged_count = counts.get(lead, 0)

    @api.model
    @api.readonly
    def sales_os_duplicates(self, least_percent=90.0):
        """Return groups of open leads that are the same with at least that chance, the surest first.

        :return: list of ``{"stays", "go", "chance_percent", "evidence"}``: lead ids, and the facts that agree or differ in words
        """
        if isinstance(least_percent, bool) or not isinstance(least_percent, (int, float)) or not 100 * LIKELY <= least_percent <= 100:
            raise UserError(self.env._("The least chance lies between %(low)s and 100 percent.", low=f"{100 * LIKELY:.0f}"))
        leads = self.search(
            Domain("won_status", "=", "pending") & Domain("company_id", "in", [False, self.env.company.id]), order="id desc",
            limit=MOST_LEADS)
        contacts = [lead._sales_os_contact() for lead in leads.sorted("id")]
        pairs = find_duplicates(contacts=contacts)
        groups = propose_merges(contacts=contacts, pairs=pairs, least_chance=least_percent / 100)
        evidence = {frozenset((pair.first, pair.second)): pair.evidence for pair in pairs}
        return [
            {"stays": group.stays, "go": list(group.go), "chance_percent": round(100 * group.weakest, 1),
             "evidence": self._sales_os_evidence_words([
                 part for key in group.go for part in evidence.get(frozenset((group.stays, key)), ())])}
            for group in sorted(groups, key=lambda group: (-group.weakest, group.stays))]

    def _sales_os_contact(self):
        self.ensure_one()
        return Contact(
            key=self.id, name=self.partner_name or self.contact_name or self.partner_id.name or "", email=self.email_from or "",
            phones=(self.phone or "",), city=self.city or "", tax_number=self.partner_id.vat or "",
            # an opportunity nobody has looked at yet is a request like any other
            deal=self.name or "" if self.type == "opportunity" and self.expected_revenue else "",
            # who is further on stays; of equals the older one
            worth=2.0 * (self.type == "opportunity") + bool(self.expected_revenue) + bool(self.user_id))

    @api.model
    def _sales_os_evidence_words(self, evidence):
        env = self.env
        names = {
            "email": env._("e-mail"), "phone": env._("phone"), "tax_number": env._("tax number"), "city": env._("town"),
            "name": env._("name")}
        agrees = dict.fromkeys(names[part.fact] for part in evidence if part.weight > 0)
        differs = dict.fromkeys(names[part.fact] for part in evidence if part.weight < 0)
        return "; ".join(filter(None, (
            env._("agree: %s", ", ".join(agrees)) if agrees else "", env._("differ: %s", ", ".join(differs)) if differs else "")))

    def action_sales_os_merge(self, lead_ids):
        """Merge leads into this one: what it lacks is taken from them, messages, activities and quotes come over, and they are archived.

        :param lead_ids: ids of the leads that go
        """
        self.ensure_one()
        try:
            others = self.browse([int(lead_id) for lead_id in lead_ids]).exists() - self
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Leads are named by a list of their numbers, not by %s.", lead_ids)) from error
        if not others:
            raise UserError(self.env._("Name at least one other lead that is to be merged into %s.", self.display_name))
        (self + others).check_access("write")
        self._sales_os_check_merge(others)
        together = self + others
        values = together._merge_data(self._merge_get_fields())
        followers = self._merge_followers(others)
        self._merge_log_summary(followers, others)
        self._merge_dependences(others)
        for name in ("user_id", "team_id"):
            if values.get(name) == self[name].id:
                # writing the same salesperson or team would work out much anew for nothing
                values.pop(name, None)
        self.write(values)
        others.write({"active": False, "sales_os_merged_into_id": self.id})
        self.env["sales_os.audit.entry"]._append(others, "merged", new=f"{self.name} #{self.id}")
        return True

    def _sales_os_check_merge(self, others):
        """Refuse closed leads, leads that were merged already, and circles."""
        closed = (self + others).filtered(lambda lead: lead.won_status != "pending")
        if closed:
            raise UserError(self.env._("%s is closed: what is won or lost is not merged.", closed[0].display_name))
        merges = {
            lead.id: lead.sales_os_merged_into_id.id for lead in self.with_context(active_test=False).search(
                [("sales_os_merged_into_id", "!=", False), ("id", "in", (self + others).ids)])}
        if self.id in merges:
            end = self.browse(follow_merges(merges=merges).ends[self.id])
            raise UserError(self.env._(
                "%(lead)s was merged into %(end)s already: merge into that one.", lead=self.display_name, end=end.display_name))
        gone = others.filtered(lambda lead: lead.id in merges)
        if gone:
            raise UserError(self.env._(
                "%(lead)s was merged into %(end)s already.", lead=gone[0].display_name,
                end=gone[0].sales_os_merged_into_id.display_name))

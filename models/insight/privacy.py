import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# what is told of a person, by model: the path to the person and the fields
TOLD = {
    "crm.lead": ("partner_id", ["name", "create_date", "contact_name", "email_from", "phone", "expected_revenue", "description",
                                "sales_os_win_probability"]),
    "sale.order": ("partner_id", ["name", "date_order", "state", "amount_total"]),
    "account.move": ("partner_id", ["name", "invoice_date", "state", "amount_total"]),
    "sales_os.visit": ("partner_id", ["date_start", "state", "subject"]),
    "sales_os.visit.note": ("visit_id.partner_id", ["create_date", "kind", "body"]),
    "sales_os.feedback": ("partner_id", ["asked_on", "kind", "score", "comment"]),
    "sales_os.customer.value": ("partner_id", ["rfm_code", "order_count", "total_amount", "clv_amount", "churn_state"]),
    "sales_os.preference": ("partner_id", ["kind", "topic", "value", "why", "date"]),
    "sales_os.next.product": ("partner_id", ["rank", "product_id", "reason"]),
    "sales_os.insight": ("partner_id", ["kind", "explanation", "date_found", "state"]),
    "mail.message": ("author_id", ["date", "subject", "body"]),
}
CONTACT = ("name", "email", "phone", "function", "street", "street2", "zip", "city", "website", "vat", "comment", "lang",
           "sales_os_mail_consent", "sales_os_sms_consent", "sales_os_consent_date", "sales_os_consent_source")
ADDRESS = ("type", "name", "email", "phone", "street", "street2", "zip", "city")
# derived from the person's data: found again every night as long as there is something to find
DERIVED = ("sales_os.customer.value", "sales_os.next.product", "sales_os.preference", "sales_os.insight", "sales_os.geocode.job")
# what of a contact names or describes a person
NAMING = (
    "email", "phone", "function", "street", "street2", "zip", "city", "website", "vat", "comment", "ref", "image_1920", "user_id",
    "company_name", "barcode", "sales_os_consent_source")


class ResPartner(models.Model):
    """One person's data: handed out, and erased but for what must be kept."""

    _inherit = "res.partner"

    sales_os_erased_on = fields.Date(
        string="Erased On", readonly=True, copy=False, groups="sales_os.group_rep,sales_os.group_executive",
        help="Name, address and notes were removed that day, on request or because a retention rule said so.")

    def action_sales_os_export_person(self):
        """Return everything Sales OS keeps of this person, as plain values; the export is in the audit trail.

        :return: ``{"contact": {...}, "addresses": [{...}], model: [{field: value}]}``
        """
        self._sales_os_check_privacy()
        # sudo: the person's own data are handed out complete, whoever of the colleagues made them; the group was checked
        person = self.sudo()
        told = {
            "contact": {name: _plain(person, name) or "" for name in CONTACT},
            "addresses": [{name: _plain(one, name) or "" for name in ADDRESS} for one in person._sales_os_addresses()]}
        for model, (path, names) in TOLD.items():
            rows = person.env[model].with_context(active_test=False).search([(path, "=", person.id)], order="id")
            if model == "crm.lead":
                rows = person._sales_os_leads().sorted("id")
            told[model] = [{name: _plain(row, name) for name in names} for row in rows]
        self.env["sales_os.audit.entry"]._append(self, "personal_data_exported", new=json.dumps(
            {model: len(rows) for model, rows in told.items() if model != "contact"}))
        return told

    def action_sales_os_download_person(self):
        """Button: the same as a file. It is made when it is fetched and lies nowhere afterwards."""
        self._sales_os_check_privacy()
        return {"type": "ir.actions.act_url", "url": f"/sales_os/person/{self.id}/data.json", "target": "download"}

    def action_sales_os_erase_person(self, reason):
        """Erase this person's data at the person's request.

        :param reason: who asked, and how: kept in the audit trail
        :return: ``{"erased": {what: number}, "kept": [{"what", "count", "why"}]}``
        """
        self._sales_os_check_privacy()
        reason = self._sales_os_words(reason)
        if not reason:
            raise UserError(self.env._("Say who asked for it and how: it stands in the audit trail."))
        self._sales_os_check_erasable()
        # sudo: see action_sales_os_export_person
        person = self.sudo()
        mails = list(filter(None, person.mapped("email_normalized")))
        erased = person._sales_os_erase()
        kept = person._sales_os_kept(mails)
        self.env["sales_os.audit.entry"]._append(self, "personal_data_erased", new=json.dumps(erased), reason=reason)
        return {"erased": erased, "kept": kept}

    def _sales_os_erase(self):
        """Take away what names these persons, set by set; what is left of each is a number.

        :return: ``{what: number}``
        """
        self._sales_os_remember_no()
        erased = {
            "contact": len(self), **self._sales_os_erase_leads(), **self._sales_os_erase_visits(), **self._sales_os_erase_derived(),
            **self._sales_os_erase_traces()}
        everyone = self | self._sales_os_addresses()
        everyone.with_context(tracking_disable=True).write({
            **dict.fromkeys((*NAMING, "sales_os_mail_consent", "sales_os_sms_consent", "sales_os_consent_date"), False),
            "partner_latitude": 0.0, "partner_longitude": 0.0, "category_id": [(5, 0, 0)], "active": False,
            "sales_os_erased_on": fields.Date.context_today(self)})
        for partner in everyone:
            partner.with_context(tracking_disable=True).name = self.env._("Erased person %s", partner.id)
        return erased

    def _sales_os_check_privacy(self):
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS hands out or erases a person's data."))
        self.check_access("read")

    def _sales_os_check_erasable(self):
        # sudo: see action_sales_os_export_person
        person = self.sudo()
        if person.is_company:
            raise UserError(self.env._("%s is a company: erase the persons among its contacts.", self.display_name))
        if person.user_ids or person.sales_os_rep_ids:
            raise UserError(self.env._("%s has a login or works for you: end that first.", self.display_name))
        owed = person.env["account.move"].search_count([
            ("partner_id", "=", person.id), ("state", "=", "posted"), ("payment_state", "in", ("not_paid", "partial", "in_payment"))])
        if owed:
            raise UserError(self.env._(
                "%(person)s has %(count)s unpaid invoices: who they are for must be known until they are paid.", person=self.display_name,
                count=owed))

    def _sales_os_leads(self):
        """Their leads, also those which nobody joined to the contact but which bear its address, and nobody else's."""
        mails = set(filter(None, self.mapped("email_normalized")))
        mails -= set(self.search([("email_normalized", "in", list(mails)), ("id", "not in", self.ids)]).mapped("email_normalized"))
        return self.env["crm.lead"].with_context(active_test=False, tracking_disable=True).search([
            "|", ("partner_id", "in", self.ids), "&", ("partner_id", "=", False), ("email_normalized", "in", list(mails))])

    def _sales_os_erase_leads(self):
        leads = self._sales_os_leads()
        leads.sales_os_enrolment_ids.filtered(lambda row: row.state == "running").write(
            {"state": "stopped", "stop_reason": "erased", "date_next": False})
        leads._sales_os_forget_words()
        leads.write(dict.fromkeys(
            ("contact_name", "email_from", "phone", "street", "street2", "zip", "function", "website", "description", "partner_id"), False))
        for lead in leads:
            lead.name = self.env._("Lead %s of an erased person", lead.id)
        return {"leads": len(leads)}

    def _sales_os_erase_visits(self):
        visits = self.env["sales_os.visit"].search([("partner_id", "in", self.ids)])
        feedback = self.env["sales_os.feedback"].search([("partner_id", "in", self.ids)])
        notes = visits.note_ids
        counts = {"visit notes": len(notes), "answers": len(feedback)}
        notes.unlink()
        feedback.unlink()
        visits._sales_os_forget_words()
        return counts

    def _sales_os_erase_derived(self):
        rows = [self.env[model].search([("partner_id", "in", self.ids)]) for model in DERIVED]
        count = sum(map(len, rows))
        for found in rows:
            found.unlink()
        return {"figures worked out": count}

    def _sales_os_kept(self, mails):
        """What stays, without name and address, and why; ``mails``: the addresses they had."""
        env = self.env
        counts = {
            "sale.order": env["sale.order"].search_count([("partner_id", "=", self.id)]),
            "account.move": env["account.move"].search_count([("partner_id", "=", self.id), ("state", "=", "posted")]),
            "sales_os.visit": env["sales_os.visit"].search_count([("partner_id", "=", self.id)])}
        why = {
            "sale.order": env._(
                "orders are business records; they show “Erased person” now, documents that were signed stay as signed"),
            "account.move": env._("invoices must be kept by law for some years, as they were issued"),
            "sales_os.visit": env._("visits count in the work of the representative, without note and answer")}
        kept = [{"what": model, "count": count, "why": why[model]} for model, count in counts.items() if count]
        if refused := env["mail.blacklist"].search_count([("email", "in", mails)]):
            kept.append({"what": "mail.blacklist", "count": refused, "why": env._("a no to messages must be remembered to be kept")})
        return [*kept, {
            "what": "sales_os.audit.entry", "count": 0,
            "why": env._("the audit trail and approved statements cannot be changed by anybody; names in them stay until they may be "
            "destroyed. Answers kept for repeats of API requests are deleted within 7 days")}]


def _plain(row, name):
    value = row[name]
    if isinstance(value, models.BaseModel):
        return value.display_name or ""
    if isinstance(value, bool) or value is None:
        return value or False
    if isinstance(value, str):
        return str(value)  # without the marks of what is safe to show
    return value if isinstance(value, (int, float)) else fields.Datetime.to_string(value) if hasattr(value, "hour") else str(value)

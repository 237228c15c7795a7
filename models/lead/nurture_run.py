from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, plaintext2html

from odoo.addons.sales_os.algorithms.lead.nurture import Enrolment, Step, next_steps

MESSAGES = ("mail", "sms")


class SalesOsNurtureEnrolment(models.Model):
    """What to send today: decided for all enrolments together, so that nobody gets two messages on one day."""

    _inherit = "sales_os.nurture.enrolment"

    @api.model
    def _cron_send(self):
        today = fields.Date.context_today(self)
        running = self.search([("state", "=", "running")], order="id")
        verdicts = next_steps(enrolments=running._facts(today), today=today)
        by_id = {enrolment.id: enrolment for enrolment in running}
        for verdict in verdicts:
            enrolment = by_id[verdict.enrolment]
            enrolment._keep(verdict.skipped, today, is_skipped=True)
            if verdict.verdict == "stop":
                enrolment.write({"state": "stopped", "stop_reason": verdict.why, "date_next": False, "wait_reason": False})
            elif verdict.verdict == "finished":
                enrolment.write({"state": "finished", "date_next": False, "wait_reason": False})
            elif verdict.verdict == "wait":
                if enrolment.date_next != verdict.date_due or enrolment.wait_reason != verdict.why:
                    enrolment.write({"date_next": verdict.date_due, "wait_reason": verdict.why})
            else:
                enrolment._send(self.env["sales_os.nurture.step"].browse(verdict.step), today)

    def _facts(self, today):
        """Gather what the decision needs of each enrolment: a constant number of queries."""
        leads = self.lead_id
        addresses = {lead.id: email_normalize(lead.email_from) or "" for lead in leads}
        numbers = {lead.id: lead.phone_sanitized or "" for lead in leads}
        replied = self._replies(leads)
        blocked = set(self.env["mail.blacklist"].search([("email", "in", [one for one in addresses.values() if one])]).mapped("email"))
        silent = set(self.env["phone.blacklist"].search([("number", "in", [one for one in numbers.values() if one])]).mapped("number"))
        meetings = dict(self.env["calendar.event"]._read_group(
            [("opportunity_id", "in", leads.ids), ("start", ">=", fields.Datetime.to_datetime(today))], ["opportunity_id"], ["__count"]))
        sent = {enrolment: [(row.step_id.id, row.date) for row in enrolment.sent_ids] for enrolment in self}
        last = {}
        for row in self.env["sales_os.nurture.sent"].search(
                ["|", ("enrolment_id.lead_id.email_normalized", "in", [one for one in addresses.values() if one]),
                 ("enrolment_id.lead_id.phone_sanitized", "in", [one for one in numbers.values() if one]),
                 ("date", ">=", today - timedelta(days=7)), ("step_id.channel", "in", MESSAGES), ("is_skipped", "=", False)]):
            for known in filter(None, (row.enrolment_id.lead_id.email_normalized, row.enrolment_id.lead_id.phone_sanitized)):
                last[known] = max(last.get(known, row.date), row.date)
        facts = []
        for enrolment in self:
            lead, address, number = enrolment.lead_id, addresses[enrolment.lead_id.id], numbers[enrolment.lead_id.id]
            stops = [why for why, holds in (
                ("replied", lead.id in replied and replied[lead.id] >= enrolment.date_start), ("won", lead.won_status == "won"),
                ("lost", lead.won_status == "lost" or not lead.active), ("unsubscribed", address in blocked),
                ("bounced", bool(lead.message_bounce)), ("meeting_booked", bool(meetings.get(lead)))) if holds]
            facts.append(Enrolment(
                key=enrolment.id, person=address or number or f"lead {lead.id}", started=enrolment.date_start,
                steps=tuple(Step(step.id, step.wait_days, step.channel) for step in enrolment.nurture_id.step_ids),
                sent=tuple(sent[enrolment]), stops=tuple(stops), consents=lead._sales_os_consents(bool(address), number not in silent),
                last_message=max(filter(None, (last.get(address), last.get(number))), default=None)))
        return facts

    @api.model
    def _replies(self, leads):
        """Return ``{lead id: day of the newest mail or text message that came from outside}``."""
        rows = self.env["mail.message"]._read_group(
            [("model", "=", "crm.lead"), ("res_id", "in", leads.ids), ("message_type", "in", ("email", "sms")),
             "|", ("author_id", "=", False), ("author_id.partner_share", "=", True)], ["res_id"], ["date:max"])
        return {res_id: newest.date() for res_id, newest in rows}

    def _keep(self, step_ids, today, is_skipped=False):
        self.ensure_one()
        return self.env["sales_os.nurture.sent"].create([
            {"enrolment_id": self.id, "step_id": step_id, "date": today, "is_skipped": is_skipped} for step_id in step_ids])

    def _send(self, step, today):
        """Queue the step: what is kept as sent and the mail are one transaction, so neither is there without the other."""
        self._keep(step.ids, today)
        lead = self.lead_id
        step = step.with_context(lang=lead.lang_id.code or self.env.lang)
        names = {"name": lead.contact_name or lead.partner_name or lead.name, "sender": lead.user_id.name or self.env.company.name}
        subject, body = step.subject.format(**names), (step.body or "").format(**names)
        if step.channel == "activity":
            lead.activity_schedule(
                "mail.mail_activity_data_todo", summary=subject, note=plaintext2html(body), user_id=(lead.user_id or self.env.user).id)
        elif step.channel == "sms":
            lead._message_sms(body or subject, sms_numbers=[lead.phone_sanitized], partner_ids=[], put_in_queue=True)
        else:
            # to the lead's own address, with the answer coming back to the lead
            lead.message_post(
                subject=subject, body=plaintext2html(body), message_type="comment", subtype_xmlid="mail.mt_note",
                author_id=(lead.user_id.partner_id or self.env.company.partner_id).id)
            self.env["mail.mail"].create({
                "subject": subject, "body_html": plaintext2html(body), "email_to": lead.email_from, "auto_delete": True,
                "model": "crm.lead", "res_id": lead.id, "reply_to": lead._notify_get_reply_to(default=None)[lead.id] or "",
                "email_from": lead.user_id.email_formatted or self.env.company.email_formatted or self.env.user.email_formatted})
        self.write({"date_next": False, "wait_reason": False})


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sales_os_enrolment_ids = fields.One2many("sales_os.nurture.enrolment", "lead_id", string="Nurturing")
    sales_os_nurture_id = fields.Many2one("sales_os.nurture", string="Nurturing Sequence", compute="_compute_sales_os_nurture_id")

    def _sales_os_consents(self, has_address, may_be_texted):
        """By which channels the lead may be written to: a text message needs a yes, a mail that nobody said no."""
        self.ensure_one()
        person = self.partner_id
        mail = has_address and person.sales_os_mail_consent != "refused"
        sms = may_be_texted and bool(self.phone_sanitized) and person.sales_os_sms_consent == "given" and "sms.sms" in self.env
        return frozenset(channel for channel, holds in (("mail", mail), ("sms", sms)) if holds)

    @api.depends("sales_os_enrolment_ids.state")
    def _compute_sales_os_nurture_id(self):
        for lead in self:
            lead.sales_os_nurture_id = lead.sales_os_enrolment_ids.filtered(lambda row: row.state == "running")[:1].nurture_id

    def action_sales_os_nurture(self, nurture_id):
        """Put open leads into a sequence; those that are in it stay where they are.

        :return: ``{"started": n}``
        """
        self.check_access("write")
        nurture = self.env["sales_os.nurture"].browse(nurture_id if isinstance(nurture_id, int) else ()).exists()
        if not nurture or not nurture.step_ids:
            raise UserError(self.env._("Choose a sequence that has steps."))
        closed = self.filtered(lambda lead: lead.won_status != "pending" or not lead.active)
        if closed:
            raise UserError(self.env._("%s is closed: nothing is sent to it any more.", closed[0].display_name))
        there = self.sales_os_enrolment_ids.filtered(lambda row: row.nurture_id == nurture and row.state == "running").lead_id
        started = self.env["sales_os.nurture.enrolment"].create([{"nurture_id": nurture.id, "lead_id": lead.id} for lead in self - there])
        return {"started": len(started)}

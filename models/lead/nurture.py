from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SalesOsNurture(models.Model):
    """A sequence of mails and tasks for leads that are not ready yet."""

    _name = "sales_os.nurture"
    _description = "Nurturing Sequence"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    step_ids = fields.One2many("sales_os.nurture.step", "nurture_id", string="Steps", copy=True)
    enrolment_ids = fields.One2many("sales_os.nurture.enrolment", "nurture_id", string="Leads")
    running_count = fields.Integer(string="Running", compute="_compute_counts")
    replied_count = fields.Integer(string="Replied", compute="_compute_counts")

    def _compute_counts(self):
        rows = self.env["sales_os.nurture.enrolment"]._read_group(
            [("nurture_id", "in", self.ids)], ["nurture_id", "state", "stop_reason"], ["__count"])
        for nurture in self:
            mine = [(state, why, count) for of, state, why, count in rows if of == nurture]
            nurture.running_count = sum(count for state, _why, count in mine if state == "running")
            nurture.replied_count = sum(count for _state, why, count in mine if why == "replied")

    def action_view_enrolments(self):
        """Open the leads in this sequence."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_os.nurture_enrolment_action")
        return {**action, "domain": [("nurture_id", "=", self.id)], "context": {}, "name": self.name}


class SalesOsNurtureStep(models.Model):
    """One step: so many days after the one before, a mail to the lead or a task for its salesperson."""

    _name = "sales_os.nurture.step"
    _description = "Step of a Nurturing Sequence"
    _order = "nurture_id, sequence, id"
    _rec_name = "subject"

    nurture_id = fields.Many2one("sales_os.nurture", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    wait_days = fields.Integer(string="Days After", default=3, required=True, help="After the step before, or the start; on a working day.")
    channel = fields.Selection([("mail", "E-mail to the lead"), ("sms", "Text message to the lead"), ("activity",
        "Task for the salesperson")], required=True,
        default="mail", help="Text messages need the app SMS, and go only to persons who said yes to them.")
    subject = fields.Char(required=True, translate=True, help="Of the mail or the task. {name} is who is written to.")
    body = fields.Text(translate=True, help="{name} is who is written to, {sender} the salesperson.")

    _wait_not_negative = models.Constraint("CHECK (wait_days >= 0 AND wait_days <= 365)", "A step waits 0 to 365 days.")

    @api.constrains("channel")
    def _check_channel(self):
        for step in self:
            if step.channel == "sms" and "sms.sms" not in self.env:
                raise ValidationError(self.env._("Step “%s” is a text message: install the app SMS first.", step.subject))

    @api.constrains("subject", "body")
    def _check_placeholders(self):
        for step in self:
            for text in (step.subject, step.body):
                try:
                    (text or "").format(name="", sender="")
                except (KeyError, IndexError, ValueError, AttributeError) as error:
                    raise ValidationError(self.env._(
                        "Step “%(step)s”: only {name} and {sender} can stand in braces (%(error)s).", step=step.subject,
                        error=error)) from error


class SalesOsNurtureEnrolment(models.Model):
    """One lead in one sequence, and what was sent."""

    _name = "sales_os.nurture.enrolment"
    _description = "Lead in a Nurturing Sequence"
    _order = "date_start desc, id desc"
    _rec_name = "lead_id"

    nurture_id = fields.Many2one("sales_os.nurture", string="Sequence", required=True, index=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    date_start = fields.Date(string="Since", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("running", "Running"), ("stopped", "Stopped"), ("finished", "Finished")], required=True, default="running", readonly=True,
        index=True)
    stop_reason = fields.Selection(
        [("replied", "Replied"), ("won", "Won"), ("lost", "Lost"), ("unsubscribed", "Unsubscribed"), ("bounced", "Mail bounced"),
         ("meeting_booked", "Meeting booked"), ("erased", "Erased"), ("by_hand", "By hand")], string="Why Stopped", readonly=True)
    date_next = fields.Date(string="Next Step On", readonly=True)
    wait_reason = fields.Char(readonly=True)
    sent_ids = fields.One2many("sales_os.nurture.sent", "enrolment_id")
    sent_count = fields.Integer(compute="_compute_sent_count")

    _once = models.UniqueIndex("(nurture_id, lead_id) WHERE state = 'running'", "The lead is in this sequence already.")

    @api.depends("sent_ids")
    def _compute_sent_count(self):
        for enrolment in self:
            enrolment.sent_count = len(enrolment.sent_ids)

    def write(self, vals):
        if not self.env.su and set(vals) - {"date_start"}:
            raise UserError(self.env._("A lead's way through a sequence is written by the sequence; stop it by its button."))
        return super().write(vals)

    def action_stop(self):
        """Stop for good, by hand."""
        self.check_access("write")
        # sudo: the right to change them was checked; the fields are written by actions alone
        self.sudo().filtered(lambda enrolment: enrolment.state == "running").write(
            {"state": "stopped", "stop_reason": "by_hand", "date_next": False, "wait_reason": False})
        return True


class SalesOsNurtureSent(models.Model):
    """That a step was sent to a lead: once, whatever happens."""

    _name = "sales_os.nurture.sent"
    _description = "Step Sent to a Lead"
    _order = "date desc, id desc"
    _rec_name = "step_id"

    enrolment_id = fields.Many2one("sales_os.nurture.enrolment", required=True, readonly=True, index=True, ondelete="cascade")
    step_id = fields.Many2one("sales_os.nurture.step", required=True, readonly=True, ondelete="cascade")
    date = fields.Date(required=True, readonly=True)
    is_skipped = fields.Boolean(string="Passed Over", readonly=True, help="The lead has no address.")

    _once = models.UniqueIndex("(enrolment_id, step_id)", "This step was sent already.")

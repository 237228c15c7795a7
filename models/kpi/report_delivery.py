from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.sales_os.algorithms.kpi.report_period import last_period


class SalesOsReportDelivery(models.Model):
    """That a report went to somebody, or why not: once a recipient and period."""

    _name = "sales_os.report.delivery"
    _description = "Report Delivery"
    _order = "delivered_on desc, id desc"
    _rec_name = "user_id"

    schedule_id = fields.Many2one("sales_os.report.schedule", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="schedule_id.company_id", store=True, precompute=True)
    user_id = fields.Many2one("res.users", string="Recipient", required=True, readonly=True, ondelete="cascade", index=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)
    state = fields.Selection([("sent", "Sent"), ("refused", "Not Sent")], required=True, readonly=True)
    reason = fields.Char(readonly=True)
    file_names = fields.Char(string="Files", readonly=True)
    delivered_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _once = models.UniqueIndex("(schedule_id, user_id, date_from, date_to)", "This report was delivered already.")


class SalesOsReportSchedule(models.Model):
    _inherit = "sales_os.report.schedule"

    @api.model
    def _cron_send(self):
        """Send what is due, recipient by recipient, each committed: stopping half-way neither loses nor repeats a mail."""
        cron = self.env["ir.cron"]
        schedules = self.search([("active", "=", True)]).filtered(lambda schedule: schedule._is_time())
        due = [(schedule, user) for schedule in schedules for user in schedule._due_users()]
        cron._commit_progress(remaining=len(due))
        for schedule, user in due:
            schedule._deliver(user)
            if not cron._commit_progress(1):
                return

    def _is_time(self):
        zone = self.env["sales_os.sold"]._zone(self.company_id)
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), fields.Datetime.now()).hour >= self.hour

    def _due_users(self):
        """Recipients who have no delivery of the last period yet."""
        self.ensure_one()
        first, last = last_period(period=self.period, today=self._today())
        if last < self.date_start:
            return self.user_ids.browse()
        # sudo: whether something was sent is the system's note
        known = self.env["sales_os.report.delivery"].sudo().search([
            ("schedule_id", "=", self.id), ("date_from", "=", first), ("date_to", "=", last)]).user_id
        return (self.user_ids - known).filtered("active")

    def _deliver(self, user):
        """Make and send the report of the last period for one recipient; return whether it was sent."""
        self.ensure_one()
        span = last_period(period=self.period, today=self._today())
        delivery = {"schedule_id": self.id, "user_id": user.id, "date_from": span[0], "date_to": span[1]}
        try:
            if not user.email:
                raise UserError(self.env._("%s has no mail address.", user.name))
            with self.env.cr.savepoint():
                files = self._files(user, span)
        except OperationalError:
            raise
        except (AccessError, UserError, ValidationError) as error:
            # one who may not see it does not keep the others from theirs
            self.env["sales_os.report.delivery"].create({**delivery, "state": "refused", "reason": str(error)[:500]})
            return False
        self.env["sales_os.report.delivery"].create({
            **delivery, "state": "sent", "file_names": ", ".join(file["filename"] for file in files)})
        self._mail(user, span, files)
        return True

    def _mail(self, user, span, files):
        """Put one mail into the queue as the system, bound to no record: only its recipient has the files."""
        system = self.with_user(SUPERUSER_ID).with_context(lang=user.lang or "en_US")
        days = f"{format_date(system.env, span[0])} – {format_date(system.env, span[1])}"
        attachments = system.env["ir.attachment"].create([
            {"name": file["filename"], "datas": file["data"], "mimetype": file["mimetype"]} for file in files])
        lines = (
            system.env._("Hello %s,", user.name), system.env._("here is “%(name)s” for %(days)s.", name=self.name, days=days),
            system.env._("It shows what you may see in Sales OS. %s set it up.", self.owner_id.name))
        system.env["mail.mail"].create({
            "subject": f"{self.name}: {days}", "author_id": system.env.ref("base.partner_root").id,
            "email_from": self.company_id.email_formatted or user.email_formatted,
            "recipient_ids": [fields.Command.set(user.partner_id.ids)],
            "body_html": Markup("").join(Markup("<p>%s</p>") % line for line in lines),
            "attachment_ids": [fields.Command.set(attachments.ids)], "auto_delete": True,
        })

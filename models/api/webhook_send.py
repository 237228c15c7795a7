import logging
import time

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.api.webhook_retry import DELAYS, next_delay
from odoo.addons.sales_os.algorithms.api.webhook_signature import sign

_logger = logging.getLogger(__name__)

LONGEST_ERROR = 300


class SalesOsWebhookDelivery(models.Model):
    """Sending. A try is taken and committed before the network is called, and its result after: no transaction waits for a receiver,
    of several jobs each takes another message, and one that is killed has used up a try and left the message for later."""

    _inherit = "sales_os.webhook.delivery"

    @api.model
    def _cron_send(self):
        cron, failed = self.env["ir.cron"], set()
        cron._commit_progress(remaining=self.search_count([("state", "=", "waiting"), ("next_try", "<=", fields.Datetime.now())]))
        while delivery := self._claim(failed):
            webhook_id, attempt, letter = delivery.webhook_id.id, delivery.attempts, delivery._letter()
            # from here on no other job takes it, and no transaction is open while the receiver thinks
            cron._commit_progress(0)
            if letter:
                status, error = self.env["sales_os.webhook.transport"]._post(**letter)
                delivery._keep(attempt, status, error)
                if error:
                    # whoever did not answer once is not asked again in this run, so that it cannot hold up the others
                    failed.add(webhook_id)
            if not cron._commit_progress(1):
                return
        # what was passed over has its own time, for which the job is woken
        cron._commit_progress(remaining=0)

    @api.model
    def _claim(self, passed_over=()):
        """Take the next message that is due, or none: of jobs that run at once each gets another.

        The try counts from now on. The message is not due again before the wait of this try is over, which is longer than any try.
        """
        due = SQL(
            """SELECT delivery.id FROM sales_os_webhook_delivery delivery JOIN sales_os_webhook webhook ON webhook.id = webhook_id
                WHERE state = 'waiting' AND next_try <= %s AND webhook.active AND webhook_id <> ALL(%s::int[])
             ORDER BY next_try, delivery.id LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED""",
            fields.Datetime.now(), list(passed_over),
        )  # fmt: skip
        self.env.flush_all()
        try:
            rows = self.env.execute_query(due)
        except SerializationFailure:
            # another job finished this one between our look and our lock: look again
            self.env.cr.rollback()
            rows = self.env.execute_query(due)
        delivery = self.browse(rows[0][0] if rows else ())
        if delivery:
            attempts = delivery.attempts + 1
            delivery.write({"attempts": attempts, "next_try": fields.Datetime.now() + (next_delay(attempts=attempts) or DELAYS[0])})
        return delivery

    def _letter(self):
        """What is posted where; none when it must not go out any more, and then it is given up."""
        self.ensure_one()
        refusal = self._why_not_told()
        if refusal:
            self.write({"state": "dead", "error": refusal, "status": 0})
            return None
        return {
            "url": self.webhook_id.url, "is_inside_allowed": self.webhook_id.company_id.sales_os_webhook_inside,
            "headers": self._headers(), "body": self.payload.encode(),
        }  # fmt: skip

    def _headers(self):
        moment = int(time.time())
        return {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Sales-OS-Webhook/1",
            "X-Sales-OS-Delivery": self.uuid,
            "X-Sales-OS-Event": self.event,
            "X-Sales-OS-Timestamp": str(moment),
            "X-Sales-OS-Signature": sign(secret=self.webhook_id.secret, timestamp=moment, body=self.payload.encode()),
        }

    def _why_not_told(self):
        """Why the message must not go out any more; empty when it may. What the user could see then may be closed by now."""
        if self.event == "test":
            return ""
        if self.webhook_id._seen(self.res_model, [self.res_id]):
            return ""
        if not self.env[self.res_model].browse(self.res_id).exists():
            return self.env._("Not sent: the record was deleted.")
        return self.env._("Not sent: %s may not see the record any more.", self.webhook_id.user_id.name)

    def _keep(self, attempt, status, error):
        """Note what came of a try, unless the message was deleted or a later try has overtaken this one."""
        self.ensure_one()
        if not self.exists() or (self.state, self.attempts) != ("waiting", attempt):
            return
        now, delay = fields.Datetime.now(), next_delay(attempts=self.attempts)
        if not error:
            self.write({"state": "sent", "sent_on": now, "status": status, "error": False})
            return
        _logger.info("webhook %s: delivery %s failed, try %s: %s", self.webhook_id.id, self.uuid, self.attempts, status or "no answer")
        self.write({
            "status": status, "error": error[:LONGEST_ERROR], "state": "waiting" if delay else "dead",
            "next_try": now + delay if delay else self.next_try,
        })  # fmt: skip
        if delay:
            self._wake(now + delay)

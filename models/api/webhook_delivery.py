import json
import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KEEP_SENT_DAYS, KEEP_DEAD_DAYS = 30, 90
SWEPT = 10_000


class SalesOsWebhookDelivery(models.Model):
    """One message to one webhook: what it says was settled when it happened, and its id is the same however often it is tried."""

    _name = "sales_os.webhook.delivery"
    _description = "Webhook Delivery"
    _order = "id desc"
    _rec_name = "uuid"

    uuid = fields.Char(string="Delivery", required=True, readonly=True, copy=False)
    webhook_id = fields.Many2one("sales_os.webhook", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    event = fields.Selection(
        [
            ("order.confirmed", "Order confirmed"),
            ("approval.needed", "Approval needed"),
            ("approval.decided", "Approval decided"),
            ("visit.done", "Visit done"),
            ("statement.approved", "Commission statement approved"),
            ("test", "Test"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    res_model = fields.Char(string="Record Model", readonly=True)
    res_id = fields.Many2oneReference(string="Record Id", model_field="res_model", readonly=True)
    record_name = fields.Char(string="Record", readonly=True)
    payload = fields.Text(string="Body", readonly=True, help="The body as it is sent, to the byte.")
    message = fields.Text(compute="_compute_message", help="The body, laid out for reading.")
    state = fields.Selection(
        [("waiting", "Waiting"), ("sent", "Sent"), ("dead", "Given Up")], required=True, readonly=True, default="waiting", index=True
    )
    attempts = fields.Integer(readonly=True, aggregator=None)
    next_try = fields.Datetime(readonly=True, default=fields.Datetime.now)
    status = fields.Integer(string="Last Status", readonly=True, aggregator=None, help="HTTP status of the last answer.")
    error = fields.Char(string="Last Error", readonly=True)
    sent_on = fields.Datetime(readonly=True)

    _uuid_uniq = models.UniqueIndex("(uuid)", "This delivery exists already.")
    _due_idx = models.Index("(next_try, id) WHERE state = 'waiting'")

    @api.depends("payload")
    def _compute_message(self):
        for delivery in self:
            delivery.message = json.dumps(json.loads(delivery.payload), indent=2, ensure_ascii=False) if delivery.payload else False

    @api.model
    def _prepare_vals(self, webhook, event, happened_on, record=None, shape=None):
        """One delivery. ``shape`` None says that the message could not be put together: it is given up at once, and says so."""
        delivery = str(uuid.uuid4())
        body = {
            "id": delivery,
            "event": event,
            "happened_on": f"{happened_on.isoformat(timespec='seconds')}Z",
            "record": {"model": record._name, "id": record.id} if record else {},
            "data": shape or {},
        }
        vals = {
            "uuid": delivery, "webhook_id": webhook.id, "company_id": webhook.company_id.id, "event": event,
            "res_model": record._name if record else False, "res_id": record.id if record else False,
            "record_name": record.display_name if record else False, "payload": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        }  # fmt: skip
        if shape is None:
            why = self.env._("The message could not be put together: the server's log says why.")
            vals |= {"payload": False, "state": "dead", "error": why}
        return vals

    def action_send_again(self):
        """Put what was given up back into the queue, with the same id and the same words.

        :return: True
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only administrators of Sales OS send messages again."))
        self.check_access("read")
        for delivery in self:
            if delivery.state != "dead":
                raise UserError(self.env._("Delivery %s was not given up: only what was given up can be sent again.", delivery.uuid))
            if not delivery.payload:
                raise UserError(self.env._("Delivery %s has no content: it could not be put together when it happened.", delivery.uuid))
        # sudo: deliveries are the system's notes; who may do this is checked above
        self.sudo().write({"state": "waiting", "attempts": 0, "next_try": fields.Datetime.now(), "error": False, "status": 0})
        self.env["sales_os.audit.entry"]._append(self, "webhook:again", old="dead", new="waiting")
        self._wake()
        return True

    @api.model
    def _wake(self, at=None):
        # sudo: a technical job
        self.env.ref("sales_os.webhook_cron_send").sudo()._trigger(at)

    def action_open_record(self):
        """Open the record that the message tells of."""
        self.ensure_one()
        if not self.res_id or not self.env[self.res_model].browse(self.res_id).exists():
            raise UserError(self.env._("The record of this message does not exist any more."))
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "views": [[False, "form"]]}

    @api.autovacuum
    def _gc_old(self):
        """Forget what was sent after 30 days, what was given up after 90."""
        old = self.search([
            "|", "&", ("state", "=", "sent"), ("sent_on", "<", f"-{KEEP_SENT_DAYS}d"),
            "&", ("state", "=", "dead"), ("create_date", "<", f"-{KEEP_DEAD_DAYS}d"),
        ], limit=SWEPT)  # fmt: skip
        old.unlink()
        return len(old), len(old) == SWEPT

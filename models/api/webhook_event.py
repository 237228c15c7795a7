"""From what happens to what is sent: events of a transaction are noted, and written as deliveries when it commits."""

import logging

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models

_logger = logging.getLogger(__name__)

NOTED = "sales_os.webhook"
# event: the states in which it is still true when the transaction ends
STATES = {
    "order.confirmed": ("sale",),
    "approval.needed": ("requested",),
    "approval.decided": ("approved", "refused"),
    "visit.done": ("done",),
    "statement.approved": ("approved", "paid"),
}


class SalesOsWebhook(models.Model):
    _inherit = "sales_os.webhook"

    @api.model
    def _note(self, event, records):
        """Remember that ``event`` happened to ``records``, when anybody is told of it: rows are made once, as the transaction ends.

        What is rolled back, be it to a savepoint, is forgotten with it.
        """
        if not records or not self._heard().get(event):
            return
        precommit, is_first = self.env.cr.precommit, NOTED not in self.env.cr.precommit.data
        noted = precommit.data.setdefault(NOTED, {})
        noted.update(dict.fromkeys(((event, records._name, record_id) for record_id in records.ids), fields.Datetime.now()))
        if is_first:
            precommit.add(self.env(user=SUPERUSER_ID, su=True, context={})[self._name]._write_noted)

    @api.model
    def _write_noted(self):
        """Write the deliveries of all that was noted, in one go. A webhook that cannot be served never hinders what happened."""
        noted = self.env.cr.precommit.data.pop(NOTED, {})
        by_event = {}
        for (event, model, record_id), moment in noted.items():
            by_event.setdefault((event, model), {})[record_id] = moment
        self.env.flush_all()
        # computed fields of before were worked out by whoever acted: each webhook sees with the eyes of its own user
        self.env.invalidate_all(flush=False)
        self._unharmed(lambda: self._write_deliveries(by_event), "deliveries could not be written")

    def _write_deliveries(self, by_event):
        vals_list = []
        for (event, model), moments in by_event.items():
            for webhook in self.browse(self._heard().get(event, ())).exists():
                made = self._unharmed(
                    lambda webhook=webhook, event=event, model=model, moments=moments: webhook._tell(event, model, moments),
                    "the message could not be put together")
                if made is None:
                    made = webhook._confess(event, model, moments)
                vals_list += made
        if vals_list:
            self.env["sales_os.webhook.delivery"].create(vals_list).flush_recordset()
            self.env["sales_os.webhook.delivery"]._wake()

    def _unharmed(self, act, what):
        """What ``act`` returns; None when it failed, and then nothing of it is left. Whatever is wrong with messages, what they tell of
        happened."""
        try:
            with self.env.cr.savepoint(flush=False):
                return act()
        except OperationalError:
            # the transaction as a whole must start again
            raise
        except Exception:
            _logger.exception("webhooks: %s", what)
            self.env.transaction.clear()
            return None

    def _tell(self, event, model, moments):
        """The deliveries of what this webhook's user may see of the records."""
        records = self._seen(model, list(moments), STATES[event])
        shapes = self.env["sales_os.api.shape"]._of(records)
        prepare = self.env["sales_os.webhook.delivery"]._prepare_vals
        return [prepare(self, event, moments[record.id], record, shapes[record.id]) for record in records]

    def _confess(self, event, model, moments):
        """Deliveries without content: the list of what was given up shows that something is missing."""
        prepare = self.env["sales_os.webhook.delivery"]._prepare_vals
        return [{**prepare(self, event, moment), "res_model": model, "res_id": key} for key, moment in moments.items()]

    def _seen(self, model, ids, states=()):
        """The records as the webhook's user sees them, in the webhook's company; those the user may not see are left out."""
        user = self.user_id
        records = self.env[model].with_user(user).with_context(
            lang=user.lang or "en_US", tz=user.tz or "UTC", allowed_company_ids=self.company_id.ids, active_test=False)
        if not user.active or self.company_id not in user.company_ids or not records.has_access("read"):
            return records
        domain = [("id", "in", ids), ("company_id", "=", self.company_id.id)]
        return records.search(domain + ([("state", "in", states)] if states else []), order="id")

    def action_send_test(self):
        """Send a message of the event ``test`` that holds no data, to see whether it arrives.

        :return: an action that shows the delivery
        """
        self.ensure_one()
        self.check_access("write")
        Delivery = self.env["sales_os.webhook.delivery"].sudo()  # sudo: deliveries are the system's notes; the right is checked above
        delivery = Delivery.create(Delivery._prepare_vals(self, "test", fields.Datetime.now(), shape={}))
        Delivery._wake()
        return {
            "type": "ir.actions.act_window", "res_model": Delivery._name, "res_id": delivery.id, "views": [[False, "form"]],
        }  # fmt: skip

from odoo import api, fields, models, modules
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.customer.geocode_retry import next_delay


class SalesOsGeocodeJob(models.Model):
    """One address that is to be located. Changing an address queues a row; only the cron and the button call out."""

    _name = "sales_os.geocode.job"
    _description = "Address to Locate"
    _order = "id desc"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    address = fields.Char(related="partner_id.contact_address_inline", string="Address")
    state = fields.Selection(
        [("pending", "Waiting"), ("done", "Located"), ("failed", "Failed")], required=True, readonly=True, default="pending", index=True)
    attempts = fields.Integer(readonly=True, aggregator=None)
    next_attempt = fields.Datetime(readonly=True, default=fields.Datetime.now)
    error = fields.Text(readonly=True)
    done_on = fields.Datetime(readonly=True)

    _one_waiting = models.UniqueIndex("(partner_id) WHERE state = 'pending'", "This customer waits to be located already.")
    _due_idx = models.Index("(next_attempt) WHERE state = 'pending'")

    @api.depends("partner_id")
    def _compute_display_name(self):
        for job in self:
            job.display_name = job.partner_id.display_name

    @api.model
    def _queue(self, partners):
        """Queue one job a customer; who waits already keeps the place but starts afresh."""
        # sudo: whoever changes an address may queue it; the queue itself is read-only for people
        jobs = self.sudo()
        waiting = jobs.search([("partner_id", "in", partners.ids), ("state", "=", "pending")])
        waiting.write({"attempts": 0, "next_attempt": fields.Datetime.now(), "error": False})
        return waiting | jobs.create([
            {"partner_id": partner.id, "company_id": (partner.company_id or self.env.company).id}
            for partner in partners - waiting.partner_id
        ])

    def _locate(self):
        """Ask the geocoder for each job; what fails is tried again later, what fails for good says why."""
        for job in self:
            partner = job.partner_id
            try:
                position = self._look_up(partner)
            except UserError as error:
                job._put_off(str(error))
                continue
            if position:
                partner.with_context(sales_os_position_source="geocoder").write(
                    {"partner_latitude": position[0], "partner_longitude": position[1]})
                job.write({"state": "done", "done_on": fields.Datetime.now(), "error": False, "attempts": job.attempts + 1})
            else:
                job.write({"state": "failed", "attempts": job.attempts + 1, "error": self.env._("The address was not found.")})

    @api.model
    def _look_up(self, partner):
        """Ask Odoo's geocoder; never during tests, imports or while modules load."""
        if not self.env.context.get("force_geo_localize") and (
            modules.module.current_test or self.env.context.get("import_file") or not self.env.registry.ready
        ):
            raise UserError(self.env._("No look-up during tests and imports."))
        # country names in English, as Odoo's own look-up asks
        address = partner.with_context(lang="en_US")
        return self.env["res.partner"]._geo_localize(
            address.street, address.zip, address.city, address.state_id.name, address.country_id.name)

    def _put_off(self, error):
        self.ensure_one()
        attempts = self.attempts + 1
        delay = next_delay(attempts=attempts)
        self.write({
            "attempts": attempts, "error": error, "state": "pending" if delay else "failed",
            "next_attempt": fields.Datetime.now() + delay if delay else self.next_attempt,
        })

    def action_retry(self):
        """Put failed jobs back into the queue."""
        for job in self:
            if job.state != "failed":
                raise UserError(self.env._("%s has not failed: only failed look-ups can be repeated.", job.display_name))
        self.check_access("read")
        self.env["sales_os.geocode.job"]._queue(self.partner_id)
        return True

    @api.model
    def _cron_locate(self):
        companies = self.env["res.company"].search([("sales_os_geocoding", "=", True)])
        domain = [("state", "=", "pending"), ("next_attempt", "<=", fields.Datetime.now()), ("company_id", "in", companies.ids)]
        remaining = self.search_count(domain)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=remaining)
        # the public look-up service asks for no more than one question a second: a run takes what fits into its time
        for job in self.search(domain, order="next_attempt, id", limit=200):
            job = job.try_lock_for_update()
            if job:
                job._locate()
            if not cron._commit_progress(1):
                break

    @api.autovacuum
    def _gc_done(self):
        old = self.search([("state", "=", "done"), ("done_on", "<", "-30d")], limit=10_000)
        old.unlink()
        return len(old), len(old) == 10_000

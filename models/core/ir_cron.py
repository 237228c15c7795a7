import hashlib

from odoo import api, models


class IrCron(models.Model):
    """Shares a night's work out: as jobs of OCA's `queue_job` where it is installed, else one piece after the other within the cron.

    Each piece may be done twice without harm, and depends on no other. A job that fails is tried again without the others; in
    a cron each finished piece is committed, and what is left waits for the next run.
    """

    _inherit = "ir.cron"

    @api.model
    def _sales_os_has_jobs(self):
        return "queue.job" in self.env

    @api.model
    def _sales_os_by_company(self, model, method, companies):
        """Call ``model.method(company)`` for each company, in that company."""
        if self._sales_os_has_jobs():
            for company in companies:
                self._sales_os_queue(model.with_company(company), method, [(company,)])
            return
        self._commit_progress(remaining=len(companies))
        for company in companies:
            getattr(model.with_company(company), method)(company)
            if not self._commit_progress(1):
                return

    @api.model
    def _sales_os_queue(self, model, method, pieces):
        """Make a job of ``model.method(*piece)`` for each piece; one that waits already is not made again."""
        for piece in pieces:
            what = f"{model._name}.{method}({', '.join(map(str, piece))})"
            key = hashlib.sha256(what.encode()).hexdigest()
            getattr(model.with_delay(identity_key=f"sales_os:{key}", description=what), method)(*piece)

    @api.model
    def _sales_os_keep_done(self):
        """Commit what a long piece has done so far; a job is one transaction and keeps all or nothing."""
        if not self.env.context.get("job_uuid"):
            self._commit_progress(0)

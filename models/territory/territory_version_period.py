from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models


class SalesOsTerritoryVersionPeriod(models.Model):
    """From when to when a version of the rules was in force. A version that was brought back has several."""

    _name = "sales_os.territory.version.period"
    _description = "Time in Force"
    _order = "started desc, id desc"

    version_id = fields.Many2one("sales_os.territory.version", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="version_id.company_id", store=True, precompute=True, index=True)
    started = fields.Datetime(string="In Force From", required=True, readonly=True)
    ended = fields.Datetime(string="Until", readonly=True, help="Empty: still in force.")

    _order_of_time = models.Constraint("CHECK (ended IS NULL OR ended >= started)", "A version cannot end before it comes into force.")
    # int4range instead of the btree_gist extension: a range of one number overlaps only itself
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&, tsrange(started, ended) WITH &&)",
        "One version of the rules is in force at a time.")

    def init(self):
        # versions that came into force before these times were kept; of one that was brought back only the last time is known
        self.env.cr.execute("""
            INSERT INTO sales_os_territory_version_period (version_id, company_id, started, ended)
            SELECT id, company_id, activated_on, archived_on FROM sales_os_territory_version version
             WHERE activated_on IS NOT NULL AND state IN ('active', 'archived')
               AND NOT EXISTS (SELECT FROM sales_os_territory_version_period period WHERE period.version_id = version.id)
          ORDER BY activated_on DESC
            ON CONFLICT DO NOTHING
        """)

    @api.depends("version_id", "started")
    def _compute_display_name(self):
        for period in self:
            period.display_name = f"{period.version_id.name or ''} · {fields.Date.to_string(period.started) or ''}"

    @api.model
    def _version_on(self, company, day):
        """The version that was in force when ``day`` ended on the caller's clock, or none: one query."""
        zone = pytz.timezone(self.env.context.get("tz") or self.env.user.tz or "UTC")
        end = zone.localize(datetime.combine(day + timedelta(days=1), time())).astimezone(pytz.utc).replace(tzinfo=None)
        # sudo: which rules were in force must not depend on who asks
        return self.sudo().search(
            [("company_id", "=", company.id), ("started", "<", end), "|", ("ended", "=", False), ("ended", ">=", end)], limit=1).version_id


class SalesOsTerritoryVersion(models.Model):
    """Each activation begins a time in force, each replacement ends it."""

    _inherit = "sales_os.territory.version"

    period_ids = fields.One2many("sales_os.territory.version.period", "version_id", string="In Force", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        # a history loaded by the system may begin with a version in force
        versions.filtered(lambda version: version.state == "active")._begin_period()
        return versions

    def _transition(self, target, reason="", **vals):
        result = super()._transition(target, reason=reason, **vals)
        # sudo: times in force are written by the system only; the right to change the state was checked
        if target == "active":
            self.sudo()._begin_period()
        elif target == "archived":
            self.sudo().period_ids.filtered(lambda period: not period.ended).ended = (
                vals.get("archived_on") or fields.Datetime.now())
        return result

    def _begin_period(self):
        self.flush_recordset()
        self.env["sales_os.territory.version.period"].flush_model()
        self.env["sales_os.territory.version.period"].create([
            {"version_id": version.id, "started": version.activated_on or fields.Datetime.now()} for version in self
        ])

from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.tools import SQL

from . import pipeline, story

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_activity_quick_update": True,
}
CUSTOMER = "demo_customer_"


class SalesOsDemo(models.AbstractModel):
    """Loads three months of visits, orders and opportunities that end today, when the demonstration data is installed."""

    _name = "sales_os.demo"
    _description = "Demonstration History"

    @api.model
    def _load_history(self):
        """Called once by history_demo.xml. Everything is made in batches; the same day and seed give the same history."""
        self = self.with_context(**QUIET, lang="en_US")
        today = self._today()
        partners = self._customers()
        self._open_hours(partners)
        told = self._told(partners)
        facts = story.visits(today=today, customers=told, busy_today={self._ref(f"demo_rep_{name}").id for name in ("ece", "can", "head")})
        visits = self._make_visits(facts)
        self._make_notes(facts, visits)
        self._make_positions(facts, visits)
        self._make_orders(facts, visits)
        self._make_leads(pipeline.leads(today=today, customers=told), visits, facts)
        self.env["sales_os.segment"]._assign(partners)
        partners._sales_os_refresh_due()
        self._make_plans()
        self._make_handover()
        self._ref("demo_version_draft").action_preview()
        partners._sales_os_refresh_due()
        return True

    def _ref(self, name):
        return self.env.ref(f"sales_os.{name}")

    def _today(self):
        return fields.Datetime.now().replace(tzinfo=utc).astimezone(timezone("Europe/Istanbul")).date()

    def _moment(self, day, minutes):
        """The UTC moment at which clocks in Marmara show ``minutes`` since midnight of ``day``."""
        local = timezone("Europe/Istanbul").localize(datetime.combine(day, time()) + timedelta(minutes=minutes))
        return local.astimezone(utc).replace(tzinfo=None)

    def _customers(self):
        names = self.env["ir.model.data"].search(
            [("module", "=", "sales_os"), ("model", "=", "res.partner"), ("name", "=like", CUSTOMER + "%")], order="name"
        )
        return self.env["res.partner"].browse(names.mapped("res_id"))

    def _open_hours(self, partners):
        """Restaurants see visitors between the meals, bakeries in the morning; all others at any time."""
        hours = {self._ref("demo_tag_restaurant"): ((14.5, 17.5),), self._ref("demo_tag_bakery"): ((8.5, 12.0),)}
        self.env["sales_os.customer.opening"].create(
            [
                {"partner_id": partner.id, "weekday": str(weekday), "hour_from": start, "hour_to": stop}
                for tag, spans in hours.items()
                for partner in partners
                if tag in partner.category_id
                for weekday in range(5)
                for start, stop in spans
            ]
        )

    def _told(self, partners):
        """The customers with a representative, as the story knows them."""
        tags = {self._ref(f"demo_tag_{name}"): name for name in story.BASKETS}
        cadences = {self._ref(f"visit_cadence_{name.lower()}"): name for name in story.MINUTES}
        cover = {territory: territory.owner_id or territory.backup_id for territory in partners.sales_os_territory_id}
        # the head of sales looks after the key accounts of the territory they help in
        overlay = {row.territory_id: row.rep_id for row in self.env["sales_os.territory.assignment"].search([("role", "=", "overlay")])}
        key_account = self._ref("demo_tag_key_account")
        chosen = {
            partner: overlay.get(partner.sales_os_territory_id) if key_account in partner.category_id else None for partner in partners
        }
        return [
            story.Customer(
                key=partner.id,
                rep=(chosen[partner] or cover[partner.sales_os_territory_id]).id,
                latitude=partner.partner_latitude,
                longitude=partner.partner_longitude,
                interval=partner.sales_os_cadence_id.interval_days,
                cadence=cadences[partner.sales_os_cadence_id],
                tag=next(tags[tag] for tag in partner.category_id if tag in tags),
            )
            for partner in partners
            if cover.get(partner.sales_os_territory_id) and partner.sales_os_cadence_id in cadences
        ]

    def _backdate(self, records, moments):
        """Give ``records`` the age they have in the story; the ORM sets this column itself."""
        records.flush_recordset()
        for record_id, moment in moments.items():
            self.env.cr.execute(SQL("UPDATE %s SET create_date = %s WHERE id = %s", SQL.identifier(records._table), moment, record_id))
        records.invalidate_recordset(["create_date"])

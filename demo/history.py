from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from . import pipeline, story

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_activity_quick_update": True,
}
STAGE = {"new": "crm.stage_lead1", "qualified": "crm.stage_lead2", "proposition": "crm.stage_lead3", "won": "crm.stage_lead4"}
LOST = {"price": "crm.lost_reason_1", "people": "crm.lost_reason_2", "stock": "crm.lost_reason_3"}
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

    def _make_visits(self, facts):
        types = {kind.code: kind for kind in self.env["sales_os.visit.type"].search([])}
        outcomes = {outcome.code: outcome for outcome in self.env["sales_os.visit.outcome"].search([])}
        consent = {rep.id: rep.location_consent for rep in self.env["sales_os.rep"].search([])}
        vals_list = []
        for fact in facts:
            vals = {
                "rep_id": fact.rep,
                "partner_id": fact.customer.key,
                "type_id": types[fact.kind].id,
                "subject": fact.subject,
                "date_start": self._moment(fact.day, fact.start),
                "planned_minutes": fact.minutes,
                "state": fact.state,
            }
            if fact.state == "cancelled":
                vals["cancel_reason"] = fact.reason
            if fact.state == "done":
                begin = self._moment(fact.day, fact.start + fact.late)
                vals |= {"checked_in": begin, "checked_out": begin + timedelta(minutes=fact.stay), "outcome_id": outcomes[fact.outcome].id}
                far = fact.metres > 250
                vals["location_state"] = "unknown" if not consent[fact.rep] else "far" if far else "on_site"
                if consent[fact.rep]:
                    vals["check_in_distance_m"] = fact.metres
                    vals["far_reason"] = "Met at the market hall" if far else False
            vals_list.append(vals)
        visits = self.env["sales_os.visit"].create(vals_list)
        self.env["sales_os.visit.check"].create(
            [
                {
                    "visit_id": visit.id,
                    "name": check.name,
                    "sequence": check.sequence,
                    "is_required": check.is_required,
                    "is_done": True,
                    "done_on": visit.checked_out,
                    "done_by_id": visit.rep_id.user_id.id,
                }
                for visit in visits
                if visit.state == "done"
                for check in visit.type_id.check_ids
            ]
        )
        return visits

    def _make_notes(self, facts, visits):
        self.env["sales_os.visit.note"].create(
            [
                {"visit_id": visit.id, "kind": fact.note[0], "body": fact.note[1]}
                for fact, visit in zip(facts, visits, strict=True)
                if fact.note
            ]
        )

    def _make_positions(self, facts, visits):
        """Where the check-ins were, for representatives who agreed to it; ``metres`` north of the customer."""
        self.env["sales_os.visit.position"].create(
            [
                {
                    "visit_id": visit.id,
                    "latitude": fact.customer.latitude + fact.metres / 111_195,
                    "longitude": fact.customer.longitude,
                    "accuracy_m": 15,
                    "recorded": visit.checked_in,
                }
                for fact, visit in zip(facts, visits, strict=True)
                if fact.state == "done" and visit.rep_id.location_consent
            ]
        )

    def _make_orders(self, facts, visits):
        """Confirm an order for each visit that took one, dated that day; offers of the last days stay open."""
        taken = [(fact, visit) for fact, visit in zip(facts, visits, strict=True) if fact.basket]
        orders = self.env["sale.order"].create([self._order_vals(visit, fact.basket) for fact, visit in taken])
        for (_fact, visit), order in zip(taken, orders, strict=True):
            visit.order_ids = order
        fresh = self._today() - timedelta(days=5)
        offers = orders.browse([order.id for (fact, _visit), order in zip(taken, orders, strict=True) if fact.day >= fresh])
        offers[::2].write({"state": "sent"})
        (orders - offers).action_confirm()
        for order, (_fact, visit) in zip(orders, taken, strict=True):
            order.write({"date_order": visit.checked_out, "validity_date": visit.date_local + timedelta(days=30)})
        self._backdate(orders, {order.id: order.date_order for order in orders})

    def _order_vals(self, visit, basket, **more):
        return {
            "partner_id": visit.partner_id.id,
            "user_id": visit.rep_id.user_id.id,
            "team_id": visit.rep_id.team_id.id,
            "company_id": visit.company_id.id,
            "origin": visit.display_name,
            "order_line": [
                Command.create({"product_id": self._ref(f"demo_product_{key}").id, "product_uom_qty": quantity}) for key, quantity in basket
            ],
            **more,
        }

    def _make_leads(self, facts, visits, visit_facts):
        prices = {
            key: self._ref(f"demo_product_{key}").list_price for _title, products, _odds in pipeline.SUBJECTS for key, _quantity in products
        }
        reps = {rep.id: rep for rep in self.env["sales_os.rep"].search([])}
        leads = self.env["crm.lead"].create([self._lead_vals(fact, reps[fact.customer.rep], prices) for fact in facts])
        self._backdate(leads, {lead.id: self._moment(fact.created, 600) for lead, fact in zip(leads, facts, strict=True)})
        for lead, fact in zip(leads, facts, strict=True):
            vals = {"date_open": self._moment(fact.created, 660)}
            if fact.stage == "won":
                vals |= {"stage_id": self.env.ref(STAGE["won"]).id, "probability": 100}
            elif fact.stage == "lost":
                vals |= {"active": False, "probability": 0, "lost_reason_id": self.env.ref(LOST[fact.lost]).id}
            lead.write(vals)
            if fact.closed:
                lead.date_closed = self._moment(fact.closed, 960)
        self._link_visits(leads, facts, visits, visit_facts)

    def _lead_vals(self, fact, rep, prices):
        partner = self.env["res.partner"].browse(fact.customer.key)
        vals = {
            "name": fact.title if fact.name else f"{partner.name}: {fact.title.lower()}",
            "type": "lead" if fact.name else "opportunity",
            "user_id": rep.user_id.id,
            "team_id": rep.team_id.id,
            "priority": fact.priority,
            "date_deadline": fact.deadline,
            "expected_revenue": round(sum(prices[key] * quantity for key, quantity in fact.products), -1),
            "stage_id": self.env.ref(STAGE.get(fact.stage, STAGE["proposition"])).id,
        }
        if fact.name:
            return vals | {
                "partner_name": fact.name,
                "street": partner.street,
                "zip": partner.zip,
                "city": partner.city,
                "state_id": partner.state_id.id,
                "country_id": partner.country_id.id,
            }
        return vals | {"partner_id": partner.id}

    def _link_visits(self, leads, facts, visits, visit_facts):
        """Planned visits, and those that found interest, belong to the customer's open opportunity."""
        open_by_partner = {
            lead.partner_id.id: lead for lead, fact in zip(leads, facts, strict=True) if fact.stage in pipeline.STAGES and lead.partner_id
        }
        for visit, fact in zip(visits, visit_facts, strict=True):
            lead = open_by_partner.get(fact.customer.key)
            if lead and (fact.state == "planned" or fact.outcome == "interested") and fact.day >= lead.create_date.date():
                visit.lead_id = lead

    def _backdate(self, records, moments):
        """Give ``records`` the age they have in the story; the ORM sets this column itself."""
        records.flush_recordset()
        for record_id, moment in moments.items():
            self.env.cr.execute(SQL("UPDATE %s SET create_date = %s WHERE id = %s", SQL.identifier(records._table), moment, record_id))
        records.invalidate_recordset(["create_date"])

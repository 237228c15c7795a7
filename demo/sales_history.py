from datetime import timedelta

from odoo import models
from odoo.fields import Command

from . import pipeline

STAGE = {"new": "crm.stage_lead1", "qualified": "crm.stage_lead2", "proposition": "crm.stage_lead3", "won": "crm.stage_lead4"}
LOST = {"price": "crm.lost_reason_1", "people": "crm.lost_reason_2", "stock": "crm.lost_reason_3"}
BY_KIND = {"field": "field", "inside": "inside", "agent": "dealer"}
NEW_BUSINESS = ("event", "online", "phone", "referral", "online")


class SalesOsDemo(models.AbstractModel):
    """Orders and offers of the visits, opportunities and prospects, each with the way by which it came."""

    _inherit = "sales_os.demo"

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
            "sales_os_channel_id": self._ref(f"channel_{BY_KIND[visit.rep_id.kind]}").id,
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
        for number, (lead, fact) in enumerate(zip(leads, facts, strict=True)):
            lead.sales_os_channel_id = self._channel(fact, reps[fact.customer.rep], number)
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

    def _channel(self, fact, rep, number):
        """Prospects come by many ways; what customers ask for comes by the representative."""
        name = NEW_BUSINESS[number % len(NEW_BUSINESS)] if fact.name else BY_KIND[rep.kind]
        return self._ref(f"channel_{name}")

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

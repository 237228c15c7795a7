from datetime import timedelta
from random import Random

from odoo import api, models

SEED = 6
COMPETITORS = (
    ("Anadolu Kahve", "National brand, television advertising, own machines on loan",
     "Service takes a week outside the big towns", "Our technician comes the next day"),
    ("Ege Roasters", "Local roastery, fresh beans every week", "No machines, no tea", "One supplier for all of it"),
    ("Horeca Depot", "Lowest prices on cups and filters", "Minimum order, no advice", "Price for the year, delivered weekly"),
)
# code, what the money is for, how much, every so many months, target share in percent
CHANNELS = (
    ("field", "Samples and cars", 900, 1, 75), ("inside", "Telephone and lists", 250, 1, 12), ("online", "Search advertising", 400, 1, 8),
    ("dealer", "Dealers' fees", 150, 1, 4), ("event", "Stand at the fair", 2400, 6, 1))
WISHES = (
    ("delivery", "Before seven, at the back door", False, "said"), ("material", "Paper cups, no plastic", False, "visit"),
    ("brand", "Anadolu Kahve", True, "said"), ("budget", "At most 2,000 a month", False, "quote"),
    ("contact", "Calls after four only", False, "said"))
PRICES = ((0, 0.94, "Price list of autumn"), (1, 1.06, "Offer the customer showed"), (2, 0.88, "Web shop"))


class SalesOsDemo(models.AbstractModel):
    """Competitors met at the region's deals, then a night of value, scores, next products and insights."""

    _inherit = "sales_os.demo"

    @api.model
    def _load_intelligence(self):
        """Called once by intelligence_demo.xml; the same day and seed give the same story."""
        self = self.with_context(lang="en_US", tracking_disable=True)
        chance, today = Random(SEED), self._today()
        company = self.env.ref("base.main_company")
        rivals = self.env["sales_os.competitor"].create([
            {"name": name, "strengths": strong, "weaknesses": weak, "answer": answer} for name, strong, weak, answer in COMPETITORS])
        self._meet(rivals, chance)
        products = self.env["product.product"].search([("default_code", "=like", "MR-%"), ("list_price", ">", 0)], order="id", limit=9)
        self.env["sales_os.competitor.price"].create([
            {"competitor_id": rivals[number].id, "product_id": product.id,
                "price": round(product.list_price * share * chance.uniform(0.97, 1.03), 2),
             "date": today - timedelta(days=chance.randrange(5, 90)), "source": source}
            for number, share, source in PRICES for product in products[number * 3:number * 3 + 3]])
        night = self.with_company(company)
        night.env["sales_os.customer.value"].action_compute()
        night.env["sales_os.next.product"].action_compute()
        night.env["sales_os.lead.score.model"].action_fit()
        night.env["sales_os.insight"].action_detect()
        # nobody covers where these come from, and the list says so
        self.env["crm.lead"].search([("won_status", "=", "pending"), ("user_id", "=", False)]).action_sales_os_route()
        self._wish(company, today)
        self._pay_for_channels(company, today)
        self._hear(chance)
        self._nurture()
        manager = self.env["sales_os.rep"].search([("child_ids", "!=", False), ("user_id", "!=", False)], order="id", limit=1)
        if manager:
            rep = manager.child_ids.filtered("user_id")[:1] or manager.child_ids[:1]
            self.env["sales_os.coaching.note"].create({
                "rep_id": rep.id, "author_id": manager.user_id.id, "date": today - timedelta(days=3), "subject": "Opening of a call",
                "body": "Went through the catalogue before asking what the customer needs.",
                "agreed": "Three questions first, then at most two products.", "date_review": today + timedelta(days=11),
                "is_shared": True})

    @api.model
    def _wish(self, company, today):
        """What some customers said, and what their quotes and orders show."""
        customers = self.env["sale.order"].search([("state", "=", "sale")], order="id", limit=60).partner_id.commercial_partner_id
        self.env["sales_os.preference"].create([
            {"partner_id": customer.id, "kind": kind, "value": value, "is_avoided": is_avoided, "source": source,
             "date": today - timedelta(days=4 * number + 2), "user_id": customer.user_id.id or self.env.uid}
            for number, customer in enumerate(customers[:10])
            for kind, value, is_avoided, source in (WISHES[number % len(WISHES)], WISHES[(number + 3) % len(WISHES)])])
        self.env["sales_os.preference"]._learn(company)

    @api.model
    def _pay_for_channels(self, company, today):
        """A year of costs, and what share each channel is to bring."""
        months = [today.replace(day=1) - timedelta(days=30 * number) for number in range(12)]
        channels = {code: self.env.ref(f"sales_os.channel_{code}") for code, *_rest in CHANNELS}
        self.env["sales_os.channel.cost"].create([
            {"channel_id": channels[code].id, "date": month, "name": name, "amount": amount, "company_id": company.id}
            for code, name, amount, every, _share in CHANNELS for number, month in enumerate(months) if number % every == 0])
        for code, _name, _amount, _every, share in CHANNELS:
            channels[code].target_share_percent = share

    @api.model
    def _nurture(self):
        """A sequence for prospects who are not ready yet; demonstration data sends nothing."""
        nurture = self.env["sales_os.nurture"].create({"name": "After the trade fair", "step_ids": [
            (0, 0, {"sequence": 1, "wait_days": 1, "subject": "It was good to meet you, {name}",
                "body": "Here is what we talked about.\n{sender}"}),
            (0, 0, {"sequence": 2, "wait_days": 4, "channel": "activity", "subject": "Call {name}: any questions?"}),
            (0, 0, {"sequence": 3, "wait_days": 10, "subject": "A tasting at your place?", "body": "We bring the machine.\n{sender}"})]})
        leads = self.env["crm.lead"].search([("type", "=", "lead"), ("won_status", "=", "pending")], order="id", limit=3)
        leads.action_sales_os_nurture(nurture.id)

    @api.model
    def _hear(self, chance):
        """What customers answered after their last visits."""
        visits = self.env["sales_os.visit"].search([("state", "=", "done"), ("checked_out", "!=", False)], order="date_start desc",
            limit=12)
        seen = self.env["res.partner"]
        for visit in visits:
            if visit.partner_id in seen:
                continue
            seen += visit.partner_id
            kind = chance.choice(("csat", "csat", "nps"))
            self.env["sales_os.feedback"].create({
                "partner_id": visit.partner_id.id, "company_id": visit.company_id.id, "rep_id": visit.rep_id.id, "cause": "visit",
                "kind": kind,
                "res_model": visit._name, "res_id": visit.id, "token_hash": f"demonstration {visit.id}", "asked_on": visit.checked_out,
                "expires_on": visit.checked_out + timedelta(days=30), "answered_on": visit.checked_out + timedelta(days=1),
                "score": chance.choice((3, 4, 5, 5)) if kind == "csat" else chance.choice((5, 8, 9, 10)),
                "comment": chance.choice(("", "", "Came on time.", "We would like a price list for next year."))})

    @api.model
    def _meet(self, rivals, chance):
        """Name a competitor on every second deal of some size; lost ones often went to the one named."""
        leads = self.env["crm.lead"].with_context(active_test=False).search(
            [("type", "=", "opportunity"), ("expected_revenue", ">", 0)], order="id")
        met = []
        for lead in leads:
            if chance.random() < 0.5:
                rival = chance.choice(rivals)
                met.append({
                    "lead_id": lead.id, "competitor_id": rival.id, "source": "Told by the customer",
                    "price": round(lead.expected_revenue * chance.uniform(0.85, 1.1), -1),
                    "is_winner": lead.won_status == "lost" and chance.random() < 0.7})
        self.env["sales_os.lead.competitor"].create(met)

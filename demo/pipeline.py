"""Which opportunities and prospects the demonstration region has had: decided without Odoo, from facts, a day and a seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .story import HISTORY_DAYS, Customer

# what is talked about: title, product keys with quantities, how likely it is won
SUBJECTS = (
    ("Two-group espresso machine", (("machine", 1), ("grinder", 2)), 0.5),
    ("Second shop: full equipment", (("machine", 2), ("grinder", 2), ("brewer", 1)), 0.4),
    ("Breakfast buffet: filter coffee", (("brewer", 4), ("filter", 40)), 0.55),
    ("Yearly agreement on coffee and tea", (("espresso", 180), ("tea", 60)), 0.6),
    ("Maintenance for all machines", (("maintenance", 12),), 0.65),
    ("Change of supplier: oat drink and syrups", (("oat", 60), ("syrup", 24)), 0.45),
    ("Paper cups with own print", (("cups", 30),), 0.5),
)
STAGES = ("new", "qualified", "proposition")
LOST = ("price", "people", "stock")
PROSPECTS = (
    "Kardelen Kahve",
    "Dalga Sesi Büfe",
    "Yokuş Başı Fırın",
    "Sabah Yıldızı Pansiyon",
    "İskele Meydanı Çay Bahçesi",
    "Üç Kapı Restoran",
    "Göl Kıyısı Otel",
    "Fener Sokağı Kahve",
    "Orman Yolu Tesisleri",
    "Kavaklı Pastane",
    "Sahil Çadırı",
    "Tren Garı Büfe",
    "Şelale Evi",
    "Sığınak Kahve",
    "Kuytu Bahçe",
    "Ters Lale Butik Otel",
    "Hamur Tahtası",
    "Çörek Otu Fırın",
    "Yaz Evi Kahvaltı",
    "Nehir Kenarı Lokanta",
)


@dataclass(frozen=True)
class LeadFact:
    """``customer`` is the customer concerned, or for a prospect (``name`` set) the customer in whose street it opens."""

    customer: Customer
    title: str
    created: date
    stage: str
    products: tuple[tuple[str, int], ...]
    name: str = ""
    closed: date | None = None
    deadline: date | None = None
    lost: str = ""
    priority: str = "0"


def leads(*, today, customers, opportunities=110, prospects=40, seed=41):
    """Return opportunities of customers and prospects of three months, oldest first."""
    random = Random(seed)
    facts = [_opportunity(random, today, random.choice(customers)) for _number in range(opportunities)]
    facts += [_prospect(random, today, random.choice(customers), number) for number in range(prospects)]
    return sorted(facts, key=lambda fact: (fact.created, fact.customer.key, fact.title))


def _opportunity(random, today, customer):
    title, products, odds = random.choice(SUBJECTS)
    age = random.randint(1, HISTORY_DAYS)
    created = today - timedelta(days=age)
    days_open, priority, won = random.randint(9, 55), random.choice("00112"), random.random() < odds
    lost, ahead = random.choice(LOST), random.randint(-6, 45)
    if days_open < age and random.random() < 0.8:
        closed = created + timedelta(days=days_open)
        return LeadFact(
            customer,
            title,
            created,
            "won" if won else "lost",
            products,
            closed=closed,
            deadline=closed,
            lost="" if won else lost,
            priority=priority,
        )
    stage = STAGES[min(2, age // 14)] if random.random() < 0.75 else random.choice(STAGES)
    return LeadFact(customer, title, created, stage, products, deadline=today + timedelta(days=ahead), priority=priority)


def _prospect(random, today, customer, number):
    name = PROSPECTS[number % len(PROSPECTS)] + (" 2" if number >= len(PROSPECTS) else "")
    title, products, _odds = random.choice(SUBJECTS)
    created = today - timedelta(days=random.randint(0, HISTORY_DAYS))
    return LeadFact(customer, f"{name}: {title.lower()}", created, "new", products, name=name)

"""Duplicates among 20 000 made contacts, 2 000 of them planted, and the routing of 10 000 leads. Needs no data."""

import time

import numpy as np

from ...algorithms.lead.duplicate import CERTAIN, find_duplicates
from ...algorithms.lead.identity import Contact
from ...algorithms.lead.merge import propose_merges
from ...algorithms.lead.routing import LeadFacts, Pool, RepFacts, route_leads
from .report import Report

CONTACTS, PLANTED, LEADS = 18_000, 2_000, 10_000
SYLLABLES = (
    "ba", "be", "bo", "da", "do", "fa", "fi", "ga", "ho", "ka", "ki", "la", "le", "lo", "ma", "mi", "mo", "na", "ne",
    "no", "pa", "ra", "ri", "ro", "sa", "se", "si", "ta", "te", "to", "va", "vi", "wa", "zo",
)
TRADES = (
    "autohaus", "bakery", "build", "consult", "dental", "electric", "farm", "garage", "hotel", "import", "kitchen",
    "media", "optic", "pharma", "studio", "tools", "travel",
)


def run(_data_dir):
    report = Report()
    _duplicates(report)
    _routing(report)
    return report.holds


def _duplicates(report):
    random = np.random.default_rng(11)
    contacts = [_contact(random, number) for number in range(CONTACTS)]
    copied = random.choice(CONTACTS, PLANTED, replace=False)
    contacts += [_retyped(random, contacts[number], CONTACTS + place) for place, number in enumerate(copied)]
    truth = {(int(number), CONTACTS + place) for place, number in enumerate(copied)}
    start = time.process_time()
    pairs = find_duplicates(contacts=contacts)
    groups = propose_merges(contacts=contacts, pairs=pairs)
    seconds = time.process_time() - start
    likely = {(pair.first, pair.second) for pair in pairs}
    certain = {(pair.first, pair.second) for pair in pairs if pair.chance >= CERTAIN}
    report.at_most(f"duplicates among {len(contacts):,} contacts, {len(pairs):,} pairs, {len(groups):,} groups", seconds, 20, " s")
    report.at_least("planted pairs found", 100 * len(likely & truth) / PLANTED, 90, " %")
    report.at_least("of the certain pairs, planted ones", 100 * len(certain & truth) / max(1, len(certain)), 98, " %")


def _contact(random, number):
    name = "".join(random.choice(SYLLABLES, random.integers(2, 5))).title() + " " + random.choice(TRADES).title()
    city = "".join(random.choice(SYLLABLES[:12], 2)).title()
    mail = random.choice(["info", "office", "sales"]) + "@" + name.replace(" ", "-").lower() + f"{number}.com"
    return Contact(number, name + random.choice([" GmbH", " Ltd", ""]), mail, (f"+49 30 {random.integers(10**6, 10**8)}",), city)


def _retyped(random, contact, key):
    """The same company as somebody else would type it: an error in the name, and only some of the facts."""
    name = contact.name.replace(" GmbH", "").replace(" Ltd", " Limited")
    place = random.integers(0, len(name) - 1)
    kind = random.integers(0, 3)
    name = (name, name[:place] + name[place + 1:], name[:place] + name[place + 1] + name[place] + name[place + 2:])[kind]
    keeps = random.integers(0, 3)  # 0: mail, 1: phone, 2: both
    phone = contact.phones[0].replace("+49 ", "0").replace(" ", "/")
    return Contact(key, name, contact.email if keeps != 1 else "", (phone,) if keeps != 0 else (), contact.city)


def _routing(report):
    random = np.random.default_rng(12)
    reps = [RepFacts(key, capacity=int(random.integers(40, 160)), away="absent" if random.random() < 0.1 else "") for key in range(120)]
    territories = [
        Pool(f"territory {place}", "territory", tuple((int(rep),) for rep in random.choice(120, 3, replace=False))) for place in range(100)]
    teams = [Pool(f"team {place}", "team", (tuple(range(20 * place, 20 * place + 20)),)) for place in range(6)]
    leads = [
        LeadFacts(number, (f"territory {random.integers(0, 110)}", f"team {random.integers(0, 6)}"), urgency=float(random.integers(0, 3)),
                  waiting=float(random.random()))
        for number in range(LEADS)
    ]
    start = time.process_time()
    found = route_leads(leads=leads, reps=reps, pools=[*territories, *teams])
    report.at_most(f"routing {LEADS:,} leads to 120 reps, {sum(answer.rep is not None for answer in found):,} of them assigned",
                   time.process_time() - start, 2, " s")

"""What makes a person or a company recognisable: e-mail, phone, name, town and tax number in one spelling each."""

import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass

# endings that say what kind of company it is, not which
LEGAL_FORMS = frozenset({
    "ab", "ag", "aps", "as", "bv", "bvba", "co", "company", "corp", "corporation", "cv", "eg", "ek", "eu", "eurl", "gbr", "gmbh",
    "inc", "incorporated", "kft", "kg", "kgaa", "limited", "llc", "llp", "ltd", "ltda", "mbh", "nv", "ohg", "oy", "plc",
    "pte", "pty", "sa", "sarl", "sas", "sasu", "se", "sia", "sl", "slu", "snc", "sp", "spa", "spol", "sprl", "srl", "sro", "uab",
    "ug", "zoo",
})
FILLERS = frozenset({
    "&", "and", "das", "de", "der", "die", "dr", "du", "e", "et", "frau", "herr", "la", "le", "les", "mr", "mrs", "ms", "of",
    "prof", "the", "und", "y",
})
PHONE_DIGITS = 9
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Contact:
    """One lead or customer as it was typed; ``worth`` decides who stays in a merge (the number of its documents, for instance).

    ``deal``: what an opportunity is about; empty for one who only asked.
    """

    key: Hashable
    name: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    city: str = ""
    tax_number: str = ""
    worth: float = 0.0
    deal: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The same in one spelling; empty where nothing usable was given."""

    key: Hashable
    name: str
    email: str
    phones: frozenset
    city: str
    tax_number: str
    worth: float
    deal: str


def identify(contact: Contact) -> Identity:
    """Return the contact in one spelling."""
    return Identity(
        key=contact.key,
        name=plain_name(contact.name),
        email=plain_email(contact.email),
        phones=frozenset(filter(None, map(plain_phone, contact.phones))),
        city=plain_text(contact.city),
        tax_number=re.sub(r"[^0-9A-Z]", "", (contact.tax_number or "").upper()),
        worth=contact.worth,
        deal=plain_deal(contact.deal, contact.name),
    )


def plain_text(text: str) -> str:
    """Return words of small letters and digits, without accents: ``Zürich-Süd`` becomes ``zurich sud``."""
    parted = unicodedata.normalize("NFKD", (text or "").casefold().translate(LETTERS))
    letters = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w&]+", " ", letters.replace("'", "").replace(".", "")).replace("_", " ").split())


def plain_name(name: str) -> str:
    """Return a name's words in alphabetical order, without legal forms, titles and fillers: ``Dr. Meyer & Co. KG`` is ``meyer``.

    A name that consists of nothing else keeps its words.
    """
    words = plain_text(name).split()
    telling = [word for word in words if word not in LEGAL_FORMS and word not in FILLERS]
    return " ".join(sorted(telling or words))


def plain_deal(deal: str, name: str) -> str:
    """Return the words of what a deal is about, without those of the customer's name; all of them where nothing else is left."""
    words, named = plain_text(deal).split(), set(plain_text(name).split())
    return " ".join([word for word in words if word not in named] or words)


def plain_email(email: str) -> str:
    """Return the address in small letters without a ``+tag``; empty unless it is one address."""
    found = re.fullmatch(r".*?<?\s*([^\s<>@,;]+)@([^\s<>@,;]+\.[^\s<>@,;]+?)\s*>?\s*", (email or "").casefold())
    return f"{found[1].split('+')[0] or found[1]}@{found[2]}" if found else ""


def plain_phone(phone: str) -> str:
    """Return the last nine digits, which are the same with and without country code; empty for fewer than six."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[-PHONE_DIGITS:] if len(digits) >= 6 else ""


def name_likeness(first: str, second: str) -> float:
    """Return how alike two plain names are, 0 to 1: the share of letter pairs they have in common (Dice)."""
    if first == second:
        return 1.0 if first else 0.0
    return pair_likeness(letter_pairs(first), letter_pairs(second))


def letter_pairs(name: str) -> frozenset:
    """Return the pairs of neighbouring letters of all words, their ends included; a pair that comes twice counts twice."""
    pairs, seen = set(), {}
    for word in name.split():
        word = f" {word} "
        for place in range(len(word) - 1):
            pair = word[place:place + 2]
            seen[pair] = seen.get(pair, 0) + 1
            pairs.add((pair, seen[pair]))
    return frozenset(pairs)


def pair_likeness(first: frozenset, second: frozenset) -> float:
    """Return Dice's coefficient of two sets of letter pairs."""
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0

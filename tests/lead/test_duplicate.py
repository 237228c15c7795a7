import random
import unittest
from math import log

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.lead.duplicate import PRIOR, DuplicatePair, find_duplicates
from odoo.addons.sales_os.algorithms.lead.identity import (
    Contact,
    name_likeness,
    plain_email,
    plain_name,
    plain_phone,
    plain_text,
)
from odoo.addons.sales_os.algorithms.lead.merge import follow_merges, propose_merges


class TestIdentity(unittest.TestCase):
    def test_names(self):
        for typed, plain in (
            ("Dr. Müller & Söhne GmbH", "muller sohne"), ("MULLER SOHNE", "muller sohne"), ("Société Générale S.A.", "generale societe"),
            ("Straße 7", "7 strasse"), ("GmbH", "gmbh"), ("  ", ""), ("O'Neil, Sean", "oneil sean"),
        ):
            self.assertEqual(plain_name(typed), plain)

    def test_emails(self):
        for typed, plain in (
            ("Anna <Anna.Bell+fair@Example.COM>", "anna.bell@example.com"), (" a@b.co ", "a@b.co"), ("nobody", ""), ("", ""), ("a@b", ""),
            (None, ""),
        ):
            self.assertEqual(plain_email(typed), plain)

    def test_phones_with_and_without_country_code(self):
        self.assertEqual({plain_phone(typed) for typed in ("+49 30 1234-5678", "0049 30 12345678", "(030) 123 456 78")}, {"012345678"})
        self.assertEqual((plain_phone("110"), plain_phone("")), ("", ""))

    @given(st.text(max_size=30))
    def test_plain_text_is_plain_already(self, text):
        self.assertEqual(plain_text(plain_text(text)), plain_text(text))

    @given(st.text("abc ", max_size=12), st.text("abc ", max_size=12))
    def test_likeness_is_symmetric_and_a_share(self, first, second):
        first, second = plain_name(first), plain_name(second)
        self.assertEqual(name_likeness(first, second), name_likeness(second, first))
        self.assertTrue(0 <= name_likeness(first, second) <= 1)
        self.assertEqual(name_likeness(first, first), 1.0 if first else 0.0)


class TestFindDuplicates(unittest.TestCase):
    def chance(self, one, other):
        pairs = find_duplicates(contacts=[Contact(1, **one), Contact(2, **other)], least_chance=0.0)
        return pairs[0].chance if pairs else 0.0

    def test_same_company_typed_twice(self):
        chance = self.chance(
            {"name": "Bäckerei Müller GmbH", "phones": ("+49 30 1234567",), "city": "Berlin"},
            {"name": "Baeckerei Muller", "phones": ("030/1234567",), "city": "BERLIN"},
        )
        self.assertGreater(chance, 0.9)

    def test_same_mail_and_like_name(self):
        self.assertGreater(self.chance({"name": "Anna Bell", "email": "a.bell@x.com"}, {"name": "Bell, Ana", "email": "A.Bell@x.com"}), 0.9)

    def test_same_name_in_another_town_is_not_enough(self):
        self.assertLess(self.chance({"name": "Hotel Krone", "city": "Bern"}, {"name": "Hotel Krone", "city": "Basel"}), 0.5)

    def test_different_tax_numbers_outweigh_everything_else(self):
        one = {"name": "Krone", "email": "info@krone.ch", "phones": ("0311234567",), "city": "Bern"}
        self.assertGreater(self.chance(one, one), 0.99)
        self.assertLess(self.chance({**one, "tax_number": "CHE-111"}, {**one, "tax_number": "CHE-222"}), 0.9)
        self.assertGreater(self.chance({**one, "tax_number": "CHE-111"}, {**one, "tax_number": "che111"}), 0.99)

    def test_evidence_adds_up_to_the_chance(self):
        (pair,) = find_duplicates(contacts=[Contact(1, "Krone", "a@b.ch", (), "Bern"), Contact(2, "Krone", "a@b.ch", (), "Bern")])
        self.assertAlmostEqual(log(pair.chance / (1 - pair.chance)), PRIOR + sum(part.weight for part in pair.evidence))
        self.assertEqual([part.fact for part in pair.evidence], ["email", "city", "name"])

    def test_a_number_that_many_share_says_little(self):
        crowd = [Contact(number, f"{chr(97 + number % 26) * 4}{number:03} shop", phones=("0301234567",)) for number in range(60)]
        self.assertEqual(find_duplicates(contacts=crowd), [])

    def test_an_error_in_the_first_letter_hides_nothing_among_many(self):
        random.seed(1)
        letters = "abcdefghijklmnopqrstuvwxyz"
        contacts = [Contact(number, "".join(random.choices(letters, k=9)), city="Bern") for number in range(400)]
        contacts += [Contact("right", "Sonnenhof", city="Bern"), Contact("wrong", "Zonnenhof", city="Bern")]
        found = find_duplicates(contacts=contacts, least_chance=0.0)
        self.assertIn({"right", "wrong"}, [{pair.first, pair.second} for pair in found])

    def test_nobody_and_empty_contacts(self):
        self.assertEqual(find_duplicates(contacts=[]), [])
        self.assertEqual(find_duplicates(contacts=[Contact(1), Contact(2)]), [])


class TestMerge(unittest.TestCase):
    def test_who_is_worth_most_stays(self):
        contacts = [Contact("a", worth=1), Contact("b", worth=5), Contact("c", worth=5), Contact("d")]
        pairs = [DuplicatePair("a", "b", 0.99, ()), DuplicatePair("c", "a", 0.95, ()), DuplicatePair("d", "a", 0.6, ())]
        (group,) = propose_merges(contacts=contacts, pairs=pairs)
        self.assertEqual((group.stays, group.go, group.weakest), ("b", ("a", "c"), 0.95))

    def test_a_chain_does_not_join_two_tax_numbers(self):
        contacts = [Contact("a", tax_number="1"), Contact("b"), Contact("c", tax_number="2")]
        pairs = [DuplicatePair("a", "b", 0.97, ()), DuplicatePair("b", "c", 0.99, ())]
        (group,) = propose_merges(contacts=contacts, pairs=pairs)
        self.assertEqual({group.stays, *group.go}, {"b", "c"})

    @given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.floats(0, 1)), max_size=40))
    def test_nobody_goes_twice_and_who_stays_does_not_go(self, links):
        contacts = [Contact(number, worth=number % 4, tax_number=str(number % 3 or "")) for number in range(15)]
        groups = propose_merges(contacts=contacts, pairs=[DuplicatePair(*link, ()) for link in links if link[0] != link[1]])
        gone = [key for group in groups for key in group.go]
        self.assertEqual(len(gone), len(set(gone)))
        self.assertTrue(set(gone).isdisjoint(group.stays for group in groups))
        for group in groups:
            self.assertLessEqual(len({key % 3 for key in (group.stays, *group.go)} - {0}), 1)

    def test_merges_are_followed_to_their_end(self):
        self.assertEqual(follow_merges(merges={1: 2, 2: 3, 4: 3}).ends, {1: 3, 2: 3, 4: 3})

    def test_a_loop_of_merges_is_told_and_ends_where_it_is(self):
        answer = follow_merges(merges={9: 1, 1: 2, 2: 3, 3: 1, 5: 5})
        self.assertEqual(answer.loops, ((1, 2, 3), (5,)))
        self.assertEqual(answer.ends, {9: 1, 1: 1, 2: 2, 3: 3, 5: 5})

    @given(st.dictionaries(st.integers(0, 12), st.integers(0, 12), max_size=13))
    def test_any_merges_end(self, merges):
        answer = follow_merges(merges=merges)
        looped = {key for loop in answer.loops for key in loop}
        self.assertEqual(set(answer.ends), set(merges))
        for key, end in answer.ends.items():
            self.assertTrue(end not in merges or end in looped)
            self.assertEqual(end == key, key in looped)


class TestTwoBusinesses(unittest.TestCase):
    """One customer asks twice: for the same thing it is a duplicate, for another thing it is another business."""

    KAHVE = {"name": "Kahve Evi", "email": "a@kahve.example", "phones": ("+90 212 555 77 01",), "tax_number": "1234567890"}

    def merged(self, *deals):
        contacts = [Contact(key=number, deal=deal, **self.KAHVE) for number, deal in enumerate(deals)]
        return [(group.stays, group.go) for group in propose_merges(contacts=contacts, pairs=find_duplicates(contacts=contacts))]

    def test_different_things_are_no_pair_however_sure_the_customer_is(self):
        self.assertEqual(self.merged("Kahve Evi: espresso machine", "Kahve Evi: paper cups"), [])

    def test_the_same_thing_in_other_words_is(self):
        self.assertEqual(self.merged("Kahve Evi: espresso machine", "Espresso machines for Kahve Evi"), [(0, (1,))])

    def test_who_only_asked_joins_one_business_and_does_not_tie_two_together(self):
        self.assertEqual(self.merged("espresso machine", "paper cups", ""), [(0, (2,))])

    def test_a_title_that_is_the_customers_name_is_about_something_all_the_same(self):
        self.assertEqual(self.merged("Kahve Evi", "Kahve Evi"), [(0, (1,))])
        self.assertEqual(self.merged("Kahve Evi", "paper cups"), [])

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.core.hash_chain import GENESIS, ChainLink, broken_links, entry_hash

facts = st.lists(st.tuples(st.text(), st.integers(), st.text()), min_size=1, max_size=20)


def chain(rows):
    links, previous = [], GENESIS
    for key, row in enumerate(rows, 1):
        digest = entry_hash(previous_hash=previous, facts=row)
        links.append(ChainLink(key=key, previous_hash=previous, hash=digest, facts=tuple(row)))
        previous = digest
    return links


class TestHashChain(unittest.TestCase):
    def test_published_digest(self):
        # sha256 of '["<64 zeros>","a",1]', computed with coreutils' sha256sum
        self.assertEqual(entry_hash(previous_hash=GENESIS, facts=("a", 1)),
                         "9bfc5db1fa3cfc131a94075dd62aa22fc09a7b7b1d6d95e764b4f1620a853d5a")

    @given(facts)
    def test_honest_chain_has_no_broken_link(self, rows):
        self.assertEqual(broken_links(chain(rows)), [])

    @given(facts, st.data())
    def test_one_altered_fact_is_found_where_it_is(self, rows, data):
        links = chain(rows)
        at = data.draw(st.integers(0, len(links) - 1))
        old = links[at]
        links[at] = ChainLink(key=old.key, previous_hash=old.previous_hash, hash=old.hash, facts=(*old.facts, "forged"))
        self.assertEqual(broken_links(links), [old.key])

    @given(facts, st.data())
    def test_removed_entry_is_found_at_its_follower(self, rows, data):
        links = chain([*rows, ("last", 0, "")])
        at = data.draw(st.integers(0, len(links) - 2))
        follower = links[at + 1].key
        del links[at]
        self.assertEqual(broken_links(links), [follower])

    def test_values_do_not_run_into_each_other(self):
        self.assertNotEqual(entry_hash(previous_hash=GENESIS, facts=("ab", "c")), entry_hash(previous_hash=GENESIS, facts=("a", "bc")))

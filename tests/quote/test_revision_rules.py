import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.quote.revision import Sibling, consequences, next_label, revision_name

STATES = ("draft", "sent", "sale", "cancel")
siblings_of_quotes = st.lists(
    st.builds(
        Sibling, key=st.integers(), state=st.sampled_from(STATES), revision=st.integers(1, 9), is_same_lineage=st.booleans(),
        is_started=st.booleans(), is_locked=st.booleans(), is_confirmed_together=st.booleans(),
    ),
    unique_by=lambda sibling: sibling.key,
)


def revision_of(state, revision=1, **values):
    return Sibling(**{"key": revision, "state": state, "revision": revision, "is_same_lineage": True, **values})


def alternative(key, state):
    return Sibling(key=key, state=state, revision=1, is_same_lineage=False)


class TestRevisionRules(unittest.TestCase):
    def test_each_state_that_is_revised_has_one_result(self):
        for state, expected in (("draft", (1,)), ("sent", ()), ("sale", ()), ("cancel", ())):
            with self.subTest(state=state):
                result = consequences(event="revise", revision=2, siblings=[revision_of(state)])
                self.assertEqual((result.superseded, result.replaced, result.refusals), (expected, (), ()))

    def test_sending_withdraws_earlier_revisions_and_leaves_the_rest(self):
        siblings = [
            revision_of("sent", 1), revision_of("draft", 2), revision_of("draft", 4), revision_of("sale", 0), alternative("B", "sent")]
        self.assertEqual(consequences(event="send", revision=3, siblings=siblings).superseded, (1, 2))
        self.assertEqual(consequences(event="send", revision=3, siblings=siblings, withdraws_on_send=False).superseded, ())

    def test_confirming_closes_all_others_and_replaces_the_order(self):
        siblings = [revision_of("sale", 1), revision_of("sent", 3), alternative("B", "sent"), alternative("C", "cancel")]
        result = consequences(event="confirm", revision=2, siblings=siblings)
        self.assertEqual((result.superseded, result.not_chosen, result.replaced, result.refusals), ((3,), ("B",), (1,), ()))

    def test_what_refuses_a_confirmation(self):
        for sibling, reason in (
            (revision_of("sale", is_started=True), "started"), (revision_of("sale", is_locked=True), "locked"),
            (alternative("B", "sale"), "taken"), (revision_of("draft", is_confirmed_together=True), "together"),
        ):
            with self.subTest(reason=reason):
                result = consequences(event="confirm", revision=2, siblings=[sibling, revision_of("sent", 5)])
                self.assertEqual((result.refusals, result.superseded), (((sibling.key, reason),), ()))

    def test_choosing_never_touches_an_order(self):
        self.assertEqual(consequences(event="choose", revision=2, siblings=[revision_of("sale")]).refusals, ((1, "confirmed"),))

    @given(st.sampled_from(["revise", "send", "choose", "confirm"]), siblings_of_quotes, st.booleans())
    def test_nothing_happens_twice_to_a_sibling_and_nothing_to_a_cancelled_one(self, event, siblings, withdraws):
        result = consequences(event=event, revision=5, siblings=siblings, withdraws_on_send=withdraws)
        touched = [*result.superseded, *result.not_chosen, *result.replaced]
        self.assertEqual(len(touched), len(set(touched)))
        by_key = {sibling.key: sibling for sibling in siblings}
        self.assertFalse([key for key in touched if by_key[key].state == "cancel"])
        self.assertFalse([key for key in result.replaced if by_key[key].is_started or event != "confirm"])
        self.assertFalse(result.refusals and touched, "a refusal lets nothing happen")

    @given(siblings_of_quotes)
    def test_after_a_confirmation_no_other_one_is_open_or_confirmed(self, siblings):
        result = consequences(event="confirm", revision=5, siblings=siblings)
        touched = {*result.superseded, *result.not_chosen, *result.replaced}
        if not result.refusals:
            self.assertEqual(touched, {sibling.key for sibling in siblings if sibling.state != "cancel"})

    def test_names_and_labels(self):
        names = [revision_name(first_name="S00042", revision=number) for number in (1, 2, 10)]
        self.assertEqual(names, ["S00042", "S00042-2", "S00042-10"])
        labels = []
        for _number in range(28):
            labels.append(next_label(labels))
        self.assertEqual((labels[:3], labels[25:]), (["A", "B", "C"], ["Z", "AA", "AB"]))
        self.assertEqual(next_label(["A", "C"]), "B")

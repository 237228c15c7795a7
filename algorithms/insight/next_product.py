"""What a customer is likely to buy next, of what he never bought, and why.

Two products are alike as far as the same customers bought them: cosine = customers with both / √(customers with one × with
the other) (Sarwar and others 2001). A product's score is the sum of its likeness to those of its 30 nearest products which
the customer bought, recent purchases counting more if weights are given. The reasons are the products that add most, each
with its evidence: how many customers bought both (support), which share of those with the one have the other (confidence),
and how much more that is than among all (lift). Two products that are together no more often than chance would have them
(lift ≤ 1) are not alike, however many customers have both: of two that nearly everybody has, the cosine is near 1 all the same.

Never offered: what he bought before, what is not in ``offered``. For a customer without history, or where likeness finds
nothing, the products most customers have come last, and the reason is ``popular``; but not one that is rarer among those
who have something he has (lift < 1), where chance alone would have made at least two of them have it.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from itertools import islice
from math import sqrt

import numpy as np
from scipy.sparse import csr_array

LEAST_BUYERS = 2
NEAREST = 30
MOST_REASONS = 3
CHUNK = 2000  # customers at a time, so that memory stays flat


@dataclass(frozen=True, slots=True)
class OfferReason:
    """``because``: the product he has; ``both``: customers who have both; confidence and lift of because → offered."""

    because: Hashable
    both: int
    confidence: float
    lift: float
    share: float


@dataclass(frozen=True, slots=True)
class Offer:
    """``method``: ``alike`` or ``popular``; ``buyers``: customers who have the product."""

    product: Hashable
    method: str
    score: float
    buyers: int
    reasons: tuple[OfferReason, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductLikeness:
    """Learned from all customers. ``buyers``: how many have each product; ``both``: how many have two; ``likeness``: a row for each
    product, with those nearest to it.
    """

    products: tuple[Hashable, ...]
    buyers: np.ndarray
    both: csr_array
    likeness: csr_array
    customers: int


def learn_likeness(*, bought: Mapping[Hashable, Collection[Hashable]]) -> ProductLikeness:
    """Return how alike products are; ``bought``: customer → products he ever bought."""
    products = tuple(sorted({product for items in bought.values() for product in items}, key=str))
    matrix = _matrix([dict.fromkeys(items, 1.0) for items in bought.values()], products)
    both = (matrix.T @ matrix).tocoo()
    buyers = both.diagonal()
    rows, columns = both.coords
    # two products that only one customer has say nothing about others, and a lift of 1 or less speaks for nothing
    told = (rows != columns) & (both.data >= LEAST_BUYERS) & (both.data * len(bought) > buyers[rows] * buyers[columns])
    rows, columns = rows[told], columns[told]
    values = both.data[told] / np.sqrt(buyers[rows] * buyers[columns])
    order = np.lexsort((columns, -buyers[columns], -values, rows))
    starts = np.searchsorted(rows[order], np.arange(len(products)))
    nearest = order[np.arange(len(order)) - starts[rows[order]] < NEAREST]
    likeness = csr_array((values[nearest], (rows[nearest], columns[nearest])), shape=both.shape)
    return ProductLikeness(products, buyers.astype(np.int64), both.tocsr(), likeness, len(bought))


def next_products(
    *, learned: ProductLikeness, histories: Mapping[Hashable, Mapping[Hashable, float] | Collection[Hashable]], count: int = 5,
    offered: Collection[Hashable] | None = None,
) -> dict[Hashable, list[Offer]]:
    """Return for each customer up to ``count`` offers, the best first.

    :param histories: customer → products he bought, or product → weight (1 for recent, less for long ago; at least 0)
    :param offered: products that can be sold now; None for all. One that nobody ever bought has no evidence and is not offered.
    """
    weights = [history if isinstance(history, Mapping) else dict.fromkeys(history, 1.0) for history in histories.values()]
    places = {product: place for place, product in enumerate(learned.products)}
    is_open = np.array([offered is None or product in offered for product in learned.products], dtype=bool)
    popular = [place for place in np.argsort(-learned.buyers, kind="stable").tolist() if is_open[place]]
    answers, keys = {}, list(histories)
    for start in range(0, len(keys), CHUNK):
        scores = csr_array(_matrix(weights[start:start + CHUNK], learned.products) @ learned.likeness.T)
        for row, (key, history) in enumerate(zip(keys[start:start + CHUNK], weights[start:start + CHUNK], strict=True)):
            part = slice(scores.indptr[row], scores.indptr[row + 1])
            had = {places[product] for product in history if product in places}
            answers[key] = _offers(learned, places, history, had, scores.indices[part], scores.data[part], is_open, popular, count)
    return answers


def _offers(learned, places, history, had, near, score, is_open, popular, count):
    """Return the products near to what he has, of equals the one more customers have; then, where these are too few, popular ones."""
    possible = (score > 0) & is_open[near] & ~np.isin(near, list(had))
    near, score = near[possible], score[possible]
    order = np.lexsort((near, -learned.buyers[near], -score))[:count]
    chosen = list(zip(near[order].tolist(), score[order].tolist(), strict=True))
    offers = [
        Offer(learned.products[place], "alike", worth, int(learned.buyers[place]), _reasons(learned, places, history, place, worth))
        for place, worth in chosen
    ]
    if len(offers) == count:
        return offers
    taken = had | {place for place, _worth in chosen} | _spoken_against(learned, had)
    rest = islice((place for place in popular if place not in taken), count - len(offers))
    return offers + [
        Offer(learned.products[place], "popular", float(learned.buyers[place] / learned.customers), int(learned.buyers[place]))
        for place in rest
    ]


def _spoken_against(learned, had):
    """Return the products that too few customers have together with one of ``had``, where enough of them would by chance."""
    rows = sorted(had)
    by_chance = np.outer(learned.buyers[rows], learned.buyers)  # times the customers: whole numbers, so that a lift of 1 is 1
    rarer = learned.both[rows].toarray() * learned.customers < by_chance
    return set(np.flatnonzero((rarer & (by_chance >= LEAST_BUYERS * learned.customers)).any(axis=0)).tolist())


def _reasons(learned, places, history, place, score):
    likeness = learned.likeness
    row = slice(likeness.indptr[place], likeness.indptr[place + 1])
    alike = dict(zip(likeness.indices[row].tolist(), likeness.data[row].tolist(), strict=True))
    parts = [(weight * alike[places[product]], product) for product, weight in history.items() if places.get(product) in alike and weight]
    parts.sort(key=lambda part: (-part[0], str(part[1])))
    reasons = []
    for part, because in parts[:MOST_REASONS]:
        source = places[because]
        has, wants = int(learned.buyers[source]), int(learned.buyers[place])
        both = round(alike[source] * sqrt(has * wants))  # the cosine, turned back into the whole number it came from
        reasons.append(OfferReason(because, both, both / has, both * learned.customers / (has * wants), part / float(score)))
    return tuple(reasons)


def _matrix(rows, products):
    places = {product: place for place, product in enumerate(products)}
    ends, columns, values = [0], [], []
    for row in rows:
        known = [(places[product], weight) for product, weight in row.items() if product in places]
        columns += [column for column, _weight in known]
        values += [weight for _column, weight in known]
        ends.append(len(columns))
    return csr_array((np.array(values, dtype=float), np.array(columns, dtype=np.int64), ends), shape=(len(rows), len(products)))

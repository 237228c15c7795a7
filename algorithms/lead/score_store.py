"""A learned score as plain values (numbers, texts, lists, dicts) for JSON, and back: what comes back scores exactly alike."""

from dataclasses import asdict

import numpy as np

from .boosted_trees import Tree
from .fact_table import Coding
from .logistic import Linear
from .score_fit import ScoreModel
from .score_quality import QualityReport, ReliabilityBin

FORMAT = 1


def to_plain(model: ScoreModel) -> dict:
    """Return the model as a dict that JSON can hold."""
    return {
        "format": FORMAT,
        "verdict": model.verdict,
        "mean": model.mean,
        "quality": asdict(model.quality),
        "codings": [asdict(coding) for coding in model.codings],
        "linear": None if model.linear is None else {
            "intercept": model.linear.intercept, "weights": [weight.tolist() for weight in model.linear.weights]},
        "trees": [
            {
                "columns": tree.columns.tolist(),
                "left": [np.flatnonzero(codes).tolist() for codes in tree.left],
                "width": tree.left.shape[1],
                "cover": tree.cover.tolist(),
                "leaves": tree.leaves.tolist(),
            }
            for tree in model.trees
        ],
        "start": model.start,
        "constant": model.constant,
        "weights": list(model.weights),
        "ridge": model.ridge,
        "depth": model.depth,
    }


def from_plain(plain: dict) -> ScoreModel:
    """Return the model that `to_plain` made a dict of."""
    if plain.get("format") != FORMAT:
        raise ValueError(f"this score was stored in format {plain.get('format')}, not {FORMAT}: learn it again")
    linear, quality = plain["linear"], plain["quality"]
    return ScoreModel(
        verdict=plain["verdict"],
        mean=plain["mean"],
        quality=QualityReport(**{**quality, "curve": tuple(ReliabilityBin(**part) for part in quality["curve"])}),
        codings=tuple(
            Coding(coding["name"], coding["kind"], tuple(coding["levels"]), tuple(coding["edges"])) for coding in plain["codings"]
        ),
        linear=linear and Linear(linear["intercept"], tuple(np.array(weight) for weight in linear["weights"])),
        trees=tuple(_tree(tree) for tree in plain["trees"]),
        start=plain["start"],
        constant=plain["constant"],
        weights=tuple(plain["weights"]),
        ridge=plain["ridge"],
        depth=plain["depth"],
    )


def _tree(plain):
    left = np.zeros((len(plain["left"]), plain["width"]), dtype=bool)
    for node, codes in enumerate(plain["left"]):
        left[node, codes] = True
    return Tree(np.array(plain["columns"]), left, np.array(plain["cover"]), np.array(plain["leaves"]))

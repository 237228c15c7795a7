"""The instances of a folder, by family."""

import json
from pathlib import Path

from . import fieldsales, pvrp, toptw, tsptw, vrptw


def read_folder(folder):
    """{family: [Case, …]}; vrptw is split by its two sizes."""
    folder = Path(folder)
    references = json.loads((folder / "bks.json").read_text())
    families = {}
    for name, entry in references.items():
        family, stem = name.split("/")
        families.setdefault(_family(family, stem), []).append(_read(folder, family, stem, entry))
    return families


def _family(family, stem):
    if family == "vrptw":
        return "solomon" if stem.count("_") == 0 else "homberger"
    return family


def _read(folder, family, stem, entry):
    value = entry["value"]
    if family == "vrptw":
        return vrptw.read(folder / family / f"{stem}.txt", value)
    if family == "pvrp":
        return pvrp.read(folder / family / f"{stem}.txt", value)
    if family == "tsptw":
        path = next(path for path in (folder / family).iterdir() if path.name.rsplit(".", 1)[0] == stem)
        return tsptw.read(path, value)
    if family == "toptw":
        base, routes = stem.rsplit("_m", 1)
        return toptw.read(folder / family / f"{base}.txt", int(routes), value)
    if family == "fieldsales":
        return fieldsales.read(folder / family / f"{stem}.json", entry)
    raise ValueError(f"unknown family {family}")

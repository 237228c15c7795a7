"""Read the territory instances of a folder (rebalance/, cpmp/, tdp/), or make some when there is none."""

import csv
import math
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Rebalance:
    name: str
    distance: np.ndarray
    load: np.ndarray
    current: np.ndarray
    bounds: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Centres:
    name: str
    distance: np.ndarray
    load: np.ndarray
    capacity: float
    count: int
    best: float | None = None


@dataclass(frozen=True)
class Land:
    name: str
    distance: np.ndarray
    activity: np.ndarray
    neighbours: list
    count: int
    tolerance: list
    best: float | None = None


def between(a, b):
    return np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])


def _rows(path):
    with path.open() as lines:
        return list(csv.DictReader(lines))


def read_rebalance(folder: Path):
    for row in _rows(folder / "bounds.csv"):
        lines = (folder / row["file"]).read_text().splitlines()
        bases = np.array([[float(part) for part in base.split(":")] for base in lines[0].split("bases x:y = ")[1].split()])
        table = np.array([[float(part) for part in line.split(",")] for line in lines[2:]])
        bounds = {key: float(row[key]) for key in ("v1_lp", "v2_lp", "v3_minmoved_bound")}
        yield Rebalance(row["file"].removesuffix(".csv"), between(table[:, 1:3], bases), table[:, 3], table[:, 5].astype(int), bounds)


def read_centres(folder: Path):
    for row in _rows(folder / "bks.csv"):
        numbers = [line.split() for line in (folder / f"{row['instance']}.txt").read_text().splitlines() if line.strip()]
        table = np.array([[float(part) for part in line[:4]] for line in numbers[1:]])
        distance = between(table[:, :2], table[:, :2])
        if row["distance"] == "floor":
            distance = np.floor(distance)
        yield Centres(row["instance"], distance, table[:, 3], table[0, 2], int(row["p"]), float(row["bks"]))


def read_lands(folder: Path):
    for row in _rows(folder / "best.csv"):
        numbers = iter((folder / f"{row['instance']}.dat").read_text().split())
        units = int(next(numbers))
        table = np.array([[float(next(numbers)) for _ in range(7)] for _ in range(units)])
        neighbours = [set() for _ in range(units)]
        for _edge in range(int(next(numbers))):
            one, other = int(next(numbers)), int(next(numbers))
            neighbours[one].add(other)
            neighbours[other].add(one)
        count, _p, *tolerance = int(next(numbers)), next(numbers), *(float(next(numbers)) for _ in range(3))
        places = table[:, 1:3]
        yield Land(row["instance"], between(places, places), table[:, 3:6], neighbours, count, tolerance, float(row["best_known"]))


def make_rebalance():
    for number, (customers, territories) in enumerate(((300, 6), (1000, 10), (2500, 16))):
        chance = np.random.default_rng(100 + number)
        towns = chance.uniform(0, 300, (3 * territories, 2))
        places = towns[chance.integers(0, len(towns), customers)] + chance.normal(0, 9, (customers, 2))
        distance = between(places, towns[:territories])
        load = chance.choice([90, 120, 180, 360, 720, 1560, 2340], customers, p=[.1, .3, .2, .2, .1, .07, .03]).astype(float)
        current = (distance * np.exp(chance.normal(0, 0.2, territories))).argmin(axis=1)
        yield Rebalance(f"made_{customers}_{territories}", distance, load, current)


def make_centres():
    for number, (customers, count) in enumerate(((60, 5), (300, 15))):
        chance = random.Random(200 + number)
        places = np.array([[chance.uniform(0, 100), chance.uniform(0, 100)] for _ in range(customers)])
        load = np.array([float(chance.randrange(1, 20)) for _ in range(customers)])
        yield Centres(f"made_{customers}_{count}", between(places, places), load, math.ceil(1.15 * load.sum() / count), count)


def make_lands():
    for number, side in enumerate((8, 12)):
        chance = random.Random(300 + number)
        units = [(row, column) for row in range(side) for column in range(side)]
        places = np.array([[row + chance.uniform(-.3, .3), column + chance.uniform(-.3, .3)] for row, column in units]) * 10
        neighbours = [
            {other for other, (r, c) in enumerate(units) if abs(r - row) + abs(c - column) == 1} for row, column in units]
        activity = np.array([[chance.uniform(8, 14), chance.uniform(30, 50), chance.uniform(30, 50)] for _ in units])
        yield Land(f"made_{side}x{side}", between(places, places), activity, neighbours, side * side // 16, [0.05, 0.05, 0.05])

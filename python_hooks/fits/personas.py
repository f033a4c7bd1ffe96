"""Fit the personas: groups of customers who behave alike, with names that last.

A model is fitted at the end of each year, and of the first quarter that the data allow. It knows
only the features of that day. So a build from the raw data alone finds all models again, and a
later row changes none of an earlier day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.cluster.vq import vq

from python_hooks.fits import clusters

ANSWERED = (
    "fitted_on", "status", "customer_count", "stability", "persona", "place", "feature", "centre",
)  # fmt: skip
# Fewer customers are not grouped: a group of 3 % would be a handful.
FEWEST_CUSTOMERS = 200
# Standardised features come and go in whole thousandths, so that every engine assigns alike.
SCALE = 1000

FITTED = "fitted"
TOO_FEW = "too_few"
NOT_STABLE = "not_stable"


class Measures(NamedTuple):
    """How the features of a day were standardised: their means and standard deviations."""

    mean: np.ndarray
    deviation: np.ndarray


class Model(NamedTuple):
    """The personas of a day, sorted by name, with the centre of each feature in thousandths."""

    names: list[str]
    centres: np.ndarray
    measures: Measures


def fit_personas(request: dict[str, Any]) -> dict[str, list]:
    """Fit a model for each day; a row for each persona and feature, or one without a persona.

    request: {"settings": {"features": names, "weights": of their squares}, "samples": {"fitted_on":
    days, and a column of thousandths for each feature}, "measures": {"fitted_on", "feature",
    "mean", "deviation"}, "words": {"feature", "direction": high or low, "persona"}}. The rows of a
    sample come sorted, so their order says nothing about who they are.
    """
    settings = request["settings"]
    features, weights = settings["features"], np.sqrt(np.array(settings["weights"], dtype=float))
    samples, words = request["samples"], words_by_end(request["words"], features)
    days = np.array(samples["fitted_on"], dtype=object)
    columns = np.array([samples[feature] for feature in features], dtype=float).T / SCALE
    answer: dict[str, list] = {column: [] for column in ANSWERED}
    last: Model | None = None
    for day in sorted(set(samples["fitted_on"])):
        rows = columns[days == day]
        measures = measures_of(request["measures"], day, features)
        status, found = TOO_FEW, None
        if len(rows) >= FEWEST_CUSTOMERS:
            found = clusters.find_groups(rows * weights)
            status = NOT_STABLE if found is None else FITTED
        if found is not None:
            centres = np.rint(found.centres / weights * SCALE).astype(np.int64)
            kept = names_kept(last, rows, centres, measures, weights)
            names = name_groups(centres * weights, words, kept)
            order = sorted(range(len(names)), key=names.__getitem__)
            last = Model([names[at] for at in order], centres[order], measures)
        stability = None if found is None else round(found.stability, 4)
        for persona, place, feature, centre in _centres(last if found else None, features):
            row = (day, status, len(rows), stability, persona, place, feature, centre)
            for column, value in zip(ANSWERED, row, strict=True):
                answer[column].append(value)
    return answer


def words_by_end(words: dict[str, list], features: Sequence[str]) -> dict[tuple[int, int], str]:
    """The persona of each end of each feature, by the place of the feature and the sign."""
    signs = {"high": 1, "low": -1}
    rows = zip(words["feature"], words["direction"], words["persona"], strict=True)
    return {
        (features.index(feature), signs[direction]): persona
        for feature, direction, persona in rows
        if feature in features
    }


def measures_of(measures: dict[str, list], day: str, features: Sequence[str]) -> Measures:
    """How the features of a day were standardised; a constant one, which is left out, as itself."""
    of_day = {
        feature: (float(mean), float(deviation))
        for fitted_on, feature, mean, deviation in zip(
            *(measures[name] for name in ("fitted_on", "feature", "mean", "deviation")), strict=True
        )
        if fitted_on == day and deviation
    }
    pairs = np.array([of_day.get(feature, (0.0, 1.0)) for feature in features])
    return Measures(pairs[:, 0], pairs[:, 1])


def names_kept(
    last: Model | None,
    rows: np.ndarray,
    centres: np.ndarray,
    measures: Measures,
    weights: np.ndarray,
) -> dict[int, str]:
    """The names of earlier personas that groups keep, by the group.

    The last model assigns the customers of today. A group keeps the name of a persona if they share
    more customers than all others of the two (Jaccard index above one half), so at most one does.
    """
    if last is None:
        return {}
    before = rows * measures.deviation + measures.mean
    before = np.clip((before - last.measures.mean) / last.measures.deviation, -3, 3)
    old = vq(before * weights, last.centres / SCALE * weights)[0]
    new = vq(rows * weights, centres / SCALE * weights)[0]
    kept = {}
    for group in range(len(centres)):
        for persona, name in enumerate(last.names):
            both = int(((new == group) & (old == persona)).sum())
            either = int(((new == group) | (old == persona)).sum())
            if 2 * both > either:
                kept[group] = name
    return kept


def name_groups(
    centres: np.ndarray, words: dict[tuple[int, int], str], kept: dict[int, str]
) -> list[str]:
    """A name for each group: kept, or what sets it apart most among the names not yet taken."""
    names = dict(kept)
    ends = sorted(
        (-round(abs(float(centre)), 6), group, feature, 1 if centre > 0 else -1)
        for group, of_group in enumerate(centres)
        for feature, centre in enumerate(of_group)
    )
    for _, group, feature, sign in ends:
        name = words[feature, sign]
        if group not in names and name not in names.values():
            names[group] = name
    return [names[group] for group in range(len(centres))]


def _centres(
    model: Model | None, features: Sequence[str]
) -> list[tuple[str, int, str, int | None]]:
    """Persona, its place by name, feature and centre; one row without a persona for no model."""
    if model is None:
        return [("", 0, "", None)]
    return [
        (persona, place, feature, int(centre))
        for place, (persona, centres) in enumerate(zip(model.names, model.centres, strict=True), 1)
        for feature, centre in zip(features, centres, strict=True)
    ]

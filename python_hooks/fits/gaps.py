"""Slices with low satisfaction, and the few causes that explain the others.

A slice is one value of a dimension, or one value of each of two. Its satisfied answers are compared
with those of all other answers that have these dimensions:

1. Fisher's exact test, one-sided (the hypergeometric distribution), and over all slices together
   the procedure of Benjamini and Hochberg (1995). Without a low slice it finds any in at most 5 %.
2. Cochran-Mantel-Haenszel within the values of every other dimension (Mantel and Haenszel 1959): a
   slice that is low by its mix alone has no difference left there. For a pair this includes its own
   two dimensions, so that a pair must be lower than each of its two sides.
3. The smallest explaining set: the slice with the largest z goes in, the others are tested again
   within the pattern of those that are in, at the accepted rate over the number of slices tested
   (Bonferroni), until none is left; then any that the rest explains goes.

Customers who answer several times make fewer independent answers. Counts are divided by the design
effect 1 + (mean answers of an answer's customer - 1) * rho (Kish 1965); rho is the intraclass
correlation by analysis of variance (Fleiss, Levin and Paik 2003, 15.2), never below 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from scipy.stats import hypergeom, norm

# A dimension judges the mix where its values leave so much of a slice's comparison with the rest.
# Where it follows from the slice (the teams of one touchpoint), nothing is left to compare.
MIX_OVERLAP = 0.1
# The largest p value of a slice within the values of another dimension.
MIX_LEVEL = 0.01
# On average the rate gives the share of companies with a slice found by chance. This factor keeps
# 400 simulated companies without a low slice below it, too.
RATE_USED = 0.6
MOST_CAUSES = 20
COLUMNS = (
    "metric", "dimension", "value", "dimension_2", "value_2", "answer_count", "satisfied_count",
    "rest_count", "rest_satisfied_count", "p_value", "adjusted_p_value", "mix_difference",
    "mix_dimension", "mix_p_value", "verdict", "cause_rank", "explained_by", "design_effect",
    "tested_count",
)  # fmt: skip


@dataclass
class Cells:
    """The answers of one metric: a row for each combination of values that occurs."""

    codes: np.ndarray  # a column for each dimension; -1 where unknown
    labels: list[list[str]]
    answers: np.ndarray
    satisfied: np.ndarray
    design_effect: float = 1.0

    @property
    def sizes(self) -> list[int]:
        """How many values each dimension has."""
        return [len(labels) for labels in self.labels]


@dataclass
class Slice:
    """A slice with its counts and test results."""

    at: tuple[tuple[int, int], ...]  # (dimension, code) once or twice
    counts: tuple[int, int, int, int]  # answers and satisfied, of the slice and of the rest
    p: float = 1.0
    adjusted_p: float = 1.0
    mix: tuple[float, str, float] = (0.0, "", 1.0)
    verdict: str = ""
    rank: int | None = None
    explained_by: Slice | None = field(default=None, repr=False)


def design_effect(repeats: dict[str, np.ndarray]) -> float:
    """How many answers count as one independent answer; 1 where customers answer once.

    repeats: how many customers (customer_count) gave answer_count answers, satisfied_count of them
    satisfied.
    """
    customers, answers, satisfied = (
        np.asarray(repeats[name], dtype=np.float64)
        for name in ("customer_count", "answer_count", "satisfied_count")
    )
    groups, total = customers.sum(), (customers * answers).sum()
    if groups < 2 or total <= groups:
        return 1.0
    squares = (customers * answers**2).sum()
    mean = (customers * satisfied).sum() / total
    # The mean squares between and within customers, of zeros and ones.
    of_customers = (customers * satisfied**2 / answers).sum()
    between = (of_customers - total * mean**2) / (groups - 1)
    within = ((customers * satisfied).sum() - of_customers) / (total - groups)
    size = (total - squares / total) / (groups - 1)
    spread = between + (size - 1) * within
    rho = 0.0 if spread <= 0 else max(0.0, min(1.0, (between - within) / spread))
    return 1.0 + (squares / total - 1.0) * rho


def benjamini_hochberg(p_values: np.ndarray) -> np.ndarray:
    """The adjusted p values: a finding counts when its own is at most the accepted rate."""
    order = np.argsort(p_values, kind="stable")[::-1]
    count = len(p_values)
    scaled = p_values[order] * count / np.arange(count, 0, -1)
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return adjusted


def slices_of(cells: Cells, minimum: int) -> list[Slice]:
    """All slices of one and two dimensions with enough answers inside and outside.

    A pair with the same answers as one of its two dimensions adds nothing and is left out.
    """
    found: list[Slice] = []
    counts: dict[tuple[int, int], int] = {}
    places = [*((one,) for one in range(len(cells.labels)))]
    places += [*combinations(range(len(cells.labels)), 2)]
    for dimensions in places:
        sizes = [cells.sizes[one] for one in dimensions]
        if not all(sizes):
            continue
        known = (cells.codes[:, dimensions] >= 0).all(axis=1)
        keys = np.ravel_multi_index(tuple(cells.codes[known][:, dimensions].T), sizes)
        answers = np.bincount(keys, cells.answers[known], int(np.prod(sizes)))
        satisfied = np.bincount(keys, cells.satisfied[known], int(np.prod(sizes)))
        all_answers, all_satisfied = answers.sum(), satisfied.sum()
        for key in np.flatnonzero(answers):
            values = [int(value) for value in np.unravel_index(key, sizes)]
            at = tuple(zip(dimensions, values, strict=True))
            inside = round(answers[key])
            if len(at) == 1:
                counts[at[0]] = inside
            elif inside in (counts[at[0]], counts[at[1]]):
                continue
            if min(inside, all_answers - inside) >= minimum:
                good = round(satisfied[key])
                rest = (round(all_answers) - inside, round(all_satisfied) - good)
                found.append(Slice(at, (inside, good, *rest)))
    return found


def exact_p(slices: list[Slice], effect: float) -> np.ndarray:
    """The chance of so few satisfied answers in each slice when it is like the rest."""
    counts = np.array([one.counts for one in slices], dtype=np.float64).reshape(-1, 4)
    inside, good, rest, rest_good = np.rint(counts / effect).T
    good, rest_good = np.minimum(good, inside), np.minimum(rest_good, rest)
    return hypergeom.cdf(good, inside + rest, good + rest_good, inside)


def members(cells: Cells, one: Slice) -> tuple[np.ndarray, np.ndarray]:
    """Which cells are in a slice, and which have its dimensions at all."""
    inside = np.ones(len(cells.answers), dtype=bool)
    known = inside.copy()
    for dimension, code in one.at:
        inside &= cells.codes[:, dimension] == code
        known &= cells.codes[:, dimension] >= 0
    return inside, known


def mantel_haenszel(
    cells: Cells, one: Slice, strata: np.ndarray
) -> tuple[float, float, float, float]:
    """z of the slice within strata, its p value, the pooled difference of shares, and its weight.

    z has the continuity correction; with no stratum that holds both sides it is 0 and p is 1. The
    difference is that of Greenland and Robins (1985). The weight is the sum of n1 * n2 / n.
    """
    inside, known = members(cells, one)
    at, inside = strata[known], inside[known]
    answers, satisfied = cells.answers[known], cells.satisfied[known]
    total = np.bincount(at, answers)
    good = np.bincount(at, satisfied)
    n = np.bincount(at, answers * inside)
    x = np.bincount(at, satisfied * inside)
    use = (total > 1) & (n > 0) & (n < total)
    total, good, n, x = total[use], good[use], n[use], x[use]
    expected = (n * good / total).sum()
    variance = (n * (total - n) * good * (total - good) / total**2 / (total - 1)).sum()
    weight = (n * (total - n) / total).sum()
    if variance <= 0 or weight <= 0:
        return 0.0, 1.0, 0.0, float(weight)
    difference = ((x * (total - n) - (good - x) * n) / total).sum() / weight
    distance = x.sum() - expected
    corrected = np.sign(distance) * max(abs(distance) - 0.5, 0.0)
    z = corrected / np.sqrt(variance * cells.design_effect)
    return float(z), float(norm.cdf(z)), float(difference), float(weight)


def judge_mix(cells: Cells, one: Slice, names: list[str]) -> None:
    """Find the dimension whose mix explains most of a slice, and the rest within it."""
    own = [dimension for dimension, _ in one.at]
    worst = None
    for dimension, name in enumerate(names):
        if cells.sizes[dimension] < 2 or own == [dimension]:
            continue
        strata = np.where(
            cells.codes[:, dimension] < 0, cells.sizes[dimension], cells.codes[:, dimension]
        )
        z, p, difference, weight = mantel_haenszel(cells, one, strata)
        inside, _, rest, _ = one.counts
        if weight < MIX_OVERLAP * inside * rest / (inside + rest):
            continue
        if worst is None or z > worst[0]:
            worst = (z, (difference, name, p))
    if worst is None:
        inside, good, rest, rest_good = one.counts
        worst = (0.0, (good / inside - rest_good / rest, "", one.p))
    one.mix = worst[1]


def patterns(cells: Cells, chosen: list[Slice]) -> np.ndarray:
    """Which of the chosen slices each cell is in, as a number for each pattern."""
    strata = np.zeros(len(cells.answers), dtype=np.int64)
    for one in chosen:
        strata = np.unique(strata * 2 + members(cells, one)[0], return_inverse=True)[1]
    return strata


def explain(cells: Cells, candidates: list[Slice], cut: float) -> list[Slice]:
    """The smallest set of slices that explains all other candidates."""
    chosen: list[Slice] = []
    while len(chosen) < MOST_CAUSES:
        strata = patterns(cells, chosen)
        left = []
        for one in candidates:
            if one in chosen:
                continue
            z, p, *_ = mantel_haenszel(cells, one, strata)
            # Alone it has its exact p value, which let it in; that of z is an approximation.
            if not chosen or p <= cut:
                left.append((z, len(one.at), -one.counts[0], one.at, one))
        if not left:
            break
        chosen.append(min(left, key=lambda row: row[:4])[4])
    for one in [*chosen[::-1]]:
        others = [other for other in chosen if other is not one]
        if others and mantel_haenszel(cells, one, patterns(cells, others))[1] > cut:
            chosen = others
    return chosen


def judge(cells: Cells, found: list[Slice], names: list[str], cut: float) -> None:
    """Set the verdict of each significant slice: cause, explained by a cause, or mix."""
    for one in found:
        judge_mix(cells, one, names)
    chosen = explain(cells, [one for one in found if one.mix[2] <= MIX_LEVEL], cut)
    for one in found:
        if one in chosen:
            one.verdict, one.rank = "cause", chosen.index(one) + 1
            continue
        one.verdict = "mix"
        within = [
            (mantel_haenszel(cells, one, patterns(cells, [cause]))[0], cause) for cause in chosen
        ]
        if within:
            z, cause = max(within, key=lambda pair: pair[0])
            if one.mix[2] <= MIX_LEVEL or norm.cdf(z) >= one.mix[2]:
                one.verdict, one.explained_by = "explained", cause


def find(metrics: dict[str, Cells], names: list[str], minimum: int, rate: float) -> dict[str, Any]:
    """The significantly low slices of each metric, and how many slices were tested in all."""
    rate *= RATE_USED
    tested = {metric: slices_of(cells, minimum) for metric, cells in metrics.items()}
    p_values = [exact_p(tested[metric], cells.design_effect) for metric, cells in metrics.items()]
    together = np.concatenate([*p_values, np.empty(0)])
    adjusted = benjamini_hochberg(together)
    # A further cause is a separate claim, so Bonferroni's bound applies. Slices that overlap with a
    # true cause fill the list of discoveries, so the bound of Benjamini and Hochberg would be too
    # weak.
    cut = rate / max(len(together), 1)
    every = [one for slices in tested.values() for one in slices]
    for one, p, adjusted_p in zip(every, together, adjusted, strict=True):
        one.p, one.adjusted_p = float(p), float(adjusted_p)
    found = {}
    for metric, slices in tested.items():
        found[metric] = [one for one in slices if one.adjusted_p <= rate]
        judge(metrics[metric], found[metric], names, cut)
    return {"found": found, "tested_count": len(every)}


def cells_of(columns: dict[str, list], names: list[str], rows: np.ndarray) -> Cells:
    """The rows of one metric, each dimension's values numbered in their order."""
    codes, labels = [], []
    for name in names:
        values = [columns[name][row] for row in rows]
        known = sorted({value for value in values if value is not None})
        numbers = {value: number for number, value in enumerate(known)}
        codes.append([numbers.get(value, -1) for value in values])
        labels.append(known)
    return Cells(
        np.array(codes, dtype=np.int64).reshape(len(names), -1).T,
        labels,
        np.array([columns["answer_count"][row] for row in rows], dtype=np.float64),
        np.array([columns["satisfied_count"][row] for row in rows], dtype=np.float64),
    )


def find_low_slices(request: dict[str, Any]) -> dict[str, list]:
    """A row for each significantly low slice of a request.

    request: `cells` with metric, the dimensions, answer_count and satisfied_count; `repeats` with
    metric and the columns of design_effect; `settings` with dimensions, minimum_answers and
    false_discovery_rate.
    """
    settings, columns, repeats = request["settings"], request["cells"], request["repeats"]
    names = settings["dimensions"]
    metric_of = np.array(columns["metric"], dtype=object)
    repeated = np.array(repeats["metric"], dtype=object)
    metrics = {}
    for metric in sorted(set(columns["metric"])):
        cells = cells_of(columns, names, np.flatnonzero(metric_of == metric))
        cells.design_effect = design_effect(
            {
                name: np.asarray(repeats[name], dtype=np.float64)[repeated == metric]
                for name in ("customer_count", "answer_count", "satisfied_count")
            }
        )
        metrics[metric] = cells
    result = find(
        metrics, names, settings["minimum_answers"], float(settings["false_discovery_rate"])
    )
    answer: dict[str, list] = {name: [] for name in COLUMNS}
    for metric, slices in result["found"].items():
        cells = metrics[metric]
        for one in sorted(slices, key=lambda each: (each.rank or MOST_CAUSES + 1, each.p, each.at)):
            parts = [
                (names[dimension], cells.labels[dimension][code]) for dimension, code in one.at
            ]
            second = parts[1] if len(parts) > 1 else (None, None)
            cause = one.explained_by.rank if one.explained_by else None
            row = (
                metric, *parts[0], *second, *one.counts, one.p, one.adjusted_p, *one.mix,
                one.verdict, one.rank, cause, cells.design_effect, result["tested_count"],
            )  # fmt: skip
            for name, value in zip(COLUMNS, row, strict=True):
                answer[name].append(value)
    return answer

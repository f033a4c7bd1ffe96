"""Drivers of a score: shares of R-squared that add up, from sums of products.

LMG (Lindeman, Merenda and Gold 1980; the Shapley value of R-squared): the mean of what a driver
adds to R-squared over all orders in which the drivers can enter a linear regression. The shares add
up to the R-squared of all. SQL sums the products, so Python holds no customer.

A driver is one column and a second one that says where it is missing, or the values of a category.
Columns that the others determine add nothing (a pivot below TOLERANCE of the column's own sum of
squares). Intervals come from a bootstrap of customers in 32 groups by the hash of their id: the
sums of the groups are drawn again (percentiles; Efron and Tibshirani 1993, chapter 13).

An association is not a cause: what customers of slow replies have in common counts as slow replies.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

TOLERANCE = 1e-9
DRAWS = 300
SEED = 20260101
# A driver unknown for more cases than this share is left out.
MOST_MISSING = 0.5
MOST_CATEGORIES = 8
COLUMNS = (
    "target", "driver", "case_count", "driver_count", "r_squared", "share", "share_low",
    "share_high", "slope", "driver_mean", "target_mean", "missing_share", "left_out_reason",
)  # fmt: skip


@dataclass
class Design:
    """Sums of products of the constant, all columns and the target, for each group of customers."""

    sums: np.ndarray  # groups x columns x columns; first the constant, last the target
    drivers: dict[str, list[int]]  # the columns of each driver


def r_squared_of_subsets(covariances: np.ndarray, groups: list[list[int]]) -> np.ndarray:
    """R-squared of the target on every subset of groups; a row for each covariance matrix.

    covariances: matrices whose last column is the target. Subset s holds group g where bit g of s
    is set. Each group is swept out once for all subsets of the later ones (Gauss-Jordan), and is
    then gone from the matrix.
    """
    total = covariances[:, -1, -1]
    scale = np.diagonal(covariances, axis1=1, axis2=2).copy()
    result = np.zeros((len(covariances), 2 ** len(groups)))

    def visit(matrix: np.ndarray, at: list[int], place: int, subset: int) -> None:
        if place == len(groups):
            explained = np.divide(
                total - matrix[:, -1, -1], total, out=np.zeros_like(total), where=total > 0
            )
            result[:, subset] = np.clip(explained, 0.0, 1.0)
            return
        own = groups[place]
        rest = [column for column in at if column not in own]
        keep = [at.index(column) for column in rest]
        visit(matrix[:, keep][:, :, keep], rest, place + 1, subset)
        for column in own:
            pivot_at = at.index(column)
            pivot = matrix[:, pivot_at, pivot_at]
            usable = pivot > TOLERANCE * scale[:, column]
            inverse = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=usable)
            line = matrix[:, :, pivot_at]
            matrix = matrix - line[:, :, None] * line[:, None, :] * inverse[:, None, None]
        visit(matrix[:, keep][:, :, keep], rest, place + 1, subset | 1 << place)

    visit(covariances, list(range(covariances.shape[1])), 0, 0)
    return result


def lmg(covariances: np.ndarray, groups: list[list[int]]) -> np.ndarray:
    """The LMG share of every group; a row for each covariance matrix. They add up to R-squared."""
    explained = r_squared_of_subsets(covariances, groups)
    count = len(groups)
    subsets = np.arange(2**count)
    sizes = np.array([int(subset).bit_count() for subset in subsets])
    shares = np.zeros((len(covariances), count))
    for group in range(count):
        without = subsets[(subsets >> group) & 1 == 0]
        weights = np.array([1 / (count * comb(count - 1, size)) for size in sizes[without]])
        gained = explained[:, without | 1 << group] - explained[:, without]
        shares[:, group] = gained @ weights
    return shares


def covariances_of(sums: np.ndarray) -> np.ndarray:
    """Centred sums of products, without the constant."""
    count, totals = sums[:, 0, 0], sums[:, 0, 1:]
    return sums[:, 1:, 1:] - totals[:, :, None] * totals[:, None, :] / count[:, None, None]


def drawn(groups: np.ndarray) -> np.ndarray:
    """The sums of DRAWS bootstrap samples of the groups that hold any case."""
    there = groups[groups[:, 0, 0] > 0]
    random = np.random.default_rng(SEED)
    weights = random.multinomial(len(there), np.full(len(there), 1 / len(there)), DRAWS)
    return np.tensordot(weights.astype(np.float64), there, axes=1)


def usable_drivers(design: Design) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The drivers that vary and are known often enough, and why each other one is left out."""
    together = design.sums.sum(axis=0)
    count = together[0, 0]
    spread = np.diagonal(covariances_of(together[None])[0])
    square = np.diagonal(together)[1:]
    kept, left_out = {}, {}
    for name, columns in design.drivers.items():
        varies = [
            column for column in columns if spread[column - 1] > TOLERANCE * square[column - 1]
        ]
        known = count if name == "channel" else count - together[0, columns[-1]]
        if known < (1 - MOST_MISSING) * count:
            left_out[name] = "too_often_missing"
        elif not varies or (name != "channel" and columns[0] not in varies):
            left_out[name] = "constant"
        else:
            kept[name] = varies
    if kept:
        names = list(kept)
        # If two drivers are equal, the first one represents both.
        for place, name in enumerate(names):
            before = [column for other in names[:place] if other in kept for column in kept[other]]
            if before and name != "channel" and is_determined(together, kept[name][0], before):
                del kept[name]
                left_out[name] = "collinear"
    return kept, left_out


def is_determined(together: np.ndarray, column: int, others: list[int]) -> bool:
    """Whether other columns determine this one."""
    matrix = covariances_of(together[None])
    at = [other - 1 for other in others]
    chosen = [*at, column - 1]
    own = matrix[:, chosen][:, :, chosen]
    return bool(r_squared_of_subsets(own, [[*range(len(at))]])[0, 1] > 1 - TOLERANCE)


def slope_of(together: np.ndarray, columns: list[int], own: int) -> float | None:
    """The slope of a column in the regression on all columns; None if others determine it."""
    matrix = covariances_of(together[None])[0]
    at = [column - 1 for column in columns]
    solved = np.linalg.lstsq(matrix[np.ix_(at, at)], matrix[at, -1], rcond=1e-10)[0]
    return float(solved[at.index(own - 1)])


def shares_of(design: Design, minimum: int) -> list[dict[str, Any]]:
    """A row for each driver of one target; without shares where there are too few cases."""
    together = design.sums.sum(axis=0)
    count, last = together[0, 0], together.shape[0] - 1
    kept, left_out = usable_drivers(design)
    target_varies = covariances_of(together[None])[0, -1, -1] > 0
    rows: dict[str, dict[str, Any]] = {}
    for name, columns in design.drivers.items():
        missing = 0.0 if name == "channel" else together[0, columns[-1]] / count
        known = count * (1 - missing)
        rows[name] = {
            "driver": name,
            "case_count": round(count),
            "target_mean": float(together[0, last] / count),
            "missing_share": float(missing),
            "driver_mean": None
            if name == "channel" or known == 0
            else float(together[0, columns[0]] / known),
            "left_out_reason": left_out.get(name),
        }
    if count < minimum or not target_varies:
        for row in rows.values():
            row["left_out_reason"] = "too_few_cases" if count < minimum else "constant_target"
        return list(rows.values())
    if not kept:
        return list(rows.values())
    columns = [column for name in kept for column in kept[name]]
    at = [0, *columns, last]
    places = iter(range(len(columns)))
    groups = [[next(places) for _ in kept[name]] for name in kept]
    own = design.sums[:, at][:, :, at]
    shares = lmg(covariances_of(own.sum(axis=0)[None]), groups)[0]
    draws = lmg(covariances_of(drawn(own)), groups)
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    for place, name in enumerate(kept):
        rows[name] |= {
            "driver_count": len(kept),
            "r_squared": float(shares.sum()),
            "share": float(shares[place]),
            # The bootstrap is biased upwards, so the interval is widened to contain the share
            # itself.
            "share_low": float(min(low[place], shares[place])),
            "share_high": float(max(high[place], shares[place])),
            "slope": None if name == "channel" else slope_of(together, columns, kept[name][0]),
        }
    return list(rows.values())


def design_of(columns: dict[str, list], rows: np.ndarray, names: list[str]) -> Design:
    """The sums of one target, from a row for each group of customers and channel.

    sum_a_b is the sum of a times b: of a constant c, values x1, x2, ..., flags m1, m2, ... of
    missing values, and the target y.
    """
    parts = ["c"]
    for place in range(len(names)):
        parts += [f"x{place + 1}", f"m{place + 1}"]
    parts.append("y")
    group_of = [columns["customer_group"][row] for row in rows]
    channel_of = [columns["channel"][row] for row in rows]
    sizes: dict[str, float] = {}
    for row, channel in zip(rows, channel_of, strict=True):
        sizes[channel] = sizes.get(channel, 0.0) + columns["sum_c_c"][row]
    # The most frequent one is the reference category.
    channels = sorted(sizes, key=lambda channel: (-sizes[channel], channel))[
        1 : MOST_CATEGORIES + 1
    ]
    group_names = sorted(set(group_of))
    size = len(parts) + len(channels)
    order = [*range(len(parts) - 1), size - 1]
    sums = np.zeros((len(group_names), size, size))
    for row, group, channel in zip(rows, group_of, channel_of, strict=True):
        matrix = sums[group_names.index(group)]
        flag = len(parts) - 1 + channels.index(channel) if channel in channels else None
        for left, first in zip(order, parts, strict=True):
            for right, second in zip(order, parts, strict=True):
                if left <= right:
                    value = float(columns[f"sum_{first}_{second}"][row])
                    matrix[left, right] += value
                    matrix[right, left] += value if left != right else 0.0
            if flag is not None:
                value = float(columns[f"sum_c_{first}"][row])
                matrix[left, flag] += value
                matrix[flag, left] += value
        if flag is not None:
            matrix[flag, flag] += float(columns["sum_c_c"][row])
    drivers = {name: [2 * place + 1, 2 * place + 2] for place, name in enumerate(names)}
    if channels:
        drivers["channel"] = [len(parts) - 1 + place for place in range(len(channels))]
    return Design(sums, drivers)


def share_drivers(request: dict[str, Any]) -> dict[str, list]:
    """A row for each target and driver of a request.

    request: `products` with target, customer_group, channel and the sums of design_of; `settings`
    with minimum_cases and drivers, a list for each kind (the target's name after the colon).
    """
    settings, columns = request["settings"], request["products"]
    targets = np.array(columns["target"], dtype=object)
    answer: dict[str, list] = {name: [] for name in COLUMNS}
    for target in sorted(set(columns["target"])):
        names = settings["drivers"][target.split(":")[1]]
        design = design_of(columns, np.flatnonzero(targets == target), names)
        for row in shares_of(design, settings["minimum_cases"]):
            row["target"] = target
            for name in COLUMNS:
                answer[name].append(row.get(name))
    return answer

"""Shares of drivers: a published example, sums, and reasons for drivers left out."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from python_hooks.fits import drivers

# Swiss fertility, 1888 (Mosteller and Tukey 1977; R's data set `swiss`): fertility, agriculture,
# examination, education, catholic, infant mortality of 47 provinces.
SWISS = """
80.2 17 15 12 9.96 22.2|83.1 45.1 6 9 84.84 22.2|92.5 39.7 5 5 93.4 20.2
85.8 36.5 12 7 33.77 20.3|76.9 43.5 17 15 5.16 20.6|76.1 35.3 9 7 90.57 26.6
83.8 70.2 16 7 92.85 23.6|92.4 67.8 14 8 97.16 24.9|82.4 53.3 12 7 97.67 21
82.9 45.2 16 13 91.38 24.4|87.1 64.5 14 6 98.61 24.5|64.1 62 21 12 8.52 16.5
66.9 67.5 14 7 2.27 19.1|68.9 60.7 19 12 4.43 22.7|61.7 69.3 22 5 2.82 18.7
68.3 72.6 18 2 24.2 21.2|71.7 34 17 8 3.3 20|55.7 19.4 26 28 12.11 20.2
54.3 15.2 31 20 2.15 10.8|65.1 73 19 9 2.84 20|65.5 59.8 22 10 5.23 18
65 55.1 14 3 4.52 22.4|56.6 50.9 22 12 15.14 16.7|57.4 54.1 20 6 4.2 15.3
72.5 71.2 12 1 2.4 21|74.2 58.1 14 8 5.23 23.8|72 63.5 6 3 2.56 18
60.5 60.8 16 10 7.72 16.3|58.3 26.8 25 19 18.46 20.9|65.4 49.5 15 8 6.1 22.5
75.5 85.9 3 2 99.71 15.1|69.3 84.9 7 6 99.68 19.8|77.3 89.7 5 2 100 18.3
70.5 78.2 12 6 98.96 19.4|79.4 64.9 7 3 98.22 20.2|65 75.9 9 9 99.06 17.8
92.2 84.6 3 3 99.46 16.3|79.3 63.1 13 13 96.83 18.1|70.4 38.4 26 12 5.62 20.3
65.7 7.7 29 11 13.79 20.5|72.7 16.7 22 13 11.22 18.9|64.4 17.6 35 32 16.92 23
77.6 37.6 15 7 4.97 20|67.6 18.7 25 7 8.65 19.5|35 1.2 37 53 42.34 18
44.7 46.6 16 29 50.43 18.2|42.8 27.7 22 29 58.33 19.3
"""


def swiss() -> np.ndarray:
    """Agriculture, examination, education, catholic, infant mortality, fertility."""
    lines = SWISS.replace("|", "\n").split("\n")
    rows = np.array([[float(cell) for cell in line.split()] for line in lines if line.strip()])
    return rows[:, [1, 2, 3, 4, 5, 0]]


def products(
    values: list[list[float | None]], y: list[float], channel: list[str] | None = None
) -> dict[str, list]:
    """The sums of SQL, one row per case; its number modulo 32 is its group."""
    count = len(y)
    columns = {"c": np.ones(count)}
    for place, known in enumerate(values):
        missing = np.array([value is None for value in known])
        columns[f"x{place + 1}"] = np.array([0.0 if value is None else value for value in known])
        columns[f"m{place + 1}"] = missing.astype(float)
    columns["y"] = np.array(y)
    rows: dict[str, list] = {"target": ["csat:ticket"] * count}
    rows["customer_group"] = [str(number % 32) for number in range(count)]
    rows["channel"] = channel or ["all"] * count
    names = [*columns]
    pairs = [*combinations(names, 2), *((name, name) for name in names)]
    rows |= {f"sum_{a}_{b}": list(columns[a] * columns[b]) for a, b in pairs}
    return rows


def shared(rows: dict[str, list], names: list[str], minimum: int = 30) -> dict[str, dict]:
    """The answer by driver."""
    settings = {"drivers": {"ticket": names}, "minimum_cases": minimum}
    answer = drivers.share_drivers({"settings": settings, "products": rows})
    lines = [dict(zip(answer, line, strict=True)) for line in zip(*answer.values(), strict=True)]
    return {line["driver"]: line for line in lines}


def test_the_shares_of_the_swiss_data_are_those_that_relaimpo_prints() -> None:
    # Groemping (2006), Relative importance for linear regression in R: the package relaimpo,
    # Journal of Statistical Software 17(1): lmg of the data set swiss, R-squared 70.67 %.
    data = swiss()
    rows = products([list(column) for column in data[:, :5].T], list(data[:, 5]))
    names = ["agriculture", "examination", "education", "catholic", "infant_mortality"]
    found = shared(rows, names)
    printed = [0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592]
    assert [round(found[name]["share"], 8) for name in names] == printed
    assert round(100 * found["catholic"]["r_squared"], 2) == 70.67
    assert sum(found[name]["share"] for name in names) == pytest.approx(
        found["catholic"]["r_squared"], abs=1e-12
    )
    assert all(line["share_low"] <= line["share"] <= line["share_high"] for line in found.values())


def test_shares_add_up_to_r_squared_of_least_squares_with_a_category_and_missing_values() -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=(400, 2))
    channel = [["mail", "phone", "web"][number] for number in random.integers(0, 3, 400)]
    y = x[:, 0] + 0.5 * (np.array(channel) == "web") + random.normal(size=400)
    values = [list(x[:, 0]), [None if number % 5 == 0 else x[number, 1] for number in range(400)]]
    found = shared(products(values, list(y), channel), ["minutes", "delay"])
    known = np.array([number % 5 != 0 for number in range(400)])
    design = np.column_stack(
        [np.ones(400), x[:, 0], x[:, 1] * known, ~known]
        + [np.array(channel) == name for name in ("mail", "phone")]
    )
    residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    r_squared = 1 - residual @ residual / ((y - y.mean()) @ (y - y.mean()))
    assert sum(line["share"] for line in found.values()) == pytest.approx(r_squared, abs=1e-10)
    assert found["delay"]["missing_share"] == pytest.approx(0.2)
    assert found["minutes"]["slope"] == pytest.approx(1.0, abs=0.2)
    assert found["minutes"]["share_low"] > found["channel"]["share"]


def test_drivers_that_cannot_be_estimated_have_a_reason() -> None:
    random = np.random.default_rng(2)
    x = list(random.normal(size=100))
    values = [x, [2 * value + 1 for value in x], [3.0] * 100, [None] * 60 + x[:40]]
    names = ["minutes", "seconds", "constant", "rare"]
    found = shared(products(values, list(random.normal(size=100) + x)), names)
    reasons = {name: line["left_out_reason"] for name, line in found.items()}
    assert reasons == {
        "minutes": None, "seconds": "collinear", "constant": "constant",
        "rare": "too_often_missing",
    }  # fmt: skip
    assert found["minutes"]["share"] == found["minutes"]["r_squared"]
    few = shared(products([x[:20]], x[:20]), ["minutes"])
    assert few["minutes"]["left_out_reason"] == "too_few_cases"
    same = shared(products([x], [1.0] * 100), ["minutes"])
    assert same["minutes"]["left_out_reason"] == "constant_target"


def test_the_interval_has_about_its_nominal_coverage() -> None:
    # Two drivers of equal weight: the true share of each is a quarter of the variance.
    covered = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        x = random.normal(size=(640, 2))
        y = x.sum(axis=1) + random.normal(scale=2**0.5, size=640)
        both = np.column_stack([np.ones(640), x, y]).reshape(20, 32, 4).transpose(1, 0, 2)
        sums = both.transpose(0, 2, 1) @ both
        draws = drivers.lmg(drivers.covariances_of(drivers.drawn(sums)), [[0], [1]])
        low, high = np.quantile(draws[:, 0], [0.025, 0.975])
        covered += low <= 0.25 <= high
    assert covered >= 51

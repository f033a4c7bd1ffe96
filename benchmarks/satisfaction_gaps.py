"""Measure how often low slices are found: `python -m benchmarks.satisfaction_gaps --runs 400`.

8,000 answers with ten dimensions, 81 % satisfied. Four kinds of companies: nothing planted; a slice
of 800 answers 10 points lower; a two-way slice of 200 answers 25 points lower; and a team that is
low only because it answers more in two low channels.
"""

from __future__ import annotations

import argparse

import numpy as np

from python_hooks.fits.gaps import Cells, Slice, find

NAMES = [
    "segment", "region", "channel", "touchpoint", "team", "value_tier", "customer_age", "day_kind",
    "weekday", "hour_kind",
]  # fmt: skip
SIZES = [4, 8, 5, 3, 5, 5, 2, 2, 7, 2]
ANSWERS, SATISFIED = 8000, 0.81
CHANNEL, TEAM, REGION = NAMES.index("channel"), NAMES.index("team"), NAMES.index("region")


def company(random: np.random.Generator, planted: str) -> Cells:
    """One company's answers; planted: nothing, one_way, two_way or mix."""
    codes = np.stack([random.integers(0, size, ANSWERS) for size in SIZES], axis=1)
    chance = np.full(ANSWERS, SATISFIED)
    if planted == "one_way":
        codes[:, REGION] = random.integers(1, SIZES[REGION], ANSWERS)
        codes[random.permutation(ANSWERS)[:800], REGION] = 0
        chance[codes[:, REGION] == 0] -= 0.10
    if planted == "two_way":
        low = random.permutation(ANSWERS)[:200]
        pair = (codes[:, REGION] == 0) & (codes[:, CHANNEL] == 0)
        codes[pair, REGION] = 1
        codes[low, REGION], codes[low, CHANNEL] = 0, 0
        chance[low] -= 0.25
    if planted == "mix":
        chance[codes[:, CHANNEL] == 0] -= 0.15
        chance[codes[:, CHANNEL] == 1] -= 0.08
        low = codes[:, CHANNEL] <= 1
        codes[:, TEAM] = np.where(
            random.random(ANSWERS) < np.where(low, 0.5, 0.08),
            0,
            random.integers(1, SIZES[TEAM], ANSWERS),
        )
    labels = [
        [f"{name} {value}" for value in range(size)]
        for name, size in zip(NAMES, SIZES, strict=True)
    ]
    satisfied = (random.random(ANSWERS) < chance).astype(np.float64)
    return Cells(codes, labels, np.ones(ANSWERS), satisfied)


def findings(planted: str, seed: int) -> list[Slice]:
    """The low slices that are found in one company."""
    cells = company(np.random.default_rng(seed), planted)
    return find({"csat": cells}, NAMES, 30, 0.05)["found"]["csat"]


def measured(planted: str, runs: int) -> dict[str, float]:
    """The shares of companies in which something is found, the planted slice is, and others are."""
    truth = {"one_way": ((REGION, 0),), "two_way": ((REGION, 0), (CHANNEL, 0)), "mix": ((TEAM, 0),)}
    at = tuple(sorted(truth.get(planted, ())))
    counts = {"any": 0, "planted_raw": 0, "planted_reported": 0, "other_causes": 0, "slices": 0}
    for seed in range(runs):
        found = findings(planted, seed)
        causes = [one.at for one in found if one.verdict == "cause"]
        own = {at} | ({((CHANNEL, 0),), ((CHANNEL, 1),)} if planted == "mix" else set())
        counts["any"] += bool(found)
        counts["planted_raw"] += at in [one.at for one in found]
        counts["planted_reported"] += at in causes
        counts["other_causes"] += bool(set(causes) - own)
        counts["slices"] += len(found)
    return {name: count / runs for name, count in counts.items()}


def main() -> None:
    """Print one line for each kind of company."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    runs = parser.parse_args().runs
    for planted in ("nothing", "one_way", "two_way", "mix"):
        shares = measured(planted, runs)
        print(
            planted, " ".join(f"{name} {share:.3f}" for name, share in shares.items()), flush=True
        )


if __name__ == "__main__":
    main()

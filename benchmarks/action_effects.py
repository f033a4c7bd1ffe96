"""Measure the verdicts on improvement actions: `python -m benchmarks.action_effects --runs 4000`.

Monthly shares of satisfied answers per slice, through the function that the build calls. A slice
has its own level, every month a level for all, and the slice's months follow each other
(autocorrelation .4). Coverage: an action of a known effect in so many slices, against so many
without. False alarms: no action has an effect, and each answers to a bad month, or goes to the
worst slice of a year.
"""

from __future__ import annotations

import argparse

import numpy as np

from python_hooks.fits.effects import find_action_effects

MONTHS, LEVEL, RHO, SPREAD = 48, 0.75, 0.4, 0.04
BEFORE, AFTER, LEFT_OUT = 24, 6, 2
DESIGNS = {"8 / 8": (8, 8), "3 / 12": (3, 12), "1 / 10": (1, 10), "1 / 4": (1, 4)}


def company(
    random: np.random.Generator, slices: int, answers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Satisfied answers and answers of each slice and month."""
    drift = np.empty((slices, MONTHS))
    drift[:, 0] = random.normal(0, SPREAD, slices)
    for month in range(1, MONTHS):
        fresh = random.normal(0, SPREAD * (1 - RHO**2) ** 0.5, slices)
        drift[:, month] = RHO * drift[:, month - 1] + fresh
    chance = LEVEL + random.normal(0, 0.04, (slices, 1)) + random.normal(0, 0.02, MONTHS) + drift
    total = random.poisson(answers[:, None], (slices, MONTHS)) + 1
    return random.binomial(total, np.clip(chance, 0.02, 0.98)), total


def rows_of(
    satisfied: np.ndarray, total: np.ndarray, treated: np.ndarray, start: int, left_out: int
) -> list[tuple]:
    """What the build sends of one action that begins in a month: a row for each slice."""
    rows = []
    end = start - left_out
    for number in range(len(total)):
        good, all_ = satisfied[number], total[number]
        before = good[end - BEFORE : end].sum(), all_[end - BEFORE : end].sum()
        after = good[start : start + AFTER].sum(), all_[start : start + AFTER].sum()
        share = (before[0] + after[0]) / (before[1] + after[1])
        rows.append(
            (
                bool(number in treated), number, before[0] / before[1], after[0] / after[1],
                float(before[1]), float(after[1]), share * (1 - share),
            )
        )  # fmt: skip
    return rows


def effects(actions: list[list[tuple]]) -> dict[str, np.ndarray]:
    """The answer to many actions at once, by the function that the build calls."""
    names = (
        "is_treated", "slice", "before_value", "after_value", "before_weight", "after_weight",
        "noise",
    )  # fmt: skip
    columns: dict[str, list] = {name: [] for name in ("action_group", "is_ratio", *names)}
    for number, rows in enumerate(actions):
        for row in rows:
            columns["action_group"].append(number)
            columns["is_ratio"].append(False)
            for name, value in zip(names, row, strict=True):
                columns[name].append(value)
    answer = find_action_effects({"slices": columns})
    return {name: np.array(values) for name, values in answer.items()}


def sizes(random: np.random.Generator, slices: int, *, equal: bool) -> np.ndarray:
    """Answers a month of each slice: 60, or between 15 and 240."""
    return np.full(slices, 60.0) if equal else 60 * 4 ** random.uniform(-1, 1, slices)


def coverage(design: str, runs: int, *, equal: bool, planted: float = 0.05) -> dict[str, float]:
    """How often the interval holds the planted effect, and how often it is found."""
    with_action, without = DESIGNS[design]
    random = np.random.default_rng([with_action, without, equal])
    actions = []
    for _ in range(runs):
        slices = with_action + without
        satisfied, total = company(random, slices, sizes(random, slices, equal=equal))
        treated, start = np.arange(with_action), int(random.integers(28, MONTHS - AFTER))
        gained = random.binomial(total - satisfied, planted / (1 - LEVEL))
        satisfied[:with_action, start:] += gained[:with_action, start:]
        actions.append(rows_of(satisfied, total, treated, start, LEFT_OUT))
    found = effects(actions)
    holds = (found["effect_low"] <= planted) & (found["effect_high"] >= planted)
    return {
        "coverage": float(np.mean(holds)),
        "improved": float(np.mean(found["effect_low"] > 0)),
        "half_width": float(np.median((found["effect_high"] - found["effect_low"]) / 2)),
    }


def start_after(
    satisfied: np.ndarray, total: np.ndarray, trigger: str, random: np.random.Generator
) -> tuple[int, int] | None:
    """The slice and month of an action that a bad month sets off; None where there is none."""
    share = satisfied / total
    if trigger == "any month":
        return int(random.integers(len(share))), int(random.integers(28, MONTHS - AFTER))
    relative = share - share.mean(axis=0)
    if trigger == "worst year":
        start = int(random.integers(28, MONTHS - AFTER))
        return int(np.argmin(relative[:, start - 12 : start].mean(axis=1))), start
    # The bad month is the month before the action, or the one before that.
    for month in range(27, MONTHS - AFTER - 1):
        past = relative[:, month - 12 : month]
        z = (relative[:, month] - past.mean(axis=1)) / past.std(axis=1, ddof=1)
        if z.min() < -2:
            return int(np.argmin(z)), month + int(random.integers(1, 3))
    return None


def false_alarms(trigger: str, runs: int, left_out: int = LEFT_OUT) -> dict[str, float]:
    """How often an action without an effect is called improved or worse."""
    random = np.random.default_rng([7, len(trigger)])
    actions = []
    for _ in range(runs):
        satisfied, total = company(random, 11, sizes(random, 11, equal=False))
        at = start_after(satisfied, total, trigger, random)
        if at:
            actions.append(rows_of(satisfied, total, np.array([at[0]]), at[1], left_out))
    found = effects(actions)
    return {
        "improved": float(np.mean(found["effect_low"] > 0)),
        "worse": float(np.mean(found["effect_high"] < 0)),
        "actions": len(actions),
    }


def main() -> None:
    """Print one line for each design and each trigger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000)
    runs = parser.parse_args().runs
    for design in DESIGNS:
        for equal in (True, False):
            kind = "equal" if equal else "unequal"
            found = coverage(design, runs, equal=equal)
            print(
                design, kind, " ".join(f"{name} {v:.3f}" for name, v in found.items()), flush=True
            )
    for trigger in ("any month", "bad month", "worst year"):
        for left_out in (0, LEFT_OUT):
            found = false_alarms(trigger, runs, left_out)
            print(
                f"{trigger}, {left_out} months left out:",
                " ".join(f"{name} {value:.3f}" for name, value in found.items()),
                flush=True,
            )


if __name__ == "__main__":
    main()

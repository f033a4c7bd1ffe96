"""Every fit gives the same result on every machine, and its formulas are those of its model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from fits_data import (
    ALL_ON_ONE_DAY,
    EVERYBODY_REPEATS_ALIKE,
    NOBODY_REPEATS,
    ONE_CUSTOMER,
    PUBLISHED,
    arrays,
    ask,
    of_segments,
    simulated,
    spenders,
    values,
)
from scipy.special import betaln, expit, gammaln, hyp2f1, log_expit, logit

from python_hooks.fits import bg_nbd, gamma_gamma, health, sbg

DRAWS, NOISE = 50, 1e-12
# All leave after a purchase with a chance of 0.05, and all spend 30 a purchase.
SAME_CHANCE = (1.5, 6.0, 5e7, 95e7)
SAME_MEAN = {"p": 2.0, "q": 1e8, "gamma": 1.5e9}

# --- The same on every machine --------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A request, and whether every fit of it may be used, by segment."""

    function: str
    groups: dict[str, list]
    reasons: tuple[str, ...]
    settings: dict[str, Any]


def purchases(groups: dict[str, list], *reasons: str) -> Case:
    settings = {"minimum_customers": 1, "minimum_repeat_customers": 0}
    return Case("fit_bg_nbd", groups, reasons, settings)


def spending(groups: dict[str, list], *reasons: str) -> Case:
    settings = {"minimum_customers": 1, "minimum_repeat_customers": 0}
    return Case("fit_gamma_gamma", groups, reasons, settings)


def contracts(rows: list[tuple[int, int, int]], *reasons: str) -> Case:
    period, lost, kept = (list(column) for column in zip(*rows, strict=True))
    groups = {"segment": ["plan"] * len(rows), "period": period, "lost_count": lost}
    settings = {"minimum_customers": 100, "minimum_lost_customers": 0}
    return Case("fit_sbg", groups | {"kept_count": kept}, reasons, settings)


def churn(rows: list[tuple[str, int, int]]) -> Case:
    pattern, total, churned = (list(column) for column in zip(*rows, strict=True))
    groups = {"usable_from": ["2025-01-01"] * len(rows), "pattern": pattern}
    groups |= {"customer_group": ["contract"] * len(rows)}
    groups |= {"customer_month_count": total, "churned_count": churned}
    settings = {"features": {"recency_days": 6, "b": 6}, "minimum_of_each_outcome": 100}
    return Case("fit_health_models", groups, (), settings)


def stacked(**segments: dict[str, list]) -> dict[str, list]:
    """Groups of several segments, each made by `values`."""
    columns: dict[str, list] = {}
    for name, groups in segments.items():
        for column, cells in (groups | {"segment": [name] * len(groups["segment"])}).items():
            columns.setdefault(column, []).extend(cells)
    return columns


@cache
def cases() -> dict[str, Case]:
    """Fits whose top is inside, at the limit, on a bound and nowhere."""
    return {
        "customers as those of CDNOW": purchases(
            of_segments(one=simulated(1, 1000, *PUBLISHED)), "", "pooled_fits_as_well"
        ),
        "customers who leave with the same chance": purchases(
            of_segments(
                one=simulated(2, 600, *SAME_CHANCE), two=simulated(3, 400, 0.4, 9.0, 1.0, 3.0)
            ),
            "", "", "",
        ),
        "customers who never leave": purchases(
            of_segments(all=simulated(4, 500, 1.5, 6.0, 1.0, 1e12)), "on_bound:a / (a + b)"
        ),
        "one customer": purchases(ONE_CUSTOMER, "on_bound:r"),
        "nobody buys again": purchases(NOBODY_REPEATS, "on_bound:r / alpha,r"),
        "all buy every week": purchases(EVERYBODY_REPEATS_ALIKE, "on_bound:r,a / (a + b)"),
        "all came today": purchases(ALL_ON_ONE_DAY, "not_determined"),
        "customers whose means differ": spending(values(*spenders(5, 5.0, 4.0, 30.0, 500)), ""),
        "customers of one mean": spending(
            stacked(
                one=values(*spenders(6, **SAME_MEAN, customers=400)),
                two=values(*spenders(7, **(SAME_MEAN | {"gamma": 3e9}), customers=400)),
            ),
            "", "", "",
        ),
        "customers who all spend the same": spending(
            values(*((count, 10.0, 50) for count in range(1, 10))), "on_bound:p"
        ),
        "a mean that is infinite": spending(
            values(*spenders(10, 5.0, 0.7, 30.0, 500)), "infinite_mean"
        ),
        "one purchase each": spending(
            values(*((1, mean, 1) for _, mean, _ in spenders(8, **SAME_MEAN, customers=400))),
            "not_determined",
        ),
        "subscribers who differ": contracts(
            [(1, 131, 0), (2, 126, 0), (3, 90, 0), (4, 60, 0), (5, 42, 0), (6, 34, 517)], ""
        ),
        "subscribers who leave with one chance": contracts(
            [(1, 300, 0), (2, 210, 0), (3, 147, 0), (4, 103, 240)], ""
        ),
        "subscribers seen once": contracts([(1, 40, 160)], "not_determined"),
        "subscribers who never leave": contracts(
            [(1, 0, 100), (2, 0, 100)], "on_bound:a / (a + b)"
        ),
        "customers of several bands": churn(
            [("12", 400, 100), ("11", 900, 90), ("21", 500, 250), ("22", 300, 240)]
        ),
        "bands that tell all": churn([("11", 500, 0), ("22", 500, 500)]),
    }  # fmt: skip


NAMES = tuple(cases())


def fitted(case: Case, groups: dict[str, list]) -> list[dict[str, Any]]:
    return ask(case.function, groups=groups, settings=case.settings)


def shaken(groups: dict[str, list], seed: int) -> dict[str, list]:
    """The same numbers, each moved by a part in 1,000,000,000,000."""
    random = np.random.default_rng(seed)
    return {
        name: cells
        if isinstance(cells[0], str)
        else (np.array(cells) * (1 + NOISE * random.standard_normal(len(cells)))).tolist()
        for name, cells in groups.items()
    }


def assert_same(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert len(found) == len(expected)
    for row, other in zip(found, expected, strict=True):
        for name, value in other.items():
            if isinstance(value, float):
                assert row[name] == pytest.approx(value, rel=1e-6, abs=1e-9), name
            elif name == "coefficient" and value is not None:
                assert float(row[name]) == pytest.approx(float(value), abs=1.1e-6)
            else:
                assert row[name] == value, name


@pytest.mark.parametrize("name", NAMES)
def test_noise_in_the_last_digits_of_the_inputs_changes_nothing(name: str) -> None:
    case = cases()[name]
    plain = fitted(case, case.groups)
    if case.reasons:
        assert tuple(row["reason"] for row in plain) == case.reasons
    for seed in range(DRAWS):
        assert_same(fitted(case, shaken(case.groups, seed)), plain)


FITS = {"fit_bg_nbd": bg_nbd.fit, "fit_gamma_gamma": gamma_gamma.fit, "fit_sbg": sbg.fit}


@pytest.mark.parametrize("name", [name for name in NAMES if cases()[name].function in FITS])
def test_the_search_ends_in_the_same_place_from_every_start(name: str) -> None:
    case = cases()[name]
    groups = arrays(
        {column: cells for column, cells in case.groups.items() if not isinstance(cells[0], str)}
    )
    if case.function == "fit_gamma_gamma":
        groups["log_mean_value"] = groups["log_value_sum"] / groups["customer_count"]
    fit = FITS[case.function]
    plain = fit(groups)
    for away in (-2.0, -0.7, 0.4, 1.5):
        other = fit(groups, away)
        assert other.reason == plain.reason
        assert_same([other.parameters], [plain.parameters])


def test_the_health_model_has_one_top() -> None:
    """Newton's steps end where the slope of the penalised likelihood is nought, to rounding."""
    known = health.counted([("12", 400, 100), ("11", 900, 90), ("21", 500, 250), ("22", 300, 240)])
    model = health.fit(known, 100)
    design = health.one_hot(known.bands).toarray()
    log_odds = design @ model.coefficients.ravel() + model.intercept
    missed = known.churned - known.totals * expit(log_odds)
    assert abs(missed.sum()) < 1e-9
    slopes = (design.T @ missed).reshape(model.coefficients.shape) * health.PRIOR_VARIANCE
    assert np.ptp(model.coefficients - slopes, axis=1) == pytest.approx([0, 0], abs=1e-9)


# --- The limit ------------------------------------------------------------------------------------


def test_equal_chances_to_leave_give_a_spread_of_0() -> None:
    (row,) = ask(
        "fit_bg_nbd",
        groups=of_segments(all=simulated(2, 3000, *SAME_CHANCE)),
        settings={"minimum_customers": 1, "minimum_repeat_customers": 0},
    )
    assert (row["dropout_spread"], row["a"], row["b"]) == (0, None, None)
    assert row["dropout_mean"] == pytest.approx(0.05, rel=0.1)
    assert (row["r"], row["alpha"]) == (pytest.approx(1.5, rel=0.1), pytest.approx(6, rel=0.1))


def test_where_all_spend_one_mean_it_is_the_mean_of_all_purchases() -> None:
    rows = spenders(6, **SAME_MEAN)
    (row,) = ask(
        "fit_gamma_gamma",
        groups=values(*rows),
        settings={"minimum_customers": 1, "minimum_repeat_customers": 0},
    )
    assert (row["value_spread"], row["q"], row["gamma"]) == (0, None, None)
    mean = sum(count * value for count, value, _ in rows) / sum(count for count, *_ in rows)
    assert row["value_mean"] == pytest.approx(mean, rel=1e-12)
    assert row["p"] == pytest.approx(2, rel=0.1)


def test_both_parametrisations_are_one_model() -> None:
    (row,) = ask(
        "fit_gamma_gamma",
        groups=values(*spenders(5, 5.0, 4.0, 30.0)),
        settings={"minimum_customers": 1, "minimum_repeat_customers": 0},
    )
    assert row["value_spread"] == pytest.approx(1 / (row["q"] - 1))
    assert row["value_mean"] == pytest.approx(row["p"] * row["gamma"] / (row["q"] - 1))
    (row,) = ask(
        "fit_bg_nbd",
        groups=of_segments(all=simulated(1, 1000, *PUBLISHED)),
        settings={"minimum_customers": 1, "minimum_repeat_customers": 0},
    )
    assert row["dropout_mean"] == pytest.approx(row["a"] / (row["a"] + row["b"]))
    assert row["dropout_spread"] == pytest.approx(1 / (row["a"] + row["b"] + 1))


def test_the_full_model_is_used_only_where_the_likelihood_ratio_asks_for_it() -> None:
    """The same shares with more and more customers:

    first the limit is kept, then it is rejected.
    """
    shares = {1: (30, 0), 2: (17, 0), 3: (11, 42)}
    was_full = []
    for times in (1, 2, 4, 8, 16, 32):
        groups = arrays(
            {
                "period": list(shares),
                "lost_count": [lost * times for lost, _ in shares.values()],
                "kept_count": [kept * times for _, kept in shares.values()],
            }
        )
        found = sbg.fit(groups)
        full = max(
            sbg.log_likelihood(groups, np.array([mean, odds])).value
            for mean in np.linspace(-1.8, -0.6, 31)
            for odds in np.linspace(-5, 1, 31)
        )
        limit = sbg.log_likelihood(groups, np.array([logit(58 / 223)])).value
        assert (found.parameters["churn_spread"] > 0) == (2 * (full - limit) > 2.706)
        was_full.append(found.parameters["churn_spread"] > 0)
    assert was_full == sorted(was_full)
    assert set(was_full) == {False, True}


def test_both_periods_choose_their_segments_in_the_same_way() -> None:
    groups = of_segments(
        one=simulated(2, 600, *SAME_CHANCE), two=simulated(3, 400, 0.4, 9.0, 1.0, 3.0)
    )
    count = len(groups["fit_period"])
    both = {name: cells * 2 for name, cells in groups.items()}
    both["fit_period"] = ["calibration"] * count + ["to_date"] * count
    rows = ask(
        "fit_bg_nbd",
        groups=both,
        settings={"minimum_customers": 100, "minimum_repeat_customers": 50},
    )
    earlier, now = (
        [{**row, "fit_period": ""} for row in rows if row["fit_period"] == period]
        for period in ("calibration", "to_date")
    )
    assert earlier == now
    assert len(now) == 3


# --- The formulas ---------------------------------------------------------------------------------

VALUES = gamma_gamma.spending(
    arrays(
        {
            "repeat_purchase_count": [1, 2, 5],
            "log_mean_value": [0.1, 3.0, 2.0],
            "customer_count": [3, 1, 2],
        }
    )
)
KEPT = arrays({"period": [1, 2, 3], "lost_count": [30, 10, 5], "kept_count": [0, 7, 60]})
HISTORIES = bg_nbd.histories(arrays(simulated(1, 200, *PUBLISHED)))
AT = {
    "bg_nbd": (lambda at: bg_nbd.log_likelihood(HISTORIES, at), [-3.0, -1.2, -0.9, -1.0]),
    "bg_nbd far": (lambda at: bg_nbd.log_likelihood(HISTORIES, at), [-3.0, 0.7, 2.0, 0.5]),
    "bg_nbd limit": (lambda at: bg_nbd.log_likelihood(HISTORIES, at), [-3.0, -1.2, -0.9]),
    "gamma_gamma": (lambda at: gamma_gamma.log_likelihood(VALUES, at), [1.1, 1.5, -0.7]),
    "gamma_gamma near": (lambda at: gamma_gamma.log_likelihood(VALUES, at), [1.1, 1.5, -6.0]),
    "gamma_gamma limit": (lambda at: gamma_gamma.log_likelihood(VALUES, at), [1.1, 1.5]),
    "sbg": (lambda at: sbg.log_likelihood(KEPT, at), [-1.6, -0.9]),
    "sbg limit": (lambda at: sbg.log_likelihood(KEPT, at), [-1.6]),
}


@pytest.mark.parametrize("name", AT)
def test_the_derivatives_are_those_of_the_likelihood(name: str) -> None:
    derivatives, place = AT[name]
    at, step = np.array(place), 1e-5
    found = derivatives(at)
    beside = [(derivatives(at + move), derivatives(at - move)) for move in step * np.eye(len(at))]
    slopes = [(above.value - below.value) / (2 * step) for above, below in beside]
    bends = np.array([(above.gradient - below.gradient) / (2 * step) for above, below in beside])
    assert found.gradient == pytest.approx(slopes, rel=1e-6, abs=1e-5)
    assert found.hessian == pytest.approx(bends, rel=1e-6, abs=1e-5)


@pytest.mark.parametrize("name", ["bg_nbd", "gamma_gamma", "sbg"])
def test_the_likelihood_of_the_limit_is_the_limit_of_the_likelihood(name: str) -> None:
    derivatives, place = AT[name]
    at = np.array([*place[:-1], np.log(1e-9)])
    assert derivatives(at).value == pytest.approx(derivatives(at[:-1]).value, rel=1e-7)


def test_the_likelihoods_are_those_of_the_papers() -> None:
    r, alpha, a, b = PUBLISHED
    x, last, age = 3.0, 10.0, 39.0
    one = arrays(
        {
            "repeat_purchase_count": [x],
            "recency_days": [7 * last],
            "age_days": [7 * age],
            "customer_count": [1],
        }
    )
    at = np.array([np.log(r / alpha), np.log(r), logit(a / (a + b)), -np.log(a + b)])
    odds = a / (b + x - 1) * ((alpha + age) / (alpha + last)) ** (r + x)
    paper = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + age)
    paper += betaln(a, b + x) - betaln(a, b) + np.log1p(odds)
    found = bg_nbd.log_likelihood(bg_nbd.histories(one), at).value
    assert found == pytest.approx(paper, rel=1e-12)

    p, q, gamma, z = 6.25, 3.74, 15.44, 20.0
    one = arrays(
        {"repeat_purchase_count": [x], "log_mean_value": [np.log(z)], "customer_count": [1]}
    )
    at = np.array([np.log(p), np.log(p * gamma / q), -np.log(q)])
    paper = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)
    paper += (p * x - 1) * np.log(z) + p * x * np.log(x) - (p * x + q) * np.log(gamma + x * z)
    assert gamma_gamma.log_likelihood(gamma_gamma.spending(one), at).value == pytest.approx(
        paper, rel=1e-12
    )

    at = np.array([logit(0.668 / 4.474), -np.log(4.474)])
    paper = 2 * (betaln(1.668, 3.806 + 2) - betaln(0.668, 3.806))
    paper += 5 * (betaln(0.668, 3.806 + 3) - betaln(0.668, 3.806))
    groups = arrays({"period": [3], "lost_count": [2], "kept_count": [5]})
    assert sbg.log_likelihood(groups, at).value == pytest.approx(paper, rel=1e-12)


# --- What is expected -----------------------------------------------------------------------------


def chance(a: float, b: float) -> tuple[float, float]:
    """The mean and the spread of a chance to leave."""
    return a / (a + b), 1 / (a + b + 1)


def test_grouped_customers_have_the_likelihood_of_single_ones() -> None:
    single = arrays(simulated(2, 500, *PUBLISHED, weeks=8))
    keys = np.stack(
        [single[name] for name in ("repeat_purchase_count", "recency_days", "age_days")]
    )
    distinct, counts = np.unique(keys, axis=1, return_counts=True)
    grouped = dict(
        zip(("repeat_purchase_count", "recency_days", "age_days"), distinct, strict=True)
    ) | {"customer_count": counts.astype(float)}
    assert len(counts) < 500
    at = np.array([-3.0, -1.2, -0.9, -1.0])
    one, other = (
        bg_nbd.log_likelihood(bg_nbd.histories(groups), at) for groups in (single, grouped)
    )
    assert one.value == pytest.approx(other.value, rel=1e-12)
    assert one.gradient == pytest.approx(other.gradient, rel=1e-9)
    assert one.hessian == pytest.approx(other.hessian, rel=1e-9)


@pytest.mark.parametrize("a", [0.2, 0.793, 1.4, 6.0])
@pytest.mark.parametrize("days", [1.0, 91.3, 1095.75])
def test_expected_purchases_are_those_of_the_paper(a: float, days: float) -> None:
    r, alpha, _, b = PUBLISHED
    purchases, ages = np.array([0.0, 2.0, 30.0]), np.array([0.0, 272.0, 700.0])
    # Equation 10 without its denominator, P(alive); the hypergeometric function after Pfaff.
    ratio = days / 7 / (alpha + ages / 7)
    paper = (a + b + purchases - 1) / (a - 1)
    paper *= 1 - hyp2f1(a - 1, r + purchases, a + b + purchases - 1, -ratio)
    found = bg_nbd.expected_purchases((r, alpha, *chance(a, b)), purchases, ages, days)
    assert found == pytest.approx(paper, rel=1e-10)


def test_expected_purchases_are_sound_where_the_paper_divides_by_zero() -> None:
    purchases, ages = np.array([0.0, 4.0, 300.0]), np.array([5.0, 200.0, 20.0])
    below, at, above = (
        bg_nbd.expected_purchases((0.3, 4.0, *chance(a, 2.0)), purchases, ages, 1095.75)
        for a in (1 - 1e-6, 1.0, 1 + 1e-6)
    )
    assert at == pytest.approx((below + above) / 2, rel=1e-9)
    assert np.isfinite(at).all()


def test_discounting_takes_a_year_off_a_purchase_a_year_away() -> None:
    """A customer who never leaves buys at an even rate, so the discount is a known integral."""
    never_leaves = (2.0, 1.0, *chance(1e-9, 10.0))
    plain = bg_nbd.expected_purchases(never_leaves, np.array([0.0]), np.array([0.0]), 365.25)
    discounted = bg_nbd.expected_purchases(
        never_leaves, np.array([0.0]), np.array([0.0]), 365.25, 0.1
    )
    assert plain == pytest.approx(2 * 365.25 / 7, rel=1e-6)
    assert discounted / plain == pytest.approx((1 - 1 / 1.1) / np.log(1.1), rel=1e-6)


def mixed(
    parameters: tuple[float, float, float, float], x: float, days: float, weeks: float
) -> float:
    """The mean of what is expected at each chance to leave, by a fine sum over its distribution."""
    r, alpha, a, b = parameters
    odds = np.linspace(np.log(a / b) - 45, np.log(a / b) + 45, 400_001)
    density = a * log_expit(odds) + (b + x) * log_expit(-odds)
    shares = np.exp(density - density.max())
    one = np.expm1(-(r + x) * np.log1p(expit(odds) * weeks / (alpha + days / 7))) / -expit(odds)
    return float(np.sum(shares * one) / np.sum(shares))


@pytest.mark.parametrize(
    ("a", "b"), [(0.9, 17.0), (9.6, 222.9), (100.0, 3.0), (300.0, 700.0), (3e4, 7e4)]
)
def test_expected_purchases_are_right_where_customers_hardly_differ(a: float, b: float) -> None:
    """The hypergeometric function overflows there, or loses its digits."""
    purchases, ages = np.array([0.0, 4.0, 300.0]), np.array([0.0, 200.0, 700.0])
    found = bg_nbd.expected_purchases((0.5, 5.0, *chance(a, b)), purchases, ages, 1095.75)
    expected = [
        mixed((0.5, 5.0, a, b), x, days, 1095.75 / 7)
        for x, days in zip(purchases, ages, strict=True)
    ]
    assert found == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("discount", [0.0, 0.1])
def test_the_expectation_converges_to_that_of_the_limit(discount: float) -> None:
    purchases, ages = np.array([0.0, 2.0, 100.0]), np.array([0.0, 272.0, 400.0])
    limit, near = (
        bg_nbd.expected_purchases((1.7, 27.0, 0.05, spread), purchases, ages, 1095.75, discount)
        for spread in (0.0, 1e-9)
    )
    assert limit == pytest.approx(near, rel=1e-6)
    assert (limit < 1 / 0.05).all()


def test_in_the_limit_as_much_is_expected_as_comes() -> None:
    """Of 20,000 simulated customers, seen for half of the time; P(alive) as SQL has it."""
    r, alpha, leave = 1.5, 6.0, 0.05
    random = np.random.default_rng(11)
    count, end, until = 20_000, 52.0, 104.0
    rates = random.gamma(r, 1 / alpha, count)
    stays = random.geometric(leave, count)
    seen, last, came = (np.zeros(count) for _ in range(3))
    for customer in range(count):
        times = np.cumsum(random.exponential(1 / rates[customer], min(stays[customer], 400)))
        known = times[times <= end]
        seen[customer], came[customer] = len(known), np.sum((times > end) & (times <= until))
        last[customer] = known[-1] if len(known) else 0
    gone = leave / (1 - leave) * ((alpha + end) / (alpha + last)) ** (r + seen)
    alive = np.where(seen == 0, 1, 1 / (1 + gone))
    expected = alive * bg_nbd.expected_purchases(
        (r, alpha, leave, 0.0), seen, np.full(count, 7 * end), 7 * (until - end)
    )
    for group in (seen == 0, (seen > 0) & (seen < 10), seen >= 10):
        error = np.std(came[group] - expected[group]) * np.sqrt(group.sum())
        assert abs(came[group].sum() - expected[group].sum()) < 4 * error

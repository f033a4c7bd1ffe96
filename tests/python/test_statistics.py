"""Hold macros/statistics to published figures, to scipy and to their edges."""

from __future__ import annotations

import csv
import functools
import itertools
import json
import math
from collections import Counter
from pathlib import Path

import duckdb
import jinja2
import numpy as np
import pytest
from scipy import stats

PROJECT = Path(__file__).parents[2]
MACROS = PROJECT / "macros" / "statistics"
FIXTURES = PROJECT / "tests" / "fixtures" / "statistics"
PUBLISHED = json.loads((FIXTURES / "published_intervals.json").read_text())
Z = stats.norm.ppf(0.975)

Row = tuple[float | None, ...]


class CompilerErrors:
    """Stand in for dbt's `exceptions`."""

    @staticmethod
    def raise_compiler_error(message: str) -> None:
        """Refuse with the macro's message."""
        raise ValueError(message)


@functools.cache
def macros() -> dict[str, object]:
    """Every macro of the folder, by name."""
    sources = "\n".join(path.read_text() for path in sorted(MACROS.glob("*.sql")))
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    return vars(environment.from_string(sources, {"exceptions": CompilerErrors}).module)


@functools.cache
def render(call: str) -> str:
    """SQL that a macro call gives."""
    return jinja2.Template("{{ " + call + " }}", undefined=jinja2.StrictUndefined).render(macros())


@functools.cache
def connection() -> duckdb.DuckDBPyConnection:
    """An empty database in memory: the queries bring their rows."""
    return duckdb.connect()


def literal(value: float | None) -> str:
    """SQL literal: a float becomes a double, not a decimal."""
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    text = repr(float(value))
    return text if "e" in text else f"{text}e0"


def evaluate(call: str, columns: str, rows: list[Row]) -> list[float | None]:
    """Value of a macro call for each row, in the order of the rows."""
    values = ", ".join(
        f"({position}, {', '.join(literal(value) for value in row)})"
        for position, row in enumerate(rows)
    )
    return [
        value
        for _, value in connection()
        .execute(
            f"select position, {render(call)} "
            f"from (values {values}) as given(position, {columns}) order by position"
        )
        .fetchall()
    ]


def sides(call: str) -> list[str]:
    """The call for each side, or the call itself when it takes none."""
    if ", side)" not in call:
        return [call]
    return [call.replace(", side)", f", '{side}')") for side in ("low", "high")]


def both_bounds(call: str, columns: str, rows: list[Row]) -> list[tuple[float, float]]:
    """Low and high of a macro call written with `side` in place of the side."""
    low, high = [evaluate(one_side, columns, rows) for one_side in sides(call)]
    return list(zip(low, high, strict=True))


def moments(values: list[float]) -> tuple[int, float, float]:
    """Count, sum and sum of squares."""
    return len(values), float(np.sum(values)), float(np.sum(np.square(values)))


def nps_moments(promoters: int, passives: int, detractors: int) -> tuple[int, int, int]:
    """Moments of answers that score 100, 0 and -100."""
    count = promoters + passives + detractors
    return count, 100 * (promoters - detractors), 10000 * (promoters + detractors)


def samples(count: int, seed: int) -> list[list[float]]:
    """Skewed samples of 2 to 60 values."""
    random = np.random.default_rng(seed)
    return [random.lognormal(3, 1, int(random.integers(2, 60))).tolist() for _ in range(count)]


MOMENTS = "n, s, ss"
NPS_BOUND = "nps_interval_bound('n', 's', 'ss', side)"
WILSON_BOUND = "wilson_bound('x', 'n', side)"
MEAN_BOUND = "mean_bound('n', 's', 'ss', side)"
RATE_BOUND = "poisson_rate_bound('x', 't', side)"
RATIO_BOUND = "ratio_bound('m', 'y', 'x', 'yy', 'xy', 'xx', side)"
RATIO_COLUMNS = "m, y, x, yy, xy, xx"
DIFFERENCE_BOUND = "difference_bound('p', 'p_low', 'p_high', 'c', 'c_low', 'c_high', side)"
DIFFERENCE_COLUMNS = "p, p_low, p_high, c, c_low, c_high"
WELCH_DF = "welch_degrees_of_freedom('n1', 's1', 'ss1', 'n2', 's2', 'ss2')"
WELCH_BOUND = "welch_difference_bound('n1', 's1', 'ss1', 'n2', 's2', 'ss2', 'df', side)"
WELCH_COLUMNS = "n1, s1, ss1, n2, s2, ss2"
LOG_LOG_BOUND = "log_log_bound('s', 'g', side)"


# The macros as a set


def test_an_unknown_side_stops_the_build() -> None:
    with pytest.raises(ValueError, match="'low' or 'high', not 'upper'"):
        render("wilson_bound('x', 'n', 'upper')")


EVERY_MACRO = [
    ("nps_standard_error('n', 's', 'ss')", MOMENTS),
    (NPS_BOUND, MOMENTS),
    (WILSON_BOUND, "x, n"),
    ("student_t_critical_95('df')", "df"),
    ("sample_variance('n', 's', 'ss')", MOMENTS),
    (MEAN_BOUND, MOMENTS),
    (RATE_BOUND, "x, t"),
    ("ratio_standard_error('m', 'y', 'x', 'yy', 'xy', 'xx')", RATIO_COLUMNS),
    (RATIO_BOUND, RATIO_COLUMNS),
    (DIFFERENCE_BOUND, DIFFERENCE_COLUMNS),
    (WELCH_DF, WELCH_COLUMNS),
    (WELCH_BOUND, WELCH_COLUMNS + ", df"),
    ("normal_two_sided_p('z')", "z"),
    ("change_z('d', 'd_low', 'd_high')", "d, d_low, d_high"),
    ("student_z('z', 'df')", "z, df"),
    ("greenwood_term('d', 'n')", "d, n"),
    (LOG_LOG_BOUND, "s, g"),
]


@pytest.mark.parametrize(("call", "columns"), EVERY_MACRO)
def test_a_null_input_gives_null_or_is_not_needed(call: str, columns: str) -> None:
    width = columns.count(",") + 1
    low, high = sides(DIFFERENCE_BOUND)
    not_needed = {low: ["p_low", "c_high"], high: ["p_high", "c_low"]}
    lone_nulls = [tuple(None if i == gap else 5 for i in range(width)) for gap in range(width)]
    for one_side in sides(call):
        values = evaluate(one_side, columns, lone_nulls)
        given = [name for name, v in zip(columns.split(", "), values, strict=True) if v is not None]
        assert given == not_needed.get(one_side, [])


@pytest.mark.parametrize(("call", "columns"), EVERY_MACRO)
def test_no_input_gives_nan_or_infinity(call: str, columns: str) -> None:
    width = columns.count(",") + 1
    extremes = [None, -1.0, 0.0, 1e-9, 0.5, 1.0, 2.0, 1e9, 1e13]
    if width <= 3:
        rows = list(itertools.product(extremes, repeat=width))
    else:
        random = np.random.default_rng(7)
        rows = [tuple(extremes[i] for i in random.integers(0, 9, width)) for _ in range(2000)]
    for one_side in sides(call):
        values = evaluate(one_side, columns, rows)
        assert all(value is None or math.isfinite(value) for value in values)


def test_whole_numbers_do_not_overflow() -> None:
    billion = 10**9
    low, high = both_bounds(MEAN_BOUND, MOMENTS, [(billion, 100 * billion, 20000 * billion)])[0]
    assert (low, high) == pytest.approx(
        (100 - Z * 100 / billion**0.5, 100 + Z * 100 / billion**0.5), abs=1e-9
    )
    low, high = both_bounds(WILSON_BOUND, "x, n", [(billion // 2, billion)])[0]
    assert (low, high) == pytest.approx(
        (0.5 - Z * 0.5 / billion**0.5, 0.5 + Z * 0.5 / billion**0.5), abs=1e-12
    )


# Quantiles and p values


def test_z_95_is_the_normal_quantile() -> None:
    assert evaluate("z_95()", "x", [(1,)]) == [pytest.approx(Z, rel=1e-15)]


def test_the_t_quantile_is_right_to_two_millionths() -> None:
    degrees = [*np.linspace(1, 5, 4001), *np.linspace(5, 200, 2001), *np.geomspace(200, 1e12, 200)]
    values = evaluate("student_t_critical_95('df')", "df", [(float(df),) for df in degrees])
    assert np.max(np.abs(np.array(values) - stats.t.ppf(0.975, degrees))) < 2e-6


def test_the_t_quantile_is_null_below_one_degree_of_freedom() -> None:
    below = [(0.999,), (0.0,), (-1.0,)]
    assert evaluate("student_t_critical_95('df')", "df", below) == [None] * 3


def test_the_p_value_is_right_to_eight_digits_up_to_z_8() -> None:
    zs = np.linspace(0, 8, 4001)
    values = evaluate("normal_two_sided_p('z')", "z", [(float(z),) for z in zs])
    assert np.max(np.abs(np.array(values) / (2 * stats.norm.sf(zs)) - 1)) < 1e-8


def test_the_p_value_is_the_same_on_either_side() -> None:
    zs = np.linspace(0, 40, 401)
    above = evaluate("normal_two_sided_p('z')", "z", [(float(z),) for z in zs])
    assert evaluate("normal_two_sided_p('z')", "z", [(float(-z),) for z in zs]) == above


def test_the_p_value_is_one_at_zero_and_never_above() -> None:
    zs = [(0.0,), *((float(z),) for z in np.geomspace(1e-18, 1e-3, 500))]
    values = evaluate("normal_two_sided_p('z')", "z", zs)
    assert values[0] == 1
    assert max(values) <= 1


def test_the_p_value_is_above_zero_at_38_and_zero_beyond() -> None:
    values = evaluate("normal_two_sided_p('z')", "z", [(38,), (-38,), (39,), (1e300,)])
    assert values[0] == values[1] > 0
    assert values[2:] == [0, 0]


# One period


@pytest.mark.parametrize(
    "example", PUBLISHED["nps_adjusted_wald"]["promoters_passives_detractors_value_error_low_high"]
)
def test_nps_matches_the_adjusted_wald_figures(example: list[float]) -> None:
    row = nps_moments(*example[:3])
    _, error, low, high = example[3:]
    assert evaluate("nps_standard_error('n', 's', 'ss')", MOMENTS, [row]) == [
        pytest.approx(error, abs=6e-5)
    ]
    assert both_bounds(NPS_BOUND, MOMENTS, [row]) == [pytest.approx((low, high), abs=6e-5)]


def test_nps_moments_equal_counts_with_three_answers_added() -> None:
    cells = [cell for cell in itertools.product(range(0, 40, 3), repeat=3) if sum(cell)]
    values = evaluate(
        "nps_standard_error('n', 's', 'ss')", MOMENTS, [nps_moments(*cell) for cell in cells]
    )
    for (promoters, passives, detractors), value in zip(cells, values, strict=True):
        count = promoters + passives + detractors + 3
        up, down = (promoters + 0.75) / count, (detractors + 0.75) / count
        assert value == pytest.approx(100 * math.sqrt((up + down - (up - down) ** 2) / count))


def test_nps_has_no_interval_without_answers_and_stays_within_100_with_one() -> None:
    rows = [(0, None, None), (0, 0, 0), nps_moments(1, 0, 0), nps_moments(0, 0, 1)]
    bounds = both_bounds(NPS_BOUND, MOMENTS, rows)
    assert bounds[:2] == [(None, None)] * 2
    assert all(-100 <= low < high <= 100 for low, high in bounds[2:])
    assert bounds[2] == pytest.approx((-bounds[3][1], -bounds[3][0]))


def test_wilson_matches_newcombe_1998() -> None:
    examples = PUBLISHED["wilson"]["successes_events_low_high"]
    bounds = both_bounds(WILSON_BOUND, "x, n", [tuple(example[:2]) for example in examples])
    for example, bound in zip(examples, bounds, strict=True):
        assert bound == pytest.approx(tuple(example[2:]), abs=6e-5)


def test_wilson_matches_scipy_for_all_counts_and_huge_ones() -> None:
    rows = [(x, n) for n in (1, 2, 3, 10, 97) for x in range(n + 1)]
    rows += [(x, 10**9) for x in (0, 1, 5, 10**4, 5 * 10**8, 10**9 - 1, 10**9)]
    for (x, n), bound in zip(rows, both_bounds(WILSON_BOUND, "x, n", rows), strict=True):
        expected = stats.binomtest(x, n).proportion_ci(0.95, "wilson")
        assert bound == pytest.approx(tuple(expected), abs=1e-14, rel=1e-12)


def test_wilson_is_exact_at_the_ends() -> None:
    counts = [1, 2, 7, 10, 999, 10**6, 10**9]
    assert evaluate("wilson_bound('x', 'n', 'low')", "x, n", [(0, n) for n in counts]) == [0] * 7
    assert evaluate("wilson_bound('x', 'n', 'high')", "x, n", [(n, n) for n in counts]) == [1] * 7


def test_wilson_takes_success_counts_that_rounding_put_outside() -> None:
    rows = [(-1e-12, 10.0), (10.000000000001, 10.0)]
    bounds = both_bounds(WILSON_BOUND, "x, n", rows)
    exact = both_bounds(WILSON_BOUND, "x, n", [(0, 10), (10, 10)])
    assert bounds[0] == pytest.approx(exact[0], abs=1e-9)
    assert bounds[1] == pytest.approx(exact[1], abs=1e-9)


def test_the_variance_is_that_of_a_sample() -> None:
    given = samples(50, seed=1)
    values = evaluate("sample_variance('n', 's', 'ss')", MOMENTS, [moments(v) for v in given])
    assert values == pytest.approx([np.var(v, ddof=1) for v in given], rel=1e-9)


def test_a_value_that_never_varies_has_no_variance_and_no_width() -> None:
    rows = [moments([0.1] * count) for count in range(2, 200)]
    assert evaluate("sample_variance('n', 's', 'ss')", MOMENTS, rows) == pytest.approx(
        [0] * len(rows), abs=1e-15
    )
    for bound in both_bounds(MEAN_BOUND, MOMENTS, rows):
        assert bound == pytest.approx((0.1, 0.1), abs=1e-6)


def test_the_mean_interval_is_that_of_student() -> None:
    given = samples(50, seed=2)
    bounds = both_bounds(MEAN_BOUND, MOMENTS, [moments(v) for v in given])
    for values, bound in zip(given, bounds, strict=True):
        expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        assert bound == pytest.approx(tuple(expected), abs=2e-6 * stats.sem(values))


def test_a_single_event_has_a_mean_and_no_interval() -> None:
    assert both_bounds(MEAN_BOUND, MOMENTS, [(1, 5, 25), (0, None, None)]) == [(None, None)] * 2


def test_the_rate_bounds_solve_the_score_equation() -> None:
    rows = [(x, t) for x in (1, 2, 10, 1000, 10**9) for t in (0.5, 12.0, 1e9)]
    for (x, t), bounds in zip(rows, both_bounds(RATE_BOUND, "x, t", rows), strict=True):
        for rate in bounds:
            assert abs(x - rate * t) / math.sqrt(rate * t) == pytest.approx(Z, rel=1e-6)
        assert bounds[0] < x / t < bounds[1]


def test_no_events_give_a_rate_from_zero_to_above_zero() -> None:
    assert both_bounds(RATE_BOUND, "x, t", [(0, 100)]) == [(0, pytest.approx(Z**2 / 100))]


def test_a_rate_without_exposure_has_no_interval() -> None:
    assert both_bounds(RATE_BOUND, "x, t", [(0, 0), (3, 0), (3, -1)]) == [(None, None)] * 3


def customers(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators of 40 customers, each with 1 to 8 events alike."""
    random = np.random.default_rng(seed)
    denominators = random.integers(1, 9, 40).astype(float)
    return denominators * random.lognormal(0, 0.7, 40), denominators


def ratio_moments(numerators: np.ndarray, denominators: np.ndarray) -> Row:
    """Arguments of the ratio macros."""
    products = (
        numerators,
        denominators,
        numerators * numerators,
        numerators * denominators,
        denominators * denominators,
    )
    return (len(numerators), *(float(product.sum()) for product in products))


def test_the_ratio_interval_is_that_of_residuals_by_customer() -> None:
    cells = [customers(seed) for seed in range(10)]
    bounds = both_bounds(RATIO_BOUND, RATIO_COLUMNS, [ratio_moments(*cell) for cell in cells])
    for (numerators, denominators), bound in zip(cells, bounds, strict=True):
        ratio = numerators.sum() / denominators.sum()
        residuals = numerators - ratio * denominators
        error = math.sqrt(40 / 39 * (residuals**2).sum()) / denominators.sum()
        margin = stats.t.ppf(0.975, 39) * error
        assert bound == pytest.approx((ratio - margin, ratio + margin), rel=1e-6)


def test_the_ratio_standard_error_agrees_with_the_jackknife_over_customers() -> None:
    numerators, denominators = customers(seed=3)
    left_out = (numerators.sum() - numerators) / (denominators.sum() - denominators)
    jackknife = math.sqrt(39 / 40 * ((left_out - left_out.mean()) ** 2).sum())
    error = evaluate(
        "ratio_standard_error('m', 'y', 'x', 'yy', 'xy', 'xx')",
        RATIO_COLUMNS,
        [ratio_moments(numerators, denominators)],
    )
    assert error == [pytest.approx(jackknife, rel=0.05)]


def test_a_ratio_with_one_event_a_customer_is_a_mean() -> None:
    cells = [moments(values) for values in samples(20, seed=4)]
    means = both_bounds(MEAN_BOUND, MOMENTS, cells)
    ratios = both_bounds(RATIO_BOUND, RATIO_COLUMNS, [(n, s, n, ss, s, n) for n, s, ss in cells])
    for mean, ratio in zip(means, ratios, strict=True):
        assert ratio == pytest.approx(mean)


def test_a_ratio_of_one_customer_or_over_nothing_has_no_interval() -> None:
    rows = [(1, 5.0, 2.0, 25.0, 10.0, 4.0), (3, 5.0, 0.0, 25.0, 0.0, 0.0)]
    assert both_bounds(RATIO_BOUND, RATIO_COLUMNS, rows) == [(None, None)] * 2


# Change


def wilson_difference(row: list[int]) -> tuple[float, float]:
    """Newcombe bounds by the macros, from current and previous successes and events."""
    current_x, current_n, previous_x, previous_n = row
    (current, previous) = both_bounds(
        WILSON_BOUND, "x, n", [(current_x, current_n), (previous_x, previous_n)]
    )
    given = (previous_x / previous_n, *previous, current_x / current_n, *current)
    return both_bounds(DIFFERENCE_BOUND, DIFFERENCE_COLUMNS, [given])[0]


@pytest.mark.parametrize(
    "example",
    PUBLISHED["newcombe_difference"]["current_and_previous_successes_events_low_high"],
)
def test_a_difference_of_proportions_matches_newcombe_1998(example: list[float]) -> None:
    assert wilson_difference(example[:4]) == pytest.approx(tuple(example[4:]), abs=6e-5)


def test_a_difference_of_proportions_stays_within_one() -> None:
    for row in ([1, 1, 0, 1], [10, 10, 0, 20], [0, 9, 9, 9], [10**9, 10**9, 0, 10**9]):
        low, high = wilson_difference(row)
        assert -1 <= low <= high <= 1


def test_a_difference_from_symmetric_intervals_adds_their_variances() -> None:
    low, high = both_bounds(DIFFERENCE_BOUND, DIFFERENCE_COLUMNS, [(10, 7, 13, 20, 16, 24)])[0]
    assert (low, high) == pytest.approx((5, 15))


def test_a_difference_turns_round_with_its_periods() -> None:
    rows = [(10, 7, 15, 20, 19, 24), (20, 19, 24, 10, 7, 15)]
    (low, high), (turned_low, turned_high) = both_bounds(DIFFERENCE_BOUND, DIFFERENCE_COLUMNS, rows)
    assert (turned_low, turned_high) == pytest.approx((-high, -low))


@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.4, 0.2, 0.4), (0.8, 0.15, 0.05)])
def test_an_unchanged_nps_of_ten_answers_is_rarely_called_changed(
    shares: tuple[float, float, float],
) -> None:
    cells = [(up, 10 - up - down, down) for up in range(11) for down in range(11 - up)]
    chances = stats.multinomial.pmf(cells, 10, shares)
    bounds = both_bounds(NPS_BOUND, MOMENTS, [nps_moments(*cell) for cell in cells])
    periods = [
        (10 * (up - down), *bound) for (up, _, down), bound in zip(cells, bounds, strict=True)
    ]
    pairs = [previous + current for previous, current in itertools.product(periods, repeat=2)]
    changes = both_bounds(DIFFERENCE_BOUND, DIFFERENCE_COLUMNS, pairs)
    is_called = [low > 0 or high < 0 for low, high in changes]
    assert np.outer(chances, chances).ravel() @ is_called < 0.07


@pytest.mark.parametrize("df", [9.0, 20.5, 58.0, 1000.0])
@pytest.mark.parametrize("t", [-4.0, 2.5, 5.0])
def test_student_z_has_the_tail_of_student_t(df: float, t: float) -> None:
    interval_z = t * Z / stats.t.ppf(0.975, df)
    (z,) = evaluate("student_z('z', 'df')", "z, df", [(interval_z, df)])
    assert z * t > 0
    assert 2 * stats.norm.sf(abs(z)) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=0.04)


def test_welch_matches_scipy() -> None:
    pairs = list(zip(samples(40, seed=5), samples(40, seed=6), strict=True))
    rows = [(*moments(previous), *moments(current)) for previous, current in pairs]
    degrees = evaluate(WELCH_DF, WELCH_COLUMNS, rows)
    rows = [(*row, df) for row, df in zip(rows, degrees, strict=True)]
    bounds = both_bounds(WELCH_BOUND, WELCH_COLUMNS + ", df", rows)
    for (previous, current), df, bound in zip(pairs, degrees, bounds, strict=True):
        expected = stats.ttest_ind(current, previous, equal_var=False)
        error = math.hypot(stats.sem(previous), stats.sem(current))
        assert df == pytest.approx(expected.df, rel=1e-9)
        assert bound == pytest.approx(tuple(expected.confidence_interval(0.95)), abs=2e-6 * error)


def test_welch_with_only_one_varying_period_has_that_periods_degrees_of_freedom() -> None:
    rows = [(*moments([4.0] * 5), *moments([1.0, 2.0, 6.0]))]
    assert evaluate(WELCH_DF, WELCH_COLUMNS, rows) == pytest.approx([2])


def test_welch_without_variation_has_width_0_and_no_error() -> None:
    row = (*moments([4.0] * 10), *moments([5.0] * 12))
    df = evaluate(WELCH_DF, WELCH_COLUMNS, [row])[0]
    assert df == 9
    assert both_bounds(WELCH_BOUND, WELCH_COLUMNS + ", df", [(*row, df)]) == [(1, 1)]


def test_welch_is_null_when_a_period_has_one_event() -> None:
    row = (1, 4.0, 16.0, *moments([1.0, 2.0, 6.0]))
    assert evaluate(WELCH_DF, WELCH_COLUMNS, [row]) == [None]
    assert both_bounds(WELCH_BOUND, WELCH_COLUMNS + ", df", [(*row, 2)]) == [(None, None)]


def change_zs(rows: list[Row]) -> list[float | None]:
    """Implied z of changes given with their low and high."""
    return evaluate("change_z('d', 'd_low', 'd_high')", "d, d_low, d_high", rows)


def test_a_change_with_a_symmetric_interval_gives_back_its_z() -> None:
    zs = [-30, -5, -1.96, -0.1, 0, 0.1, 1, 1.96, 5, 30]
    assert change_zs([(2.0 * z, 2 * (z - Z), 2 * (z + Z)) for z in zs]) == pytest.approx(zs)


def test_a_change_passes_z_95_exactly_when_its_interval_leaves_zero_out() -> None:
    rows = [(5, 0.01, 20), (5, -0.01, 6), (-5, -20, -0.01), (-5, -6, 0.01)]
    assert [abs(z) > Z for z in change_zs(rows)] == [True, False, True, False]


def test_a_change_without_width_has_a_large_finite_z() -> None:
    rows = [(5, 5, 5), (-5, -5, -5), (0, 0, 0), (5, 5 - 1e-12, 9), (-5, -9, -5 + 1e-12)]
    assert change_zs(rows) == [38, -38, 0, 38, -38]


def test_a_change_without_bounds_has_no_z() -> None:
    assert change_zs([(5, None, None), (0, None, None), (None, 1, 2)]) == [None] * 3


def false_discovery_p(families: list[list[float | None]]) -> list[list[float | None]]:
    """Adjusted p values of each family, by the two steps a model takes."""
    scaled = render("benjamini_hochberg_scaled_p('p', 'family, half')")
    adjusted = render("benjamini_hochberg_adjusted_p('p', 'scaled_p', 'family, half')")
    values = ", ".join(
        f"({family}, {position}, {literal(p)})"
        for family, ps in enumerate(families)
        for position, p in enumerate(ps)
    )
    rows = (
        connection()
        .execute(
            f"""
            with scaled as (
                select *, {scaled} as scaled_p
                from (
                    select family, 1 as half, position, cast(p as double) as p
                    from (values {values}) as given(family, position, p)
                ) as typed
            )
            select family, {adjusted} from scaled order by family, position
            """
        )
        .fetchall()
    )
    return [[p for one, p in rows if one == family] for family in range(len(families))]


def test_false_discoveries_match_benjamini_and_hochberg_1995() -> None:
    example = PUBLISHED["false_discovery_rate"]
    (adjusted,) = false_discovery_p([example["p_values"]])
    assert sum(p <= 0.05 for p in adjusted) == example["discoveries"]


def test_false_discoveries_match_scipy_family_by_family_with_ties() -> None:
    random = np.random.default_rng(8)
    families = [np.round(random.beta(0.4, 2, size), 2).tolist() for size in (1, 2, 30, 300)]
    for given, adjusted in zip(families, false_discovery_p(families), strict=True):
        assert adjusted == pytest.approx(stats.false_discovery_control(given).tolist())


def test_a_null_p_value_does_not_belong_to_the_family() -> None:
    given = [None, 0.01, None, 0.04, 0.03, None]
    (adjusted,) = false_discovery_p([given])
    expected = iter(stats.false_discovery_control([0.01, 0.04, 0.03]))
    assert adjusted == [None if p is None else pytest.approx(next(expected)) for p in given]


# Survival


def survival_by_day() -> list[tuple[int, float, float | None]]:
    """Day, survival and Greenwood's sum of the lung data."""
    with (FIXTURES / "lung_times.csv").open() as file:
        patients = [(int(row["day"]), int(row["is_event"])) for row in csv.DictReader(file)]
    lost = Counter(day for day, is_event in patients if is_event)
    days = sorted({day for day, _ in patients})
    at_risk = [sum(day <= other for other, _ in patients) for day in days]
    terms = evaluate(
        "greenwood_term('d', 'n')",
        "d, n",
        [(lost[day], count) for day, count in zip(days, at_risk, strict=True)],
    )
    survival, greenwood, rows = 1.0, 0.0, []
    for day, count, term in zip(days, at_risk, terms, strict=True):
        survival *= 1 - lost[day] / count
        greenwood += term or 0
        rows.append((day, survival, greenwood))
    return rows


def test_survival_of_the_lung_patients_matches_the_published_interval() -> None:
    expected = PUBLISHED["kaplan_meier_lung"]
    survival, greenwood = [row[1:] for row in survival_by_day() if row[0] <= expected["day"]][-1]
    assert survival == pytest.approx(expected["survival"])
    assert survival * math.sqrt(greenwood) == pytest.approx(expected["standard_error"])
    assert both_bounds(LOG_LOG_BOUND, "s, g", [(survival, greenwood)]) == [
        pytest.approx((expected["low"], expected["high"]))
    ]


def test_survival_bounds_enclose_survival_on_every_day() -> None:
    rows = [(survival, greenwood) for _, survival, greenwood in survival_by_day()]
    for (survival, _), (low, high) in zip(
        rows, both_bounds(LOG_LOG_BOUND, "s, g", rows), strict=True
    ):
        assert 0 <= low < survival < high <= 1


def test_a_greenwood_term_is_zero_without_losses_and_null_when_all_are_lost() -> None:
    rows = [(0, 10), (1, 10), (10, 10), (0, 0)]
    assert evaluate("greenwood_term('d', 'n')", "d, n", rows) == [
        0,
        pytest.approx(1 / 90),
        None,
        None,
    ]


def test_survival_of_one_or_zero_has_no_interval() -> None:
    rows = [(1.0, 0.0), (0.0, 0.5), (0.0, None), (1.0000000001, 0.1), (0.5, None)]
    assert both_bounds(LOG_LOG_BOUND, "s, g", rows) == [(None, None)] * 5

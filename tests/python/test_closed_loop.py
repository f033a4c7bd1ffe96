"""Whether an action helped: statistics by hand, coverage, and a planted truth in a build."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Run, build_without_tests, write_tables
from scipy.stats import t

from benchmarks.action_effects import coverage, false_alarms
from python_hooks.fits import effects


def slices(changes: list[float], noise: list[float] | None = None) -> effects.Slices:
    """Slices that started at .5, with these changes."""
    after = 0.5 + np.array(changes)
    noises = np.array(noise or [1.0] * len(changes))
    return effects.Slices(np.full(len(changes), 0.5), after, noises)


def test_equal_slices_have_the_plain_interval_of_the_comparable_ones() -> None:
    compared = [0.01, -0.03, 0.02, 0.04, -0.01]
    found = effects.effect_of(slices([0.1, 0.2]), slices(compared))
    assert found is not None
    assert found.effect == pytest.approx(0.15 - np.mean(compared), rel=1e-12)
    error = np.std(compared, ddof=1) * (1 / 2 + 1 / 5) ** 0.5
    assert found.half_width == pytest.approx(t.ppf(0.975, 4) * error, rel=1e-9)


def test_the_variance_beyond_noise_is_that_of_dersimonian_and_laird() -> None:
    # Weights 4, 2, 2: mean .5, Q = 4 * .25 + 2 * .25 + 2 * 2.25 = 6, so (6 - 2) / (8 - 24 / 8).
    changes, noise = np.array([1.0, 1.0, -1.0]), np.array([0.25, 0.5, 0.5])
    assert effects.between_variance(changes, noise) == pytest.approx(4 / 5, rel=1e-12)
    assert effects.between_variance(np.array([1.0, 1.0, 1.1]), noise) == 0.0


def test_a_small_slice_has_the_wider_interval() -> None:
    compared = slices([0.01, -0.03, 0.02, 0.04], [0.0004] * 4)
    large = effects.effect_of(slices([0.1], [0.0004]), compared)
    small = effects.effect_of(slices([0.1], [0.01]), compared)
    assert large is not None
    assert small is not None
    assert small.half_width > 2 * large.half_width


def test_without_comparison_or_variation_there_is_no_effect() -> None:
    assert effects.effect_of(slices([0.1]), slices([0.0])) is None
    assert effects.effect_of(slices([]), slices([0.0, 0.1])) is None
    assert effects.effect_of(slices([0.1]), slices([0.02, 0.02, 0.02])) is None


def test_durations_are_compared_as_ratios() -> None:
    # The comparable slices doubled and rose by half; the treated one stayed at 60.
    request = {
        "slices": {
            "action_group": ["a"] * 3,
            "dimension_value": ["x", "y", "z"],
            "is_treated": [True, False, False],
            "is_ratio": [True] * 3,
            "before_value": [60.0, 10.0, 600.0],
            "after_value": [60.0, 20.0, 900.0],
            "before_weight": [100.0] * 3,
            "after_weight": [100.0] * 3,
            "noise": [None] * 3,
        }
    }
    answer = effects.find_action_effects(request)
    expected = 60 * (2 * 1.5) ** 0.5
    assert answer["expected_value"][0] == pytest.approx(expected, rel=1e-12)
    assert answer["effect"][0] == pytest.approx(60 - expected, rel=1e-12)
    assert answer["degrees_of_freedom"] == [1]


def test_without_actions_there_are_no_rows() -> None:
    names = (
        "action_group", "dimension_value", "is_treated", "is_ratio", "before_value", "after_value",
        "before_weight", "after_weight", "noise",
    )  # fmt: skip
    answer = effects.find_action_effects({"slices": {name: [] for name in names}})
    assert set(map(len, answer.values())) == {0}


# The bars are measured by 4,000 runs (docs/closed_loop.md); 500 leave a standard error of 1 %.
@pytest.mark.parametrize("design", ["8 / 8", "3 / 12", "1 / 10"])
def test_the_interval_holds_the_effect_in_95_percent(design: str) -> None:
    assert 0.92 <= coverage(design, 500, equal=False)["coverage"] <= 0.98


def test_an_action_that_a_bad_month_set_off_is_seldom_called_improved() -> None:
    assert false_alarms("bad month", 500)["improved"] <= 0.05


ACTION_COLUMNS = (
    "action_id,updated_at,title,dimension,dimension_value,metric,started_on,finished_on,"
    "action_status"
)
ACTIONS = [
    "W1,2025-06-05,Call back,channel,c01,csat,2025-05-10,2025-06-05,done",
    "W2,2025-06-05,Call back,channel,C02,csat,2025-05-10,2025-06-05,done",
    "W3,2025-06-05,Call back,channel,c03,CSAT,2025-05-10,2025-06-05,done",
    "idle,2025-05-01,New wording,channel,c04,csat,2025-05-01,,running",
    "harm,2025-05-01,Shorter calls,channel,c05,csat,2025-05-01,,running",
    "soon,2025-12-01,Training,channel,c06,csat,2025-12-01,,running",
    "late,2025-10-01,Second shift,channel,c12,csat,2025-10-01,,running",
    "typo,2025-10-01,Second shift,channel,c13,csat,2025-10-01,,running",
]


def _planted_tables() -> dict[str, str]:
    """Two years of 30 answers a month in twelve channels, 75 % satisfied.

    From June 2025 on c01 to c03 gain 15 points and c05 loses 25; from July on c12 loses 25.
    """
    random = np.random.default_rng(15)
    answers = []
    for month in range(24):
        year, number = 2024 + month // 12, month % 12 + 1
        for channel in range(1, 13):
            chance = 0.75
            if month >= 17:
                chance += {1: 0.15, 2: 0.15, 3: 0.15, 5: -0.25}.get(channel, 0)
            if month >= 18 and channel == 12:
                chance -= 0.25
            for day in range(1, 31 if number != 2 else 29):
                at = f"{year}-{number:02}-{day:02} 10:00:00"
                score = 5 if random.random() < chance else 2
                answers.append(f"a{len(answers)},S,{at},{at},{score},c{channel:02}")
    return {
        "crm.customers": "customer_id,created_at,updated_at\nK1,2024-01-01,2024-01-01",
        "surveys.surveys": (
            "survey_id,updated_at,name,metric,scale_min,scale_max\nS,2024-01-01,Stars,csat,1,5"
        ),
        "surveys.responses": "\n".join(
            ["response_id,survey_id,responded_at,updated_at,score,channel", *answers]
        ),
        "improvement.actions": "\n".join([ACTION_COLUMNS, *ACTIONS]),
    }


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole build of the company."""
    folder = tmp_path_factory.mktemp("closed_loop")
    raw_path = write_tables(folder / "raw", _planted_tables())
    models = ("action_effects", "practices", "pain_points", "benchmarks")
    return build_without_tests(folder, raw_path, models=models)


def test_the_planted_effects_are_found_and_no_other(planted: Run) -> None:
    verdicts = planted.query("select action_id, verdict, reason from reporting.action_effects")
    assert sorted(verdicts) == [
        ("W1", "improved", "measured"),
        ("W2", "improved", "measured"),
        ("W3", "improved", "measured"),
        ("harm", "worse", "measured"),
        ("idle", "no change shown", "measured"),
        ("late", "too early", "few_months_after"),
        ("soon", "too early", "few_months_after"),
        ("typo", "not measurable", "unknown_slice"),
    ]
    ((low, high, together, compared),) = planted.query(
        "select effect_low, effect_high, slice_count, comparison_count"
        " from reporting.action_effects where action_id = 'W2'"
    )
    assert low < 0.15 < high
    # c04, c05, c06 and c12 have actions of their own.
    assert (together, compared) == (3, 5)


def test_successful_actions_come_first_in_the_archive(planted: Run) -> None:
    rows = planted.query(
        "select title, tried_count, improved_count from reporting.practices"
        " order by improved_count desc, title"
    )
    assert rows[0] == ("Call back", 3, 3)
    assert {row[0] for row in rows} == {"Call back", "New wording", "Shorter calls"}


def test_a_low_slice_has_its_action_and_the_days_it_took(planted: Run) -> None:
    rows = planted.query(
        "select dimension_value, action_id, days_to_action from reporting.pain_points"
        " where dimension_2 = 'none'"
    )
    assert ("c12", "late", 92) in rows
    assert [action for channel, action, _ in rows if channel == "c05"] == ["harm"]


def test_a_reference_value_has_source_year_and_population(planted: Run) -> None:
    rows = planted.query(
        "select own_value, source, reference_year, population from reporting.benchmarks"
    )
    assert rows
    assert all(own is None and all(told) for own, *told in rows)
